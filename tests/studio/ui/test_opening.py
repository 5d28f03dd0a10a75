"""The window opens with one workspace; what is made later comes in pieces and disturbs nobody."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from gdstudio.studio.views.inside.smooth_page import SmoothPage
from gdstudio.studio.views.inspect.inspect_page import PAGES
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.workspaces import later
from gdstudio.studio.workspaces.inspect_pages import CHOICES


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


LATE = (
    "PIL",
    "numpy.ma.",
    *(
        f"gdstudio.{name}"
        for name in (
            "data.opening", "experiments", "files.films", "files.models", "inside.edits",
            "inside.passes", "jobs.data_preview", "jobs.films", "jobs.model_files", "jobs.planes",
            "landscape.surface", "pictures.charts", "pictures.figures", "report",
            "studio.views.cost_plot.runs_table", "studio.views.dialogs.data",
            "studio.views.dialogs.layers", "studio.views.dialogs.own", "studio.views.dialogs.pic",
            "studio.views.training.network_chooser",
        )
    ),
)  # fmt: skip


def usual_size_of_text():
    return QApplication.font().pointSizeF()


def size_of_text(page):
    return page.findChild(QLabel).font().pointSizeF()


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


def test_that_what_is_not_in_sight_is_not_imported_before_the_first_picture():
    code = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "from gdstudio.studio.app import MainWindow, Appearance, Preferences, make_application\n"
        "from gdstudio.studio.user_folder import keep_everything_in\n"
        "keep_everything_in(Path(tempfile.mkdtemp()))\n"
        "app = make_application(['gdstudio'])\n"
        "window = MainWindow(Preferences(), Appearance('light', app))\n"
        "window.show(); window.grab()\n"
        f"late = {LATE!r}\n"
        "print([name for name in sys.modules if name.startswith(late)])\n"
        "window.close_at_once()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_a_page_of_inspect_is_made_when_it_is_first_shown(opening):
    inspect = opening.inspect
    assert inspect.state()["choices"] == {name: of[0] for name, (_, of) in CHOICES.items()}
    opening.show_workspace("inspect")
    assert opening.findChildren(NetworkPage)
    assert not opening.findChildren(SmoothPage)
    inspect.show_page("smooth")
    assert opening.findChildren(SmoothPage) == [inspect.made("smooth")[0]]
    assert inspect.made("smooth")[0].isVisible()
    assert not opening.findChildren(BackpropPage)


def test_that_a_page_made_while_its_card_fills_the_window_has_the_larger_texts(qtbot, opening):
    opening.show_workspace("inspect")
    page = opening.inspect.page
    opening.inspect.show_page("health")
    page.enlarge(page.parts["pages"])
    qtbot.waitUntil(lambda: size_of_text(opening.inspect.made("health")[0]) > usual_size_of_text())
    opening.inspect.show_page("mistakes")
    now, before = opening.inspect.made("mistakes")[0], opening.inspect.made("health")[0]
    assert size_of_text(now) == size_of_text(before)
    page.bring_back()
    assert size_of_text(now) == size_of_text(before) == usual_size_of_text()


def test_that_pages_of_inspect_are_made_for_what_is_taken_up_and_stay_as_usual_else(opening):
    inspect = opening.inspect
    inspect.take_up({"choices": {"backprop_of": "batch", "shifts_of": "drawn", "nudges_of": "?"}})
    assert inspect.state()["choices"]["backprop_of"] == "batch"
    assert opening.findChildren(BackpropPage) == [inspect.backprop_page]
    assert not opening.findChildren(NudgesPage)
    assert not opening.findChildren(ShiftsPage)


def test_that_what_can_be_chosen_in_pages_not_made_is_what_they_offer(opening):
    inspect = opening.inspect
    before = inspect.accepted(), inspect.state()
    for page in PAGES:
        inspect.show_page(page)
    inspect.show_page("network")
    assert (inspect.accepted(), inspect.state()) == before
