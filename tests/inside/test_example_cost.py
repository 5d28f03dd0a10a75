"""The cost of one example, term by term."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.inside.example_cost import cost_slopes, example_cost
from gdstudio.learning.activations import find_activation
from gdstudio.learning.costs import find_cost
from gdstudio.learning.network import Network

CASES = [
    ("squared-error", activation)
    for activation in ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "softmax")
] + [("cross-entropy", "sigmoid"), ("cross-entropy", "softmax")]


def outputs_of(activation: str, z: np.ndarray) -> np.ndarray:
    return find_activation(activation).apply(np.array(z, np.float64)[None])[0]


def test_that_squares_are_written_out_and_summed():
    cost = example_cost(np.array([0.1, 0.7, 0.25]), 1, "squared-error")
    assert cost.target.tolist() == [0, 1, 0]
    assert cost.differences == pytest.approx([0.1, -0.3, 0.25])
    assert cost.squares == pytest.approx([0.01, 0.09, 0.0625])
    assert cost.total == pytest.approx(0.1625)


def test_that_cross_entropy_of_sigmoids_has_a_term_for_each_output():
    cost = example_cost(np.array([0.1, 0.7]), 1, "cross-entropy", "sigmoid")
    assert cost.terms == pytest.approx([-math.log(0.9), -math.log(0.7)])


def test_that_cross_entropy_of_a_softmax_is_the_logarithm_of_the_right_output():
    cost = example_cost(np.array([0.1, 0.7, 0.2]), 2, "cross-entropy", "softmax")
    assert cost.terms == pytest.approx([0, 0, -math.log(0.2)])


@pytest.mark.parametrize(("cost_name", "activation"), CASES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_sum_is_the_cost_that_is_lowered(cost_name, activation, dtype):
    z = np.random.default_rng(3).standard_normal(10).astype(dtype)
    rule = find_cost(cost_name, activation)
    T = np.eye(10, dtype=dtype)[[4]]
    expected = rule.values(z[None], T, find_activation(activation))[0]
    outputs = find_activation(activation).apply(z.copy()[None])[0]
    for logits in (None, z):
        found = example_cost(outputs, 4, cost_name, activation, logits)
        assert found.total == pytest.approx(expected, rel=1e-5 if dtype == np.float32 else 1e-12)
        assert math.fsum(found.terms) == pytest.approx(found.total, rel=1e-14)


def test_that_with_logits_the_cost_of_a_hopeless_output_stays_finite():
    z = np.array([-800.0, 900.0])
    for activation, cost in (("sigmoid", 1700.0), ("softmax", 1700.0)):
        outputs = outputs_of(activation, z)
        assert example_cost(outputs, 0, "cross-entropy", activation, z).total == cost
        assert example_cost(outputs, 0, "cross-entropy", activation).total == math.inf


@pytest.mark.parametrize(("cost_name", "activation"), CASES)
def test_that_slopes_are_the_difference_quotients_of_the_cost(cost_name, activation):
    a = np.random.default_rng(5).uniform(0.1, 0.9, 6)
    slopes, step = cost_slopes(a, 2, cost_name, activation), 1e-6
    for k, slope in enumerate(slopes):
        ahead, behind = a.copy(), a.copy()
        ahead[k] += step
        behind[k] -= step
        costs = [example_cost(one, 2, cost_name, activation).total for one in (ahead, behind)]
        assert slope == pytest.approx((costs[0] - costs[1]) / (2 * step), rel=1e-6, abs=1e-8)


def test_that_what_is_handed_over_is_read_only():
    network = Network.dense([4, 3])
    found = example_cost(network.forward(np.zeros((1, 4), np.float32))[0], 0, "squared-error")
    for array in (found.outputs, found.target, found.differences, found.squares, found.terms):
        assert not array.flags.writeable
        assert array.dtype == np.float64
