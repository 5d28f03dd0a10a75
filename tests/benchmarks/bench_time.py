"""How soon the window shows another moment of its run, dragged along the line of time or jumped to.

PYTHONPATH=. QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_time.py [--workspaces learn]

Times from the choice of a step until everything is painted, those that need all test digits left
out: they follow. Wall clock and processor time of the window's thread.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time

import numpy as np
from PySide6.QtCore import QDeadlineTimer, QSettings, QThread
from PySide6.QtWidgets import QApplication

from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences


def wait(until, seconds=60):
    end = QDeadlineTimer(seconds * 1000)
    while not until() and not end.hasExpired():
        QApplication.processEvents()
        QThread.msleep(2)


def show_all(window, steps):
    """Return milliseconds, of the clock and of the thread, for each of some steps."""
    took = []
    for step in steps:
        began, worked = time.perf_counter(), time.thread_time()
        window.shared.time_strip.line.step_chosen.emit(int(step))
        QApplication.processEvents()
        took.append((time.perf_counter() - began, time.thread_time() - worked))
        QThread.msleep(5)
    return 1000 * np.array(took)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspaces", default="learn,landscape,inspect")
    workspaces = parser.parse_args().workspaces.split(",")
    gc.disable()
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp("-bench")
    )
    app = make_application(["gdstudio"])
    window = MainWindow(Preferences(), Appearance("light", app))
    window.resize(1280, 720)
    window.show()
    window.load()
    wait(lambda: window.runs.run is not None and window.runs.run.progress is not None)
    window.drawing.show_random_digit()
    window.actions_.run.trigger()
    wait(lambda: window.runs.run.step > 3000)
    window.actions_.run.trigger()
    wait(lambda: not window.runs.is_running)
    steps = window.runs.run.moments.steps()
    rng = np.random.default_rng(1)
    for workspace in workspaces:
        window.show_workspace(workspace)
        wait(lambda: window.learn.live_surface.scene is not None, 5)
        wait(lambda: False, 2)
        for name, chosen in (
            ("dragged", steps[:: max(len(steps) // 150, 1)]),
            ("jumped to", rng.choice(steps, 60)),
        ):
            took = show_all(window, chosen)
            (p50, t50), (p95, t95) = np.percentile(took, [50, 95], axis=0)
            print(
                f"{workspace}, {name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms; "
                f"of the thread p50 {t50:.1f} ms, p95 {t95:.1f} ms",
                flush=True,
            )
        window.shared.time.show_now()
    window.close()


if __name__ == "__main__":
    main()
