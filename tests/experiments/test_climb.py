"""Climbing raises what is wanted, on pictures that stay pictures."""

import numpy as np
import pytest

from gdstudio.experiments.climb import climb
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network


def drawn_network(output: str, dtype: str = "float64") -> Network:
    network = Network.dense([16, 8, 3], "sigmoid", output, dtype)
    network.initialize("standard-normal", np.random.default_rng(3))
    return network


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("start", [0.0, 0.5, 1.0])
def test_that_every_wanted_output_rises_and_pixels_stay_between_0_and_1(output, start):
    network = drawn_network(output)
    way = list(climb(network, np.full((3, 16), start), np.arange(3)))
    assert [state.step for state in way] == list(range(201))
    assert (way[-1].wanted > way[0].wanted).all()
    for state in way:
        assert state.pictures.min() >= 0
        assert state.pictures.max() <= 1
        assert np.array_equal(state.outputs, network.forward(state.pictures))


def test_that_networks_of_feature_maps_are_climbed_too():
    network = make_network("conv 4@3, pool 2, dense 6", PictureShape(1, 8, 8), 4)
    network.initialize("he", np.random.default_rng(1))
    way = list(climb(network, np.full((4, 64), 0.5), np.arange(4)))
    assert (way[-1].wanted > way[0].wanted).all()
    assert way[-1].pictures.dtype == np.float32


def test_that_the_first_step_follows_the_slope_worked_out_by_hand():
    # One layer and softmax: the cross-entropy's gradient by the input is (p - t) W.
    network = Network.dense([4, 3], "sigmoid", "softmax", np.float64)
    network.initialize("standard-normal", np.random.default_rng(5))
    W, b = network.part("W1"), network.part("b1")
    x = np.full(4, 0.5)
    p = np.exp(W @ x + b) / np.exp(W @ x + b).sum()
    slope = (p - [0, 0, 1]) @ W
    step = -0.05 * slope / np.abs(slope).max() * np.abs(p - [0, 0, 1]).max()
    way = list(climb(network, x[None], np.array([2]), steps=10))
    np.testing.assert_allclose(way[1].pictures[0], x + step, rtol=1e-12)


def test_that_pictures_and_parameters_are_left_alone():
    network, start = drawn_network("sigmoid"), np.full((3, 16), 0.5)
    parameters = network.parameters.copy()
    start.setflags(write=False)
    *_, last = climb(network, start, np.arange(3), steps=5)
    assert np.array_equal(network.parameters, parameters)
    assert not np.array_equal(last.pictures, start)
    with pytest.raises(ValueError, match="read-only"):
        last.pictures[0] = 0


def test_that_a_picture_without_slope_stays_as_it_is():
    network = Network.dense([4, 3], "sigmoid", "softmax", np.float64)  # all parameters are 0
    *_, last = climb(network, np.full((3, 4), 0.25), np.arange(3), steps=3)
    assert np.array_equal(last.pictures, np.full((3, 4), 0.25))
