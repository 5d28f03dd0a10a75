"""The lab: edits from the card to the network shown, and what it reaches before and after."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.errors import InvalidValue
from gdstudio.inside.edits import Noise, Prune, ScaleNeuron, SwitchOffNeuron, Temperature
from gdstudio.inside.places import Place
from gdstudio.jobs.edited_answers import ask_edited
from gdstudio.learning.evaluation import evaluate
from gdstudio.numerals import cost, percent
from gdstudio.studio.controllers import lab_controller
from gdstudio.studio.controllers.lab_controller import LabController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.lab_model import LabModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.inside.lab_card import EditField, LabCard
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.inside_made import EMPTY, draw
from tests.studio.controllers.mocked import emit, is_busy


@pytest.fixture
def lab(runs):
    return LabModel(runs, runs.shown, Deeds(QCoreApplication.instance()), runs)


@pytest.fixture
def view():
    view = MagicMock(spec=LabCard, field=MagicMock(spec=EditField))
    for name in ("edit_pressed", "edit_switched", "edit_removed", "back_requested"):
        setattr(view, name, MagicMock(spec=["connect"]))
    view.field.edit_read = MagicMock(spec=["connect"])
    return view


@pytest.fixture
def controller(runs, drawing, inside, lab, view):
    draw(drawing, EMPTY)
    messages = Messages(runs)
    made = LabController(runs, runs.shown, drawing, inside, lab, view, messages, runs)
    made.set_in_sight(True)
    yield made
    shut_down(made)


def read(view, text):
    return view.field.set_read.call_args.args[0](text)


def said(view):
    return view.set_figures.call_args.args[0]


def test_that_a_typed_edit_is_made_and_the_test_digits_are_asked(
    qtbot, runs, lab, view, controller
):
    asked, before = runs.data.test, runs.shown.subject
    emit(view.field.edit_read, read(view, "b2[1] = 50"))
    qtbot.waitUntil(lambda: "…" not in said(view)[0])
    was, now = (
        evaluate(one.make_network(), asked, one.cost) for one in (before, runs.shown.subject)
    )
    assert said(view) == [
        f"Test accuracy {percent(was.accuracy)} → {percent(now.accuracy)}",
        f"Test cost {cost(was.cost)} → {cost(now.cost)}",
    ]
    view.announce_figures.assert_called_once_with()
    emit(view.edit_switched, 0, False)
    qtbot.waitUntil(lambda: said(view)[1] == f"Test cost {cost(was.cost)} → {cost(was.cost)}")
    emit(view.back_requested)
    assert runs.shown.is_run
    assert "→" not in said(view)[0]
    emit(view.edit_removed, 0)
    assert lab.stack.listed == ()


def test_that_an_edit_that_revives_a_neuron_says_so_in_a_line(qtbot, runs, view, controller):
    emit(view.field.edit_read, read(view, "L1.2 off"))
    qtbot.waitUntil(lambda: "…" not in said(view)[0])
    assert len(said(view)) == 2
    emit(view.field.edit_read, read(view, "W2[4,2] = 0.5"))
    qtbot.waitUntil(lambda: "…" not in said(view)[0] and len(said(view)) == 3)
    line = "L1.2 counts again: a weight out of it is no longer 0 after W2[4,2] = 0.5"
    assert said(view)[2] == line


def test_that_the_network_without_edits_is_asked_before_the_first_one(
    qtbot, runs, lab, view, controller, monkeypatch
):
    asked = []

    def ask(subject, edits, digits, known):
        asked.append((subject.parameters, edits, known is None))
        return ask_edited(subject, edits, digits, known)

    monkeypatch.setattr(lab_controller, "ask_edited", ask)
    controller.set_in_sight(False)
    runs.move(1)  # the network before may have been asked by now
    before = runs.shown.subject.parameters
    assert asked == []
    controller.set_in_sight(True)
    qtbot.waitUntil(lambda: bool(asked) and not is_busy(controller))
    [(parameters, edits, is_first)] = asked
    assert parameters is before
    assert (edits, is_first) == ((), True)
    view.announce_figures.assert_not_called()
    asked.clear()
    emit(view.field.edit_read, read(view, "b2[1] = 50"))
    qtbot.waitUntil(lambda: bool(asked) and not is_busy(controller))
    assert "…" not in said(view)[0]
    [(_, edits, is_first)] = asked
    assert (len(edits), is_first) == (1, False)


def test_that_buttons_make_edits(runs, inside, lab, view, controller):
    inside.choose(Place(1, 2))
    view.set_neuron.assert_called_with(Place(1, 2))
    for what, number in (
        ("off", 0), ("scale", 3), ("prune", 10), ("noise", 0.1), ("noise", 0.1), ("temperature", 2),
    ):  # fmt: skip
        emit(view.edit_pressed, what, number)
    assert lab.stack.edits == (
        SwitchOffNeuron(Place(1, 2)),
        ScaleNeuron(Place(1, 2), 3),
        Prune(10),
        Noise(0.1, 1),
        Noise(0.1, 2),
        Temperature(2),
    )


def test_that_a_noise_that_comes_after_one_that_went_draws_other_numbers(lab, view, controller):
    for _ in range(2):
        emit(view.edit_pressed, "noise", 0.1)
    emit(view.edit_removed, 0)
    emit(view.edit_pressed, "noise", 0.1)
    assert {edit.seed for edit in lab.stack.edits} == {1, 2}


def test_that_what_the_network_has_not_is_refused(lab, view, controller):
    for text in ("b9[0] = 1", "nonsense", "L2.3 off"):
        with pytest.raises(InvalidValue):
            read(view, text)
    assert lab.stack.listed == ()
