"""How late the event loop is: a short timer that notes when it was served."""

from __future__ import annotations

import time
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

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
