"""How long the window takes to start, what it costs the training, and how smooth it stays."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from gdstudio.data.digits import DataSet
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import GdstudioError
from gdstudio.jobs.planes import LossScene
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.bench.bench_window import open_window, resident_mb, run_for, run_until
from gdstudio.studio.bench.paint_clock import PaintClock
from gdstudio.studio.bench.stroke import DrawnStroke
from gdstudio.studio.controllers.live_surface_controller import (
    LIVE_EXAMPLES,
    LIVE_SIZE,
    live_scene,
)
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.surface.surface_view import SurfaceView
from gdstudio.studio.workers.background_job import BackgroundJob, shut_down

_WARM_UP_SHARE: Final = 0.5  # of a measurement, before it
_LONGEST_S: Final = 60


@dataclass(frozen=True, slots=True)
class Case:
    """What goes on while the window is measured."""

    name: str
    batch_size: int
    hidden: tuple[int, ...] = (16, 16)
    draws: bool = False
    remakes: bool = False

    @property
    def recipe(self) -> Recipe:
        """Settings that go on for as long as is wanted and do not diverge."""
        return Recipe(
            initialization="scaled-normal",
            hidden=self.hidden,
            batch_size=self.batch_size,
            learning_rate=0.1,
            epochs=1_000_000,
        )


CASES: Final = (
    Case("training", 10),
    Case("training", 32),
    Case("training", 100),
    Case("stroke", 10, draws=True),
    Case("stroke", 32, draws=True),
    Case("surface re-made", 10, remakes=True),
    Case("surface re-made", 32, remakes=True),
    Case("100 hidden neurons", 32, hidden=(100,)),
)


def measure_live(
    seconds: float, soak_minutes: float, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Return figures of start and live window.

    Args:
        seconds: Of one measurement.
        soak_minutes: Of the long run that memory is watched over; 0 for none.
        tell: Is told what is being measured.
    """
    tell("start of the program")
    start = measure_start()
    with open_window() as window:
        window.load()
        workspace = window.learn
        run_until(lambda: window.runs.run is not None, _LONGEST_S, "the digits")
        cases = []
        for case in CASES:
            tell(f"live, batch {case.batch_size}, {case.name}")
            cases.append(measure_case(window, load_mnist(), case, seconds))
        live: dict[str, Any] = {
            **{key: value for key, value in cases[0].items() if key != "case"},
            "platform": QGuiApplication.platformName(),
            "surface_drawn": "in software" if workspace.no_gl_reason else "by OpenGL",
            "cases": cases,
        }
        if soak_minutes:
            tell(f"memory over {soak_minutes:g} minutes")
            live["soak"] = _soak(window, soak_minutes)
    return {"live": live, "start": start}


def measure_case(window: MainWindow, data: DataSet, case: Case, seconds: float) -> dict[str, Any]:
    """Return kept speed, updates a second and lateness of one case.

    The speed without the window is measured before and after, the window resting, and averaged.
    """
    begin(window, case.recipe)
    before = _headless_rate(case.recipe, data, seconds / 2)
    live = _live(window, case, seconds)
    after = _headless_rate(case.recipe, data, seconds / 2)
    return {
        "case": case.name,
        "batch_size": case.batch_size,
        "kept": live["steps_per_second"] / ((before + after) / 2),
        "headless_steps_per_second": (before + after) / 2,
        **live,
    }


def begin(window: MainWindow, recipe: Recipe) -> None:
    """Let a new run of this recipe wait in the window."""
    workspace = window.learn
    workspace.training_panel.set_recipe(recipe)
    window.runner.reset()
    run_until(lambda: window.runs.progress is not None, _LONGEST_S, "the new run")


def _headless_rate(recipe: Recipe, data: DataSet, seconds: float) -> float:
    training = Training(recipe, data)
    updates = training.updates()
    next(updates)
    begun = time.perf_counter()
    for _ in updates:
        spent = time.perf_counter() - begun
        if spent >= seconds:
            break
    return (training.step - 1) / spent


def _live(window: MainWindow, case: Case, seconds: float) -> dict[str, Any]:
    workspace = window.learn
    probe, stroke = (
        LatenessProbe(),
        DrawnStroke(window.shared.drawing_panel, window.drawing, window),
    )
    remaking = Remaking(window.runs, workspace.surface, window)
    clock = PaintClock(window, window.shared.training)
    shown: list[None] = []
    workspace.toggle_running()
    run_for(_WARM_UP_SHARE * seconds)
    clock.start()
    if case.draws:
        stroke.start()
    if case.remakes:
        remaking.start()
    probe.start()
    messages = window.runs.progressed
    count = messages.connect(lambda: shown.append(None))
    step, begun = window.runs.step, time.perf_counter()
    run_for(seconds)
    run_until(lambda: bool(shown), _LONGEST_S, "a message")
    spent, steps = time.perf_counter() - begun, window.runs.step - step
    messages.disconnect(count)
    p50, p99 = probe.stop()
    painting = clock.stop()
    remaking.stop()
    figures: dict[str, Any] = {
        "steps_per_second": steps / spent,
        "updates_per_second": len(shown) / spent,
        "late_p50_ms": p50,
        "late_p99_ms": p99,
        **painting,
    }
    if case.draws:
        figures["answer_p95_ms"] = stroke.stop()
    if case.remakes:
        figures["surfaces_made"] = remaking.count
    stroke.deleteLater()
    remaking.deleteLater()
    clock.deleteLater()
    workspace.toggle_running()
    run_until(lambda: not workspace.is_running, _LONGEST_S, "the pause")
    return figures


def _soak(window: MainWindow, minutes: float) -> dict[str, Any]:
    """Return the memory held after the first tenth of a long run, and at its end."""
    workspace = window.learn
    begin(window, Case("soak", 32).recipe)
    workspace.toggle_running()
    run_for(6 * minutes)
    early = resident_mb()
    run_for(54 * minutes)
    late = resident_mb()
    workspace.toggle_running()
    run_until(lambda: not workspace.is_running, _LONGEST_S, "the pause")
    growth = None if early is None or late is None else late - early
    return {"minutes": minutes, "early_mb": early, "late_mb": late, "growth_mb": growth}


TIMES: Final = 3
_MODULE: Final = "gdstudio.studio.bench"


def measure_start(times: int = TIMES) -> dict[str, Any]:
    """Return medians of the figures of `StartProbe`, and of `measure_switches` as "switches".

    Empty in a frozen build, which has no Python.

    Raises:
        GdstudioError: The window did not come up.
    """
    if getattr(sys, "frozen", False):
        return {}
    starts = [_one_start() for _ in range(times)]
    switches = [start.pop("switches") for start in starts]
    return {
        **_medians(starts),
        "switches": [_medians(rows) for rows in zip(*switches, strict=True)],
    }


def _one_start() -> dict[str, Any]:
    command = [sys.executable, "-m", _MODULE, str(time.monotonic())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise GdstudioError(f"bench: the window did not start: {last}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _medians(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the median of each figure, of those that are known; names stay."""
    found = {}
    for name, first in rows[0].items():
        known = [row[name] for row in rows if row[name] is not None]
        found[name] = first if isinstance(first, str) or not known else statistics.median(known)
    return found


INTERVAL_MS: Final = 5


class LatenessProbe(QObject):
    """Notes by how much each shot of a 5 ms timer came later than 5 ms after the last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._late_ms: list[float] = []
        self._last_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Forget what was noted and note anew."""
        self._late_ms.clear()
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> tuple[float, float]:
        """Return median and 99th percentile of the lateness, in ms."""
        self._timer.stop()
        self._on_timer_timeout()  # what is still waited for is late as well
        p50, p99 = np.percentile(self._late_ms, [50, 99])
        return max(0.0, float(p50)), max(0.0, float(p99))

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.perf_counter()
        self._late_ms.append((now - self._last_s) * 1000 - INTERVAL_MS)
        self._last_s = now


class Remaking(QObject):
    """Makes the surface of Learn without a rest and shows every picture of it.

    Attributes:
        count: Whole surfaces made.
    """

    def __init__(self, runs: RunModel, surface: SurfaceView, parent: QObject) -> None:
        super().__init__(parent)
        self.count = 0
        self._runs, self._surface = runs, surface
        self._goes_on = False
        self._scenes = BackgroundJob(self)
        self._scenes.made.connect(self._on_scenes_made)
        self._scenes.ended.connect(self._on_scenes_ended)

    def start(self) -> None:
        """Make one after the other until `stop`."""
        self._goes_on = True
        self._make()

    def stop(self) -> None:
        """End the thread."""
        self._goes_on = False
        shut_down(self)

    @Slot()
    def _make(self) -> None:
        subject = self._runs.loss_subject(LIVE_EXAMPLES)
        if self._goes_on and subject is not None:
            self._scenes.start(live_scene(subject, LIVE_SIZE, LIVE_EXAMPLES))

    @Slot(object)
    def _on_scenes_made(self, scene: LossScene) -> None:
        self._surface.set_surface(scene.mesh)

    @Slot()
    def _on_scenes_ended(self) -> None:
        self.count += 1
        QTimer.singleShot(0, self, self._make)
