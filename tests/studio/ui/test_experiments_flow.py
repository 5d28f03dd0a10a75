"""The workspace Experiments in the real window: from the button to the picture and back."""

import os

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gdstudio.experiments.noise import NoiseSettings
from gdstudio.experiments.noise.answers import noise_pictures
from gdstudio.files.experiment_folder import load_experiment
from gdstudio.learning.shapes import DIGIT
from tests.studio.views.chart_pixels import picture_rectangle

QUICK = NoiseSettings(network="lesson-best", pictures=20, climb_steps=20, seed=3)


@pytest.fixture
def workspace(window):
    """The workspace in sight, set to a quick experiment."""
    window.show_workspace("experiments")
    workspace = window.experiments
    set_to(workspace, QUICK)
    return workspace


def set_to(workspace, settings):
    workspace.panel.form.set_settings(settings)
    workspace.panel.form.edited.emit(settings)


@pytest.fixture
def outcome(qtbot, window, workspace):
    """What came out, after Run was pressed."""
    window.actions_.run.trigger()
    assert workspace.is_running
    assert window.actions_.run.text() == "&Cancel"
    qtbot.waitUntil(lambda: not workspace.is_running)
    assert window.actions_.run.text() == "&Run"
    assert workspace.experiments.outcome is not None
    return workspace.experiments.outcome


def assert_same(found, wanted):
    """Assert that charts are equal, with all their numbers."""
    assert [type(chart) for chart in found] == [type(chart) for chart in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert one.title == other.title
        for name in ("pictures", "values"):
            if hasattr(other, name):
                np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
        for series, same in zip(
            getattr(one, "series", ()), getattr(other, "series", ()), strict=True
        ):
            np.testing.assert_array_equal(series.y, same.y)


def test_that_an_experiment_goes_from_the_button_to_its_picture_and_through_a_folder(
    qtbot, window, workspace, outcome, tmp_path
):
    shown = [tile.view.chart for tile in workspace.board.tiles]
    assert_same(shown, outcome.saved.result.charts)
    names = [label.accessibleName() for label in workspace.findings.findChildren(QLabel)]
    assert any(name.startswith(outcome.saved.result.findings[0].name) for name in names)
    picture = workspace.board.tiles[0].view.grab().toImage()
    points = [(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)]
    assert len({picture.pixel(x, y) for x, y in points}) > 20  # noise is seen

    folder = tmp_path / "kept"
    with qtbot.waitSignal(workspace.files.outcome_saved):
        workspace.files.save(outcome, folder)
    assert (folder / "result.json").is_file()
    assert folder.name in workspace.panel.outcomes.currentText()
    assert_same(load_experiment(folder).result.charts, outcome.saved.result.charts)

    workspace.reset()
    assert workspace.board.tiles == ()
    with qtbot.waitSignal(workspace.files.outcome_opened):
        workspace.files.open(folder)
    assert_same([tile.view.chart for tile in workspace.board.tiles], outcome.saved.result.charts)
    assert workspace.panel.form.settings() == QUICK


def test_that_a_dropped_folder_is_opened_and_another_one_refused_in_one_line(
    qtbot, workspace, outcome, tmp_path
):
    folder, other = tmp_path / "kept", tmp_path / "other"
    other.mkdir()
    with qtbot.waitSignal(workspace.files.outcome_saved):
        workspace.files.save(outcome, folder)
    workspace.reset()
    with qtbot.waitSignal(workspace.files.outcome_opened):
        drop(workspace.page, folder)
    assert len(workspace.board.tiles) == len(outcome.saved.result.charts)
    with qtbot.waitSignal(workspace.files.failed):
        drop(workspace.page, other)
    assert str(other) in workspace.panel.message.text()
    assert "\n" not in workspace.panel.message.text()
    assert len(workspace.board.tiles) == len(outcome.saved.result.charts)


def drop(widget, folder):
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(folder))])
    widget.dropEvent(
        QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            dragged,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_that_a_result_that_cannot_be_saved_is_told_in_one_line_and_stays(
    qtbot, workspace, outcome, tmp_path
):
    place = tmp_path / "place" / "file"
    place.parent.mkdir()
    place.write_text("mine")
    with qtbot.waitSignal(workspace.files.failed):
        workspace.files.save(outcome, place)
    assert str(place) in workspace.panel.message.text()
    assert "\n" not in workspace.panel.message.text()
    assert workspace.experiments.outcome is outcome
    assert os.listdir(place.parent) == ["file"]
    assert place.read_text() == "mine"


def test_that_cancel_answers_and_training_and_other_workspaces_go_on(qtbot, window, workspace):
    set_to(workspace, NoiseSettings(epochs=1000))
    window.runner.toggle_running()
    window.actions_.run.trigger()
    qtbot.waitUntil(
        lambda: (
            workspace.run_note.progress.bar.value() >= 0 and bool(workspace.run_note.note.text())
        )
    )
    window.show_workspace("learn")
    assert workspace.is_running
    assert window.actions_.run.text() == "&Pause"
    step = window.runs.run.step
    qtbot.waitUntil(lambda: window.runs.run.step > step)
    window.actions_.run.trigger()
    assert workspace.is_running  # pausing the training is not cancelling the experiment
    window.tabs.setCurrentIndex(window.workspaces.index(workspace))
    window.actions_.run.trigger()
    assert not workspace.is_running
    assert "Cancelled" in workspace.run_note.note.text()
    assert window.actions_.run.text() == "&Run"


def test_that_settings_that_do_not_fit_the_digits_are_told_in_one_line(qtbot, window, workspace):
    workspace.panel.list.setCurrentRow(3)  # many minima
    form = workspace.panel.form
    form.editors["examples"].setValue(10_000_000)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not workspace.is_running)
    assert "10000000" in workspace.panel.message.text().replace(",", "")
    assert "\n" not in workspace.panel.message.text()
    form.editors["widths"].setText("0")
    form.editors["widths"].setModified(True)
    window.actions_.run.trigger()
    assert not workspace.is_running
    assert form.editors["widths"].error is not None
    assert form.message.isVisible()


def test_that_a_picture_of_a_wall_comes_to_the_canvas_of_learn(qtbot, window, workspace, outcome):
    tile = next(t for t in workspace.board.tiles if hasattr(t.view, "picture_chosen"))
    at = picture_rectangle(tile.view, 2).center().toPoint()
    QTest.mousePress(tile.view, Qt.MouseButton.LeftButton, pos=at)
    np.testing.assert_array_equal(window.drawing.pixels, tile.view.chart.pictures[2])


def test_that_results_survive_another_experiment_being_looked_at(workspace, outcome):
    workspace.panel.list.setCurrentRow(1)
    assert workspace.board.tiles == ()
    assert workspace.panel.outcomes.currentText() == "no result yet"
    workspace.panel.list.setCurrentRow(0)
    titles = [chart.title for chart in outcome.saved.result.charts]
    assert [tile.view.chart.title for tile in workspace.board.tiles] == titles
    assert workspace.panel.form.settings() == QUICK


def test_that_the_network_of_learn_is_shown_noise(qtbot, window, workspace):
    box = workspace.panel.form.editors["network"]
    box.setCurrentIndex(box.findText("the network of Learn"))
    parameters = window.shown.subject.parameters
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not workspace.is_running)
    saved = workspace.experiments.outcome.saved
    assert saved.settings == QUICK.changed(network="learn")
    network = window.shown.subject.recipe.make_network(DIGIT, 10).at(parameters)
    pictures = noise_pictures("uniform noise", window.runs.data, 20, seed=3)
    answers = network.forward(pictures.inputs(dtype=network.dtype)).argmax(axis=1)
    rows = next(table for table in saved.result.tables if table.name == "answers").rows
    assert [row[2] for row in rows if row[0] == "uniform noise"] == answers.tolist()


def test_that_the_finished_result_opens_without_a_run_and_only_once(qtbot, window, workspace):
    for _ in range(2):
        qtbot.mouseClick(workspace.panel.finished, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: workspace.experiments.outcome is not None)
        assert workspace.experiments.outcome.comes_along
        workspace.reset()
    assert workspace.panel.outcomes.count() == 1


def test_that_the_time_is_measured_in_the_background_and_told_before_the_run(
    qtbot, window, workspace
):
    workspace.panel.list.setCurrentRow(3)
    assert workspace.times.words() == "How long it takes here is not measured yet."
    note = workspace.run_note.note
    qtbot.waitUntil(lambda: note.toolTip().startswith("Takes about "))
    assert note.toolTip() == workspace.times.words()
    assert workspace.experiments.pieces.in_memory() == {}
