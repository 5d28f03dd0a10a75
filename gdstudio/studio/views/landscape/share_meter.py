"""How much of a path's movement a plane holds: a bar, with what chance would give as a mark."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from gdstudio.studio.painting import faded
from gdstudio.studio.views.common.painted_widget import PaintedWidget

_BAR_PX: Final = 10
_MARK_PX: Final = 3  # above and below the bar


class ShareMeter(PaintedWidget):
    """A bar of the share from 0 to 100 %, in parts, and a mark; setters only."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[float, ...] = ()
        self._mark: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Share of the path's movement in this plane"))

    def set_shares(self, parts: tuple[float, ...], mark: float | None) -> None:
        """Draw these shares side by side, each in [0, 1], and a mark at another; None for none."""
        self._parts = tuple(_clipped(part) for part in parts)
        self._mark = None if mark is None else _clipped(mark)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the bar and its mark."""
        return QSize(200, _BAR_PX + 2 * _MARK_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the same, narrower."""
        return QSize(80, _BAR_PX + 2 * _MARK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar, parts and mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, _MARK_PX, self.width(), _BAR_PX)
        outline = QPainterPath()
        outline.addRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        painter.fillPath(outline, QColor(self.theme.border))
        painter.save()
        painter.setClipPath(outline)
        left = 0.0
        for i, part in enumerate(self._parts):
            width = min(part * bar.width(), bar.width() - left)
            colour = faded(self.theme.accent, 1.0 if i == 0 else 0.55)
            painter.fillRect(QRectF(left, bar.top(), width, bar.height()), colour)
            left += width
        painter.restore()
        if self._mark is not None:
            self._paint_mark(painter, self._mark * bar.width())
        painter.end()

    def _paint_mark(self, painter: QPainter, x: float) -> None:
        x = min(max(x, 2.0), self.width() - 2.0)
        for colour, width in ((self.theme.base, 5.0), (self.theme.text, 2.0)):
            pen = QPen(QColor(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))


def _clipped(share: float) -> float:
    return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0
