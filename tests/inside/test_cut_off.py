"""Neurons and inputs that count for nothing, and what makes them count again."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.inside.cut_off import cut_off, is_cut_off, revivals, switched_off_by
from gdstudio.inside.edits import ScaleNeuron, SwitchOffInput, SwitchOffNeuron, apply
from gdstudio.inside.edits_typed import read_edit
from gdstudio.inside.places import Place
from tests.inside.made import ARCHITECTURES, SHAPE, dense, example, layered

NOISE = "noise of 0.1 on the weights, seed 1"


def edited(network, *edits):
    return network.at(np.array(apply(edits, network, network.parameters)))


@pytest.mark.parametrize("number", [1, 2])
def test_that_a_neuron_switched_off_and_no_other_is_cut_off(number):
    network = dense()
    assert not cut_off(network, number).any()
    off = edited(network, SwitchOffNeuron(Place(number, 3)))
    assert cut_off(off, number).nonzero()[0].tolist() == [3]
    assert not cut_off(off, 3 - number).any()
    assert is_cut_off(off, Place(number, 3))
    assert not is_cut_off(off, Place(3, 2))


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_that_what_is_cut_off_can_give_out_anything_and_the_answer_stays(architecture):
    network = layered(architecture)
    place = Place(1, network.layers[0].n_out - 1)
    assert not is_cut_off(network, place)
    off = edited(network, SwitchOffNeuron(place))
    assert is_cut_off(off, place)
    assert cut_off(off, 1).sum() == 1
    X = example(network)[np.newaxis]
    assert np.allclose(off.forward(X), edited(off, ScaleNeuron(place, 7.0)).forward(X))


def test_that_an_input_switched_off_is_cut_off_and_shared_inputs_never_are():
    off = edited(dense(), SwitchOffInput(5))
    assert cut_off(off, 0).nonzero()[0].tolist() == [5]
    shared = layered(ARCHITECTURES[0])
    shared.parameters[...] = 0
    assert not cut_off(shared, 0).any()


def test_that_outputs_are_seen_and_what_is_not_a_number_is_no_zero():
    network = dense()
    network.parameters[...] = 0
    assert cut_off(network, 2).all()
    assert not cut_off(network, 3).any()
    network.parameters[...] = np.nan
    assert not cut_off(network, 1).any()


def test_that_the_edit_is_found_that_has_switched_a_neuron_or_its_map_off():
    network = layered(ARCHITECTURES[2])  # two maps of 5 x 4
    first, other = SwitchOffNeuron(Place(1, 0)), SwitchOffNeuron(Place(1, 20))
    assert switched_off_by([first, other], network, Place(1, 19)) is first
    assert switched_off_by([first], network, Place(1, 20)) is None
    assert switched_off_by([], network, Place(1, 0)) is None


@pytest.mark.parametrize(
    ("typed", "revived"),
    [
        (("L1.3 off", "W2[0,3] = 0.5"), [("L1.3", "W2[0,3] = 0.5")]),
        (("L1.3 off", "W2[0,3] = 0"), []),
        (("W2[0,3] = 0.5", "L1.3 off"), []),
        (("L1.3 off", "L2.0 times 5", "W1[3,0] = 9", "temperature 2", "prune 20"), []),
        (("L1.3 off", "noise 0.1"), [("L1.3", NOISE)]),
        (("L1.3 off", "noise 0.1", "W2[0,3] = 1"), [("L1.3", NOISE)]),
        (("input 4 off", "W1[2,4] = 1"), [("input 4", "W1[2,4] = 1")]),
        (("L1.3 off", "W2[0,3] = 1", "L1.3 off"), [("L1.3", "W2[0,3] = 1")]),
    ],
)  # fmt: skip
def test_that_an_edit_that_gives_something_a_weight_again_is_named(typed, revived):
    network = dense()
    shape = SHAPE._replace(rows=3, columns=4)
    edits = [read_edit(text, network, shape) for text in typed]
    found = revivals(edits, network, network.parameters)
    names = [one.switched_off.thing.replace("pixel 1 0", "input 4") for one in found]
    assert list(zip(names, [str(one.by.title) for one in found], strict=True)) == revived
