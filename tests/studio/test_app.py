"""How the program begins and ends, with parts that only note what they are told."""

import sys
from pathlib import Path
from unittest.mock import MagicMock

import pyqtgraph as pg
import pytest

from gdstudio.errors import GdstudioError
from gdstudio.resources import resource
from gdstudio.studio import app as module
from gdstudio.studio.app import (
    Opening,
    StartMode,
    configure_pyqtgraph,
    make_application,
    run_window,
)
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.state.run_model import RunModel


@pytest.fixture
def parts(monkeypatch):
    """Put a mock in the place of each part; return them as attributes of one."""
    parts = MagicMock()
    for name in (
        *("QApplication", "threadpool_limits", "share_opengl_contexts", "load_catalogue"),
        *("choose_font", "app_icon", "EndSignals", "remove_leftovers", "Preferences"),
        *("MainWindow", "Appearance", "install_hooks", "GarbageCollector", "QTimer"),
    ):
        monkeypatch.setattr(module, name, getattr(parts, name))
    monkeypatch.setattr(sys, "setswitchinterval", parts.setswitchinterval)
    parts.app = parts.QApplication.return_value
    parts.app.primaryScreen().depth.return_value = 15
    parts.app.exec.return_value = 3
    parts.EndSignals.return_value.were_heard = False
    return parts


def test_that_the_application_is_named_styled_and_shares_the_machine(parts):
    pg.setConfigOptions(imageAxisOrder="col-major", antialias=True, useOpenGL=True)
    assert make_application(["name"]) is parts.app
    parts.setswitchinterval.assert_called_once_with(0.0005)
    parts.threadpool_limits.assert_called_once_with(1, "blas")
    parts.share_opengl_contexts.assert_called_once_with()
    parts.QApplication.assert_called_once_with(["name"])
    app = parts.app
    app.setApplicationName.assert_called_once_with("gdstudio")
    app.setApplicationDisplayName.assert_called_once_with("Gradient Descent Studio")
    app.setApplicationVersion.assert_called_once()
    app.setDesktopFileName.assert_called_once_with("org.gdstudio.GradientDescentStudio")
    assert parts.load_catalogue.call_args.args[0] is app
    app.setStyle.assert_called_once_with("fusion")
    app.setFont.assert_called_once_with(parts.choose_font())
    app.setWindowIcon.assert_called_once_with(parts.app_icon())
    options = ("imageAxisOrder", "antialias", "useOpenGL")
    assert [pg.getConfigOption(name) for name in options] == ["row-major", False, False]


def test_that_a_screen_of_too_few_colours_is_told(parts):
    parts.app.primaryScreen().depth.return_value = 14
    with pytest.raises(GdstudioError, match="14 bits a pixel; the window needs 15 or more"):
        make_application([])


@pytest.mark.parametrize(("was_ended", "code"), [(False, 3), (True, 130)])
def test_that_the_window_is_shown_until_it_is_closed(parts, monkeypatch, was_ended, code):
    opened = []
    monkeypatch.setattr(module, "Opening", lambda *given: opened.append(given))
    signals, window = parts.EndSignals.return_value, parts.MainWindow.return_value
    signals.were_heard = was_ended
    assert run_window(Path("a"), use_gl=False, start_mode="draw") == code
    parts.EndSignals.assert_called_once_with(parts.app)
    parts.remove_leftovers.assert_called_once()
    settings, appearance = parts.Preferences.return_value, parts.Appearance.return_value
    parts.Appearance.assert_called_once_with(settings.appearance, parts.app)
    parts.MainWindow.assert_called_once_with(settings, appearance, use_gl=False, autosave_s=120.0)
    parts.install_hooks.assert_called_once_with(window)
    signals.end_requested.connect.assert_called_once_with(window.end_program)
    parts.app.commitDataRequest.connect.assert_called_once_with(window.end_with_session)
    window.show.assert_called_once_with()
    delay, context, begin = parts.QTimer.singleShot.call_args.args
    assert (delay, context) == (0, window)
    begin()
    assert opened == [(window, Path("a"), StartMode.DRAW, 0)]
    collector = parts.GarbageCollector.return_value
    window.completed.connect.assert_called_once_with(collector.leave_out)
    collector.stop.assert_called_once_with()
    signals.stop.assert_called_once_with()


class Window(MainWindow):
    """Stands for the window: it has runs, and notes what it is told."""

    def __init__(self):
        super(MainWindow, self).__init__()
        self.runs, self.shared, self.runner = RunModel(), MagicMock(), MagicMock()
        self.loaded = []

    def load(self, run_file=None):
        self.loaded.append(run_file)

    def closeEvent(self, event):
        event.accept()


@pytest.mark.parametrize("start_mode", StartMode)
def test_that_what_is_asked_for_is_done_once_with_the_first_run(qtbot, start_mode):
    window = Window()
    qtbot.addWidget(window)
    Opening(window, Path("a"), start_mode, 0)
    assert window.loaded == [
        resource("runs/wide-best.gdrun") if start_mode is StartMode.DRAW else Path("a")
    ]
    for _ in range(2):
        window.runs.run_changed.emit()
    assert window.runner.toggle_running.call_count == (start_mode is StartMode.NEW_RUN)
    assert window.shared.drawing_panel.canvas.setFocus.call_count == (start_mode is StartMode.DRAW)


def test_that_pictures_are_indexed_by_row_and_column():
    configure_pyqtgraph()
    assert pg.getConfigOption("imageAxisOrder") == "row-major"
