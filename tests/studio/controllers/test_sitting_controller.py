"""What is asked before closing, what is kept then, and what comes back."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.experiments.minima import MINIMA, MinimaSettings
from gdstudio.files.kept_sitting import list_sittings
from gdstudio.files.run_file import load_run
from gdstudio.studio.controllers.experiments_controller import ExperimentsController
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.sitting_controller import SittingController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import emit
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
        self.experiments.running = None
        self.experiments.outcomes.return_value = []
        self.experiments.pieces.in_memory.return_value = {}
        self.said = []
        self.messages.said.connect(self.said.append)
        self.sittings = SittingController(
            self.runs,
            self.files,
            self.experiments,
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
