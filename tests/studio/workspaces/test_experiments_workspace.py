"""The workspace Experiments, as the window joins it."""

from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QUrl

from gdstudio.errors import FileError
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.pictures.charts import LineChart
from gdstudio.studio.controllers import experiments_controller
from tests.studio.controllers.test_experiment_files_controller import outcome
from tests.studio.small_runs import begin


@pytest.fixture
def window(make_window):
    window = make_window(load=False)
    window.said = []
    window.shared.messages.said.connect(window.said.append)
    return window


@pytest.fixture
def room(window):
    window.show_workspace("experiments")
    assert window.workspace is window.experiments
    return window.experiments


def choose(room, name):
    room.panel.experiment_chosen.emit(list(EXPERIMENTS).index(name))
    assert room.experiments.selected.name == name


def test_that_results_are_opened_here_and_saved_where_there_is_one(window, room):
    a = window.shared.actions
    own = a.open_experiment, a.save_experiment
    assert [action.isVisible() for action in own] == [True, True]
    assert [action.isEnabled() for action in own] == [True, False]
    room.experiments.add_outcome(outcome())
    assert [action.isEnabled() for action in own] == [True, True]
    window.show_workspace("learn")
    assert [action.isVisible() for action in own] == [False, False]
    assert [action.isEnabled() for action in own] == [False, False]
    window.show_workspace("experiments")
    assert [action.isEnabled() for action in own] == [True, True]


def test_that_the_way_looks_for_another_drawing_when_it_is_seen(window, room):
    room.ways.look_again = MagicMock()
    window.show_workspace("learn")
    room.ways.look_again.assert_not_called()
    window.show_workspace("experiments")
    room.ways.look_again.assert_called_once_with()


def test_that_the_bar_of_noise_is_there_for_its_experiment(window, room):
    assert room.noise_bar.isHidden() is (room.experiments.selected.name != "noise")
    for name in ("noise", "minima", "noise"):
        choose(room, name)
        assert room.noise_bar.isHidden() is (name != "noise")


def test_that_run_cancels_what_runs_and_reset_resets(window, room, monkeypatch):
    begin(window.runs)
    for deed in ("run", "cancel", "reset"):
        setattr(room.experiments, deed, MagicMock())
    room.toggle_running()
    room.experiments.run.assert_called_once_with(window.runs.data, None)
    monkeypatch.setattr(
        experiments_controller.ExperimentsController, "is_running", property(lambda _self: True)
    )
    room.toggle_running()
    room.experiments.cancel.assert_called_once_with()
    room.experiments.run.assert_called_once()
    room.reset()
    room.experiments.reset.assert_called_once_with()


def test_that_a_result_is_saved_as_the_user_says(window, room, tmp_path):
    room.files.ask_to_save = MagicMock()
    one = outcome()
    room.experiments.add_outcome(one)
    window.shared.actions.save_experiment.trigger()
    room.files.ask_to_save.assert_called_once_with(one)
    one.folder = tmp_path / "mine"
    room.panel.set_message, room.panel.set_outcomes = MagicMock(), MagicMock()
    room.files.outcome_saved.emit(one)
    room.panel.set_message.assert_called_once_with("")
    ((name,), shown) = room.panel.set_outcomes.call_args.args
    assert name.endswith("· mine")
    assert shown == 0
    assert window.said[-1] == f"Saved {tmp_path / 'mine'}"


def test_that_a_result_opened_is_shown_and_its_pieces_are_found(window, room, tmp_path):
    room.experiments.pieces.look_into = MagicMock()
    one = outcome()
    one.folder = tmp_path
    room.files.outcome_opened.emit(one)
    room.experiments.pieces.look_into.assert_called_once()
    assert room.experiments.outcome is one
    assert window.said[-1] == f"Opened {tmp_path}"


def test_that_a_dropped_folder_and_the_action_open_results(window, room, monkeypatch, tmp_path):
    from gdstudio.studio.controllers import experiment_files_controller

    asked = []
    monkeypatch.setattr(
        experiment_files_controller, "once", lambda *job: asked.append(job[1]) or (lambda: iter(()))
    )
    room.page.folder_dropped.emit(tmp_path)
    window.shared.dialogs.folder_to_open = MagicMock(return_value=tmp_path / "b")
    window.shared.actions.open_experiment.trigger()
    assert asked == [tmp_path, tmp_path / "b"]


def test_that_what_cannot_be_opened_is_said_in_the_panel_and_a_fault_reported(window, room):
    room.panel.set_message, window.shared.messages.report = MagicMock(), MagicMock()
    error, fault = FileError("a", "is not opened"), ValueError("odd")
    room.files.failed.emit(error)
    room.panel.set_message.assert_called_once_with(str(error))
    window.shared.messages.report.assert_not_called()
    room.files.failed.emit(fault)
    window.shared.messages.report.assert_called_once_with(fault)
    room.panel.set_message.assert_called_once()


@pytest.mark.parametrize("opens", [True, False])
def test_that_it_is_said_when_no_browser_opens_a_paper(window, room, monkeypatch, opens):
    from gdstudio.studio.workspaces import experiments

    services = MagicMock()
    services.openUrl.return_value = opens
    monkeypatch.setattr(experiments, "QDesktopServices", services)
    address = QUrl("https://arxiv.org/abs/1712.09913")
    room.paper.link_activated.emit(address)
    services.openUrl.assert_called_once_with(address)
    assert window.said == ([] if opens else [f"No browser opens {address.toString()}"])


def test_that_charts_can_be_taken_away_with_the_settings_of_their_experiment(window, room):
    exports = window.shared.exports
    exports.copy_picture = MagicMock()
    room.board.set_charts([LineChart("Costs", "step", "cost", ())])
    (tile,) = room.board.tiles
    tile.figures.wish("copy-picture")
    ((figure,), _) = exports.copy_picture.call_args
    assert figure.title == "Costs"


@pytest.mark.parametrize("fits", [True, False])
def test_that_a_picture_chosen_goes_to_the_canvas(window, room, fits):
    window.drawing.show_picture = MagicMock(return_value=fits)
    pixels = np.zeros((28, 28), np.uint8)
    room.board.picture_chosen.emit(pixels)
    assert window.drawing.show_picture.call_args.args[0] is pixels
    said = "The picture is on the canvas of Learn, whose network is another one."
    assert window.said == ([said] if fits else [])


def test_that_the_way_stands_before_the_charts_of_the_result(room):
    room.board.set_charts = MagicMock()
    room.ways.charts_made.emit(("way",))
    room.board.set_charts.assert_not_called()
    one = outcome()
    room.experiments.add_outcome(one)
    room.ways.charts_made.emit(("way",))
    room.board.set_charts.assert_called_with(("way", *one.saved.result.charts))


def test_that_each_result_is_looked_into_for_ways(window, room):
    room.ways.set_result = MagicMock()
    one = outcome()
    room.experiments.add_outcome(one)
    pieces = room.experiments.pieces
    room.ways.set_result.assert_called_once_with(one.saved.settings, window.runs.data, pieces)
    room.panel.outcome_chosen.emit(-1)
    assert room.ways.set_result.call_args.args == (None, window.runs.data, pieces)


def test_that_noise_is_shown_with_its_answer(window, room):
    room.noise_bar.set_answer, room.noise_bar.preview.set_pixels = MagicMock(), MagicMock()
    begin(window.runs)
    room.noise_bar.noise_requested.emit()
    assert room.noise_bar.preview.set_pixels.call_args.args[0] is window.drawing.pixels
    assert window.drawing.pixels.any()
    assert room.noise_bar.set_answer.call_args.args == (
        None, window.runs.run.name, "There is no network yet.",
    )  # fmt: skip
    window.runs.end(None)
    window.drawing.answer_changed.emit()
    assert room.noise_bar.set_answer.call_args.args[1] == ""


def test_that_an_empty_canvas_needs_no_reason(window, room):
    room.noise_bar.set_answer = MagicMock()
    window.drawing.answer_changed.emit()
    room.noise_bar.set_answer.assert_called_once_with(None, "", "")


def test_that_a_chart_of_the_finished_result_fills_the_board_whenever_it_is_taken_up(qtbot, room):
    kept = {"experiment": "minima", "settings": {}, "finished": True, "chart": 2}
    for _ in range(2):
        room.take_up(kept)
        qtbot.waitUntil(lambda: room.board.enlarged is not None)
        assert room.board.enlarged is room.board.tiles[1]
        assert {name: room.state()[name] for name in kept if name != "settings"} == {
            name: kept[name] for name in kept if name != "settings"
        }
        room.board.show_alone(None)
    room.take_up({**kept, "chart": 0})
    assert room.board.enlarged is None
