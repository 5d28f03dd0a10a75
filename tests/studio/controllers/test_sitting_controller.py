"""What is asked before closing, what is kept then, and what comes back."""

import logging
from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QDate, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.errors import FileError
from gdstudio.experiments.minima import MINIMA, MinimaSettings
from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.run_file import load_run
from gdstudio.studio.controllers import sitting_controller
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.sitting_controller import SittingController, Views
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit
from tests.studio.controllers.test_experiment_files_controller import outcome
from tests.studio.small_runs import begin, left_state, move


@pytest.fixture(autouse=True)
def folder(tmp_path):
    keep_everything_in(tmp_path)
    yield tmp_path / "sittings"
    keep_everything_in(None)


class Desk:
    """Sittings of a window that has nothing but a run."""

    def __init__(self, window):
        self.runs, self.messages, self.action = RunModel(), Messages(), QAction()
        self.files, self.dialogs = MagicMock(spec=FileController), MagicMock(spec=FileDialogs)
        self.experiments = MagicMock(spec=ExperimentsController)
        self.drawing, self.views = MagicMock(spec=DrawingController), MagicMock(spec=Views)
        self.drawing.kept.return_value, self.views.view.return_value = None, {}
        self.experiments.running = None
        self.experiments.outcomes.return_value = []
        self.experiments.pieces.in_memory.return_value = {}
        self.said = []
        self.messages.said.connect(self.said.append)
        self.sittings = SittingController(
            self.runs,
            self.files,
            self.experiments,
            self.drawing,
            self.views,
            self.dialogs,
            self.messages,
            self.action,
            window,
        )


@pytest.fixture
def make_desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield lambda: Desk(window)
    shut_down(window)


@pytest.fixture
def desk(make_desk):
    return make_desk()


def learn(desk, step):
    begin(desk.runs)
    move(desk.runs, step)
    desk.runs.run.state = left_state(step)


def test_that_nothing_is_asked_where_nothing_is_lost(desk):
    learn(desk, 3)
    assert desk.sittings.may_close()
    desk.dialogs.ask_before_closing.assert_not_called()


def test_that_an_experiment_that_runs_is_asked_about_by_name(desk):
    desk.experiments.running = (MINIMA, MinimaSettings())
    assert not desk.sittings.may_close()
    assert MINIMA.title in desk.dialogs.ask_before_closing.call_args.args[0]


def test_that_a_run_that_was_kept_is_opened_in_the_next_window(qtbot, desk, make_desk, folder):
    learn(desk, 3)
    desk.sittings.keep(desk.sittings.sitting())
    (note,) = list_sittings(folder)
    assert (note.runs, note.results) == (1, 0)
    after = make_desk()
    after.sittings.open_last()
    qtbot.waitUntil(lambda: after.files.open_kept_run.called)
    assert after.files.open_kept_run.call_args.args[0].is_relative_to(note.folder)


def test_that_nothing_is_kept_of_a_run_that_has_learned_nothing(desk, folder):
    learn(desk, 0)
    desk.sittings.keep(desk.sittings.sitting())
    assert list_sittings(folder) == []


def test_that_it_is_said_when_there_is_nothing_to_bring_back(desk):
    desk.sittings.open_last()
    assert desk.said == ["No sitting is kept yet."]


def test_that_the_menu_names_every_kept_sitting(desk):
    menu = desk.action.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["None is kept"]
    assert not menu.actions()[0].isEnabled()
    learn(desk, 3)
    desk.sittings.keep(desk.sittings.sitting())
    menu.aboutToShow.emit()
    assert [action.text().split(" · ")[1:] for action in menu.actions()] == [["1 run", "3 steps"]]


def test_that_what_was_kept_is_not_written_again(qtbot, desk, make_desk, folder):
    learn(desk, 3)
    desk.runs.end(left_state(3))
    desk.sittings.keep(desk.sittings.sitting())
    after = make_desk()
    (note,) = list_sittings(folder)
    after.sittings.open(note.folder)
    qtbot.waitUntil(lambda: after.files.open_kept_run.called)
    (path, file), _ = after.files.open_kept_run.call_args
    assert file is None
    after.runs.take_up([(load_run(path), None)])  # as one before; it has learned nothing since
    begin(after.runs, 7)
    move(after.runs, 0)
    after.runs.run.state = left_state(0)
    after.sittings.keep(after.sittings.sitting())
    assert list_sittings(folder) == [note]
    move(after.runs, 1)
    after.runs.run.state = left_state(1)
    after.sittings.keep(after.sittings.sitting())
    assert len(list_sittings(folder)) == 2


def test_that_the_words_for_what_came_back_are_told_once(qtbot, desk, make_desk, folder):
    learn(desk, 3)
    desk.runs.end(left_state(3))
    learn(desk, 4)
    desk.sittings.keep(desk.sittings.sitting())
    after = make_desk()
    after.sittings.open_last()
    qtbot.waitUntil(lambda: after.files.open_kept_run.called)
    assert [run.step for run in after.runs.earlier] == [3]
    assert after.said == []
    emit(after.files.run_opened)
    emit(after.files.run_opened)
    assert after.said == ["Brought back: 2 runs."]
    after.files.open_kept_run.reset_mock()
    after.sittings.open_last()
    qtbot.waitUntil(lambda: after.files.open_kept_run.called)
    assert [run.step for run in after.runs.earlier] == [3]  # not twice
    after.messages.report(ValueError("odd"))
    emit(after.files.run_opened)
    assert len(after.said) == 1


def test_that_the_latest_twenty_runs_are_kept(desk):
    for step in range(1, 23):
        learn(desk, step)
        desk.runs.end(left_state(step))
    sitting = desk.sittings.sitting()
    assert [run.state.step for run in sitting.earlier] == list(range(3, 23))
    assert sitting.last is None
    assert sitting.seconds == pytest.approx(22 * desk.runs.earlier[0].seconds)
    assert desk.runs.earlier[0].seconds > 0


def test_that_a_run_of_an_earlier_version_is_opened_like_a_file(desk, tmp_path):
    (tmp_path / "last.gdrun").write_bytes(b"")
    menu = desk.action.menu()
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert action.text() == "The last run of an earlier version"
    assert action.isEnabled()
    menu.triggered.emit(action)
    desk.files.open_kept_run.assert_called_once_with(tmp_path / "last.gdrun", None)
    desk.sittings.open_last()
    assert desk.files.open_kept_run.call_count == 2


def a_piece(number):
    return {"number": np.array([number])}


def test_that_it_is_said_what_is_lost_where_nothing_can_be_kept(desk, monkeypatch, tmp_path):
    saved = outcome()
    saved.folder = tmp_path
    desk.experiments.outcomes.return_value = [saved, outcome(1), outcome(2)]
    assert desk.sittings.losses() == ""
    monkeypatch.setattr(sitting_controller, "can_be_kept", lambda: False)
    assert desk.sittings.losses() == (
        f"Nothing can be kept here, so what came out of these would be lost: {MINIMA.title}."
    )
    assert not desk.sittings.may_close()
    desk.dialogs.ask_before_closing.assert_called_once_with(desk.sittings.losses())
    desk.experiments.outcomes.return_value = [saved]
    assert desk.sittings.may_close()


def test_that_a_sitting_holds_what_is_not_saved_elsewhere(desk, tmp_path):
    learn(desk, 3)
    desk.runs.end(left_state(3))
    saved, unsaved = outcome(), outcome(2)
    saved.folder, saved.pieces, unsaved.pieces = tmp_path, {"a": a_piece(1)}, {"b": a_piece(2)}
    desk.experiments.outcomes.return_value = [saved, unsaved]
    pieces = {"a": a_piece(1), "b": a_piece(2), "c": a_piece(3)}
    desk.experiments.pieces.in_memory.return_value = pieces
    settings = MinimaSettings(seed=5)
    desk.experiments.running = (MINIMA, settings)
    sitting = desk.sittings.sitting()
    ((kept),) = sitting.results
    assert (kept.saved, kept.pieces) == (unsaved.saved, unsaved.pieces)
    assert sitting.pieces == {"c": pieces["c"]}
    assert sitting.unfinished == (MINIMA.name, settings.to_dict())
    assert sitting.seconds == desk.runs.earlier[0].seconds + 12.5
    assert [run.state.step for run in sitting.earlier] == [3]


@pytest.fixture
def written(monkeypatch):
    """What is written, in place of a folder."""
    save, forget = MagicMock(), MagicMock()
    monkeypatch.setattr(sitting_controller, "save_sitting", save)
    monkeypatch.setattr(sitting_controller, "forget_old_sittings", forget)
    return save, forget


def test_that_what_is_kept_goes_into_its_folder_and_old_sittings_go(desk, folder, written):
    save, forget = written
    sitting = desk.sittings.sitting()
    desk.sittings.keep(sitting)  # there is nothing
    save.assert_not_called()
    learn(desk, 3)
    sitting = desk.sittings.sitting()
    desk.sittings.keep(sitting)
    save.assert_called_once_with(folder, sitting)
    forget.assert_called_once_with(folder)


@pytest.mark.parametrize("error", [OSError("read-only"), FileError("a", "is not written")])
def test_that_a_sitting_that_cannot_be_kept_keeps_no_window_open(desk, written, caplog, error):
    written[0].side_effect = error
    learn(desk, 3)
    with caplog.at_level(logging.WARNING):
        desk.sittings.keep(desk.sittings.sitting())
    assert str(error) in caplog.text


@pytest.mark.parametrize("is_kept", [True, False])
def test_that_a_result_is_kept_once(desk, written, is_kept):
    one = outcome()
    one.is_kept = is_kept
    desk.experiments.outcomes.return_value = [one]
    desk.sittings.keep(desk.sittings.sitting())
    assert written[0].called is not is_kept


def test_that_what_was_under_way_comes_back_and_is_kept_again_only_when_it_has_grown(
    qtbot, desk, make_desk, folder
):
    settings = MinimaSettings(seed=5)
    desk.experiments.running = (MINIMA, settings)
    desk.experiments.pieces.in_memory.return_value = {"c": a_piece(3)}
    desk.sittings.keep(desk.sittings.sitting())
    after = make_desk()
    after.sittings.open_last()
    qtbot.waitUntil(lambda: bool(after.said))
    assert after.said == [
        "Brought back: finished pieces of an experiment. "
        f"“{MINIMA.title}” goes on from what is finished when it is run again."
    ]
    outcomes, pieces, unfinished = after.experiments.restore.call_args.args
    assert outcomes == []
    assert pieces["c"]["number"].tolist() == [3]
    assert unfinished == (MINIMA, settings)
    after.experiments.pieces.in_memory.return_value = dict(pieces)
    after.sittings.keep(after.sittings.sitting())
    assert len(list_sittings(folder)) == 1
    after.experiments.pieces.in_memory.return_value = {**pieces, "d": a_piece(4)}
    after.sittings.keep(after.sittings.sitting())
    assert len(list_sittings(folder)) == 2


@pytest.mark.parametrize(("count", "said"), [(1, "1 result"), (2, "2 results")])
def test_that_results_come_back_as_kept_ones(qtbot, desk, make_desk, count, said):
    desk.experiments.outcomes.return_value = [outcome(seed) for seed in range(count)]
    desk.sittings.keep(desk.sittings.sitting())
    after = make_desk()
    menu = after.action.menu()
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert action.text().split(" · ")[1:] == [said]
    menu.triggered.emit(action)
    qtbot.waitUntil(lambda: bool(after.said))
    assert after.said == [f"Brought back: {said}."]
    outcomes, _, unfinished = after.experiments.restore.call_args.args
    assert [one.is_kept for one in outcomes] == [True] * count
    assert sorted(one.saved.settings.seed for one in outcomes) == list(range(count))
    assert unfinished is None
    after.files.open_kept_run.assert_not_called()


def test_that_an_experiment_nobody_knows_is_left_out(qtbot, desk, make_desk, caplog):
    desk.experiments.pieces.in_memory.return_value = {"c": a_piece(3)}
    sitting = replace(desk.sittings.sitting(), unfinished=("of another world", {}))
    desk.sittings.keep(sitting)
    after = make_desk()
    with caplog.at_level(logging.WARNING):
        after.sittings.open_last()
        qtbot.waitUntil(lambda: bool(after.said))
    assert after.said == ["Brought back: finished pieces of an experiment."]
    assert "of another world" in caplog.text


def test_that_the_menu_tells_when_a_sitting_ended_and_what_is_in_it(desk, folder):
    for step in (1000, 234):
        learn(desk, step)
        desk.runs.end(left_state(step))
    desk.sittings.keep(desk.sittings.sitting())
    (note,) = list_sittings(folder)
    menu = desk.action.menu()
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    at = note.ended_at.astimezone()
    day = QLocale().toString(QDate(at.year, at.month, at.day), QLocale.FormatType.ShortFormat)
    assert action.text() == f"{day} {at:%H:%M} · 2 runs · {note.steps:,} steps"


def test_that_a_sitting_that_is_gone_is_told(qtbot, desk, tmp_path):
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "last.gdrun").write_bytes(b"odd")
    (tmp_path / "gone" / "about.json").write_text("odd")
    with qtbot.waitSignal(desk.messages.fault_met):
        desk.sittings.open(tmp_path / "gone")


def test_that_a_run_of_one_step_is_kept_and_one_of_none_is_not(desk, written):
    learn(desk, 0)
    assert desk.sittings.sitting().last is None
    learn(desk, 1)
    sitting = desk.sittings.sitting()
    assert sitting.last.state.step == 1
    desk.sittings.keep(sitting)
    written[0].assert_called_once()
