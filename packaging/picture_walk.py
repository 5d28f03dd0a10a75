"""Takes every workspace, page and dialog in windows and texts of many sizes, to be looked at.

packaging/setup/virtual-screen .venv/bin/python packaging/picture_walk.py DIR [PAGE...]

Without the name of a page, e.g. inspect-mistakes, all are taken. There is a trained network, a
drawing, a finished descent and an experiment's result. Nothing is compared: somebody has to look.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import screenshots as scenes
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget

from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.common.finder import Finder

# Width and height of the window, text size in percent, theme.
VIEWS = (
    (1280, 720, 100, "light"),
    (1280, 720, 150, "light"),
    (1280, 720, 150, "dark-contrast"),
    (900, 560, 100, "dark"),
    (1366, 768, 100, "light-contrast"),
    (1920, 1080, 100, "dark"),
    (1920, 1080, 150, "light"),
)


def learn(window: MainWindow) -> None:
    scenes.learn(window)
    window.runner.toggle_running()
    scenes.rest(1)


def data(window: MainWindow) -> None:
    window.show_workspace("data")
    scenes.wait(lambda: window.data.summary.summary is not None)
    window.data.digits.go_to(1234)


def memorization(window: MainWindow) -> None:
    room = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.panel.list.setCurrentRow(list(EXPERIMENTS).index("memorization"))
    room.panel.finished_requested.emit()
    scenes.wait(lambda: room.experiments.outcome is not None)


def chooser(window: MainWindow) -> None:
    window.show_workspace("learn")
    if window.learn.page.fold is not None:
        window.learn.page.fold.show_card()
    scenes.rest(0.3)
    window.learn.training_panel.recipe_box.showPopup()


def settings_open(window: MainWindow) -> None:
    window.show_workspace("learn")
    if window.learn.page.fold is not None:
        window.learn.page.fold.show_card()


def descent_settings(window: MainWindow) -> None:
    window.show_workspace("descent")
    if window.descent.page.fold is not None:
        window.descent.page.fold.show_card()


def landscape_settings(window: MainWindow) -> None:
    window.show_workspace("landscape")
    if window.landscape.page.fold is not None:
        window.landscape.page.fold.show_card()


def guide(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.guide.trigger()


def enlarged_plot(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.learn.page.enlarge(window.learn.page.cost_card)


def enlarged_map(window: MainWindow) -> None:
    scenes.descent(window)
    window.descent.page.enlarge(window.descent.page.contour_card)


def runs(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.compare_runs.trigger()


def preferences(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.preferences.trigger()


def palette(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.palette.trigger()


def keys(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.keys.trigger()


# What stands until something else is chosen is prepared once; what gives way is opened each time.
ONCE = (
    learn,
    data,
    scenes.time,
    scenes.descent,
    scenes.descent_of_one,
    scenes.landscape,
    scenes.experiments,
    memorization,
    scenes.inspect_network,
    scenes.inspect_neuron,
    scenes.inspect_backprop,
    scenes.inspect_wants,
    scenes.inspect_nudges,
    scenes.inspect_health,
    scenes.inspect_weights,
    scenes.inspect_slopes,
    scenes.cost_of_digit,
    scenes.inspect,
    scenes.inspect_network_of_maps,
    scenes.inspect_shifts,
    scenes.inspect_mistakes,
    scenes.inspect_reading,
    scenes.inspect_gates,
    scenes.inspect_lab,  # its edits stay
)
EACH_TIME = (
    chooser,
    settings_open,
    descent_settings,
    landscape_settings,
    guide,
    enlarged_plot,
    enlarged_map,
    runs,
    preferences,
    palette,
    keys,
)


def name_of(page: Callable[[MainWindow], None]) -> str:
    return page.__name__.replace("_", "-")


def settle() -> None:
    """Let all layouts be done and painted, however long one round of events takes."""
    for _ in range(8):
        scenes.rest(0.1)


def look(window: MainWindow, view: tuple[int, int, int, str]) -> None:
    """Give the window its size, its text size and its theme."""
    width, height, percent, theme = view
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(percent)].trigger()
    for action in window.actions_.appearances.actions():
        if action.data() == theme:
            action.trigger()
    window.resize(width, height)
    settle()


def put_away(window: MainWindow) -> None:
    """Close whatever lies over the window or beside it."""
    for top in QApplication.topLevelWidgets():
        if isinstance(top, QDialog) and top.isVisible():
            top.close()
    dock = window.findChild(QDockWidget, "guide")
    if dock is not None:
        dock.close()
    for finder in window.findChildren(Finder):
        finder.close_again()
    for workspace in window.workspaces:
        while workspace.page.put_away():
            pass
    window.setFocus()
    settle()


def taken(window: MainWindow) -> QPixmap:
    """Return the screen where the window is, with what lies over it."""
    return window.screen().grabWindow(0, *window.geometry().getRect())


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    gc.disable()
    keep_everything_in(Path(tempfile.mkdtemp("-picture-walk")))
    app = make_application(["gdstudio"])
    window = MainWindow(Preferences(), Appearance("light", app))
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.move(0, 0)
    window.resize(1280, 720)
    window.show()
    window.load()
    scenes.wait(lambda: window.runs.run is not None and window.runs.run.progress is not None)
    for page in (*ONCE, *EACH_TIME):
        if wanted and name_of(page) not in wanted:
            continue
        if page in ONCE:
            look(window, VIEWS[0])
            page(window)
        for view in VIEWS:
            look(window, view)
            if page in EACH_TIME:
                page(window)
                settle()
            width, height, percent, theme = view
            file = f"{name_of(page)}-{width}x{height}-{percent}-{theme}.png"
            taken(window).save(str(folder / file))
            print(file, flush=True)
            if page in EACH_TIME:
                put_away(window)
    window.close_at_once()
    return 0


if __name__ == "__main__":
    sys.exit(main())
