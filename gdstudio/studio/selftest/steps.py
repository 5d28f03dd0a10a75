"""What the self-test does with the window, step by step."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QGuiApplication

from gdstudio.files.run_file import load_run
from gdstudio.resources import resource
from gdstudio.studio.bench.bench_window import run_for, run_until
from gdstudio.studio.bench.pointer import send_mouse
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.selftest.pictures import (
    check_not_blank,
    picture_at_rest,
    picture_of,
    save_picture,
)
from gdstudio.studio.selftest.step import StepFailed
from gdstudio.studio.workers.progress import RunState

LOAD_S: Final = 60
TRAIN_S: Final = 90
_LEAST_ACCURACY: Final = 0.6  # a second of training gives 0.8 on a slow machine
_TURN_DEGREES: Final = 40.0
_SKILLED_RUN: Final = "runs/small-best.gdrun"


def load_digits(window: MainWindow) -> str:
    """Read MNIST as the window does when it is opened."""
    room = window.learn_room
    window.load()
    run_until(lambda: room.learn.run is not None, LOAD_S, "the digits")
    run_until(lambda: room.learn.run.progress is not None, LOAD_S, "the untrained network")
    data = room.learn.session.data
    assert data is not None
    return f"{len(data.train):,} and {len(data.test):,} digits"


def train(window: MainWindow) -> str:
    """Press Run until the network has learned something, then pause."""
    room = window.learn_room
    window.actions_.run.trigger()
    run_until(lambda: room.learn.is_running, LOAD_S, "the start of training")
    run_until(
        lambda: room.learn.run.accuracies[1] >= _LEAST_ACCURACY,
        TRAIN_S,
        f"a test accuracy of {_LEAST_ACCURACY:.0%}",
    )
    window.actions_.run.trigger()
    run_until(lambda: room.learn.run.progress.state is RunState.PAUSED, LOAD_S, "the pause")
    run = room.learn.run
    return f"{run.step:,} steps, {run.accuracies[1]:.1%} of the test digits"


def save_and_open(window: MainWindow) -> str:
    """Keep the run in a file and open it: every bit of its parameters must come back."""
    room = window.learn_room
    before = room.learn.run.progress.snapshot
    with tempfile.TemporaryDirectory("-gdstudio-selftest") as folder:
        path = Path(folder) / "run.gdrun"
        room.files.save_to(path)
        run_until(path.is_file, LOAD_S, "the saved run")
        run_until(lambda: not room.files.is_busy, LOAD_S, "the end of saving")
        size = path.stat().st_size
        _open(window, path)
    after = room.learn.run.progress.snapshot
    if after.step != before.step or not np.array_equal(after.parameters, before.parameters):
        raise StepFailed("the run that was opened is not the one that was saved")
    return f"{size / 1000:,.0f} kB, the same {len(after.parameters):,} parameters"


def draw_a_one(window: MainWindow) -> str:
    """Open the trained run that comes with the program, draw a 1 and read the answer."""
    path = resource(_SKILLED_RUN)
    _open(window, path)
    canvas, bars = window.learn_room.drawing_panel.canvas, window.learn_room.drawing_panel.bars
    middle, height = canvas.width() / 2, canvas.height()
    send_mouse(canvas, QEvent.Type.MouseButtonPress, QPointF(middle, 0.2 * height))
    for k in range(30):
        send_mouse(canvas, QEvent.Type.MouseMove, QPointF(middle, (0.2 + 0.02 * k) * height))
        run_for(0.005)
    send_mouse(canvas, QEvent.Type.MouseButtonRelease, QPointF(middle, 0.8 * height))
    run_until(lambda: bars.answer is not None, LOAD_S, "the answer")
    run_for(0.2)
    if bars.answer != 1:
        raise StepFailed(f"a 1 was drawn, the answer is {bars.answer}")
    return "a 1 is read as 1"


def turn_surface(window: MainWindow) -> str:
    """Turn the loss surface of Learn; the picture must change."""
    window.tabs.setCurrentIndex(0)
    room = window.learn_room
    run_until(lambda: room.live_surface.scene is not None, LOAD_S, "the loss surface")
    view = room.surface
    before = picture_at_rest(view)
    camera = view.camera()
    for k in range(1, 9):
        view.set_camera(replace(camera, azimuth=camera.azimuth + k * _TURN_DEGREES / 8))
        run_for(0.03)
    after = picture_of(view)
    if after == before:
        raise StepFailed("the picture stays the same")
    check_not_blank(after)
    view.set_camera(camera)
    return surface_drawn(window) + (f": {room.no_gl_reason}" if room.no_gl_reason else "")


def paint_workspace(window: MainWindow, index: int, folder: Path | None) -> str:
    """Show one workspace and look at it; keep its picture if there is a folder."""
    window.tabs.setCurrentIndex(index)
    picture = picture_at_rest(window)
    seen = check_not_blank(picture)
    if folder is not None:
        save_picture(picture, folder / f"{window.rooms[index].guide}.png")
    return seen


def surface_drawn(window: MainWindow) -> str:
    """Return "software" or "opengl"."""
    return "software" if window.learn_room.no_gl_reason else "opengl"


def platform_name() -> str:
    """Return the name of Qt's connection to the screen, e.g. "xcb"."""
    return QGuiApplication.platformName()


def _open(window: MainWindow, path: Path) -> None:
    """Open a run and wait until it is shown."""
    learn, before = window.learn_room.learn, window.learn_room.learn.run
    window.learn_room.load(path)
    run_until(lambda: learn.run is not before and learn.run is not None, LOAD_S, path.name)
    run_until(lambda: learn.run.progress is not None, LOAD_S, path.name)
    if not np.array_equal(learn.run.progress.snapshot.parameters, load_run(path).state.parameters):
        raise StepFailed(f"{path.name}: the network shown is not the one in the file")
