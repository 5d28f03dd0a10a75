"""How well layers learn: root mean squares, idle units, histograms, and what is said of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.inside.diagnosis import all_well, diagnose
from gdstudio.inside.health import BINS, QUANTILES, layer_health
from gdstudio.inside.next_update import next_update
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.inside.made import dense, layered
from tests.learning.conftest import made_up_digits

DATA = DataSet("made up", made_up_digits(103, 1), made_up_digits(50, 2))


def asked(network, n=20):
    return np.random.default_rng(6).random((n, network.n_in)).astype(network.dtype)


def looked_at(network, start=None, updates=(), X=None):
    rng = np.random.default_rng(2)
    gradients = [rng.standard_normal(len(network.parameters)) for _ in range(3)]
    start = network.parameters if start is None else start
    X = asked(network) if X is None else X
    return gradients, layer_health(network, start, gradients, updates, X)


@pytest.mark.parametrize("network", [dense(), dense(dtype=np.float32), layered("conv 3@3, rnn 4")])
def test_that_gradients_and_updates_are_root_mean_squares_of_the_weights(network):
    updates = [0.01 * np.arange(len(network.parameters)), 0.02 * network.parameters]
    gradients, found = looked_at(network, updates=updates)
    for one in found:
        names = [part.name for part in network.slices
                 if part.layer == one.number - 1 and part.is_weight]  # fmt: skip

        def rms(vectors, names=names):
            values = [network.part(name, vector).ravel() for name in names for vector in vectors]
            return math.sqrt((np.concatenate(values).astype(np.float64) ** 2).mean())

        assert one.gradient_rms == pytest.approx(rms(gradients), rel=1e-6)
        ratio = rms(updates) / rms([network.parameters])
        assert one.update_ratio == pytest.approx(ratio, rel=1e-6)


def test_that_an_update_that_is_not_known_has_no_ratio():
    assert all(math.isnan(one.update_ratio) for one in looked_at(dense())[1])
    zeros = dense()
    zeros.parameters[...] = 0
    updates = [np.ones(len(zeros.parameters))]
    assert all(math.isnan(one.update_ratio) for one in looked_at(zeros, updates=updates)[1])


@pytest.mark.parametrize(
    ("activation", "is_idle"),
    [
        ("sigmoid", lambda a: a * (1 - a) < 0.025),
        ("tanh", lambda a: 1 - a * a < 0.1),
        ("relu", lambda a: a <= 0),
        ("leaky-relu", lambda a: a < 0),
    ],
)
def test_that_a_unit_is_idle_where_its_slope_is_below_a_tenth(activation, is_idle):
    network = dense(activation, "softmax")
    network.parameters *= 6
    network.part("b1")[2] = -200
    start = 0.5 * network.parameters
    _, found = looked_at(network, start)
    for k in (0, 1):
        now = is_idle(network.activations(asked(network))[k])
        then = is_idle(network.at(start).activations(asked(network))[k])
        assert found[k].idle == pytest.approx(now.mean())
        assert found[k].idle_at_start == pytest.approx(then.mean())
        assert found[k].dead == pytest.approx(now.all(axis=0).mean())
    assert found[0].dead >= 1 / 5
    assert math.isnan(found[2].idle)


def test_that_a_filter_is_dead_where_its_whole_map_is():
    network = layered("conv 3@3, dense 4")
    network.layers[0].activation = dense("relu").layers[0].activation
    network.part("W1")[1] = 0
    network.part("W1")[1, 0, 0, 0] = 1
    network.part("b1")[:] = [-100, -0.5, 100]
    X = asked(network)
    X[:, 0] = 0.0  # so that the second map is dark at its first place, always
    _, found = looked_at(network, X=X)
    assert not network.activations(X)[0][:, 5 * 4].any()
    assert found[0].dead == pytest.approx(1 / 3)


def test_that_histograms_count_every_weight_and_every_activation():
    network = dense("tanh")
    start = 3 * network.parameters[::-1]
    _, found = looked_at(network, start)
    for k, one in enumerate(found, 1):
        weights, before = network.part(f"W{k}"), network.part(f"W{k}", start)
        both = np.concatenate([weights.ravel(), before.ravel()])
        assert one.weights.edges == pytest.approx(np.linspace(both.min(), both.max(), BINS + 1))
        assert one.weights_at_start.edges is one.weights.edges
        for histogram, values in ((one.weights, weights), (one.weights_at_start, before)):
            inside = [
                ((low <= values) & ((values < high) | (high == histogram.edges[-1]))).sum()
                for low, high in zip(histogram.edges[:-1], histogram.edges[1:], strict=True)
            ]
            assert histogram.counts.tolist() == inside
            assert histogram.counts.sum() == values.size
            shares = [(values <= limit).mean() for limit in histogram.quantiles]
            assert shares == pytest.approx(QUANTILES, abs=1 / values.size)
        assert one.activations.counts.sum() == 20 * len(weights)
        assert not one.weights.counts.flags.writeable
    assert (found[0].activations.edges[0], found[0].activations.edges[-1]) == (-1, 1)


def test_that_units_with_the_same_weights_are_told():
    network = dense()
    assert not any(one.twins for one in looked_at(network)[1])
    network.part("W1")[:] = network.part("W1")[0]
    assert not any(one.twins for one in looked_at(network)[1])  # their biases tell them apart
    network.part("b1")[:] = 0.3
    assert [one.twins for one in looked_at(network)[1]] == [True, False, False]


def test_that_a_diverged_network_is_looked_at_without_a_warning():
    network = dense(dtype=np.float32)
    network.parameters[...] = np.inf
    _, found = looked_at(network)
    assert found[0].weights.counts.sum() == 0
    assert np.isnan(found[0].weights.quantiles).all()
    assert all(math.isfinite(one.gradient_rms) for one in found)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("frozen", [(), (2,)])
def test_that_the_next_update_is_that_of_the_training(optimizer, frozen):
    recipe = Recipe(
        hidden=(5, 4), optimizer=optimizer, learning_rate=0.01, l2=0.1, frozen_layers=frozen
    )
    training = Training(recipe, DATA)
    for _ in range(3):
        training.update()
    state = training.state()
    before = training.network.parameters.copy()
    training.update()
    gradient = training.network.gradient.copy()
    for part in training.network.slices:  # the training has added L2 already
        if part.is_weight and part.layer + 1 not in frozen:
            gradient[part.start : part.stop] -= 0.1 * before[part.start : part.stop]
    found = next_update(
        recipe, state.network(), gradient, 0.01, state.optimizer_state, state.optimizer_steps
    )
    expected = training.network.parameters - before
    assert found == pytest.approx(expected, rel=1e-3, abs=1e-6)


GOOD = looked_at(dense("tanh", "sigmoid"), updates=[np.full(len(dense().parameters), 1e-3)])[1]


def changed(which, **values):
    layers = list(GOOD)
    layers[which] = replace(layers[which], **values)
    return layers


@pytest.mark.parametrize(
    ("layers", "accuracy", "sentence"),
    [
        (GOOD, 0.95, None),
        (GOOD, 0.3, None),
        (changed(0, idle=0.94, start_scale=28.0), 0.95, None),
        (
            changed(0, idle=0.94, start_scale=28.0), 0.5,
            "94 % of layer 1 is saturated: the start values are too large.",
        ),
        (
            changed(1, idle=0.94, start_scale=1.0), 0.5,
            "94 % of layer 2 is saturated: the learning rate is too large.",
        ),
        (
            changed(1, activation="relu", idle=0.94, start_scale=1.4), 0.5,
            "94 % of layer 2 is inactive: the learning rate is too large.",
        ),
        (
            changed(1, activation="relu", dead=0.5, start_scale=1.4), 0.9,
            "50 % of the units of layer 2 are never active: the learning rate is too large.",
        ),
        (
            changed(2, dead=1.0, start_scale=1.0), 0.1,
            "100 % of the outputs are saturated at every digit: the learning rate is too large.",
        ),
        (
            changed(1, twins=True), 0.9,
            "All units of layer 2 have the same weights and learn the same: the start values must "
            "differ.",
        ),
        (
            changed(0, gradient_rms=math.nan), 0.1,
            "The numbers are no longer finite: the learning rate is too large.",
        ),
        (
            changed(0, gradient_rms=GOOD[2].gradient_rms / 12_300), 0.1,
            "The gradient of layer 1 is about 10,000 times smaller than that of layer 3: it hardly "
            "learns.",
        ),
        (
            [replace(one, update_ratio=1.5) for one in GOOD], 0.1,
            "An update changes the weights of every layer by 150 % of their size or more: the "
            "learning rate is too large.",
        ),
        (
            [replace(one, update_ratio=1e-6) for one in GOOD], 0.1,
            "An update changes the weights of no layer by more than 0.0001 % of their size: the "
            "learning rate is too small.",
        ),
        ([replace(one, update_ratio=0.0) for one in GOOD], 0.1, None),
    ],
)  # fmt: skip
def test_that_what_is_wrong_is_said_in_one_sentence(layers, accuracy, sentence):
    assert diagnose(layers, accuracy) == sentence


RELU = [replace(one, activation="relu") for one in GOOD]


@pytest.mark.parametrize(
    ("layers", "accuracy", "sentence"),
    [
        ([replace(one, idle=0.5) for one in GOOD], 0.95, "Nothing is wrong with the layers."),
        ([replace(one, idle=np.nan) for one in GOOD], 0.95, "Nothing is wrong with the layers."),
        (
            changed(0, idle=0.936), 0.95,
            "Nothing is wrong: 93.6 % of layer 1 is saturated, which does no harm where the "
            "answers are right.",
        ),
        (
            changed(0, idle=0.6), 0.5,
            "Nothing is wrong, though 60.0 % of layer 1 is saturated.",
        ),
        (
            [replace(one, idle=0.7 + 0.01 * k) for k, one in enumerate(RELU)], 0.95,
            f"Nothing is wrong: {69 + len(RELU)}.0 % of layer {len(RELU)} is inactive, as ReLUs "
            "are at digits that do not concern them.",
        ),
    ],
)  # fmt: skip
def test_that_where_nothing_is_wrong_much_idleness_is_told_with_its_number(
    layers, accuracy, sentence
):
    assert diagnose(layers, accuracy) is None
    assert all_well(layers, accuracy) == sentence
