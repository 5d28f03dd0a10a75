"""One coloured cell for each shift of a digit, right and down, and the key to the colours."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.learning.shifts import ShiftMap
from gdstudio.pictures.palette import VIRIDIS, Palette
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.painted_widget import PaintedWidget, arrow_of, ink_over, rgb_of
from gdstudio.studio.views.inspect.cell_grid import CENTRE, Cell, CellGrid

Cells = tuple[NDArray[np.uint8], tuple[tuple[str, ...], ...]]

_FAINTEST: Final = 0.18  # of the colour, for an answer of which the network is not sure at all
_STRONGEST: Final = 0.85


def accuracy_cells(found: ShiftMap | None, reach: int, theme: Palette) -> Cells:
    """Return accuracies on a scale from 0 to 100 %, the same for every map, in whole percent."""
    side = 2 * reach + 1
    shares = np.full((side, side), np.nan) if found is None else found.accuracy
    known = np.isfinite(shares)
    steps = np.where(known, np.clip(shares, 0, 1) * 255, 0).round().astype(int)
    colours = np.where(known[..., None], VIRIDIS[steps], rgb_of(theme.fill)).astype(np.uint8)
    return colours, tuple(
        tuple(f"{100 * share:.0f}" if math.isfinite(share) else "" for share in row)
        for row in shares.tolist()
    )


def answer_cells(outputs: NDArray[Any] | None, expected: int, reach: int, theme: Palette) -> Cells:
    """Return answers in one colour where they are as expected, in another where not.

    The stronger the colour, the surer the network.

    Args:
        outputs: Shape (side, side, n_classes), or None.
        expected: The class to compare with.
        reach: Largest shift.
        theme: For the colours.
    """
    side = 2 * reach + 1
    if outputs is None or not np.isfinite(outputs).all():
        blank = np.broadcast_to(rgb_of(theme.fill).astype(np.uint8), (side, side, 3))
        return blank, (("",) * side,) * side
    answers = outputs.argmax(axis=2)
    sure = np.clip(outputs.max(axis=2), 0, 1)[..., None]
    right, wrong = rgb_of(theme.positive), rgb_of(theme.negative)
    ends = np.where((answers == expected)[..., None], right, wrong)
    paper = rgb_of(theme.base)
    colours = paper + (ends - paper) * (_FAINTEST + (_STRONGEST - _FAINTEST) * sure)
    texts = tuple(tuple(class_name(answer) for answer in row) for row in answers.tolist())
    return colours.round().astype(np.uint8), texts


_STRIP_PX: Final = 8
_GAP_PX: Final = 6


class AccuracyScale(PaintedWidget):
    """A lying strip with both ends written beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours from 0 to 100 % answered right"))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance("0 %") + metrics.horizontalAdvance(self._right())
        return QSize(140 + words + 2 * _GAP_PX, metrics.height())

    def _right(self) -> str:
        return self.tr("100 % right")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("0 %")
        right = metrics.horizontalAdvance(self._right())
        painter.setPen(QColor(self.theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, "0 %")
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._right())
        top = (self.height() - _STRIP_PX) // 2
        wide = self.width() - left - right - 2 * _GAP_PX
        row = np.ascontiguousarray(VIRIDIS[None])
        image = QImage(row.data, 256, 1, 768, QImage.Format.Format_RGB888)
        painter.drawImage(QRect(left + _GAP_PX, top, wide, _STRIP_PX), image)
        painter.end()


LARGEST_CELL_PX: Final = 60.0
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShiftGrid(CellGrid):
    """Draws cells with a few characters in each, and lets people choose one.

    Signals: those of `CellGrid`, with pixels to the right and pixels down.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, tr("Arrow keys choose a shift"), parent)
        self._colours: NDArray[np.uint8] = np.zeros((1, 1, 3), np.uint8)
        self._texts: tuple[tuple[str, ...], ...] = (("",),)
        self._side, self._reach = 1, 0
        self._chosen = (0, 0)

    def set_cells(self, colours: NDArray[np.uint8], texts: tuple[tuple[str, ...], ...]) -> None:
        """Show these cells.

        Args:
            colours: Shape (side, side, 3), rows from shifts up to shifts down, columns from left to
                right; the side is odd.
            texts: What stands in each cell, in the same order.
        """
        self._colours, self._texts = colours, texts
        self._side, self._reach = len(colours), len(colours) // 2
        self.update()

    def _place(self, cell: tuple[int, ...]) -> tuple[int, int]:
        right, down = cell
        return down + self._reach, right + self._reach

    def _cell(self, row: int, column: int) -> Cell:
        return column - self._reach, row - self._reach

    def _grid(self) -> tuple[QRectF, QSizeF]:
        n = self._side
        line = float(self.fontMetrics().height())
        beside = float(self.fontMetrics().horizontalAdvance("−6")) + 8
        room = min((self.width() - beside - 2) / n, (self.height() - line - 4) / n)
        side = max(min(room, px(LARGEST_CELL_PX)), 1.0)
        if side >= 6:
            side = math.floor(side)
        left = beside + max((self.width() - beside - 2 - n * side) / 2, 0.0)
        return QRectF(math.floor(left), 1, n * side, n * side), QSizeF(side, side)

    def _paint_cells(self, painter: QPainter) -> None:
        side = self._grid()[1].height()
        widest = max((text for row in self._texts for text in row), key=len)
        font = self._font_for(widest, side - 2, min(18, int(0.62 * side)))
        if font is not None:
            painter.setFont(font)
        for row, column in np.ndindex(self._side, self._side):
            room = self.cell_rectangle(*self._cell(row, column))
            colour = QColor(*self._colours[row, column].tolist())
            painter.fillRect(room, colour)
            if font is not None and self._texts[row][column]:
                painter.setPen(ink_over(colour))
                painter.drawText(room, CENTRE, self._texts[row][column])

    def _paint_ticks(self, painter: QPainter) -> None:
        grid, _ = self._grid()
        line = float(self.fontMetrics().height())
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.muted))
        for shift in sorted({-self._reach, 0, self._reach}):
            text = str(shift).replace("-", "−")
            across, beside = self.cell_rectangle(shift, 0), self.cell_rectangle(0, shift)
            below = QRectF(across.center().x() - 40, grid.bottom() + 2, 80, line)
            painter.drawText(below, CENTRE, text)
            room = QRectF(0, beside.center().y() - line / 2, grid.left() - 5, line)
            painter.drawText(room, _RIGHT, text)

    def sizeHint(self) -> QSize:
        return QSize(px(330), px(330))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(140), px(140))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_cells(painter)
        self._paint_ticks(painter)
        for room, colour in self._framed():
            painter.setPen(QPen(QColor(self.theme.base), 4))
            painter.drawRect(room)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(room)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a neighbour with the arrows, the middle with Home."""
        step = arrow_of(event)
        if step is not None:
            right, down = (a + b for a, b in zip(self._chosen or (0, 0), step, strict=True))
            if max(abs(right), abs(down)) <= self._reach:
                self.cell_chosen.emit(right, down)
        elif event.key() == Qt.Key.Key_Home:
            self.cell_chosen.emit(0, 0)
        else:
            super().keyPressEvent(event)
