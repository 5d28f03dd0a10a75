"""The colour of a racer, and its place in the race."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.painted_widget import PaintedWidget

_SIZE = 18
_DOT = 12.0


class RacerSwatch(PaintedWidget):
    """A dot; once the goal is reached, a larger one with the place in it."""

    def __init__(self, index: int) -> None:
        super().__init__()
        self._index = index
        self._place: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_place(self, place: int | None) -> None:
        """Show a place, 1 for the winner; None while there is none."""
        if place != self._place:
            self._place = place
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the dot with a place."""
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(curve_colours(self.theme)[self._index]))
        size = _DOT if self._place is None else float(_SIZE)
        dot = QRectF(0, 0, size, size)
        dot.moveCenter(QRectF(self.rect()).center())
        painter.drawEllipse(dot)
        if self._place is not None:
            painter.setFont(numeral_font(self.font(), bold=True))
            painter.setPen(QColor(self.theme.on_accent))
            painter.drawText(dot, Qt.AlignmentFlag.AlignCenter, str(self._place))
        painter.end()
