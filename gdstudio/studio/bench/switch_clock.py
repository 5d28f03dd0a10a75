"""How long the window takes to show another workspace: from its key until it is painted."""

from __future__ import annotations

import time
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.bench.bench_window import run_for, run_until
from gdstudio.studio.main_window import MainWindow

_LONGEST_S: Final = 60
_SETTLE_S: Final = 0.5  # until what begins with a workspace is under way


class FirstPaint(QObject):
    """Notes when all that is painted with a widget, from now on, has been painted once.

    Attributes:
        took_ms: Milliseconds since it was made, and of them those of the window's thread; None
            before.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.took_ms: tuple[float, float] | None = None
        self._widget = widget
        self._begun_s, self._begun_cpu_s = time.perf_counter(), time.thread_time()
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._note)  # a window is painted in one go
        return super().eventFilter(watched, event)

    @Slot()
    def _note(self) -> None:
        spent_s, cpu_s = (
            time.perf_counter() - self._begun_s,
            time.thread_time() - self._begun_cpu_s,
        )
        self.took_ms = spent_s * 1000, cpu_s * 1000


def measure_switches(window: MainWindow) -> list[dict[str, Any]]:
    """Return what each workspace takes to be shown by the key of the next one, in two rounds.

    Returns:
        For each "workspace" the milliseconds of the first time ("first_ms"; None for the one in
        sight) and of the second ("again_ms"), and of both those that the window's thread worked
        ("..._cpu_ms").
    """
    tabs, n = window.tabs, window.tabs.count()
    begun = tabs.currentIndex()
    took = [[_switch(window) for _ in range(n)] for _ in range(2)]
    rows: list[dict[str, Any]] = []
    for k in range(n):
        first, again = (of_round[(k - begun - 1) % n] for of_round in took)
        times = {"again_ms": again[0], "again_cpu_ms": again[1]}
        seen = {"first_ms": None, "first_cpu_ms": None}
        unseen = {"first_ms": first[0], "first_cpu_ms": first[1]}
        rows.append({"workspace": tabs.tabText(k), **(seen if k == begun else unseen), **times})
    return rows


def _switch(window: MainWindow) -> tuple[float, float]:
    to = (window.tabs.currentIndex() + 1) % window.tabs.count()
    clock = FirstPaint(window.workspaces[to].page)
    window.actions_.next_workspace.trigger()
    run_until(lambda: clock.took_ms is not None, _LONGEST_S, "the workspace")
    assert clock.took_ms is not None
    took_ms = clock.took_ms
    clock.deleteLater()
    run_for(_SETTLE_S)
    return took_ms
