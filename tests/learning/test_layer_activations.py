import numpy as np
import pytest

from gdstudio.learning.layer_activations import layer_activations
from gdstudio.learning.shapes import PictureShape
from tests.learning.uncovering import outputs_by_step
from tests.networks import make_network

PICTURE = PictureShape(1, 12, 10)


def network_of(architecture):
    network = make_network(architecture, PICTURE, 4, dtype=np.float64)
    network.parameters[:] = np.random.default_rng(2).normal(0, 0.4, len(network.parameters))
    return network


def picture():
    return np.random.default_rng(3).random(PICTURE.size)


@pytest.mark.parametrize(
    "architecture", ["dense 7, dense 5", "conv 3@3x4, pool 2, dropout 0.5, conv 2@2, dense 6"]
)
def test_that_every_layer_shows_what_it_outputs(architecture):
    network, x = network_of(architecture), picture()
    found = layer_activations(network, x)
    expected = network.activations(x[np.newaxis])
    assert len(found) == len(expected)
    for layer, outputs in zip(found, expected, strict=True):
        assert layer.values.shape == (1, *layer.summary.out_shape)
        assert np.array_equal(layer.values.ravel(), outputs.ravel())
        assert not layer.values.flags.writeable
    assert found[-1].at(0).sum() == pytest.approx(1)  # softmax


def test_that_a_feature_map_is_the_filter_at_every_place():
    network, x = network_of("conv 3@3x4"), picture()
    W, b = network.part("W1"), network.part("b1")
    pixels = x.reshape(12, 10)
    expected = max((W[2, 0] * pixels[5:8, 1:5]).sum() + b[2], 0)
    layer = layer_activations(network, x)[0]
    assert str(layer.summary.name) == "conv 3@3x4"
    assert layer.at(0)[2, 5, 1] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("architecture", "rows", "steps_a_row"),
    [
        ("lstm 6", 12, 1),
        ("rnn 5, dense 3", 12, 1),
        ("lstm 4 pixels", 12, 10),
        ("pool 2, lstm 4", 6, 1),
    ],
)
def test_that_a_recurrent_network_answers_after_every_row(architecture, rows, steps_a_row):
    network, x = network_of(architecture), picture()
    found = layer_activations(network, x)
    by_step = outputs_by_step(network, x[np.newaxis])[:, 0]
    assert found[-1].values.shape == (rows, 4)
    assert np.allclose(found[-1].values, by_step[steps_a_row - 1 :: steps_a_row], rtol=1e-12)
    for layer, outputs in zip(found, network.activations(x[np.newaxis]), strict=True):
        assert np.allclose(layer.at(rows - 1).ravel(), outputs.ravel(), rtol=1e-12)
        assert np.array_equal(layer.at(rows + 5), layer.at(rows - 1))


def test_that_what_is_still_covered_has_no_influence():
    network, x = network_of("lstm 6"), picture()
    other = x.reshape(12, 10).copy()
    other[5:] = 0.5
    first, second = (layer_activations(network, p.ravel())[-1].values for p in (x, other))
    assert np.array_equal(first[:5], second[:5])
    assert not np.allclose(first[5:], second[5:])
