"""What the window owns for all workspaces, before any digits are loaded."""

from pathlib import Path
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from gdstudio.errors import FileError
from tests.studio.small_runs import begin, left_state


@pytest.fixture
def shared(make_window):
    return make_window(load=False).shared


def test_that_digits_or_a_run_are_read(shared):
    shared.files.load_data, shared.files.open_run_file = MagicMock(), MagicMock()
    shared.load(None)
    shared.files.load_data.assert_called_once_with("mnist")
    shared.files.open_run_file.assert_not_called()
    shared.load(Path("a.gdrun"))
    shared.files.open_run_file.assert_called_once_with(Path("a.gdrun"))
    shared.files.load_data.assert_called_once()


def test_that_without_digits_a_fault_brings_those_of_the_program_once(shared):
    shared.files.load_data = MagicMock()
    for _ in range(2):
        shared.messages.report(FileError("a.gdrun", "is not a run"))
    shared.files.load_data.assert_called_once_with("mnist")


def test_that_where_there_are_digits_a_fault_changes_nothing(shared):
    shared.files.load_data = MagicMock()
    begin(shared.runs)
    shared.messages.report(FileError("a.gdrun", "is not a run"))
    shared.files.load_data.assert_not_called()


def test_that_what_is_to_be_saved_is_saved_when_the_run_ends(shared):
    order = MagicMock()
    shared.runner.shutdown, shared.files.save_what_has_ended = order.shutdown, order.save
    shared.end_run()
    assert [call[0] for call in order.method_calls] == ["shutdown", "save"]


def test_that_each_action_on_files_asks_its_question(shared):
    begin(shared.runs)
    dialogs, actions = shared.dialogs, shared.actions
    asked = MagicMock()
    asked.run_to_open.return_value = asked.run_to_save.return_value = None
    asked.model_to_open.return_value = None
    asked.picture_to_open.return_value = ""
    for name in ("run_to_open", "run_to_save", "model_to_open", "picture_to_open"):
        setattr(dialogs, name, getattr(asked, name))
    shared.files.load_data = asked.load_data
    for action, question in (
        (actions.open_run, "run_to_open"),
        (actions.save_run, "run_to_save"),
        (actions.save_run_as, "run_to_save"),
        (actions.import_model, "model_to_open"),
        (actions.open_image, "picture_to_open"),
        (actions.use_mnist, "load_data"),
    ):
        asked.reset_mock(return_value=False)
        action.trigger()
        assert [call[0] for call in asked.method_calls] == [question]


def test_that_the_actions_of_the_canvas_act_on_it(qtbot, shared):
    begin(shared.runs)
    actions, canvas = shared.actions, shared.drawing_panel.canvas
    assert not actions.undo.isEnabled()
    assert not actions.redo.isEnabled()
    actions.random_digit.trigger()
    digit = shared.drawing.digit
    assert digit.label is not None
    actions.noise.trigger()
    assert shared.drawing.pixels is not digit.pixels
    assert actions.undo.isEnabled()
    actions.undo.trigger()
    assert actions.redo.isEnabled()
    qtbot.waitUntil(lambda: shared.drawing.digit is digit)
    actions.redo.trigger()
    assert not actions.redo.isEnabled()
    actions.clear.trigger()
    assert not canvas.ink().any()


def test_that_a_picture_goes_out_by_copy_and_in_by_paste(qtbot, shared):
    said = []
    shared.messages.said.connect(said.append)
    actions, canvas = shared.actions, shared.drawing_panel.canvas
    QGuiApplication.clipboard().clear()
    actions.paste.trigger()
    assert said == ["There is no picture to paste."]
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 250:290] = 255
    canvas.set_ink(ink, "stroke")
    actions.copy.trigger()
    assert not QGuiApplication.clipboard().image().isNull()
    canvas.clear()
    actions.paste.trigger()
    qtbot.waitUntil(lambda: bool(canvas.ink().any()))
    assert said == ["There is no picture to paste."]


def test_that_a_picture_dropped_is_read(shared):
    shared.files.read_picture_file = MagicMock()
    shared.drawing_panel.canvas.image_file_dropped.emit("a.png")
    shared.files.read_picture_file.assert_called_once_with("a.png")


def test_that_the_size_of_the_brush_is_kept(shared):
    shared.drawing_panel.brush_size_chosen.emit(17)
    assert shared.preferences.brush_size == 17


def test_that_the_card_of_the_drawing_is_shown_as_wanted(shared):
    shared.actions.show_drawing.setChecked(False)
    assert shared.drawing_card.isHidden()
    shared.actions.show_drawing.setChecked(True)
    assert not shared.drawing_card.isHidden()


def test_that_a_stroke_and_a_digit_have_their_turn_before_training(qtbot, shared):
    taken = []
    begin(shared.runs)
    shared.runs.end(left_state(0))
    shared.training.message_shown.connect(taken.append)
    timers = [timer for timer in shared.training.children() if hasattr(timer, "isActive")]
    for act in (shared.drawing_panel.canvas.drawing_edited.emit, shared.actions.noise.trigger):
        act()
        assert [timer.isActive() for timer in timers] == [True]
        qtbot.waitUntil(lambda: not timers[0].isActive())
    assert taken == []
