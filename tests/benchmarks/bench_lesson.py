"""How soon a scene of a lesson stands, from the key until all of it is painted.

PYTHONPATH=. QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_lesson.py [SCENES]

With SCENES only the first so many of each lesson. The first scene of a lesson is not counted: runs
are read meanwhile.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gdstudio.lesson.shipped import SHIPPED, lesson_path
from gdstudio.studio.bench.bench_window import open_window, run_until
from gdstudio.studio.main_window import MainWindow

LONGEST_S = 60.0


def scenes_put(window: MainWindow, name: str, most: int) -> list[tuple[str, float, float]]:
    """Return of each scene but the first its title, seconds until painted, and of processor."""
    lessons, stood = window.lessons, []
    assert lessons is not None
    staging = lessons.staging_made()
    staging.standing.connect(lambda: stood.append(True))
    lessons.give_now(lesson_path(name), 0)
    run_until(lambda: stood, LONGEST_S, name)
    lesson = lessons.model.lesson
    assert lesson is not None
    run_until(lambda: not staging.is_reading, LONGEST_S, "the runs")
    found, model = [], lessons.stage.model
    for scene in lesson.scenes[1:most]:
        stood.clear()
        begun_s, used_s = time.perf_counter(), time.process_time()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
        run_until(lambda: stood and not model.is_changing, LONGEST_S, scene.title)
        window.repaint()
        found.append((scene.title, time.perf_counter() - begun_s, time.process_time() - used_s))
    lessons.end()
    return found


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with open_window() as window:
        window.load()
        run_until(lambda: window.runs.progress is not None, LONGEST_S, "the digits")
        window.activateWindow()
        found = [one for name in SHIPPED for one in scenes_put(window, name, most)]
    for title, seconds, used in found:
        print(f"{seconds:6.2f} s  {used:6.2f} s of processor  {title}")
    for what, column in (("until painted", 1), ("processor", 2)):
        took = [row[column] for row in found]
        median, p95 = np.percentile(took, [50, 95])
        print(f"{what}: median {median:.2f} s, p95 {p95:.2f} s, max {max(took):.2f} s")


if __name__ == "__main__":
    main()
