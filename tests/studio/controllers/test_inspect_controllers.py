"""The controllers of the workspace Inspect, with views that only note what they are told."""

from contextlib import contextmanager
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction

from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers import look_controller, mistakes_controller, shifts_controller
from gdstudio.studio.controllers.look_controller import LookController
from gdstudio.studio.controllers.mistakes_controller import MistakesController
from gdstudio.studio.controllers.shifts_controller import (
    ComparedNetworks,
    ShiftsController,
    most_telling,
)
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.inspect.activations_page import ActivationsPage, UncoverView
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit, is_busy
from tests.studio.controllers.runs import Runs, digits

LONG_S = 1e6  # no test waits for it


class FakeDrawing(QObject):
    digit_changed = Signal()

    def __init__(self):
        super().__init__()
        self.pixels, self.label, self.shown = digits(1).pictures()[0], None, []
        self.reason = ""

    def show_test_digit(self, index):
        self.shown.append(index)

    def draw(self, pixels):
        self.pixels = pixels
        self.digit_changed.emit()


@pytest.fixture
def runs(qapp):
    runs = Runs()
    runs.begin()
    return runs


@pytest.fixture
def drawing(qapp):
    return FakeDrawing()


@pytest.fixture
def rested(monkeypatch):
    """Controllers made after this rest for ever."""
    for module in (look_controller, mistakes_controller, shifts_controller):
        monkeypatch.setattr(module, "REST_S", LONG_S)


@pytest.fixture
def looking(runs, drawing):
    page = MagicMock(spec=ActivationsPage)
    page.uncover = MagicMock(spec=UncoverView)
    play = QAction()
    play.setCheckable(True)
    controller = LookController(runs, runs.shown, drawing, page, play, Messages(runs), runs)
    controller.page, controller.play = page, play
    yield controller
    shut_down(controller)


@contextmanager
def answered(qtbot, mistakes):
    """Wait until another round is over."""
    before = mistakes.answers
    yield
    qtbot.waitUntil(lambda: mistakes.answers is not before)


def looked(qtbot, looking, act):
    page = looking.page
    before = page.set_look.call_count + page.set_reason.call_count
    act()
    qtbot.waitUntil(lambda: page.set_look.call_count + page.set_reason.call_count > before)


def test_that_a_page_out_of_sight_costs_nothing(runs, drawing, looking):
    runs.move(1)
    drawing.draw(drawing.pixels)
    assert not is_busy(looking)
    looking.page.set_look.assert_not_called()


def test_that_every_stroke_and_every_step_is_looked_at(qtbot, runs, drawing, looking):
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    looked(qtbot, looking, lambda: drawing.draw(np.full((28, 28), 9, np.uint8)))
    assert looking.look.pixels.max() == 9
    looked(qtbot, looking, lambda: runs.move(7))
    qtbot.waitUntil(lambda: looking.look.subject.step == 7)
    assert looking.page.set_look.call_args.args == (looking.look, 0)


def test_that_of_an_empty_canvas_nothing_is_shown_but_the_reason(qtbot, runs, drawing, looking):
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    pixels, drawing.reason = drawing.pixels, "Draw a digit."
    runs.move(1)  # a look is under way when the canvas is cleared
    drawing.draw(np.zeros((28, 28), np.uint8))
    assert not is_busy(looking)
    assert looking.page.set_reason.call_args.args == ("Draw a digit.",)
    assert looking.look is None
    assert not looking.play.isEnabled()
    count = looking.page.set_look.call_count
    runs.move(2)
    assert looking.page.set_look.call_count == count
    drawing.reason = ""
    looked(qtbot, looking, lambda: drawing.draw(pixels))
    assert looking.look.subject.step == 2


def test_that_an_empty_canvas_is_not_asked_at_shifts(qtbot, runs, drawing, shifts):
    in_sight(qtbot, shifts)
    drawing.reason = "Draw a digit."
    drawing.draw(np.zeros((28, 28), np.uint8))
    assert not is_busy(shifts)
    assert shifts.page.set_answers.call_args.args == (None, "Draw a digit.")


def test_that_what_changes_during_a_look_is_looked_at_after_it(qtbot, runs, looking):
    looking.set_in_sight(True)
    for step in (1, 2, 3):
        runs.move(step)
    qtbot.waitUntil(lambda: looking.look is not None and looking.look.subject.step == 3)


def test_that_looks_at_a_run_are_apart_in_time(qtbot, runs, rested, looking):
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    qtbot.waitUntil(lambda: not is_busy(looking))  # a look shown is not yet one ended
    runs.is_running = True
    count = looking.page.set_look.call_count
    for step in range(1, 30):
        runs.move(step)
    assert not is_busy(looking)
    assert looking.page.set_look.call_count == count
    runs.is_running = False
    looked(qtbot, looking, lambda: runs.move(31))


def test_that_a_digit_is_uncovered_row_by_row_to_its_end(qtbot, runs, looking):
    runs.begin("lstm 4")
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    assert looking.play.isEnabled()
    assert looking.moment == 27
    directly = Qt.FindChildOption.FindDirectChildrenOnly
    looking.findChild(QTimer, options=directly).setInterval(1)
    moments = []
    looking.page.set_look.side_effect = lambda look, moment: moments.append(moment)
    looking.play.trigger()
    qtbot.waitUntil(lambda: not looking.play.isChecked())
    assert moments == list(range(28))
    assert not looking.play.isChecked()


def test_that_a_row_chosen_stays_while_the_network_learns(qtbot, runs, looking):
    runs.begin("lstm 4")
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    emit(looking.page.uncover.moment_chosen, 9)
    assert looking.page.set_look.call_args.args == (looking.look, 9)
    looked(qtbot, looking, lambda: runs.move(5))
    assert looking.page.set_look.call_args.args == (looking.look, 9)
    looking.play.trigger()
    assert looking.play.isChecked()
    emit(looking.page.uncover.moment_chosen, 3)
    assert not looking.play.isChecked()


def test_that_only_what_reads_can_be_uncovered(qtbot, runs, looking):
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    assert not looking.play.isEnabled()
    runs.begin("rnn 4", number=2)
    looked(qtbot, looking, lambda: runs.move(1))
    assert looking.play.isEnabled()
    looking.set_in_sight(False)
    assert not looking.play.isEnabled()


@pytest.fixture
def mistakes(runs, drawing):
    page = MagicMock(spec=MistakesPage)
    page.gallery, page.remake = MagicMock(spec=DigitGallery), MagicMock(spec=RemakeRow)
    messages = Messages(runs)
    controller = MistakesController(runs, runs.shown, drawing, page, messages, runs)
    controller.page, controller.messages = page, messages
    yield controller
    shut_down(controller)


def test_that_the_digits_are_asked_when_somebody_looks(qtbot, runs, mistakes):
    runs.move(1)
    assert not is_busy(mistakes)
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
    assert mistakes.answers.subject.step == 1
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    runs.shown.changed.emit()
    assert not is_busy(mistakes)  # nothing has moved
    with answered(qtbot, mistakes):
        runs.move(2)
    assert mistakes.answers.subject.step == 2


def test_that_a_run_is_not_asked_again_at_once(qtbot, runs, rested, mistakes):
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    runs.is_running = True
    runs.move(5)
    assert not is_busy(mistakes)
    runs.is_running = False
    runs.move(6)
    assert is_busy(mistakes)


def test_that_mistakes_follow_one_another(qtbot, drawing, mistakes):
    with answered(qtbot, mistakes):
        mistakes.show_next_mistake()  # asks first, though the page is out of sight
    qtbot.waitUntil(lambda: len(drawing.shown) == 1)
    wrong = mistakes.answers.mistakes().tolist()
    for _ in wrong:
        mistakes.show_next_mistake()
    assert drawing.shown == [*wrong, wrong[0]]


def test_that_a_network_without_mistakes_says_so(qtbot, runs, mistakes):
    labels = runs.data.test.labels
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    mistakes.answers.answers.setflags(write=True)
    mistakes.answers.answers[:] = labels
    with qtbot.waitSignal(mistakes.messages.said):
        mistakes.show_next_mistake()


def test_that_cells_and_digits_are_shown_as_chosen(qtbot, drawing, mistakes):
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
    emit(mistakes.page.cell_chosen, 4, 9)
    assert mistakes.page.set_answers.call_args.args == (mistakes.answers, (4, 9))
    emit(mistakes.page.cell_chosen, 0, 3)
    assert mistakes.page.set_answers.call_args.args == (mistakes.answers, (0, 3))
    emit(mistakes.page.cell_chosen, -1, -1)
    assert mistakes.page.set_answers.call_args.args == (mistakes.answers, None)
    emit(mistakes.page.gallery.digit_chosen, 17)
    with qtbot.waitSignal(mistakes.look_requested):
        emit(mistakes.page.gallery.digit_opened, 3)
    assert drawing.shown == [17, 3]


def test_that_cancel_holds_until_it_is_asked_for_again(qtbot, runs, mistakes):
    mistakes.set_in_sight(True)
    emit(mistakes.page.remake.cancel_requested)
    assert not is_busy(mistakes)
    runs.move(3)
    assert not is_busy(mistakes)
    with answered(qtbot, mistakes):
        emit(mistakes.page.remake.remake_requested)
    assert mistakes.answers.subject.step == 3


def test_that_another_run_has_other_mistakes(qtbot, runs, mistakes):
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
    runs.begin(number=2)
    mistakes.page.set_answers.assert_called_with(None, None)
    assert mistakes.answers is None


@pytest.fixture
def shifts(qtbot, runs, drawing):
    page = MagicMock(spec=ShiftsPage)
    page.subject.return_value = "drawn"
    page.remake = MagicMock(spec=RemakeRow)
    controller = ShiftsController(runs, runs.shown, drawing, page, Messages(runs), runs)
    controller.page = page
    yield controller
    shut_down(controller)


def in_sight(qtbot, shifts):
    with qtbot.waitSignal(shifts.networks.networks_changed):
        shifts.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(shifts))


def test_that_kept_networks_are_offered_and_one_is_chosen(qtbot, shifts):
    in_sight(qtbot, shifts)
    this, others, chosen = shifts.page.set_networks.call_args.args
    assert this == "run 1: 784-6-10"
    keys = [key for key, _, _ in others]
    assert "lesson-best.gdrun" in keys
    assert chosen in keys


def test_that_the_drawn_digit_is_asked_of_both(qtbot, drawing, shifts):
    in_sight(qtbot, shifts)
    before = shifts.page.set_answers.call_count
    drawing.draw(digits(5).pictures()[3])
    qtbot.waitUntil(lambda: shifts.page.set_answers.call_count > before)
    answers = shifts.page.set_answers.call_args.args[0]
    assert len(answers.outputs) == 2
    assert np.array_equal(answers.pixels, digits(5).pictures()[3])


def test_that_accuracies_are_found_only_when_asked_for(qtbot, shifts):
    in_sight(qtbot, shifts)
    assert not shifts.is_comparing
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    assert shifts.is_comparing
    qtbot.waitUntil(lambda: not shifts.is_comparing)
    assert all(np.isfinite(found.accuracy).all() for found in shifts.maps)
    assert shifts.page.remake.set_progress.call_args.args == (None,)
    assert shifts.page.remake.set_progress.call_args_list[0].args == (Estimate(0.0),)
    assert shifts.page.set_maps.call_args.args == (shifts.maps, 0)


def test_that_cancel_ends_the_accuracies_and_keeps_what_is_known(qtbot, runs, shifts):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    qtbot.waitUntil(lambda: bool(shifts.maps))
    emit(shifts.page.remake.cancel_requested)
    assert not shifts.is_comparing
    assert shifts.maps
    runs.move(1)
    assert not shifts.is_comparing


def test_that_accuracies_rest_out_of_sight_and_begin_anew(qtbot, shifts):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    shifts.set_in_sight(False)
    assert not shifts.is_comparing
    assert shifts.maps == ()
    shifts.set_in_sight(True)
    assert shifts.is_comparing
    qtbot.waitUntil(lambda: not shifts.is_comparing)
    known = shifts.maps
    shifts.set_in_sight(False)
    shifts.set_in_sight(True)
    assert shifts.maps is known  # what is finished stays


def test_that_another_network_or_run_begins_anew(qtbot, runs, shifts):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    qtbot.waitUntil(lambda: bool(shifts.maps))
    emit(shifts.page.other_chosen, "small-best.gdrun")
    assert shifts.networks.chosen == "small-best.gdrun"
    assert shifts.is_comparing
    assert shifts.maps == ()
    runs.begin(number=2)
    assert shifts.maps == ()


def test_that_earlier_runs_can_be_compared_with(runs):
    first = runs.run
    runs.earlier.append(first)
    runs.begin("lstm 4", number=2)
    networks = ComparedNetworks(runs, runs.shown, Messages(runs))
    assert [other.key for other in networks.others()] == ["run 1"]
    networks.choose("run 1")
    present, other = networks.pair()
    assert present.title == "run 2: lstm 4"
    assert (other.name, other.title) == (first.name, first.title)
    assert other.parameters is first.progress.snapshot.parameters


def test_that_the_other_kind_is_compared_with(runs):
    present = runs.shown.subject

    def kept(key, architecture=""):
        layers = {"architecture": architecture} if architecture else {"hidden": (6,)}
        return Subject(key, key, key, Recipe(**layers), DIGIT, 10, np.zeros(1), 0)

    others = [kept("lstm", "lstm 4"), kept("mlp"), kept("cnn", "conv 2@3, pool 2")]
    assert most_telling(present, others) == "cnn"
    assert most_telling(kept("x", "conv 8@5"), others) == "mlp"
    assert most_telling(kept("x", "lstm 8"), others) == "cnn"
    assert most_telling(present, others[:1]) == "lstm"
    assert most_telling(present, []) == ""
