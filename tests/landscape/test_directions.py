import numpy as np
import pytest

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.landscape.directions import (
    Direction,
    downhill_direction,
    random_direction,
    single_parameter,
)
from gdstudio.landscape.parameter_names import parse_parameter
from gdstudio.landscape.ranges import Normalization
from gdstudio.learning.network import Network


def drawn(network, normalization, seed=3):
    return random_direction(network, np.random.default_rng(seed), normalization).vector


def weights(network, vector):
    return [network.part(p.name, vector) for p in network.slices if p.is_weight]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_filter_normalised_rows_have_the_norms_of_the_neurons_weights(dtype):
    network = Network.dense([784, 16, 16, 10], dtype=dtype)
    network.initialize("standard-normal", np.random.default_rng(1))
    vector = drawn(network, Normalization.FILTER)
    for of_direction, of_network in zip(
        weights(network, vector), weights(network, network.parameters), strict=True
    ):
        for row, own in zip(of_direction, of_network, strict=True):
            assert np.sqrt((row**2).sum()) == pytest.approx(
                np.sqrt((own.astype(float) ** 2).sum()), rel=1e-6
            )


def test_that_layer_normalised_layers_have_the_norms_of_the_layers(network):
    vector = drawn(network, Normalization.LAYER)
    rows_differ = False
    for part, own in zip(
        weights(network, vector), weights(network, network.parameters), strict=True
    ):
        assert np.linalg.norm(part) == pytest.approx(np.linalg.norm(own), rel=1e-6)
        rows_differ |= not np.allclose(np.linalg.norm(part, axis=1), np.linalg.norm(own, axis=1))
    assert rows_differ


def test_that_without_normalisation_weights_are_as_drawn():
    network = Network.dense([784, 16, 16, 10])
    network.initialize("scaled-normal", np.random.default_rng(1))
    values = np.concatenate(
        [w.ravel() for w in weights(network, drawn(network, Normalization.NONE))]
    )
    assert values.std() == pytest.approx(1, abs=0.03)
    assert values.mean() == pytest.approx(0, abs=0.03)


@pytest.mark.parametrize("normalization", Normalization)
def test_that_biases_stay_exactly_where_they_are(network, normalization):
    vector = drawn(network, normalization)
    for part in network.slices:
        if not part.is_weight:
            assert (vector[part.start : part.stop] == 0).all()


@pytest.mark.parametrize("normalization", Normalization)
def test_that_the_seed_alone_decides(network, normalization):
    before = network.parameters.copy()
    assert np.array_equal(drawn(network, normalization, 5), drawn(network, normalization, 5))
    assert not np.allclose(drawn(network, normalization, 5), drawn(network, normalization, 6))
    assert np.array_equal(network.parameters, before)


def test_that_a_network_of_zeros_has_no_normalised_direction():
    network = Network.dense([12, 5, 3])
    with pytest.raises(GdstudioError, match="0 everywhere"):
        drawn(network, Normalization.FILTER)


def test_that_the_downhill_direction_is_the_negative_gradient_as_long_as_the_weights(network):
    gradient = np.random.default_rng(4).standard_normal(len(network.parameters)) * 1e-3
    vector = downhill_direction(network, gradient).vector
    own = np.concatenate([w.ravel() for w in weights(network, network.parameters)])
    assert np.linalg.norm(vector) == pytest.approx(np.linalg.norm(own), rel=1e-6)
    cosine = vector @ gradient / np.linalg.norm(vector) / np.linalg.norm(gradient)
    assert cosine == pytest.approx(-1)
    with pytest.raises(GdstudioError, match="gradient is 0"):
        downhill_direction(network, gradient * 0)


@pytest.mark.parametrize("bad", [[0.0, 0.0], [np.nan, 1.0], [np.inf, 0.0]])
def test_that_a_direction_leads_somewhere(bad):
    with pytest.raises(GdstudioError, match="direction x: it"):
        Direction("x", np.array(bad))


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [
        ("layer 1, neuron 3, pixel 2 1", "W1", (3, 9)),  # row 2 of 4 columns: 2 * 4 + 1
        ("  Layer 1 NEURON 3  input 9 ", "W1", (3, 9)),
        ("layer 2, neuron 0, input 4", "W2", (0, 4)),
        ("layer 3,neuron 2,bias", "b3", (2,)),
    ],
)
def test_that_a_name_finds_its_parameter(network, text, part, place):
    vector = np.zeros(len(network.parameters))
    network.part(part, vector)[place] = 1
    found = parse_parameter(text, network, 3, 4)
    assert np.array_equal(single_parameter(network, found.index, found.text).vector, vector)
    assert parse_parameter(found.text, network, 3, 4) == found


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("", "layer L, neuron N"),
        ("W1[3, 4]", "layer L, neuron N"),
        ("layer one, neuron 3, bias", "layer L, neuron N"),
        ("layer 1, neuron -3, bias", "layer L, neuron N"),
        ("layer 1, neuron 3, pixel 2", "layer L, neuron N"),
        ("layer 1, neuron 3, bias" + " bias" * 1000, "layer L, neuron N"),
        ("layer 0, neuron 3, bias", "a layer from 1 to 3"),
        ("layer 4, neuron 3, bias", "a layer from 1 to 3"),
        ("layer 1, neuron 5, bias", "a neuron from 0 to 4"),
        ("layer 1, neuron 0, pixel 3 0", "a pixel row from 0 to 2"),
        ("layer 1, neuron 0, pixel 0 4", "a pixel column from 0 to 3"),
        ("layer 1, neuron 0, input 12", "an input from 0 to 11"),
        ("layer 2, neuron 0, pixel 0 0", "only layer 1 has pixels"),
    ],
)
def test_that_a_name_of_nothing_says_what_there_is(network, text, accepted):
    with pytest.raises(InvalidValue) as caught:
        parse_parameter(text, network, 3, 4)
    assert accepted in str(caught.value)
    assert "\n" not in str(caught.value)
