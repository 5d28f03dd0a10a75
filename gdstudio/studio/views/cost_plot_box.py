"""The mouse on the cost plot: what it zooms and asks for."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt, Signal


class CostBox(pg.ViewBox):
    """Knows what part of the plot is seen; holds no items.

    Wheel and drags zoom and move, the right button asks for the menu.

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
