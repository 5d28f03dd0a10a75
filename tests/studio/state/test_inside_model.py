"""The neuron, weight and class that are looked at, and when they are let go."""

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.places import Place, weight_at
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from tests.studio.controllers.runs import Runs


@pytest.fixture
def runs(qapp):
    runs = Runs()
    runs.begin()
    return runs


@pytest.fixture
def inside(runs):
    drawing = DrawingModel(runs, runs.shown, np.random.default_rng(0), runs)
    return InsideModel(runs.shown, drawing, runs)


def test_that_a_change_is_told_and_no_change_is_not(inside):
    spies = [
        QSignalSpy(signal)
        for signal in (inside.chosen_changed, inside.weight_changed, inside.target.changed)
    ]
    for _ in range(2):
        inside.choose(Place(1, 3))
        inside.target.choose(7)
        inside.choose_weight(weight_at(inside_network(inside), 5))
    assert [spy.count() for spy in spies] == [1, 1, 1]
    assert (inside.chosen, inside.target.chosen, str(inside.weight)) == (Place(1, 3), 7, "W1[0,5]")


def inside_network(inside):
    return inside.parent().shown.network


def test_that_what_the_network_has_stays_while_it_moves(runs, inside):
    inside.choose(Place(2, 9))
    inside.choose_weight(weight_at(runs.shown.network, len(runs.shown.network.parameters) - 1))
    runs.move(5)
    assert inside.chosen == Place(2, 9)
    assert str(inside.weight) == "b2[9]"


def test_that_what_another_network_does_not_have_is_let_go(runs, inside):
    inside.choose(Place(2, 9))
    inside.choose_weight(weight_at(runs.shown.network, len(runs.shown.network.parameters) - 1))
    inside.target.choose(3)
    runs.begin("dense 6, dense 7", number=2)
    assert (inside.chosen, inside.weight, inside.target.chosen) == (None, None, 3)


def test_that_a_neuron_opened_elsewhere_asks_to_be_seen(inside):
    spy = QSignalSpy(inside.look_requested)
    inside.open_in_sight(Place(1, 0))
    inside.open_in_sight(Place(1, 0))
    assert (inside.chosen, spy.count()) == (Place(1, 0), 2)
