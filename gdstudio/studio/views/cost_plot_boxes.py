"""Where the curves of the cost plot lie: one box for costs, one over it for accuracies."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent


class CostBox(pg.ViewBox):
    """Takes the mouse: wheel and drags zoom and move, the right button asks for the menu.

    Signals:
        menu_requested(QPoint): A right click at this place of the screen.
        view_all_requested(): A double click.
    """

    menu_requested = Signal(QPoint)
    view_all_requested = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setLimits(minXRange=4.0, minYRange=1e-9, maxXRange=1e15, maxYRange=1e12)

    def mouseClickEvent(self, ev: Any) -> None:
        """Turn clicks into requests."""
        if ev.button() == Qt.MouseButton.RightButton:
            ev.accept()
            self.menu_requested.emit(ev.screenPos().toPoint())
        elif ev.double():
            ev.accept()
            self.view_all_requested.emit()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Leave keys to the window."""
        ev.ignore()


class AccuracyBox(pg.ViewBox):
    """Lies over the cost box, always shows 0 to 100 %, and lets the mouse through."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.disableAutoRange()
        self.setYRange(-0.015, 1.03, padding=0)

    def mouseClickEvent(self, ev: Any) -> None:
        """Let it through."""
        ev.ignore()

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:
        """Let it through."""
        ev.ignore()

    def wheelEvent(self, ev: Any, axis: int | None = None) -> None:
        """Let it through."""
        ev.ignore()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        """Let it through."""
        ev.ignore()
