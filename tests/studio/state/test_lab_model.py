"""The stack of edits of the network shown."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.errors import InvalidValue
from gdstudio.inside.edits_typed import read_edit
from gdstudio.learning.moment import Moment
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.lab_model import LabModel, Stack
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Past, RunAsItGoes, Shown, Walk
from tests.studio.small_runs import begin, move, parameters_at


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    begin(runs)
    return runs


@pytest.fixture
def shown(runs):
    shown = Shown(runs, runs)
    move(runs, 5)
    return shown


@pytest.fixture
def deeds(runs):
    return Deeds(QCoreApplication.instance())


@pytest.fixture
def lab(runs, shown, deeds):
    return LabModel(runs, shown, deeds, runs)


@pytest.fixture
def add(shown, lab):
    return lambda text: lab.add(read_edit(text, shown.network))


def weight(shown, name="W2"):
    return float(shown.network.part(name)[3, 1])


def past(runs, step=4):
    subject = dataclasses.replace(runs.subject(), parameters=parameters_at(step), step=step)
    return Past(subject, Moment(step, parameters_at(step)))


def test_that_an_edit_is_shown_and_the_run_goes_on_unseen(runs, shown, lab, add):
    below = shown.source
    add("W2[3,1] = 0.5")
    assert isinstance(shown.source, Edited)
    assert (shown.source.below, shown.base) == (below, below)
    assert weight(shown) == 0.5
    assert shown.subject.name == "run 1, edited"
    move(runs, 6)
    assert weight(shown) == 0.5
    assert np.array_equal(below.subject.parameters, parameters_at(5))


def test_that_edits_are_switched_one_by_one_in_their_order(shown, lab, add):
    was = weight(shown)
    add("W2[3,1] = 0.5")
    add("L2.3 times 4")
    assert weight(shown) == 2.0
    lab.switch(0, False)
    assert weight(shown) == pytest.approx(4 * was)
    lab.switch(1, False)
    assert weight(shown) == was
    assert isinstance(shown.source, Edited)
    lab.switch(0, True)
    assert weight(shown) == 0.5


def test_that_every_deed_is_undone_and_done_again(shown, lab, deeds, add):
    was = weight(shown)
    add("W2[3,1] = 0.5")
    assert deeds.stack.undoText() == "W2[3,1] = 0.5"
    lab.switch(0, False)
    lab.remove(0)
    assert shown.is_run
    deeds.undo()
    assert (weight(shown), len(lab.stack.listed)) == (was, 1)
    deeds.undo()
    assert weight(shown) == 0.5
    deeds.undo()
    assert (shown.is_run, weight(shown), lab.stack) == (True, was, Stack())
    deeds.redo()
    assert weight(shown) == 0.5


def test_that_leaving_keeps_the_stack_and_shows_what_was_there_before(runs, shown, lab, deeds, add):
    then = past(runs)
    shown.show(then)
    add("b2[3] = 1")
    lab.leave()
    assert shown.source is then
    assert [one.is_on for one in lab.stack.listed] == [False]
    deeds.undo()
    assert isinstance(shown.source, Edited)
    assert shown.source.below is then


def test_that_whatever_else_is_shown_switches_all_edits_off(runs, shown, lab, deeds, add):
    add("b2[3] = 1")
    shown.show(past(runs))
    assert lab.stack.below is None
    assert [one.is_on for one in lab.stack.listed] == [False]
    deeds.drop_untrue()
    assert not deeds.stack.canUndo()
    lab.switch(0, True)
    assert isinstance(shown.base, Past)


def test_that_a_walk_from_an_edited_network_ends_there(runs, shown, lab, add):
    add("b2[3] = 1")
    edited = shown.source
    shown.show(Walk(dataclasses.replace(runs.subject(), parameters=parameters_at(9))))
    assert isinstance(shown.base, RunAsItGoes)
    assert lab.stack.below is edited.below
    shown.end_walk()
    assert shown.source is edited


def test_that_another_run_empties_the_stack(runs, shown, lab, deeds, add):
    add("b2[3] = 1")
    begin(runs, 2)
    assert lab.stack == Stack()
    move(runs, 0)
    assert shown.is_run
    deeds.drop_untrue()
    assert not deeds.stack.canUndo()


def test_that_what_cannot_be_edited_is_refused_and_changes_nothing(shown, lab, deeds, add):
    add("L2.3 times 1000000")
    scale = lab.stack.listed[0].edit
    with np.errstate(over="ignore"):
        while np.isfinite(np.float32(1e6) * shown.network.parameters).all():
            lab.add(scale)
    before = lab.stack
    for refuse in (lab.check, lab.add):
        with pytest.raises(InvalidValue, match="finite"):
            refuse(scale)
    assert lab.stack is before
    assert np.isfinite(shown.network.parameters).all()
    runs = RunModel()
    with pytest.raises(InvalidValue, match="network"):
        LabModel(runs, Shown(runs), deeds).check(scale)
