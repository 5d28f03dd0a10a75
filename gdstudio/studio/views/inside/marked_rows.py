"""Painted rows of which one is marked, by the mouse or by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent

from gdstudio.studio.views.common.painted_widget import PaintedWidget, came_by_key


class MarkedRows(PaintedWidget):
    """Rows below a row of titles; the one pointed at, or reached with Up and Down, is marked.

    A child says how high a row is, which rows there are, and what a mark means.
    """

    def __init__(self) -> None:
        super().__init__()
        self._marked = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def rows(self) -> Sequence[object]:
        """What is shown."""
        raise NotImplementedError

    def row_rectangle(self, row: int) -> QRectF:
        """Return where a row stands, counted from 0; titles stand above the first."""
        high = self._row_height()
        return QRectF(0, (row + 1) * high, self.width(), high)

    def _row_height(self) -> float:
        raise NotImplementedError

    def _mark_changed(self) -> None:
        """Tell that another row is marked, or none."""
        raise NotImplementedError

    def _leads_on(self, row: int) -> bool:
        """Whether a click on a row does something."""
        raise NotImplementedError

    def _row_at(self, position: QPointF) -> int:
        row = int(position.y() // self._row_height()) - 1
        return row if 0 <= row < len(self.rows) else -1

    def _mark(self, row: int) -> None:
        if row != self._marked:
            self._marked = row
            shapes = Qt.CursorShape.ArrowCursor, Qt.CursorShape.PointingHandCursor
            self.setCursor(shapes[row >= 0 and self._leads_on(row)])
            self._mark_changed()
            self.update()

    def _mark_beside(self, down: int) -> None:
        """Mark the row so many further down."""
        self._mark(min(max(self._marked + down, 0), len(self.rows) - 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(self._row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._mark(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if came_by_key(event.reason()) and self._marked < 0 and self.rows:
            self._mark(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(-1)
