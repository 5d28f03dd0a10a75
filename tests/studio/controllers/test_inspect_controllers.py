"""The controllers of the workspace Inspect, with views that only note what they are told."""

from contextlib import contextmanager
from dataclasses import replace
from time import sleep
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction

from gdstudio.data.digits import Digits
from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.look import Look
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
from tests.studio.controllers.mocked import StillClock, emit, is_busy, waiting_ms
from tests.studio.controllers.runs import digits

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
def drawing(qapp):
    return FakeDrawing()


@pytest.fixture
def rested(monkeypatch):
    """Controllers made after this rest for ever."""
    for module in (look_controller, mistakes_controller, shifts_controller):
        monkeypatch.setattr(module, "REST_S", LONG_S)


@pytest.fixture
def clock(monkeypatch):
    """Jobs of controllers made after this go by a clock that stands still."""
    clock = StillClock()
    clock.give_to(monkeypatch, look_controller, mistakes_controller, shifts_controller)
    return clock


@pytest.fixture
def looking(runs, drawing):
    page = MagicMock(spec=ActivationsPage)
    page.uncover = MagicMock(spec=UncoverView)
    play = QAction()
    play.setCheckable(True)
    messages = Messages(runs)
    controller = LookController(runs, runs.shown, drawing, page, play, messages, runs)
    controller.page, controller.play, controller.messages = page, play, messages
    yield controller
    shut_down(controller)


@contextmanager
def answered(qtbot, mistakes):
    """Wait until another round is over."""
    before = mistakes.answers
    yield
    qtbot.waitUntil(lambda: mistakes.answers is not before)


def reading_timer(looking):
    return looking.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)


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
    reading_timer(looking).setInterval(1)
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


def test_that_looks_at_a_run_are_a_quarter_of_a_second_apart(qtbot, runs, clock, looking):
    looking.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(looking))
    runs.is_running = True
    runs.move(1)
    assert waiting_ms(looking) == [250]


def test_that_a_row_is_shown_for_an_eighth_of_a_second(looking):
    assert reading_timer(looking).interval() == 130


def test_that_a_stroke_out_of_sight_is_looked_at_when_it_is_seen(qtbot, drawing, looking):
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    qtbot.waitUntil(lambda: not is_busy(looking))
    looking.set_in_sight(False)
    drawing.draw(np.full((28, 28), 9, np.uint8))
    assert not is_busy(looking)
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    assert looking.look.pixels.max() == 9


def test_that_the_reason_is_shown_when_the_page_is_seen(drawing, looking):
    drawing.reason = "Draw a digit."
    drawing.draw(np.zeros((28, 28), np.uint8))
    looking.page.set_reason.assert_not_called()
    looking.set_in_sight(True)
    looking.page.set_reason.assert_called_once_with("Draw a digit.")
    assert not is_busy(looking)


def test_that_a_picture_of_another_size_than_the_network_reads_is_not_looked_at(drawing, looking):
    drawing.draw(np.full((16, 16), 9, np.uint8))
    looking.set_in_sight(True)
    assert not is_busy(looking)


def test_that_before_the_first_look_there_is_no_row(looking):
    assert looking.look is None
    assert looking.moment == 0
    emit(looking.page.uncover.moment_chosen, 3)
    looking.page.set_look.assert_not_called()
    assert looking.moment == 0


@pytest.mark.parametrize("end", ["clear", "row", "play", "leave", "another run"])
def test_that_reading_ends_with_what_is_read(qtbot, runs, drawing, looking, end):
    runs.begin("lstm 4", number=2)
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    timer = reading_timer(looking)
    looking.play.trigger()
    assert timer.isActive()
    if end == "clear":
        drawing.reason = "Draw a digit."
        drawing.draw(np.zeros((28, 28), np.uint8))
        assert not looking.play.isEnabled()
    elif end == "row":
        emit(looking.page.uncover.moment_chosen, 5)
    elif end == "play":
        looking.play.trigger()
    elif end == "leave":
        looking.set_in_sight(False)
    else:
        runs.begin(number=3)
    assert not timer.isActive()
    assert not looking.play.isChecked()


def test_that_play_goes_on_from_the_row_chosen_and_from_the_end_begins_anew(qtbot, runs, looking):
    runs.begin("lstm 4", number=2)
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    for chosen, first in ((26, 26), (27, 0)):
        emit(looking.page.uncover.moment_chosen, chosen)
        looking.play.trigger()
        assert looking.moment == first
        looking.play.trigger()


@pytest.mark.parametrize(("rows", "can_be_read"), [(1, False), (2, True)])
def test_that_two_rows_are_enough_to_be_read(qtbot, looking, monkeypatch, rows, can_be_read):
    look = MagicMock(spec=Look, moments=rows)
    monkeypatch.setattr(look_controller, "look_inside", lambda *_: iter([look]))
    looked(qtbot, looking, lambda: looking.set_in_sight(True))
    assert looking.play.isEnabled() is can_be_read


def test_that_another_run_ends_the_look_under_way(runs, looking):
    looking.set_in_sight(True)
    assert is_busy(looking)
    runs.run = None
    runs.run_changed.emit()
    assert not is_busy(looking)


def test_that_a_look_that_fails_is_told(qtbot, looking, monkeypatch):
    def fail(*_args):
        raise ValueError("odd")

    monkeypatch.setattr(look_controller, "look_inside", fail)
    with qtbot.waitSignal(looking.messages.fault_met) as met:
        looking.set_in_sight(True)
    assert str(met.args[0]) == "odd"


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


def test_that_rounds_rest_two_seconds_or_four_times_as_long_as_the_last(
    qtbot, runs, clock, mistakes
):
    mistakes.set_in_sight(True)
    clock.now_s += 0.25
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    runs.is_running = True
    runs.move(1)
    assert waiting_ms(mistakes) == [2000]
    emit(mistakes.page.remake.remake_requested)
    clock.now_s += 1.0
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    runs.move(2)
    assert waiting_ms(mistakes) == [4000]


@pytest.mark.parametrize(("lasted_s", "is_told"), [(0.49, False), (0.5, True)])
def test_that_only_rounds_of_half_a_second_tell_how_far_they_are(
    qtbot, clock, mistakes, lasted_s, is_told
):
    told = mistakes.page.set_progress
    mistakes.set_in_sight(True)
    clock.now_s += lasted_s
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    assert told.call_args.args == (None,)
    assert any(call.args != (None,) for call in told.call_args_list) is is_told


def test_that_looking_at_the_answers_puts_no_digit_on_the_canvas(qtbot, drawing, mistakes):
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    assert drawing.shown == []


def test_that_a_mistake_of_a_run_under_way_is_shown_at_once(qtbot, runs, rested, drawing, mistakes):
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    runs.is_running = True
    runs.move(1)
    mistakes.show_next_mistake()
    assert not is_busy(mistakes)
    assert len(drawing.shown) == 1
    mistakes.set_in_sight(False)
    runs.is_running = False
    runs.move(2)
    mistakes.show_next_mistake()  # at rest the network is asked as it is now
    assert is_busy(mistakes)
    assert len(drawing.shown) == 1


def test_that_without_a_network_there_are_no_mistakes(runs, drawing, mistakes):
    runs.run = None
    runs.run_changed.emit()
    mistakes.show_next_mistake()
    assert not is_busy(mistakes)
    assert drawing.shown == []


@pytest.mark.parametrize("end", ["cancel", "another run"])
def test_that_a_mistake_asked_for_does_not_come_after_all(qtbot, runs, drawing, mistakes, end):
    mistakes.show_next_mistake()
    if end == "cancel":
        emit(mistakes.page.remake.cancel_requested)
    else:
        runs.begin(number=2)
    assert not is_busy(mistakes)
    emit(mistakes.page.remake.remake_requested)
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: mistakes.answers is not None and not is_busy(mistakes))
    assert drawing.shown == []


def test_that_a_round_that_fails_is_told_and_no_mistake_is_shown(
    qtbot, drawing, mistakes, monkeypatch
):
    def fail(*_args):
        raise ValueError("odd")

    with monkeypatch.context() as patched:
        patched.setattr(mistakes_controller, "ask_all", fail)
        with qtbot.waitSignal(mistakes.messages.fault_met) as met:
            mistakes.show_next_mistake()
    assert str(met.args[0]) == "odd"
    mistakes.set_in_sight(True)
    emit(mistakes.page.remake.remake_requested)
    qtbot.waitUntil(lambda: mistakes.answers is not None and not is_busy(mistakes))
    assert drawing.shown == []


def test_that_a_mistake_asked_for_comes_once(qtbot, runs, drawing, mistakes):
    mistakes.show_next_mistake()
    qtbot.waitUntil(lambda: len(drawing.shown) == 1 and not is_busy(mistakes))
    with answered(qtbot, mistakes):
        mistakes.set_in_sight(True)
        runs.move(1)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    assert len(drawing.shown) == 1


def test_that_the_next_mistake_comes_after_the_digit_chosen(qtbot, drawing, mistakes):
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    wrong = mistakes.answers.mistakes().tolist()
    emit(mistakes.page.gallery.digit_chosen, wrong[3])
    mistakes.show_next_mistake()
    assert drawing.shown == [wrong[3], wrong[4]]


def test_that_another_run_begins_with_its_first_mistake_in_no_cell(qtbot, runs, drawing, mistakes):
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    emit(mistakes.page.cell_chosen, 4, 9)
    mistakes.show_next_mistake()
    runs.begin(number=2)
    qtbot.waitUntil(lambda: mistakes.answers is not None and not is_busy(mistakes))
    assert mistakes.page.set_answers.call_args.args == (mistakes.answers, None)
    mistakes.show_next_mistake()
    assert drawing.shown[-1] == mistakes.answers.mistakes()[0]


def test_that_the_same_network_is_asked_again_when_that_is_wanted(qtbot, mistakes):
    mistakes.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(mistakes))
    with answered(qtbot, mistakes):
        emit(mistakes.page.remake.remake_requested)


@pytest.fixture
def shifts(qtbot, runs, drawing):
    page = MagicMock(spec=ShiftsPage)
    page.subject.return_value = "drawn"
    page.remake = MagicMock(spec=RemakeRow)
    messages = Messages(runs)
    controller = ShiftsController(runs, runs.shown, drawing, page, messages, runs)
    controller.page, controller.messages = page, messages
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


def seen(qtbot, shifts):
    """Let the page be seen again, and wait for what that begins."""
    shifts.set_in_sight(True)
    qtbot.waitUntil(lambda: not is_busy(shifts))


def test_that_shifts_out_of_sight_cost_nothing(runs, drawing, shifts):
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    drawing.draw(digits(5).pictures()[3])
    runs.move(1)
    emit(shifts.page.other_chosen, "small-best.gdrun")
    assert not is_busy(shifts)
    shifts.page.set_networks.assert_not_called()


def test_that_the_networks_of_the_program_are_read_once_for_each_data_set(
    qtbot, runs, shifts, monkeypatch
):
    read, real = [], shifts_controller.read_kept_networks
    monkeypatch.setattr(
        shifts_controller, "read_kept_networks", lambda data: read.append(data.name) or real(data)
    )
    in_sight(qtbot, shifts)
    assert shifts.networks.others()
    shifts.set_in_sight(False)
    shifts.page.set_networks.reset_mock()
    seen(qtbot, shifts)
    assert read == ["mnist"]
    shifts.page.set_networks.assert_called_once()  # another run may have ended meanwhile
    runs.set_data(replace(runs.data, name="fashion"))  # of which the program has none
    runs.begin(number=2)
    qtbot.waitUntil(lambda: not is_busy(shifts))
    assert read == ["mnist", "fashion"]
    assert shifts.networks.others() == []
    shifts.set_in_sight(False)
    runs.set_data(replace(runs.data, name="mnist"))
    runs.begin(number=3)
    qtbot.waitUntil(lambda: not is_busy(shifts))
    assert len(read) == 2


def test_that_the_network_chosen_stays_chosen_while_it_is_there(qtbot, shifts):
    in_sight(qtbot, shifts)
    emit(shifts.page.other_chosen, "small-best.gdrun")
    shifts.set_in_sight(False)
    seen(qtbot, shifts)
    assert shifts.networks.chosen == "small-best.gdrun"
    assert shifts.page.set_networks.call_args.args[2] == "small-best.gdrun"


def test_that_another_network_is_asked_about_the_drawn_digit_too(qtbot, shifts):
    in_sight(qtbot, shifts)
    count = shifts.page.set_answers.call_count
    emit(shifts.page.other_chosen, "small-best.gdrun")
    assert shifts.page.set_networks.call_args.args[2] == "small-best.gdrun"
    qtbot.waitUntil(lambda: shifts.page.set_answers.call_count > count)


def test_that_the_digit_is_asked_again_of_a_run_only_after_a_rest(qtbot, runs, clock, shifts):
    in_sight(qtbot, shifts)
    runs.is_running = True
    runs.move(1)
    assert waiting_ms(shifts) == [400]
    runs.is_running = False
    runs.move(2)
    assert is_busy(shifts)


def test_that_the_reason_is_shown_when_the_shifts_are_seen(qtbot, drawing, shifts):
    shifts.page.set_answers.reset_mock()  # it said at first that answers are being computed
    drawing.reason = "Draw a digit."
    drawing.draw(np.zeros((28, 28), np.uint8))
    shifts.page.set_answers.assert_not_called()
    shifts.set_in_sight(True)
    assert shifts.page.set_answers.call_args.args == (None, "Draw a digit.")


def test_that_answers_under_way_end_when_the_canvas_is_cleared(qtbot, runs, drawing, shifts):
    in_sight(qtbot, shifts)
    drawing.draw(digits(5).pictures()[3])
    assert is_busy(shifts)
    drawing.reason = "Draw a digit."
    drawing.draw(np.zeros((28, 28), np.uint8))
    assert not is_busy(shifts)
    runs.move(1)
    assert not is_busy(shifts)


def test_that_a_picture_of_another_size_is_not_asked_at_shifts(qtbot, drawing, shifts):
    in_sight(qtbot, shifts)
    drawing.draw(np.full((16, 16), 9, np.uint8))
    assert not is_busy(shifts)


def test_that_another_run_ends_the_answers_under_way(qtbot, runs, drawing, shifts):
    in_sight(qtbot, shifts)
    drawing.draw(digits(5).pictures()[3])
    assert is_busy(shifts)
    runs.run = None
    runs.run_changed.emit()
    assert not is_busy(shifts)
    computing = "computing the answers to the drawn digit…"  # not that one is to be drawn
    assert shifts.page.set_answers.call_args.args == (None, computing)
    assert shifts.page.set_maps.call_args.args == ((), 0)


@pytest.fixture
def compared(monkeypatch):
    """Comparisons give half of their maps, and go on until they are cancelled."""
    asked = []

    def compare(pair, some_digits):
        asked.append(([one.key for one in pair], len(some_digits), some_digits.labels[0]))
        yield (None,)
        while True:
            sleep(0.01)
            yield 0.5

    monkeypatch.setattr(shifts_controller, "compare_shifts", compare)
    return asked


def test_that_as_many_digits_are_compared_as_chosen(qtbot, runs, shifts, compared):
    runs.move(3)
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    for examples, n_asked in ((7, 7), (1000, 40)):
        qtbot.waitUntil(lambda: shifts.maps == (None,))
        assert shifts.page.set_maps.call_args.args == ((None,), 3)
        emit(shifts.page.examples_chosen, examples)
        assert shifts.maps == ()
        qtbot.waitUntil(lambda n=n_asked: bool(compared) and compared[-1][1] == n)
    assert {first for *_, first in compared} == {runs.data.test.labels[0]}
    assert compared[0][:2] == (["run 1", shifts.networks.chosen], 40)


def test_that_at_first_a_thousand_digits_are_compared(qtbot, runs, shifts, compared):
    images = np.zeros((1200, 784), np.uint8)
    many = Digits(images, np.zeros(1200, np.uint8))
    runs.data = replace(runs.data, test=many)
    shifts.page.subject.return_value = "all"
    shifts.set_in_sight(True)
    qtbot.waitUntil(lambda: bool(compared))
    assert compared[0][1] == 1000


def test_that_half_a_comparison_is_dropped_out_of_sight_but_not_when_seen_twice(
    qtbot, shifts, compared
):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    shifts.set_in_sight(False)
    shifts.set_in_sight(True)
    assert shifts.is_comparing
    qtbot.waitUntil(lambda: shifts.maps == (None,))
    shifts.set_in_sight(True)
    assert shifts.maps == (None,)
    shifts.set_in_sight(False)
    assert shifts.maps == ()
    assert not shifts.is_comparing


def test_that_accuracies_are_found_anew_when_that_is_wanted(qtbot, shifts, compared):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    emit(shifts.page.subject_chosen, "all")
    qtbot.waitUntil(lambda: shifts.maps == (None,))
    emit(shifts.page.remake.cancel_requested)
    emit(shifts.page.remake.remake_requested)
    assert shifts.maps == ()
    qtbot.waitUntil(lambda: shifts.maps == (None,))
    assert len(compared) == 2


def test_that_the_first_message_of_a_run_brings_the_accuracies(qtbot, runs, shifts, compared):
    in_sight(qtbot, shifts)
    shifts.page.subject.return_value = "all"
    run, runs.run = runs.run, None
    runs.run_changed.emit()
    assert not shifts.is_comparing
    runs.run = run
    runs.moved.emit()
    assert shifts.is_comparing


@pytest.mark.parametrize("job", ["answers_at_shifts", "compare_shifts", "read_kept_networks"])
def test_that_what_fails_at_shifts_is_told(qtbot, shifts, monkeypatch, job):
    def fail(*_args):
        raise ValueError("odd")

    monkeypatch.setattr(shifts_controller, job, fail)
    shifts.page.subject.return_value = "all"
    with qtbot.waitSignal(shifts.messages.fault_met) as met:
        shifts.set_in_sight(True)
    assert str(met.args[0]) == "odd"


def test_that_before_there_is_a_network_nothing_is_compared(qtbot, runs, shifts):
    runs.run = None
    runs.run_changed.emit()
    in_sight(qtbot, shifts)
    assert shifts.networks.others() == []
    assert shifts.networks.pair() == []
    assert shifts.networks.chosen == ""
    shifts.page.set_networks.assert_not_called()


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
