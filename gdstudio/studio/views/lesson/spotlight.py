"""Dims a window but for some parts of it, or for a circle round the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.lesson.overlay import Overlay

RADIUS_SHARE: Final = 0.2  # of the height of the window
_DIM: Final = 165  # how opaque, 0 to 255
_ROUND_PX: Final = 9.0


class Spotlight(Overlay):
    """Lies over all of its window; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._parts: tuple[QRect, ...] | None = None
        self._centre = QPoint()

    def light_parts(self, parts: Sequence[QRect]) -> None:
        """Light rectangles, in the window's pixels; with none all is dim."""
        self._parts = tuple(parts)
        self.lie()

    def light_circle(self, centre: QPoint) -> None:
        """Light a circle, its centre in the window's pixels."""
        before, self._parts = self.lit(), None
        self._centre = centre
        if self.isVisible():
            self.update(before.united(self.lit()))  # all that lies under it is painted with it
        else:
            self.lie()

    def lit(self) -> QRegion:
        """Return what is lit, in the window's pixels."""
        if self._parts is None:
            return QRegion(self._circle().toAlignedRect().adjusted(-1, -1, 1, 1))
        lit = QRegion()
        for part in self._parts:
            lit |= QRegion(part)
        return lit

    @property
    def parts(self) -> tuple[QRect, ...]:
        """Rectangles that are lit, in the window's pixels; none of a circle."""
        return self._parts or ()

    @property
    def circle(self) -> QRectF | None:
        """What holds the circle that is lit, in the window's pixels."""
        return self._circle() if self._parts is None else None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_dim(painter, QRectF(self.rect()), [QRectF(one) for one in self.parts], self.circle)
        painter.end()

    def _circle(self) -> QRectF:
        side = 2 * RADIUS_SHARE * self._window.height()
        circle = QRectF(0, 0, side, side)
        circle.moveCenter(self._centre.toPointF())
        return circle


def paint_dim(
    painter: QPainter, room: QRectF, parts: Sequence[QRectF], circle: QRectF | None
) -> None:
    """Dim a room but for rectangles and a circle in it."""
    path, light = QPainterPath(), QPainterPath()
    path.addRect(room)
    if circle is not None:
        light.addEllipse(circle)
    for part in parts:
        light.addRoundedRect(part, _ROUND_PX, _ROUND_PX)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path.subtracted(light), QColor(0, 0, 0, _DIM))
