"""How often each class was answered with each: a matrix of counts to choose a cell from."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.figures.cells import confusion_colours
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, arrow_of
from gdstudio.studio.views.inspect.cell_grid import CENTRE, CellGrid

LARGEST_CELL_PX: Final = 72.0

# Cells of so many lines, from and below, are broader than high, so that they have room for numbers.
_LOW: Final = (0.9, 1.3)
_BROADEST: Final = 2.0  # times its height

DESCRIPTION: Final = "Rows are labels, columns answers; arrow keys move, Enter shows the digits"


class ConfusionMatrix(CellGrid):
    """Rows are labels, columns answers; mistakes are coloured by their number.

    Signals: those of `CellGrid`, with label and answer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Confusion matrix"), tr(DESCRIPTION), parent)
        self._counts: NDArray[Any] | None = None

    def set_counts(self, counts: NDArray[Any] | None) -> None:
        """Show counts (n, n), rows labels and columns answers; None shows nothing."""
        self._counts = counts
        self._side = 0 if counts is None else len(counts)
        if self._pointed is not None and max(self._pointed) >= self._side:
            self._point(None)
        self.update()

    def _grid(self) -> tuple[QRectF, QSizeF]:
        n = max(self._side, 1)
        line = self.fontMetrics().height()
        left, top = 2.0 * line + 6, 2.0 * line + 4
        high = _whole((self.height() - top - 2) / n)
        wide = _whole((self.width() - left - 2) / n)
        side = min(wide, high)
        if not _LOW[0] * line <= side < _LOW[1] * line:
            return QRectF(left, top, n * side, n * side), QSizeF(side, side)
        wide, high = min(wide, _BROADEST * high), min(high, wide)
        return QRectF(left, top, n * wide, n * high), QSizeF(wide, high)

    def _paint_cells(self, painter: QPainter, counts: NDArray[Any]) -> None:
        n, colours = len(counts), confusion_colours(counts, self.theme)
        size = self._grid()[1]
        share = 0.5 if size.width() == size.height() else 0.75
        largest = min(px(15), int(share * size.height()))
        font = self._font_for(str(int(counts.max())), size.width() - 3, largest)
        if font is not None:
            painter.setFont(font)
        for label, answer in np.ndindex(n, n):
            room = self.cell_rectangle(label, answer)
            inner = room.adjusted(0.5, 0.5, -0.5, -0.5) if size.height() >= 8 else room
            painter.fillRect(inner, QColor(*colours[label, answer].tolist()))
            if font is not None and counts[label, answer]:
                painter.setPen(QColor(self.theme.text))
                painter.drawText(room, CENTRE, str(int(counts[label, answer])))

    def _paint_titles(self, painter: QPainter, n: int) -> None:
        grid, size = self._grid()
        line = float(self.fontMetrics().height())
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.muted))
        high = size.height()
        every = 1 if high >= _LOW[0] * line else math.ceil(line / high)
        for k in range(0, n, every):
            across, down = self.cell_rectangle(0, k), self.cell_rectangle(k, 0)
            room = QRectF(across.center().x() - line, grid.top() - line - 2, 2 * line, line)
            painter.drawText(room, CENTRE, class_name(k))
            room = QRectF(grid.left() - line - 4, down.center().y() - line / 2, line, line)
            painter.drawText(room, CENTRE, class_name(k))
        top = QRectF(grid.left(), 0, grid.width(), line)
        painter.drawText(top, CENTRE, self.tr("answer"))
        painter.save()
        painter.translate(0, grid.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, grid.height(), line), CENTRE, self.tr("label"))
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(px(420), px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(220), px(200))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        counts = self._counts
        if counts is None:
            return
        painter.fillRect(self._grid()[0], QColor(self.theme.base))
        self._paint_cells(painter, counts)
        self._paint_titles(painter, len(counts))
        for room, colour in self._framed():
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(room)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, choose with Enter."""
        step = arrow_of(event)
        if self._counts is not None and step is not None:
            right, down = step
            label, answer = self._pointed or (0, -right if right > 0 else 0)
            last = self._side - 1
            self._point((min(max(label + down, 0), last), min(max(answer + right, 0), last)))
        elif event.key() in ENTER_KEYS and self._pointed is not None:
            self.cell_chosen.emit(*self._pointed)
        else:
            super().keyPressEvent(event)


def _whole(side: float) -> float:
    """Return the pixels of a side of a cell, whole ones where it has several."""
    side = min(max(side, 2.0), px(LARGEST_CELL_PX))
    return math.floor(side) if side >= 8 else side
