"""The loss surface of networks with other layers than fully connected ones."""

import numpy as np
import pytest

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.landscape.curvature import curvature
from gdstudio.landscape.descent_slice import descent_slice
from gdstudio.landscape.directions import downhill_direction, random_direction, single_parameter
from gdstudio.landscape.flat_costs import FlatCosts, plane_costs
from gdstudio.landscape.gradients import hessian_product, mean_gradient
from gdstudio.landscape.matching import match_neurons
from gdstudio.landscape.parameter_names import (
    parameter_syntax,
    parse_parameter,
    proposed_names,
)
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.ranges import Normalization
from gdstudio.landscape.surface import square_axes, surface
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from tests.generators import returned

CROSS_ENTROPY = find_cost("cross-entropy", "softmax")
ARCHITECTURES = {
    "cnn": "conv 3@2x3, pool 1x2, conv 2@2x1, dropout 0.3, dense 4",
    "lstm": "lstm 3",
    "rnn": "rnn 3 tanh",
}


def made(name, dtype="float32") -> Network:
    recipe = Recipe(
        architecture=ARCHITECTURES[name], activation="tanh", output_activation="softmax",
        cost="cross-entropy", dtype=dtype,
    )  # fmt: skip
    network = recipe.make_network(PictureShape(1, 3, 4), 3)
    network.initialize("xavier", np.random.default_rng(3))
    return network


@pytest.fixture(params=ARCHITECTURES)
def other(request) -> Network:
    return made(request.param)


@pytest.mark.parametrize("name", ["cnn", "lstm"])
def test_that_each_filter_and_each_gate_of_a_unit_keeps_its_norm(name):
    network = made(name)
    way = random_direction(network, np.random.default_rng(1), Normalization.FILTER).vector
    n_rows = 0
    for part in network.slices:
        drawn, own = way[part.start : part.stop], network.parameters[part.start : part.stop]
        if not part.is_weight:
            assert not drawn.any()
            continue
        rows = part.shape[0]  # filters (filters, channels, r, c), or gates * units
        n_rows += rows
        np.testing.assert_allclose(
            np.linalg.norm(drawn.reshape(rows, -1), axis=1),
            np.linalg.norm(own.reshape(rows, -1), axis=1),
            rtol=1e-5,
        )
    assert n_rows == {"cnn": 3 + 2 + 4 + 3, "lstm": 12 + 12 + 3}[name]


def test_that_every_point_of_the_surface_is_an_evaluation(other, digits):
    rng = np.random.default_rng(2)
    plane = Plane(other.parameters, random_direction(other, rng), random_direction(other, rng))
    assert not isinstance(plane_costs(other, plane, digits, CROSS_ENTROPY), FlatCosts)
    axes = square_axes(1.0, 5)
    *_, last = surface(other, plane, axes, digits, CROSS_ENTROPY)
    assert last.grid is not None
    for i, j in ((0, 0), (2, 2), (4, 1)):
        point = plane.origin + np.array([axes[0][j], axes[1][i]]) @ plane.directions
        there = evaluate(other.at(point.astype(np.float32)), digits, CROSS_ENTROPY)
        assert last.grid.cost[i, j] == pytest.approx(there.cost, rel=1e-5)
        assert last.grid.accuracy[i, j] == there.accuracy


def test_that_the_hessian_times_a_direction_is_how_the_gradient_changes(digits):
    network = made("cnn", "float64")
    way = random_direction(network, np.random.default_rng(4)).vector
    product = returned(hessian_product(network, network.parameters, way, digits, CROSS_ENTROPY))
    step, gradients = 1e-6, []
    for sign in (1, -1):
        there = network.parameters + sign * step * way
        gradients.append(returned(mean_gradient(network, there, digits, CROSS_ENTROPY)))
    expected = (gradients[0] - gradients[1]) / (2 * step)
    np.testing.assert_allclose(product, expected, atol=1e-5 * np.abs(expected).max())


def test_that_curvature_and_the_descent_slice_take_other_layers(other, digits):
    rng = np.random.default_rng(5)
    found = [c for c in curvature(other, other.parameters, digits, CROSS_ENTROPY, rng) if c]
    assert found[-1].largest[0] > 0
    gradient = returned(mean_gradient(other, other.parameters, digits, CROSS_ENTROPY))
    sliced = returned(descent_slice(other, other.parameters, gradient, 0.1, digits, CROSS_ENTROPY))
    assert sliced.best_cost < sliced.start_cost
    assert downhill_direction(other, gradient).vector @ gradient < 0


def test_that_many_parameters_leave_room_for_fewer_directions(monkeypatch, digits):
    network = made("cnn")
    monkeypatch.setattr("gdstudio.landscape.curvature.MAX_BYTES", 12 * 8 * 100)
    network_n = len(network.parameters)
    assert network_n < 100
    way = curvature(network, network.parameters, digits, CROSS_ENTROPY, np.random.default_rng(1), 6)
    found = [c for c in way if c]
    assert found[-1].iterations == 12 * 100 // network_n


def test_that_networks_of_other_layers_are_not_matched(other):
    with pytest.raises(GdstudioError, match="needs fully connected layers"):
        match_neurons(other, other.parameters, other.parameters)


@pytest.mark.parametrize(
    ("name", "text", "part", "place"),
    [
        ("cnn", "layer 1, filter 2, pixel 1 2", "W1", (2, 0, 1, 2)),
        ("cnn", "Layer 3 FILTER 1 channel 2 pixel 1 0", "W3", (1, 2, 1, 0)),
        ("cnn", "layer 1, filter 0, bias", "b1", (0,)),
        ("cnn", "layer 5, neuron 3, input 1", "W5", (3, 1)),
        ("lstm", "layer 1, unit 2, input gate, input 3", "W1", (2, 3)),
        ("lstm", "layer 1, unit 2, candidate gate, state 1", "U1", (11, 1)),
        ("lstm", "layer 1, unit 0, forget gate, bias", "b1", (3,)),
        ("rnn", "layer 1, unit 1, input 0", "W1", (1, 0)),
        ("rnn", "layer 1, unit 1, state 2", "U1", (1, 2)),
        ("rnn", "layer 2, neuron 1, bias", "b2", (1,)),
    ],
)
def test_that_a_name_finds_its_parameter_in_any_layer(name, text, part, place):
    network = made(name)
    vector = np.zeros(len(network.parameters))
    network.part(part, vector)[place] = 1
    found = parse_parameter(text, network, 3, 4)
    assert np.array_equal(single_parameter(network, found.index, found.text).vector, vector)
    assert parse_parameter(found.text, network, 3, 4) == found


@pytest.mark.parametrize(
    ("name", "text", "accepted"),
    [
        ("cnn", "layer 2, filter 0, pixel 0 0", "layer 1, 3, 5 or 6: the others have no"),
        ("cnn", "layer 1, neuron 0, pixel 0 0", "filter N: layer 1 is conv 3@2x3"),
        ("cnn", "layer 1, filter 3, pixel 0 0", "a filter from 0 to 2"),
        ("cnn", "layer 1, filter 0, pixel 2 0", "a pixel row from 0 to 1"),
        ("cnn", "layer 3, filter 0, channel 3 pixel 0 0", "a channel from 0 to 2"),
        ("cnn", "layer 3, filter 0, input 3", "layer L, filter N, then channel C"),
        ("cnn", "layer 3, filter", "layer L, filter N"),
        ("lstm", "layer 1, unit 0, input 3", "GATE gate for an LSTM"),
        ("lstm", "layer 1, unit 0, memory gate, input 3", "layer L, unit N"),
        ("lstm", "layer 1, unit 0, output gate, input 4", "an input from 0 to 3"),
        ("lstm", "layer 1, unit 0, output gate, state 3", "a state from 0 to 2"),
        ("rnn", "layer 1, unit 0, input gate, state 0", "layer L, unit N"),
        ("rnn", "layer 3, unit 0, state 0", "a layer from 1 to 2"),
    ],
)
def test_that_a_name_of_nothing_says_what_there_is_in_any_layer(name, text, accepted):
    with pytest.raises(InvalidValue) as caught:
        parse_parameter(text, made(name), 3, 4)
    assert accepted in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_two_parameters_are_proposed_that_there_are(other):
    texts = proposed_names(other, 3, 4)
    found = [parse_parameter(text, other, 3, 4) for text in texts]
    assert [name.text for name in found] == list(texts)
    assert found[0].index != found[1].index
    assert "unit N" in parameter_syntax(other) or "filter N" in parameter_syntax(other)
    alone = Network.dense([12, 1])
    assert proposed_names(alone, 3, 4) == (
        "layer 1, neuron 0, pixel 1 2",
        "layer 1, neuron 0, bias",
    )
