"""What the window costs the training, and how smooth it stays: the real window, all four views."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtGui import QGuiApplication

from gdstudio.data.digits import DataSet
from gdstudio.data.mnist import load_mnist
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.studio.bench.bench_window import open_window, run_for, run_until
from gdstudio.studio.bench.lateness import LatenessProbe
from gdstudio.studio.bench.memory import resident_mb
from gdstudio.studio.bench.remaking import Remaking
from gdstudio.studio.bench.start import measure_start
from gdstudio.studio.bench.stroke import Stroke
from gdstudio.studio.main_window import MainWindow

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
        room = window.learn
        run_until(lambda: window.runs.run is not None, _LONGEST_S, "the digits")
        cases = []
        for case in CASES:
            tell(f"live, batch {case.batch_size}, {case.name}")
            cases.append(measure_case(window, load_mnist(), case, seconds))
        live: dict[str, Any] = {
            **{key: value for key, value in cases[0].items() if key != "case"},
            "platform": QGuiApplication.platformName(),
            "surface_drawn": "in software" if room.no_gl_reason else "by OpenGL",
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
    room = window.learn
    room.training_panel.set_recipe(recipe)
    window.runner.reset()
    run_until(lambda: window.runs.run.progress is not None, _LONGEST_S, "the new run")


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
    room = window.learn
    probe, stroke = LatenessProbe(), Stroke(window.shared.drawing_panel, window.drawing, window)
    remaking, shown = Remaking(window.runs, room.surface, window), []
    room.toggle_running()
    run_for(_WARM_UP_SHARE * seconds)
    if case.draws:
        stroke.start()
    if case.remakes:
        remaking.start()
    probe.start()
    messages = window.runs.progressed
    count = messages.connect(lambda: shown.append(None))
    step, begun = window.runs.run.step, time.perf_counter()
    run_for(seconds)
    spent, steps = time.perf_counter() - begun, window.runs.run.step - step
    messages.disconnect(count)
    p50, p99 = probe.stop()
    remaking.stop()
    figures: dict[str, Any] = {
        "steps_per_second": steps / spent,
        "updates_per_second": len(shown) / spent,
        "late_p50_ms": p50,
        "late_p99_ms": p99,
    }
    if case.draws:
        figures["answer_p95_ms"] = stroke.stop()
    if case.remakes:
        figures["surfaces_made"] = remaking.count
    stroke.deleteLater()
    remaking.deleteLater()
    room.toggle_running()
    run_until(lambda: not room.is_running, _LONGEST_S, "the pause")
    return figures


def _soak(window: MainWindow, minutes: float) -> dict[str, Any]:
    """Return the memory held after the first tenth of a long run, and at its end."""
    room = window.learn
    begin(window, Case("soak", 32).recipe)
    room.toggle_running()
    run_for(6 * minutes)
    early = resident_mb()
    run_for(54 * minutes)
    late = resident_mb()
    room.toggle_running()
    run_until(lambda: not room.is_running, _LONGEST_S, "the pause")
    growth = None if early is None or late is None else late - early
    return {"minutes": minutes, "early_mb": early, "late_mb": late, "growth_mb": growth}
