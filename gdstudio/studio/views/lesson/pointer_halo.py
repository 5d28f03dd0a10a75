"""A soft ring that follows the mouse, for an audience that cannot find the arrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.painted_widget import PaintedWidget

SIDE_PX: Final = 76
_RINGS: Final = ((34.0, 40), (31.0, 90), (28.0, 220))  # radius in pixels, how opaque (0 to 255)
_LINE_PX: Final = 3.0


class PointerHalo(PaintedWidget):
    """Stands around a place of its window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(SIDE_PX, SIDE_PX)
        self.hide()

    def stand_at(self, place: QPoint) -> None:
        """Stand around a place, in the window's pixels."""
        self.move(place - QPoint(SIDE_PX // 2, SIDE_PX // 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_ring(painter, QRectF(self.rect()).center(), QColor(self.theme.accent))
        painter.end()


def paint_ring(painter: QPainter, middle: QPointF, colour: QColor) -> None:
    """Draw the ring round a place."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius, opacity in _RINGS:
        soft = QColor(colour)
        soft.setAlpha(opacity)
        painter.setPen(QPen(soft, _LINE_PX))
        painter.drawEllipse(middle, radius, radius)
