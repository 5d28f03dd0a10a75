"""Names of neurons and weights, there and back."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.inside.places import (
    Place,
    find_place,
    find_weight,
    input_name,
    weight_at,
    weight_name,
)
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from tests.networks import make_network

DENSE = Network.dense([784, 16, 12, 10])
LAYERS = make_network("conv 3@2x2, pool 2, rnn 4, dense 5", PictureShape(1, 7, 6), 3)


@pytest.mark.parametrize("network", [DENSE, LAYERS])
def test_that_every_weight_is_found_by_its_name(network):
    indices = range(0, len(network.parameters), 7)
    for index in indices:
        assert find_weight(weight_name(network, index), network) == weight_at(network, index)
        assert weight_at(network, index).index == index


def test_that_a_name_means_a_place_in_its_array():
    network = DENSE.at(np.arange(len(DENSE.parameters), dtype=np.float64))
    place = find_weight(" w2[3, 7]", network)
    assert (str(place), place.layer, place.at) == ("W2[3,7]", 2, (3, 7))
    assert network.parameters[place.index] == network.part("W2")[3, 7]
    bias = find_weight("b3[9]", network)
    assert network.parameters[bias.index] == network.part("b3")[9]
    assert bias.index == len(network.parameters) - 1
    of_filter = find_weight("W1[2,0,1,0]", LAYERS)
    assert LAYERS.part("W1", np.arange(len(LAYERS.parameters)))[2, 0, 1, 0] == of_filter.index


@pytest.mark.parametrize("text", ["L2.5", "l2.5", " L 2 . 5 "])
def test_that_a_neuron_is_named_by_layer_and_number(text):
    assert find_place(text, DENSE) == Place(2, 5)
    assert str(find_place(text, DENSE)) == "L2.5"


def test_that_a_neuron_of_a_map_is_named_by_number_or_by_row_and_column():
    shape = LAYERS.layers[0].out_shape
    flat = int(np.ravel_multi_index((2, 1, 3), shape))
    assert find_place("L1.2.1.3", LAYERS) == find_place(f"L1.{flat}", LAYERS) == Place(1, flat)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", "e.g. L3.0"),
        ("2.5", "e.g. L3.0"),
        ("L0.5", "a layer from 1 to 3"),
        ("L4.0", "a layer from 1 to 3"),
        ("L2.12", "L2.0 to L2.11: layer 2 is dense 12"),
        ("L2.1.1", "L2.0 to L2.11"),
        ("L" + "9" * 200, "e.g. L3.0"),
    ],
)
def test_that_a_neuron_that_is_not_there_is_refused_with_what_there_is(text, accepted):
    with pytest.raises(InvalidValue, match="neuron") as refused:
        find_place(text, DENSE)
    assert accepted in str(refused.value)


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("W2", "e.g. W1[0,0]"),
        ("layer 2", "e.g. W1[0,0]"),
        ("U1[0,0]", "one of the arrays W1, b1, W2, b2, W3, b3"),
        ("W2[12,0]", "W2[0,0] to W2[11,15]"),
        ("W2[0]", "W2[0,0] to W2[11,15]"),
        ("b2[12]", "b2[0] to b2[11]"),
    ],
)
def test_that_a_weight_that_is_not_there_is_refused_with_what_there_is(text, accepted):
    with pytest.raises(InvalidValue, match="weight") as refused:
        find_weight(text, DENSE)
    assert accepted in str(refused.value)


def test_that_inputs_of_the_first_layer_are_pixels_and_others_neurons():
    assert input_name(1, 12 * 28 + 14) == "pixel 12 14"
    assert input_name(3, 7) == "L2.7"
    assert input_name(1, 7 * 6 + 8, PictureShape(2, 7, 6)) == "channel 1, pixel 1 2"
