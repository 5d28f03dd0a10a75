"""Undo and redo in the real window: one list, whatever was done, with keys and by name."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from gdstudio.jobs.plane_request import PlaneRequest

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(qtbot, window):
    """The window, active, its keys its own."""
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow())
    window.setFocus()
    return window


def undo(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)


def redo(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | SHIFT)


def learn(qtbot, window, steps=2):
    goal = window.runs.run.step + steps
    for _ in range(steps):
        window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == goal)
    return window.runs.run.parameters


def wait_for_message(qtbot, window):
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)


def text(action):
    return action.text().replace("&", "")


def test_that_a_stroke_a_setting_and_a_reset_stand_in_one_list_with_their_names(qtbot, desk):
    learnt = learn(qtbot, desk)
    canvas = desk.shared.drawing_panel.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    qtbot.mouseMove(canvas, QPoint(90, 90))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    ink = canvas.ink()
    panel = desk.learn.training_panel
    seed = panel.form.editors["seed"]
    qtbot.mouseClick(seed, Qt.MouseButton.LeftButton)
    seed.selectAll()
    qtbot.keyClicks(seed, "7")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert not panel.not_applied.isHidden()
    desk.actions_.reset.trigger()
    wait_for_message(qtbot, desk)
    assert (desk.runs.run.step, desk.runs.run.recipe.seed) == (0, 7)
    assert text(desk.actions_.undo) == "Undo reset"
    undo(qtbot, desk)
    wait_for_message(qtbot, desk)
    assert np.array_equal(desk.runs.run.parameters, learnt)
    assert not panel.not_applied.isHidden()
    assert (text(desk.actions_.undo), text(desk.actions_.redo)) == (
        "Undo setting “Seed”",
        "Redo reset",
    )
    undo(qtbot, desk)
    assert (seed.value(), panel.not_applied.isHidden()) == (1, True)
    assert text(desk.actions_.undo) == "Undo stroke"
    undo(qtbot, desk)
    assert canvas.is_empty
    assert not desk.actions_.undo.isEnabled()
    for _ in range(3):
        redo(qtbot, desk)
    wait_for_message(qtbot, desk)
    assert np.array_equal(canvas.ink(), ink)
    assert (desk.runs.run.step, desk.runs.run.recipe.seed, seed.value()) == (0, 7, 7)
    assert not desk.actions_.redo.isEnabled()


def test_that_undo_is_a_fields_own_while_something_is_typed_there(qtbot, desk):
    desk.actions_.noise.trigger()
    seed = desk.learn.training_panel.form.editors["seed"]
    seed.setFocus()
    seed.selectAll()
    qtbot.keyClicks(seed, "55")
    undo(qtbot, seed)
    assert seed.text() != "55"
    assert text(desk.actions_.undo) == "Undo noise"
    assert desk.drawing.pixels.any()


def test_that_a_long_run_comes_back_from_a_reset_as_it_was(qtbot, desk):
    desk.actions_.run.trigger()
    qtbot.waitUntil(lambda: desk.runs.run.step >= 300)
    desk.actions_.reset.trigger()
    wait_for_message(qtbot, desk)
    (left,) = desk.runs.earlier
    undo(qtbot, desk)
    wait_for_message(qtbot, desk)
    run = desk.runs.run
    assert (run.step, run.name, desk.runs.earlier) == (left.state.step, left.name, [])
    assert np.array_equal(run.parameters, left.state.parameters)
    assert run.history.last_step >= left.history.last_step
    assert set(left.moments.steps().tolist()) <= set(run.moments.steps().tolist())
    assert not desk.runs.is_running


def test_that_deletion_and_names_are_undone_from_the_table_and_the_window(qtbot, desk):
    learn(qtbot, desk)
    desk.actions_.reset.trigger()
    wait_for_message(qtbot, desk)
    desk.actions_.compare_runs.trigger()
    table = desk.learn.runs_table.table
    run_id = desk.runs.earlier[0].run_id
    table.renamed.emit(run_id, "best")
    qtbot.waitUntil(lambda: desk.runs.earlier[0].name == "best")
    table.delete_requested.emit(run_id)
    assert text(desk.actions_.undo) == "Undo deleting best"
    assert {desk.actions_.undo, desk.actions_.redo} <= set(table.actions())
    desk.actions_.undo.trigger()
    assert desk.runs.earlier[0].name == "best"
    desk.actions_.undo.trigger()
    assert desk.runs.earlier[0].name == "run 1"
    desk.learn.cost_plot.footer.runs.cleared_requested.emit()
    assert desk.runs.earlier == []
    desk.actions_.undo.trigger()
    assert len(desk.runs.earlier) == 1
    table.close()


def test_that_a_walk_and_going_on_from_there_are_undone(qtbot, desk):
    learnt = learn(qtbot, desk, 8)
    desk.landscape.panel.set_request(PlaneRequest(size=5, examples=100, kind="random"))
    desk.show_workspace("landscape")
    scenes = desk.landscape.scenes
    qtbot.waitUntil(lambda: scenes.scene is not None and scenes.scene.share == 1.0)
    view = desk.landscape.surface.view
    view.surface_clicked.emit(0.5, 0.5)
    view.surface_dragged.emit(0.6, 0.5)
    there = desk.shown.subject.parameters
    assert text(desk.actions_.undo) == "Undo walk"
    undo(qtbot, desk)
    assert desk.shown.is_run
    redo(qtbot, desk)
    assert np.array_equal(desk.shown.subject.parameters, there)
    desk.landscape.walk_bar.keep_requested.emit()
    wait_for_message(qtbot, desk)
    assert np.array_equal(desk.runs.run.parameters, there)
    assert text(desk.actions_.undo) == "Undo going on from here"
    undo(qtbot, desk)
    wait_for_message(qtbot, desk)
    assert np.array_equal(desk.runs.run.parameters, learnt)
    redo(qtbot, desk)
    wait_for_message(qtbot, desk)
    assert np.array_equal(desk.runs.run.parameters, there)


def test_that_another_plane_is_undone_and_its_picture_made_again(qtbot, desk):
    learn(qtbot, desk, 8)
    panel, scenes = desk.landscape.panel, desk.landscape.scenes
    panel.set_request(PlaneRequest(size=5, examples=100, kind="random"))
    desk.show_workspace("landscape")

    def shows(kind):
        scene = scenes.scene
        return scene is not None and scene.share == 1.0 and scene.request.kind == kind

    qtbot.waitUntil(lambda: shows("random"))
    box = panel.kind_chooser.box
    box.setCurrentIndex(box.findData("gradient"))
    qtbot.waitUntil(lambda: shows("gradient"))
    assert text(desk.actions_.undo) == "Undo choice of a plane"
    undo(qtbot, desk)
    qtbot.waitUntil(lambda: shows("random"))
    desk.show_workspace("learn")
    redo(qtbot, desk)
    assert panel.request().kind == "gradient"
    assert scenes.scene is None  # it is made when it is looked at
    desk.show_workspace("landscape")
    qtbot.waitUntil(lambda: shows("gradient"))


def test_that_what_was_done_in_descent_is_undone_also_in_its_switches(qtbot, desk):
    desk.show_workspace("descent")
    room = desk.descent
    room.panel.dimension_switch.set_choice("2")
    room.panel.dimension_switch.chosen.emit("2")
    start = room.panel.start()
    room.contour.start_chosen.emit(1.0, 1.5)
    desk.actions_.descent_step.trigger()
    room.race_switch.click()
    assert text(desk.actions_.undo) == "Undo race"
    undo(qtbot, desk)
    assert (room.race_switch.isChecked(), room.descent.is_racing) == (False, False)
    assert room.descent.session.n_steps == 1
    undo(qtbot, desk)
    assert (room.panel.start(), room.descent.session.start) == (start, start)
    undo(qtbot, desk)
    assert room.descent.function.dimension == room.panel.function().dimension == 1
    for _ in range(3):
        redo(qtbot, desk)
    assert room.race_switch.isChecked()
    assert room.panel.start() == (1.0, 1.5)
    desk.show_workspace("learn")
    undo(qtbot, desk)  # out of sight: the status bar tells
    assert desk.statusBar().currentMessage() == "Undone: race."
