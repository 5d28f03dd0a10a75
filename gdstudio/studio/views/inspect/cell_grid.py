"""What grids of cells have in common: one is pointed at, one is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.views.common.painted_widget import PaintedWidget

Cell = tuple[int, int]


class CellGrid(PaintedWidget):
    """Base of the grids: a subclass draws the cells and says which lies where.

    Signals:
        cell_chosen(int, int): The cell clicked, or chosen by key.
        cell_pointed_at(object): The cell under the pointer or cursor; None for none.
    """

    cell_chosen = Signal(int, int)
    cell_pointed_at = Signal(object)

    def __init__(self, name: str, description: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointed: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def cell_at(self, position: QPointF) -> Cell | None:
        """Return the cell drawn at a position."""
        raise NotImplementedError

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
