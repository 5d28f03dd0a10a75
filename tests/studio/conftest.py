"""The real window, on the digits that come with the program."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gdstudio.studio.app import configure_pyqtgraph
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.icons import app_icon
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.theme import FRAMED, set_current_theme


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Preferences:
    """Preferences in a folder of their own."""
    from PySide6.QtCore import QSettings

    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    return Preferences()


@pytest.fixture
def make_window(qtbot: QtBot, qapp, settings) -> Iterator[object]:
    """Return a function that opens a window; all are closed in the end."""
    configure_pyqtgraph()
    qapp.setStyle("fusion")
    qapp.setWindowIcon(app_icon())
    windows: list[MainWindow] = []

    def make(appearance: str = "light", *, load: bool = True) -> MainWindow:
        window = MainWindow(settings, Appearance(appearance, qapp))
        windows.append(window)
        qtbot.addWidget(window)
        window.setWindowState(Qt.WindowState.WindowNoState)  # the offscreen screen is small
        window.resize(1280, 720)
        window.show()
        if load:
            window.load()
            qtbot.waitUntil(lambda: window.runs.run is not None)
            # The first figures may come one message later.
            qtbot.waitUntil(lambda: window.runs.run.train is not None)
        assert len(window.workspaces) == 6  # made by now, if not before
        return window

    yield make
    for window in windows:
        window.close_at_once()


@pytest.fixture(autouse=True)
def _plain_application(qapp) -> Iterator[None]:
    """Take theme and text size off the application after each test: the next has its pixels."""
    palette, font = qapp.palette(), qapp.font()
    yield
    set_current_theme(None)
    qapp.setProperty("textSize", 100)
    qapp.setFont(font)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    for kind in FRAMED:
        qapp.setPalette(palette, kind)


@pytest.fixture(autouse=True)
def _no_button_stays_pressed(qapp) -> Iterator[None]:
    """Release the mouse after each test: QTest holds it where what was clicked has gone."""
    yield
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        elsewhere = QWidget()
        elsewhere.show()
        QTest.mouseRelease(elsewhere, Qt.MouseButton.LeftButton)
        elsewhere.close()
        assert QApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture
def window(make_window) -> MainWindow:
    """The window, digits loaded, nothing learned yet."""
    return make_window()
