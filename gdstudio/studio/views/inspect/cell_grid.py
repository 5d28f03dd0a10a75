"""What grids of cells have in common: one is pointed at, one is chosen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.painted_widget import PaintedWidget

CENTRE: Final = Qt.AlignmentFlag.AlignCenter

Cell = tuple[int, int]


class CellGrid(PaintedWidget):
    """Base of grids, as many rows as columns: a subclass draws the cells and says where they lie.

    Signals:
        cell_chosen(int, int): The cell clicked, or chosen by key.
        cell_pointed_at(object): The cell under the pointer or cursor; None for none.
    """

    cell_chosen = Signal(int, int)
    cell_pointed_at = Signal(object)

    def __init__(self, name: str, description: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = 0  # how many cells it is long; 0 for none
        self._chosen: Cell | None = None
        self._pointed: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def set_chosen(self, cell: Cell | None) -> None:
        """Frame a cell, or none; nothing is emitted."""
        self._chosen = cell
        self.update()

    def cell_rectangle(self, *cell: int) -> QRectF:
        """Return where a cell is drawn."""
        (grid, size), (row, column) = self._grid(), self._place(cell)
        wide, high = size.width(), size.height()
        return QRectF(grid.left() + column * wide, grid.top() + row * high, wide, high)

    def cell_at(self, position: QPointF) -> Cell | None:
        """Return the cell drawn at a position."""
        grid, size = self._grid()
        if not self._side or not grid.contains(position):
            return None
        row = int((position.y() - grid.top()) / size.height())
        column = int((position.x() - grid.left()) / size.width())
        return self._cell(min(row, self._side - 1), min(column, self._side - 1))

    def _grid(self) -> tuple[QRectF, QSizeF]:
        """Return where the cells lie, and the pixels of one."""
        raise NotImplementedError

    def _place(self, cell: tuple[int, ...]) -> tuple[int, int]:
        """Return row and column of a cell."""
        row, column = cell
        return row, column

    def _cell(self, row: int, column: int) -> Cell:
        """Return the cell of a row and a column."""
        return row, column

    def _framed(self) -> list[tuple[QRectF, str]]:
        """Return place and colour of the frames around the cells chosen and pointed at."""
        cells = (self._chosen, self.theme.text), (self._pointed, self.theme.accent)
        return [
            (self.cell_rectangle(*cell), colour)
            for cell, colour in cells
            if cell is not None and all(0 <= at < self._side for at in self._place(cell))
        ]

    def _font_for(self, widest: str, room: float, largest: int) -> QFont | None:
        """Return a font in which every text fits its cell, None if there is none to read."""
        font = numeral_font(self.font())
        for pixels in range(largest, 7, -1):
            font.setPixelSize(pixels)
            if QFontMetricsF(font).horizontalAdvance(widest) <= room:
                return font
        return None

    def _point(self, cell: Cell | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.cell_pointed_at.emit(cell)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is pointed at; choose it while dragging."""
        cell = self.cell_at(event.position())
        self._point(cell)
        if cell is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.cell_chosen.emit(*cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self.cell_chosen.emit(*cell)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(None)
        super().leaveEvent(event)
