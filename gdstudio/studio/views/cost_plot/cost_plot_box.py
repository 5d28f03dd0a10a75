"""The mouse on the cost plot: what it zooms and asks for."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPoint, Qt, Signal

from gdstudio.pictures.ranges import Span


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
        self._limits: tuple[Span, Span] | None = None

    def set_limits(self, x: Span, y: Span) -> None:
        """Let nobody zoom out or move farther than one width or height beyond these spans."""
        if (x, y) == self._limits:
            return
        self._limits = x, y
        width, height = x.high - x.low, y.high - y.low
        self.setLimits(
            xMin=x.low - width,
            xMax=x.high + width,
            yMin=y.low - height,
            yMax=y.high + height,
            minXRange=min(4.0, width),
            minYRange=1e-6 * height,
        )

    def mouseClickEvent(self, ev: Any) -> None:
        """Turn clicks into requests."""
        if ev.button() == Qt.MouseButton.RightButton:
            ev.accept()
            self.menu_requested.emit(ev.screenPos().toPoint())
        elif ev.double():
            ev.accept()
            self.view_all_requested.emit()
