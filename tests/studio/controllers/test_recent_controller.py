"""The menu of runs and data sets used last."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.controllers.recent_controller import RecentController
from gdstudio.studio.controllers.session_controller import SessionController
from gdstudio.studio.preferences import Preferences


class Desk:
    """A menu over kept names."""

    def __init__(self, window, preferences):
        self.files, self.preferences = MagicMock(spec=FileController), preferences
        self.action = QAction(window)
        self.sessions = MagicMock(spec=SessionController)
        RecentController(self.files, self.sessions, self.preferences, self.action, window)

    def entries(self):
        self.action.menu().aboutToShow.emit()
        return [one for one in self.action.menu().actions() if not one.isSeparator()]


@pytest.fixture
def desk(qtbot, settings):
    window = QWidget()
    qtbot.addWidget(window)
    return Desk(window, settings)


def test_that_existing_runs_and_data_are_offered_the_newest_first(desk, tmp_path):
    for name in ("a.gdrun", "b.gdrun"):
        (tmp_path / name).touch()
        desk.preferences.add_recent("runs", str(tmp_path / name))
    desk.preferences.add_recent("runs", str(tmp_path / "gone.gdrun"))
    desk.preferences.add_recent("data", str(tmp_path))
    *names, clear = desk.entries()
    wanted = [tmp_path / "b.gdrun", tmp_path / "a.gdrun", tmp_path]
    assert [one.toolTip() for one in names] == list(map(str, wanted))
    names[1].trigger()
    desk.files.open_run_file.assert_called_once_with(wanted[1])
    names[2].trigger()
    desk.files.load_data.assert_called_once_with(str(tmp_path))
    clear.trigger()
    (none,) = desk.entries()
    assert not none.isEnabled()


def test_that_a_long_name_is_shortened_in_the_middle(desk, tmp_path):
    folder = tmp_path / ("long" * 50)
    folder.mkdir()
    path = folder / "mine.gdrun"
    path.touch()
    desk.preferences.add_recent("runs", str(path))
    text = desk.entries()[0].text()
    assert len(text) < len(str(path))
    assert "\N{HORIZONTAL ELLIPSIS}" in text
    assert text.endswith("mine.gdrun")


def test_that_the_last_eight_are_kept_each_once(settings):
    preferences = settings
    for k in (*range(10), 5):
        preferences.add_recent("runs", f"/{k}")
    assert preferences.recent("runs") == tuple(f"/{k}" for k in (5, 9, 8, 7, 6, 4, 3, 2))
    preferences.save()
    assert Preferences().recent("runs") == preferences.recent("runs")
    preferences.forget_recent()
    assert preferences.recent("runs") == preferences.recent("data") == ()


def test_that_a_session_is_opened_as_one(desk, tmp_path):
    (tmp_path / "a.gdsession").touch()
    desk.preferences.add_recent("sessions", str(tmp_path / "a.gdsession"))
    desk.entries()[0].trigger()
    desk.sessions.open.assert_called_once_with(tmp_path / "a.gdsession")
