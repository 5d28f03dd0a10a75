"""Takes the pictures of the documentation from the real window, on a screen with OpenGL.

packaging/setup/virtual-screen .venv/bin/python packaging/screenshots.py docs/images [SCENE...]

Without the name of a scene, e.g. inspect-mistakes, all are taken.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.descent.library import LIBRARY
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.files.run_file import load_run
from gdstudio.resources import resource
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.workspaces.inspect import InspectWorkspace

SIZES = ((1280, 720), (1920, 1080))
# A three, in shares of the canvas.
STROKE = (
    (0.35, 0.3),
    (0.45, 0.2),
    (0.58, 0.2),
    (0.65, 0.3),
    (0.62, 0.42),
    (0.5, 0.5),
    (0.62, 0.57),
    (0.68, 0.68),
    (0.6, 0.8),
    (0.45, 0.82),
    (0.34, 0.74),
)


def wait(until: Callable[[], bool], timeout_s: float = 60) -> None:
    end = QDeadlineTimer(round(timeout_s * 1000))
    while not until() and not end.hasExpired():
        QApplication.processEvents()
        QThread.msleep(2)


def rest(seconds: float) -> None:
    end = QDeadlineTimer(round(seconds * 1000))
    wait(end.hasExpired, seconds + 1)


def draw(window: MainWindow) -> None:
    canvas = window.shared.drawing_panel.canvas
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in STROKE]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def learn(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(0)
    window.actions_.run.trigger()
    draw(window)
    wait(lambda: window.runs.run.step > 20_000)
    rest(1)


def time(window: MainWindow) -> None:
    """The window as it was at step 400, with a mark at step 150."""
    window.tabs.setCurrentIndex(0)
    if window.shared.drawing_panel.canvas.is_empty:
        draw(window)
    if window.runs.run.step < 5_000:
        window.runner.toggle_running()
        wait(lambda: window.runs.run.step > 5_000)
    if window.runs.is_running:
        window.runner.toggle_running()
    rest(1)
    window.shared.time_actions.set_mark(150, "it begins to see")
    window.shared.time.show(400)
    rest(2)


def descent(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(1)
    room = window.descent
    function = LIBRARY["himmelblau"]
    room.panel.set_function(function)
    room.panel.function_chosen.emit(function)
    room.panel.overlays.box("stationary_points").setChecked(True)
    room.race_switch.setChecked(True)
    wait(lambda: room.scenes.scene is not None and room.scenes.scene.stationary is not None)
    for _ in range(25):
        window.actions_.descent_step.trigger()
    rest(1)


def descent_of_one(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(1)
    room = window.descent
    function = LIBRARY["two-valleys"]
    room.panel.set_function(function)
    room.panel.function_chosen.emit(function)
    room.panel.overlays.box("basins").setChecked(True)
    for _ in range(3):
        window.actions_.descent_step.trigger()
    rest(1.5)


def landscape(window: MainWindow) -> None:
    if window.runs.is_running:
        window.runner.toggle_running()
    window.shared.time.show_now()
    rest(0.5)
    window.tabs.setCurrentIndex(2)
    room = window.landscape
    wait(lambda: room.scenes.honesty is not None)
    room.slices.slice_requested.emit("gradient", 0)
    room.curvature.measure_requested.emit()
    wait(lambda: "2/λ" in room.curvature.result.text())
    rest(0.5)


def look_into(window: MainWindow, kept: str, page: str) -> InspectWorkspace:
    """Open a run that comes with the program and a page of Inspect."""
    runs, room = window.runs, window.inspect
    if runs.is_running:
        window.runner.toggle_running()
    step = load_run(resource(f"runs/{kept}.gdrun")).state.step
    if runs.run.step != step:
        window.load(resource(f"runs/{kept}.gdrun"))
        wait(lambda: runs.run is not None and runs.run.step == step)
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.show_page(page)
    if window.shared.drawing_panel.canvas.is_empty:
        draw(window)
    wait(lambda: runs.run.test is not None)
    rest(1)
    return room


def inspect(window: MainWindow) -> None:
    look_into(window, "cnn-small", "activations")


def inspect_shifts(window: MainWindow) -> None:
    room = look_into(window, "cnn-small", "shifts")
    QTest.mouseClick(room.shifts_page.switch.button("all"), Qt.MouseButton.LeftButton)
    wait(lambda: bool(room.shifts.maps) and not room.shifts.is_comparing, 600)
    rest(0.5)


def inspect_mistakes(window: MainWindow) -> None:
    room = look_into(window, "cnn-small", "mistakes")
    wait(lambda: room.mistakes.answers is not None)
    room.mistakes_page.gallery.setFocus()
    QTest.keyClick(room.mistakes_page.gallery, Qt.Key.Key_Right)
    rest(0.5)


def inspect_reading(window: MainWindow) -> None:
    room = look_into(window, "lstm-rows", "activations")
    room.activations_page.uncover.slider.setValue(17)
    rest(0.5)


def experiments(window: MainWindow) -> None:
    room = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.panel.list.setCurrentRow(list(EXPERIMENTS).index("noise"))
    window.actions_.run.trigger()
    wait(lambda: room.experiments.outcome is not None, timeout_s=600)
    rest(0.5)


SCENES = (
    learn,
    time,
    descent,
    descent_of_one,
    landscape,
    experiments,
    inspect,
    inspect_shifts,
    inspect_mistakes,
    inspect_reading,
)


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    scenes = {scene.__name__.replace("_", "-"): scene for scene in SCENES}
    folder.mkdir(parents=True, exist_ok=True)
    gc.disable()
    keep_everything_in(Path(tempfile.mkdtemp("-screenshots")))
    app = make_application(["gdstudio"])
    for appearance in ("light", "dark"):
        for size in SIZES:
            window = MainWindow(Preferences(), Appearance(appearance, app))
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.resize(*size)
            window.show()
            window.load()
            run = window.runs
            wait(lambda run=run: run.run is not None and run.run.progress is not None)
            for name in wanted or scenes:
                scenes[name](window)
                file = f"{name}-{appearance}-{size[0]}.png"
                window.grab().save(str(folder / file))
                print(file, flush=True)
            window.close_at_once()
    return 0


if __name__ == "__main__":
    sys.exit(main())
