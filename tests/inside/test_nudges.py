"""The negative gradient as a ranked list, and what a step in one weight alone gains."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.inside.nudges import Gain, gain_of_step, rank_nudges
from gdstudio.inside.places import find_weight
from gdstudio.learning.costs import find_cost
from tests.inside.made import dense, layered


def gradient_of(network, seed=5):
    return np.random.default_rng(seed).standard_normal(len(network.parameters))


@pytest.mark.parametrize("network", [dense(), dense(dtype=np.float32), layered("conv 3@3, rnn 4")])
def test_that_the_list_is_the_argsort_of_the_gradient(network):
    gradient = gradient_of(network)
    ranked = rank_nudges(network, gradient)
    assert ranked.indices.tolist() == np.argsort(np.abs(gradient))[::-1].tolist()
    assert (ranked.values == -gradient[ranked.indices]).all()
    assert ranked.median == np.median(np.abs(gradient))
    for one in ranked.named(network, range(3, 40)):
        assert one.index == ranked.indices[one.rank - 1]
        assert one.value == -gradient[one.index]
        assert one.size == abs(gradient[one.index])
        assert one.times_median == pytest.approx(one.size / np.median(np.abs(gradient)))
        assert find_weight(one.name, network).index == one.index


def test_that_one_layer_alone_is_ranked_and_the_median_stays():
    network = dense()
    gradient = gradient_of(network)
    start, stop = (find_weight(name, network).index for name in ("W2[0,0]", "W3[0,0]"))
    ranked = rank_nudges(network, gradient, layer=2)
    assert len(ranked) == stop - start
    expected = start + np.argsort(np.abs(gradient[start:stop]))[::-1]
    assert ranked.indices.tolist() == expected.tolist()
    assert ranked.median == rank_nudges(network, gradient).median


def test_that_weights_of_dark_pixels_do_not_make_the_median():
    network = dense()
    gradient = gradient_of(network)
    gradient[:50] = 0
    assert rank_nudges(network, gradient).median == np.median(np.abs(gradient[50:]))
    assert math.isnan(rank_nudges(network, np.zeros_like(gradient)).median)


def test_that_equal_nudges_keep_their_order_and_layers_without_weights_have_none():
    network = layered("conv 3@3, max pool 2")
    assert rank_nudges(network, np.ones(len(network.parameters))).indices[:4].tolist() == [
        0,
        1,
        2,
        3,
    ]
    assert len(rank_nudges(network, gradient_of(network), layer=2)) == 0


def test_that_a_step_in_one_weight_gains_what_the_cost_falls():
    network = dense()
    rng = np.random.default_rng(1)
    X, T = rng.random((5, 12)), np.eye(3)[rng.integers(0, 3, 5)]
    cost = find_cost("squared-error", "sigmoid")
    before = ((network.forward(X) - T) ** 2).sum() / 5
    network.cost_and_gradient(X, T, cost)
    index, rate = 40, 0.1
    slope = network.gradient[index]
    found = gain_of_step(network, X, T, cost, index, slope, rate)
    moved = network.at(network.parameters.copy())
    moved.parameters[index] -= rate * slope
    after = ((moved.forward(X) - T) ** 2).sum() / 5
    assert found.step == -rate * slope
    assert found.expected == pytest.approx(rate * slope**2)
    assert found.before == pytest.approx(before)
    assert found.after == pytest.approx(after)
    assert found.gain == pytest.approx(before - after)
    assert found.gain == pytest.approx(found.expected, rel=0.05)


@pytest.mark.parametrize(
    ("cost_name", "output"),
    [("squared-error", "sigmoid"), ("cross-entropy", "softmax"), ("cross-entropy", "sigmoid")],
)
def test_that_a_gain_within_the_rounding_of_the_cost_is_not_measured(cost_name, output):
    network = dense(output_activation=output)
    network.part("W3")[...] *= 4
    rng = np.random.default_rng(3)
    X, cost = rng.random((6, 12)), find_cost(cost_name, output)
    T = np.eye(3)[network.forward(X).argmax(axis=1)]  # its own answers
    network.cost_and_gradient(X, T, cost)
    large, small = int(np.argmax(np.abs(network.gradient))), 3
    for index, rate, is_measured in ((large, 0.1, True), (large, 1e-16, False), (small, 0, False)):
        slope = float(network.gradient[index])
        found = gain_of_step(network, X, T, cost, index, slope, rate)
        assert found.is_measured is is_measured
        assert abs(found.gain - found.expected) <= found.noise + 0.2 * found.expected


def test_that_a_gain_that_is_no_number_is_not_called_small():
    assert Gain(1.0, 1.0, math.inf, 1.0, math.inf).is_measured
    assert Gain(1.0, 1.0, 1.0, math.nan, 1e-15).is_measured


def test_that_a_list_asks_little_where_its_largest_is_below_a_hundredth():
    network = dense()
    gradient = gradient_of(network)
    assert not rank_nudges(network, gradient).ask_little
    assert rank_nudges(network, gradient / np.abs(gradient).max() * 0.009).ask_little
