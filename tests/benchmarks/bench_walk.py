"""How soon answer, weights, cost and accuracy follow the ball that is dragged.

PYTHONPATH=. QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_walk.py
"""

from __future__ import annotations

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


def wait(until, seconds=30):
    end = QDeadlineTimer(seconds * 1000)
    while not until() and not end.hasExpired():
        QApplication.processEvents()
        QThread.msleep(2)


def main():
    gc.disable()
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp("-bench")
    )
    app = make_application(["gdstudio"])
    window = MainWindow(Preferences(), Appearance("light", app))
    window.resize(1280, 720)
    window.show()
    window.load()
    workspace = window.learn
    wait(
        lambda: workspace.live_surface.scene is not None and workspace.live_surface.scene.share == 1
    )
    window.drawing.show_random_digit()
    for running in (False, True):
        if running:
            window.actions_.run.trigger()
            wait(lambda: window.runs.run.step > 500)
        scene, took = workspace.live_surface.scene, []
        for k in range(100):
            alpha = float(scene.grid.alpha[-1]) * np.sin(k / 10)
            start = time.perf_counter()
            workspace.surface.surface_dragged.emit(alpha, 0.0)
            QApplication.processEvents()
            took.append(1000 * (time.perf_counter() - start))
        state = "training" if running else "paused"
        p50, p95 = np.percentile(took, [50, 95])
        print(f"{state}: p50 {p50:.1f} ms, p95 {p95:.1f} ms from drag to painted window")
    window.close()


if __name__ == "__main__":
    main()
