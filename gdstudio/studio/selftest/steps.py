"""The window, and what the self-test does with it; every step tells in one line what it saw."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Slot
from PySide6.QtGui import QGuiApplication

from gdstudio.files.run_file import load_run
from gdstudio.learning.snapshot import Snapshot
from gdstudio.numerals import percent, whole
from gdstudio.resources import resource
from gdstudio.studio.bench.bench_window import run_for, run_until
from gdstudio.studio.bench.stroke import send_mouse
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.selftest.fault_watch import FaultWatch, StepFailed
from gdstudio.studio.selftest.pictures import (
    check_not_blank,
    check_surface,
    picture_at_rest,
    save_picture,
    wait_for_surface,
)
from gdstudio.studio.state.progress import Progress, RunState
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workspaces.learn import LearnWorkspace

_LEAST_ACCURACY: Final = 0.6  # a second of training gives 0.8 on a slow machine
_TURN_DEGREES: Final = 40.0
_SKILLED_RUN: Final = "runs/small-best.gdrun"
PATIENCE_S: Final = 60


class Stage(QObject):
    """What every step is done with: the window, and an ear for all that goes wrong in it.

    Attributes:
        window: The real window.
    """

    def __init__(self, window: MainWindow, faults: FaultWatch) -> None:
        super().__init__(window)
        self.window = window
        self._faults = faults
        window.shared.messages.fault_met.connect(self._on_fault_met)

    @property
    def learn(self) -> LearnWorkspace:
        """The workspace Learn, which holds the run."""
        return self.window.learn

    @property
    def snapshot(self) -> Snapshot:
        """Where the run stands; there must be one."""
        progress = self.window.runs.progress
        assert progress is not None
        return progress.snapshot

    @property
    def accuracy(self) -> float:
        """Share of the test digits that the run answers rightly; NaN before it was asked."""
        run = self.window.runs.run
        return math.nan if run is None else run.accuracies[1]

    def wait(self, is_reached: Callable[[], bool], what: str) -> None:
        """Let the window live until something is reached.

        Raises:
            StepFailed: Something went wrong meanwhile.
            GdstudioError: It was not reached within a minute.
        """

        def is_reached_so_far() -> bool:
            self._faults.check()
            return is_reached()

        run_until(is_reached_so_far, PATIENCE_S, what)

    @Slot(object)
    def _on_fault_met(self, error: Exception) -> None:
        self._faults.note(error)


def load_digits(stage: Stage) -> str:
    """Read MNIST as the window does when it is opened."""
    runs = stage.window.runs
    stage.window.load()
    stage.wait(lambda: runs.run is not None, "the digits")
    stage.wait(lambda: runs.progress is not None, "the untrained network")
    data = runs.data
    assert data is not None
    return f"{len(data.train):,} and {len(data.test):,} digits"


def train(stage: Stage) -> str:
    """Press Run until the network has learned something, then pause."""
    runs, run_action = stage.window.runs, stage.window.actions_.run
    run_action.trigger()
    stage.wait(lambda: runs.is_running, "the start of training")
    stage.wait(
        lambda: stage.accuracy >= _LEAST_ACCURACY,
        f"a test accuracy of {percent(_LEAST_ACCURACY, 0)}",
    )
    run_action.trigger()
    stage.wait(lambda: _is_paused(runs.progress), "the pause")
    return f"{runs.step:,} steps, {percent(stage.accuracy, 1)} of the test digits"


def save_and_open(stage: Stage) -> str:
    """Keep the run in a file and open it: every bit of its parameters must come back."""
    files = stage.window.shared.files
    before = stage.snapshot
    with tempfile.TemporaryDirectory("-gdstudio-selftest") as folder:
        path = Path(folder) / "run.gdrun"
        files.save_to(path)
        stage.wait(path.is_file, "the saved run")
        stage.wait(lambda: not files.is_busy, "the end of saving")
        size = path.stat().st_size
        _open(stage, path)
    after = stage.snapshot
    if after.step != before.step or not np.array_equal(after.parameters, before.parameters):
        raise StepFailed("the run that was opened is not the one that was saved")
    return f"{size / 1000:,.0f} kB, the same {len(after.parameters):,} parameters"


def report(stage: Stage) -> str:
    """Write a report on the run: it tells the step, and all its parts are there."""
    reports, step = stage.window.shared.reports, stage.window.runs.step
    with tempfile.TemporaryDirectory("-gdstudio-selftest") as folder:
        path = Path(folder) / "report.html"
        reports.report_to(path)
        dialog = reports.dialog
        if dialog is None:
            raise StepFailed("no report was begun")
        stage.wait(dialog.open_button.isEnabled, "the report")
        dialog.close()
        page = path.read_text(encoding="utf-8")
    if f"<dd>{whole(step)}</dd>" not in page or not page.endswith("</html>\n"):
        raise StepFailed("the report is not one of this run")
    return f"{len(page) / 1000:,.0f} kB"


def draw_a_one(stage: Stage) -> str:
    """Open the trained run that comes with the program, draw a 1 and read the answer."""
    _open(stage, resource(_SKILLED_RUN))
    canvas, bars = stage.window.shared.drawing_panel.canvas, stage.window.shared.drawing_panel.bars
    middle, height = canvas.width() / 2, canvas.height()
    send_mouse(canvas, QEvent.Type.MouseButtonPress, QPointF(middle, 0.2 * height))
    for k in range(31):
        send_mouse(canvas, QEvent.Type.MouseMove, QPointF(middle, (0.2 + 0.02 * k) * height))
        run_for(0.005)
    send_mouse(canvas, QEvent.Type.MouseButtonRelease, QPointF(middle, 0.8 * height))
    stage.wait(lambda: bars.answer is not None, "the answer")
    run_for(0.2)  # answers to what was drawn so far may come first
    if bars.answer != 1:
        raise StepFailed(f"a 1 was drawn, the answer is {bars.answer}")
    return "a 1 is read as 1"


def turn_surface(stage: Stage) -> str:
    """Turn the loss surface of Learn; the picture must change."""
    stage.window.show_workspace("learn")
    workspace = stage.learn
    stage.wait(lambda: workspace.live_surface.scene is not None, "the loss surface")
    view = workspace.surface
    check_surface(wait_for_surface(view))
    before = picture_at_rest(view)
    camera = view.camera()
    for k in range(1, 9):
        view.set_camera(replace(camera, azimuth=camera.azimuth + k * _TURN_DEGREES / 8))
        run_for(0.03)
    after = picture_at_rest(view)
    if after == before:
        raise StepFailed("it was turned, and the picture stays the same")
    check_surface(after)
    view.set_camera(camera)
    return surface_drawn(stage) + (f": {workspace.no_gl_reason}" if workspace.no_gl_reason else "")


def paint_workspace(stage: Stage, index: int, folder: Path | None) -> str:
    """Show one workspace and look at it; keep its picture if there is a folder."""
    window = stage.window
    window.tabs.setCurrentIndex(index)
    views = [view for view in window.findChildren(SurfaceView) if view.isVisible()]
    surfaces = [wait_for_surface(view) for view in views]
    picture = picture_at_rest(window)
    if folder is not None:
        save_picture(picture, folder / f"{window.workspaces[index].guide}.png")
    for surface in surfaces:
        check_surface(surface)
    return check_not_blank(picture)


def surface_drawn(stage: Stage) -> str:
    """Return "software" or "opengl"."""
    return "software" if stage.learn.no_gl_reason else "opengl"


def platform_name() -> str:
    """Return the name of Qt's connection to the screen, e.g. "xcb"."""
    return QGuiApplication.platformName()


def _is_paused(progress: Progress | None) -> bool:
    return progress is not None and progress.state is RunState.PAUSED


def _open(stage: Stage, path: Path) -> None:
    """Open a run and wait until it is shown."""
    runs, before = stage.window.runs, stage.window.runs.run
    stage.window.shared.load(path)
    stage.wait(lambda: runs.run is not before and runs.run is not None, path.name)
    stage.wait(lambda: runs.progress is not None, path.name)
    if not np.array_equal(stage.snapshot.parameters, load_run(path).state.parameters):
        raise StepFailed(f"{path.name}: the network shown is not the one in the file")
