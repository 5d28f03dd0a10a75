"""What single examples want, beside what the mini-batch wants."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.inside.examples_gradients import angle, examples_gradients
from gdstudio.learning.costs import find_cost
from tests.inside.made import dense


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_mean_of_what_each_wants_is_the_gradient_of_the_mini_batch(dtype):
    network = dense("tanh", "softmax", dtype)
    rng = np.random.default_rng(1)
    X, T = rng.random((10, 12)).astype(dtype), np.eye(3, dtype=dtype)[rng.integers(0, 3, 10)]
    cost = find_cost("cross-entropy", "softmax")
    whole = rng.standard_normal(len(network.parameters))
    found = examples_gradients(network, X, T, cost, whole)
    exact = network.at(network.parameters.astype(np.float64))
    exact.cost_and_gradient(X.astype(np.float64), T.astype(np.float64), cost)
    assert found.mean == pytest.approx(exact.gradient, rel=1e-10, abs=1e-15)
    for k, gradient in enumerate(found.gradients):
        exact.cost_and_gradient(X[k : k + 1].astype(np.float64), T[k : k + 1], cost)
        assert gradient == pytest.approx(exact.gradient, rel=1e-10, abs=1e-15)
        cosine = gradient @ found.mean / np.sqrt((gradient @ gradient) * (found.mean @ found.mean))
        assert found.angles[k] == pytest.approx(math.degrees(math.acos(cosine)))
    cosine = whole @ found.mean / np.sqrt((whole @ whole) * (found.mean @ found.mean))
    assert found.whole_angle == pytest.approx(math.degrees(math.acos(cosine)))


def test_that_angles_are_right_from_nothing_to_a_half_turn():
    e, f = np.array([3.0, 0, 0]), np.array([0, 0.1, 0])
    assert angle(e, f) == pytest.approx(90)
    assert angle(e, -2 * e) == pytest.approx(180)
    assert angle(e, e) == 0
    assert angle(e, e + 1e-9 * f) == pytest.approx(math.degrees(1e-10 / 3), rel=1e-6)
    assert math.isnan(angle(e, 0 * f))
