"""Edits: what they do to parameters, and to what the network computes."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.errors import InvalidValue
from gdstudio.inside.edits import (
    Noise,
    Prune,
    ScaleNeuron,
    SetParameter,
    SwitchOffInput,
    SwitchOffNeuron,
    Temperature,
    apply,
)
from gdstudio.inside.edits_typed import read_edit
from gdstudio.inside.places import Place, find_weight
from gdstudio.learning.activations import find_activation
from tests.inside.made import SHAPE, dense, layered


def after(network, *edits):
    return network.at(np.array(apply(edits, network, network.parameters)))


def asked(network, n=5):
    return np.random.default_rng(6).random((n, network.n_in)).astype(network.dtype)


def test_that_one_parameter_is_set_and_all_others_stay():
    network = dense(dtype=np.float32)
    place = find_weight("W2[3,1]", network)
    edited = after(network, SetParameter(place, 0.7))
    assert edited.part("W2")[3, 1] == np.float32(0.7)
    assert (edited.parameters != network.parameters).sum() == 1


def test_that_a_scaled_neuron_has_its_z_times_the_factor():
    network = dense("identity", "identity")
    edited = after(network, ScaleNeuron(Place(1, 2), -3.0))
    before, now = network.activations(asked(network))[0], edited.activations(asked(network))[0]
    factors = np.ones(5)
    factors[2] = -3
    assert now == pytest.approx(before * factors)


def test_that_a_neuron_switched_off_is_seen_by_nobody():
    network = dense("tanh")
    edited = after(network, SwitchOffNeuron(Place(1, 2)))
    hidden = network.activations(asked(network))[0]
    hidden[:, 2] = 0
    W2, b2, W3, b3 = (network.part(name) for name in ("W2", "b2", "W3", "b3"))
    by_hand = 1 / (1 + np.exp(-(np.tanh(hidden @ W2.T + b2) @ W3.T + b3)))
    assert edited.forward(asked(network)) == pytest.approx(by_hand, rel=1e-12)


def test_that_an_input_switched_off_is_as_if_it_were_dark():
    network = dense("tanh")
    edited = after(network, SwitchOffInput(7))
    X = asked(network)
    dark = X.copy()
    dark[:, 7] = 0
    assert edited.forward(X) == pytest.approx(network.forward(dark), rel=1e-12)


@pytest.mark.parametrize(
    ("architecture", "channel"),
    [
        ("conv 3@3x2, max pool 2, dense 5", 1),
        ("conv 3@2, conv 2@2", 2),
        ("conv 3@2, rnn 4", 0),
        ("conv 3@2, rnn 4 pixels", 1),
        ("conv 3@3, dropout 0.5", 2),
    ],
)
def test_that_a_map_switched_off_is_as_if_its_filter_saw_nothing(architecture, channel):
    network = layered(architecture)
    rows, columns = network.layers[0].out_shape[1:]
    edited = after(network, SwitchOffNeuron(Place(1, channel * rows * columns + 3)))
    blind = network.at(network.parameters.copy())
    blind.part("W1")[channel] = 0
    blind.part("b1")[channel] = 0
    X = asked(network)
    assert edited.forward(X) == pytest.approx(blind.forward(X), rel=1e-12)
    assert (edited.part("W1") == network.part("W1")).all()


@pytest.mark.parametrize("architecture", ["rnn 4", "lstm 4"])
def test_that_a_recurrent_unit_switched_off_leads_nowhere(architecture):
    network = layered(architecture)
    edited = after(network, SwitchOffNeuron(Place(1, 2)))
    assert not edited.part("U1")[:, 2].any()
    assert not edited.part("W2")[:, 2].any()
    rows = edited.part("W1").shape[0]
    assert (edited.parameters == 0).sum() == rows + 3


@pytest.mark.parametrize("architecture", ["conv 3@3x2, dense 5", "rnn 4", "lstm 4"])
def test_that_scaling_a_unit_of_other_layers_takes_all_that_comes_in(architecture):
    network = layered(architecture)
    edited = after(network, ScaleNeuron(Place(1, 1), 2.0))
    unit = 1 // int(np.prod(network.layers[0].out_shape[1:]))
    units = network.layers[0].out_shape[0]
    for part in network.slices:
        before, now = network.part(part.name), edited.part(part.name)
        factor = np.ones(len(before))
        if part.layer == 0:
            factor[unit::units] = 2
        assert now == pytest.approx(np.einsum("i...,i->i...", before, factor))


def test_that_the_smallest_weights_are_pruned_and_biases_stay():
    network = dense()
    edited = after(network, Prune(30))
    weights = np.concatenate([network.part(f"W{k}").ravel() for k in (1, 2, 3)])
    pruned = np.concatenate([edited.part(f"W{k}").ravel() for k in (1, 2, 3)])
    limit = np.sort(np.abs(weights))[int(0.3 * len(weights))]
    assert (pruned == np.where(np.abs(weights) < limit, 0, weights)).all()
    assert all((edited.part(f"b{k}") == network.part(f"b{k}")).all() for k in (1, 2, 3))
    assert not after(network, Prune(100)).part("W2").any()
    assert (after(network, Prune(0)).parameters == network.parameters).all()


def test_that_noise_has_its_size_and_its_seed():
    network = dense(sizes=(12, 60, 40, 3))
    edited = after(network, Noise(0.2, 3))
    change = edited.parameters - network.parameters
    weights = np.concatenate([network.part(f"W{k}", change).ravel() for k in (1, 2, 3)])
    assert np.std(weights) == pytest.approx(0.2, rel=0.05)
    assert abs(weights.mean()) < 0.02
    assert not any(network.part(f"b{k}", change).any() for k in (1, 2, 3))
    assert (after(network, Noise(0.2, 3)).parameters == edited.parameters).all()
    assert (after(network, Noise(0.2, 4)).parameters != edited.parameters).any()


@pytest.mark.parametrize("T", [0.5, 4.0])
def test_that_a_temperature_divides_what_the_softmax_sees(T):
    network = dense("tanh", "softmax")
    X = asked(network)
    expected = find_activation("softmax").apply(network.logits(X) / T)
    edited = after(network, Temperature(T)).forward(X)
    assert edited == pytest.approx(expected, rel=1e-12)
    assert (edited.argmax(axis=1) == network.forward(X).argmax(axis=1)).all()


def test_that_edits_are_made_one_after_the_other_on_a_copy():
    network = dense(dtype=np.float32)
    before = network.parameters.copy()
    place = find_weight("W1[0,0]", network)
    one, two = SetParameter(place, 2.0), ScaleNeuron(Place(1, 0), 3.0)
    assert apply([one, two], network, network.parameters)[place.index] == 6
    assert apply([two, one], network, network.parameters)[place.index] == 2
    nothing = apply([], network, network.parameters)
    assert (nothing == before).all()
    assert (network.parameters == before).all()
    assert nothing.dtype == np.float32
    assert not nothing.flags.writeable


@pytest.mark.parametrize(
    ("make", "accepted"),
    [
        (lambda: Temperature(0.0), "a number from 10⁻⁶ to 10⁶"),
        (lambda: Prune(101.0), "a number from 0 to 100"),
        (lambda: Noise(-1.0, 1), "a number from 0"),
        (lambda: Noise(1.0, -1), "a number from 0"),
        (lambda: ScaleNeuron(Place(1, 0), float("nan")), "factor"),
        (lambda: SetParameter(find_weight("b1[0]", dense()), float("inf")), "b1[0]"),
    ],
)
def test_that_a_number_that_makes_no_sense_is_refused(make, accepted):
    with pytest.raises(InvalidValue) as refused:
        make()
    assert accepted in str(refused.value)


@pytest.mark.parametrize(
    ("edit", "network", "accepted"),
    [
        (SwitchOffNeuron(Place(3, 0)), dense(), "a neuron of layer 1, 2"),
        (SwitchOffNeuron(Place(2, 0)), layered("conv 3@3, max pool 2"), "a neuron of layer 1"),
        (SwitchOffNeuron(Place(7, 0)), dense(), "a layer from 1 to 3"),
        (ScaleNeuron(Place(2, 0), 2.0), layered("conv 3@3, max pool 2"), "that has weights"),
        (ScaleNeuron(Place(2, 99), 2.0), dense(), "L2.0 to L2.3"),
        (SwitchOffInput(12), dense(), "an input from 0 to 11"),
        (SwitchOffInput(0), layered("conv 3@3"), "first layer is dense"),
        (SetParameter(find_weight("W1[4,11]", dense()), 1.0), layered("rnn 2"), "W1[0,0]"),
    ],
)
def test_that_what_a_network_has_not_is_refused(edit, network, accepted):
    with pytest.raises(InvalidValue) as refused:
        apply([edit], network, network.parameters)
    assert accepted in str(refused.value)


PLACE = find_weight("W2[3,1]", dense())


@pytest.mark.parametrize(
    ("text", "edit", "title"),
    [
        ("W2[3,1] = -0,5", SetParameter(PLACE, -0.5), "W2[3,1] = −0.5"),
        ("l2.3 OFF", SwitchOffNeuron(Place(2, 3)), "L2.3 off: its outgoing weights are 0"),
        ("L1.4 times 1.5", ScaleNeuron(Place(1, 4), 1.5), "L1.4: weights times 1.5"),
        ("L1.4 x 2", ScaleNeuron(Place(1, 4), 2.0), "L1.4: weights times 2"),
        ("input 11 off", SwitchOffInput(11, SHAPE), "pixel 1 5 off: its weights are 0"),
        ("pixel 1 2 off", SwitchOffInput(8, SHAPE), "pixel 1 2 off: its weights are 0"),
        ("prune 30 %", Prune(30.0), "the smallest 30 % of the weights are 0"),
        ("noise 0.1", Noise(0.1, 1), "noise of 0.1 on the weights, seed 1"),
        ("noise 0.1 seed 7", Noise(0.1, 7), "noise of 0.1 on the weights, seed 7"),
        ("temperature 2", Temperature(2.0), "temperature 2"),
    ],
)
def test_that_an_edit_is_read_as_it_is_typed(text, edit, title):
    assert read_edit(text, dense(), SHAPE) == edit
    assert edit.title == title


@pytest.mark.parametrize(
    "text", ["", "off", "W2[3,1]", "W2[3,1] = x", "L9.1 off", "pixel 9 9 off", "prune", "noise a"]
)
def test_that_what_is_no_edit_is_refused(text):
    with pytest.raises(InvalidValue):
        read_edit(text, dense(), SHAPE)


@pytest.mark.parametrize("text", ["W9[0,0] = 1", "L9.1 off", "L1.2 times X1"])
def test_that_what_is_refused_is_repeated_as_it_was_typed(text):
    with pytest.raises(InvalidValue) as refused:
        read_edit(text, dense(), SHAPE)
    assert any(f"'{part}'" in str(refused.value) for part in (text.split()[0], text.split()[-1]))
