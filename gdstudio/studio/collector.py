"""Collects garbage in the GUI thread only.

The cyclic collector may run in any thread that allocates, and would then destroy widgets from the
trainer's thread, which Qt forbids ("Timers cannot be stopped from another thread").

To look through all that the program is made of takes 0.16 s, in which the window stands still: what
it is made of is left out, as that stays to the end.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS: Final = 2000


class GarbageCollector(QObject):
    """Turns automatic collection off and collects on a timer of the GUI thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.leave_out()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def leave_out(self) -> None:
        """Look no more at what is there now, though it were garbage one day."""
        gc.freeze()

    @Slot()
    def collect(self) -> None:
        """Collect the generations that are full, the oldest that is due."""
        counts = gc.get_count()
        due = [k for k in range(3) if counts[k] > self._thresholds[k]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
