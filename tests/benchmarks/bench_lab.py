"""What an edit in the lab takes through the window, from the key until the figures are painted.

PYTHONPATH=. QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_lab.py [--rounds 25]

Time on the clock in milliseconds: from the Enter that ends the typing of a weight of lesson-best
(784-16-16-10) until accuracy and cost on all 10,000 test digits, before and after, and the answer
to the drawing are painted. *First* is the edit after which the network is another one than that of
the run, *more* those on top of it, *switched* a check box of the list, *undone* Ctrl+Z. The diagram
beside it is painted anew meanwhile.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.resources import resource
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.user_folder import keep_everything_in

SIZE = (1280, 720)
WARM = 2
PATIENCE_S = 60


class FiguresPainted(QObject):
    """Waits, without taking the processor, until the figures of the lab are painted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._lab = window.inspect.network_page.lab
        self._loop = QEventLoop()
        self._lab.figures.installEventFilter(self)

    def after(self, act: Callable[[], None]) -> float:
        """Do something and return the milliseconds until other figures are painted, all known."""
        self._before = self._lab.figures.text()
        began = time.perf_counter()
        act()
        QTimer.singleShot(PATIENCE_S * 1000, self._loop, self._loop.quit)
        self._loop.exec()
        took = time.perf_counter() - began
        assert took < PATIENCE_S, self._lab.figures.text()
        return 1000 * took

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._loop.isRunning():
            text = self._lab.figures.text()
            if text != self._before and "…" not in text:
                QTimer.singleShot(0, self._loop, self._loop.quit)  # when it is painted
        return False


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not until():
        assert time.monotonic() < end
        QTest.qWait(20)


def opened() -> MainWindow:
    """Return the window with lesson-best, a digit and the lab."""
    window = MainWindow(Preferences(), Appearance("light", QApplication.instance()))
    window.resize(*SIZE)
    window.show()
    window.load(resource("runs/lesson-best.gdrun"))
    wait(lambda: window.runs.run is not None and window.runs.run.test is not None)
    window.show_workspace("inspect")
    window.inspect.show_page("network")
    window.drawing.show_test_digit(0)
    window.inspect.network_page.edit.setChecked(True)
    wait(lambda: window.drawing.answer is not None)
    return window


def measure(rounds: int) -> dict[str, list[float]]:
    """Return the times of each kind of edit, in milliseconds."""
    window = opened()
    lab, painted = window.inspect.network_page.lab, FiguresPainted(window)
    rng, found = np.random.default_rng(1), {}

    def typed() -> None:
        QTest.keyClick(lab.field, Qt.Key.Key_Return)

    def type_weight() -> None:
        lab.field.setFocus()
        to, came_from, value = rng.integers(16), rng.integers(16), rng.normal(0, 5)
        QTest.keyClicks(lab.field, f"W2[{to},{came_from}] = {value:.6f}")

    def switch() -> None:
        item = lab.list.item(0)
        is_on = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    for _ in range(WARM + rounds):
        for name in ("first", "more"):
            type_weight()
            found.setdefault(name, []).append(painted.after(typed))
        found.setdefault("switched", []).append(painted.after(switch))
        switch()
        found.setdefault("undone", []).append(painted.after(window.actions_.undo.trigger))
        while lab.list.count():
            window.actions_.undo.trigger()
    window.close_at_once()
    return {name: times[WARM:] for name, times in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    keep_everything_in(Path(tempfile.mkdtemp("-bench-lab")))
    app = QApplication.instance() or make_application(["gdstudio"])
    assert app is not None
    found = measure(parser.parse_args().rounds)
    print(f"p50 / p95, ms; load {os.getloadavg()[0]:.1f}")
    for name, times in found.items():
        p50, p95 = np.percentile(times, [50, 95])
        print(f"{name:10} {p50:6.0f} /{p95:6.0f}", flush=True)


if __name__ == "__main__":
    main()
