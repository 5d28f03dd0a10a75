"""Whether a widget is painted anew because of what was done to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class PaintCount(QObject):
    """Counts, as an event filter, how often a widget is painted."""

    n_paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.n_paints += event.type() == QEvent.Type.Paint
        return False


def is_repainted(widget: QWidget, act: Callable[[], object]) -> bool:
    """Do something; return whether this widget, which is on screen, was painted thereafter."""
    QApplication.processEvents()
    count = PaintCount()
    widget.installEventFilter(count)
    act()
    QApplication.processEvents()
    widget.removeEventFilter(count)
    return count.n_paints > 0
