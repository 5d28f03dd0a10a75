"""Difference quotients beside backpropagation."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.inside.trust import check_at_random, check_weights
from gdstudio.learning.costs import find_cost
from tests.inside.made import HIDDEN, PAIRS, dense, drawn, layered


def asked(network, n=4):
    rng = np.random.default_rng(8)
    X = rng.random((n, network.n_in)).astype(network.dtype)
    return X, np.eye(network.n_out, dtype=network.dtype)[rng.integers(0, network.n_out, n)]


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("cost_name", "output"), PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_backpropagation_agrees_with_the_quotient_of_every_weight(
    cost_name, output, hidden, dtype
):
    network = dense(hidden, output, dtype)
    X, T = asked(network)
    n = len(network.parameters)
    checks = check_weights(network, X, T, find_cost(cost_name, output), range(n))
    assert [one.index for one in checks] == list(range(n))
    assert all(one.agrees for one in checks)
    assert max(one.relative_error for one in checks) < 1e-4


def test_that_a_quotient_is_the_slope_of_the_cost_written_out():
    network = dense()
    X, T = asked(network)
    cost = find_cost("squared-error", "sigmoid")
    (found,) = check_weights(network, X, T, cost, [17])
    costs = []
    for step in (1e-5, -1e-5):
        moved = network.at(network.parameters.copy())
        moved.parameters[17] += step
        costs.append(((moved.forward(X) - T) ** 2).sum() / len(X))
    assert found.numeric == pytest.approx((costs[0] - costs[1]) / 2e-5, rel=1e-6)
    difference = abs(found.analytic - found.numeric)
    assert found.relative_error == difference / max(abs(found.analytic), abs(found.numeric))
    assert found.name == "W1[1,5]"


def test_that_a_gradient_wrong_by_a_tenth_of_a_percent_is_told(monkeypatch):
    network = dense()
    X, T = asked(network)
    cost = find_cost("squared-error", "sigmoid")
    right = type(network).cost_and_gradient

    def wrong(self, *args):
        mean = right(self, *args)
        self.gradient *= 1.001
        return mean

    monkeypatch.setattr(type(network), "cost_and_gradient", wrong)
    checks = check_at_random(network, X, T, cost, 20, np.random.default_rng(0))
    assert not any(one.agrees for one in checks)
    assert checks[0].relative_error == pytest.approx(1e-3, rel=0.01)


def test_that_weights_at_random_are_drawn_once_each_and_the_worst_stands_first():
    network = layered("conv 3@3x2, dense 5")
    X, T = asked(network)
    cost = find_cost("cross-entropy", "softmax")
    checks = check_at_random(network, X, T, cost, 30, np.random.default_rng(4))
    errors = [one.relative_error for one in checks]
    assert len({one.index for one in checks}) == 30
    assert errors == sorted(errors, reverse=True)
    assert all(one.agrees for one in checks)
    every = check_at_random(network, X, T, cost, 10**6, np.random.default_rng(4))
    assert len(every) == len(network.parameters)


def test_that_beside_a_kink_the_panel_does_not_agree():
    network = drawn(dense("relu"))
    X, T = asked(network, 1)
    W, b = network.part("W1"), network.part("b1")
    b[...] = 1.0
    b[2] = 0.3e-5 - W[2] @ X[0]  # z = 3e-6: the point behind lies beyond the kink
    (found,) = check_weights(
        network, X, T, find_cost("squared-error", "sigmoid"),
        [next(part.start for part in network.slices if part.name == "b1") + 2],
    )  # fmt: skip
    assert not found.agrees
    assert found.numeric == pytest.approx(0.65 * found.analytic, rel=1e-3)


def test_that_a_slope_that_rounding_alone_might_make_is_not_measured():
    network = dense()
    X, T = asked(network)
    X[:, 5] = 1e-12
    cost = find_cost("squared-error", "sigmoid")
    small, usual = check_weights(network, X, T, cost, [5, 4])  # W1[0,5], W1[0,4]
    assert not small.is_measured
    assert usual.is_measured
