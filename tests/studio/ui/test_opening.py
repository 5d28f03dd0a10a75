"""The window opens with one workspace; what is made later comes in pieces and disturbs nobody."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.workspaces import later


class WindowsShown(QObject):
    """Notes every widget that appears as a window."""

    def __init__(self, app):
        super().__init__()
        self.names = []
        app.installEventFilter(self)

    def eventFilter(self, watched, event):
        is_shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if is_shown and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


@pytest.fixture
def opening(qtbot, qapp, settings):
    """The window as it is first seen: nothing but Learn is made."""
    window = MainWindow(settings, Appearance("light", qapp))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    yield window
    window.close_at_once()


@pytest.fixture
def pieces(monkeypatch):
    """What has been made later so far, by the name of its class; None is another piece of work."""
    made = []
    plain = later.later_workspaces

    def noted(*given, **how):
        for piece in plain(*given, **how):
            made.append(None if piece is None else type(piece).__name__)
            yield piece

    monkeypatch.setattr("gdstudio.studio.main_window.later_workspaces", noted)
    return made


ALL = [
    "DataWorkspace", "DescentWorkspace", "LandscapeWorkspace", "ExperimentsWorkspace",
    "InspectWorkspace",
]  # fmt: skip


def made_of(pieces):
    return [piece for piece in pieces if piece is not None]


def test_that_the_window_is_shown_before_the_other_workspaces_are_made(pieces, opening):
    assert pieces == []
    assert [opening.tabs.tabText(k) for k in range(opening.tabs.count())] == [
        "Data", "Learn", "Descent", "Landscape", "Experiments", "Inspect",
    ]  # fmt: skip
    assert opening.workspace is opening.learn
    assert opening.keeping is None
    assert opening.actions_.step_batch.isVisible()
    assert not opening.actions_.descent_step.isVisible()


def test_that_loading_makes_the_rest_in_pieces_and_keeps_window_and_keys(qtbot, pieces, opening):
    shown = WindowsShown(QApplication.instance())
    opening.load()
    assert len(pieces) == 1  # events are handled before the next one
    qtbot.waitUntil(lambda: opening.runs.run is not None and opening.runs.run.progress is not None)
    assert made_of(pieces) == ALL
    assert pieces.count(None) == 5
    assert shown.names == []
    assert QApplication.activeWindow() is opening
    assert opening.workspace.guide == "learn"
    QTest.keyClick(opening, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: opening.runs.run.step == 1)


def test_that_a_tab_chosen_early_is_made_at_once_with_those_before_it(pieces, opening):
    opening.show_workspace("landscape")
    assert made_of(pieces) == ALL[:3]
    assert opening.workspace.guide == "landscape"
    assert opening.workspace.page.isVisible()
    assert not opening.learn.page.isVisible()
    assert opening.inspect.guide == "inspect"
    assert made_of(pieces) == ALL
    assert opening.workspace.guide == "landscape"


def test_that_a_window_closed_before_all_is_made_makes_no_more(qtbot, pieces, opening):
    opening.load()
    opening.close()
    assert not opening.isVisible()
    before = len(pieces)
    QApplication.processEvents()
    QApplication.processEvents()
    assert len(pieces) == before
    assert opening.runs.run is None


def test_that_what_is_made_later_wears_the_theme_that_was_chosen_meanwhile(pieces, opening):
    dark = next(a for a in opening.actions_.appearances.actions() if a.data() == "dark")
    dark.trigger()
    for page in (opening.learn.page, opening.descent.page, opening.inspect.page):
        assert page.palette().window().color().lightness() < 100


def test_that_no_experiment_film_report_or_pillow_is_loaded_before_the_first_picture():
    code = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "from gdstudio.studio.app import MainWindow, Appearance, Preferences, make_application\n"
        "from gdstudio.studio.user_folder import keep_everything_in\n"
        "keep_everything_in(Path(tempfile.mkdtemp()))\n"
        "app = make_application(['gdstudio'])\n"
        "window = MainWindow(Preferences(), Appearance('light', app))\n"
        "window.show(); window.grab()\n"
        "rooms = ('experiments', 'jobs.films.run', 'report.page', 'pictures.figures')\n"
        "late = ('PIL', *(f'gdstudio.{name}' for name in rooms))\n"
        "print([name for name in sys.modules if name.startswith(late)])\n"
        "window.close_at_once()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
