"""A matrix of numbers in signed colours: pointed at, walked through by keys, enlarged, scrolled."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from gdstudio.numerals import signed_number
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.style import numeral_font
from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.views.common.painted_widget import (
    ENTER_KEYS,
    FollowsLook,
    arrow_of,
    ink_over,
    paint_focus_ring,
    takes_copy,
)
from gdstudio.studio.views.inside.matrix_layout import ENLARGED, LARGEST, MatrixLayout, fitting_cell
from gdstudio.studio.views.inside.value_images import signed_image

_MARGIN_PX: Final = 4
_LEAST_FRAME_PX: Final = 7.0  # around a cell that is smaller
_PAGE: Final = 10  # cells, with Ctrl
_ZOOM_KEYS: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: -99}
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Cell = tuple[int, int]


class MatrixGrid(FollowsLook, QAbstractScrollArea):
    """Draws cells as large as they fit, with their numbers where these have room.

    Arrow keys go from cell to cell, ten at once with Ctrl, Home and End to the ends of a row; plus,
    minus and 0, or the wheel with Ctrl, enlarge; Enter opens what a cell belongs to.

    Signals:
        cell_pointed_at(object): Row and column under the pointer; None for none.
        cell_chosen(int, int): A cell was clicked, or reached with keys.
        cell_opened(int, int): A cell was double-clicked, or Enter pressed on it.
        copy_requested(): Ctrl+C.
    """

    cell_pointed_at = Signal(object)
    cell_chosen = Signal(int, int)
    cell_opened = Signal(int, int)
    copy_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._values: NDArray[Any] | None = None
        self._limit = 1.0
        self._zoom = 0
        self._chosen: Cell | None = None
        self._pointed: Cell | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Matrix of weights"))
        self.setToolTip(self.tr("Point at a weight, or use the arrow keys, to read it"))
        self.follow_look()

    @property
    def limit(self) -> float:
        """The end of the scale of colours, which goes from minus to plus it."""
        return self._limit

    @property
    def chosen(self) -> Cell | None:
        """The cell that was clicked, or reached with keys."""
        return self._chosen

    def set_values(self, values: NDArray[Any], *, is_other: bool) -> None:
        """Show numbers, shape (rows, columns); only read.

        Args:
            values: The numbers.
            is_other: Whether they are another array, not the same one that has moved.
        """
        self._values = values
        self._limit = nice_limit(values, None if is_other else self._limit)
        if is_other:
            self._zoom, self._chosen = 0, None
            self._point(None)
            self._place_bars()
        self.viewport().update()

    def choose(self, cell: Cell | None) -> None:
        """Frame a cell and scroll it into sight; nothing is emitted."""
        self._chosen = cell
        if cell is not None:
            self._reveal(cell)
        self.viewport().update()

    def zoom_by(self, steps: int) -> None:
        """Enlarge by so many steps, fewer than none for smaller; the chosen cell stays in sight."""
        zoom = min(max(self._zoom + steps, 0), self._most_zoom())
        if zoom != self._zoom:
            self._zoom = zoom
            self._place_bars()
            if self._chosen is not None:
                self._reveal(self._chosen, in_middle=True)
            self.viewport().update()

    def cell_rectangle(self, row: int, column: int) -> QRectF:
        """Return where a cell is drawn in the viewport."""
        layout, origin = self._layout(), self._origin()
        left, top = layout.corner(row, column)
        return QRectF(origin.x() + left, origin.y() + top, *layout.cell)

    def look_changed(self) -> None:
        """Take up the theme and the size of texts."""
        self._place_bars()
        self.viewport().update()

    def _origin(self) -> QPointF:
        """Return where the cells begin: right of the row's numbers, below those of the columns."""
        metrics = self.fontMetrics()
        beside = metrics.horizontalAdvance("0000") + _MARGIN_PX
        return QPointF(beside, metrics.height() + _MARGIN_PX)

    def _room(self) -> tuple[float, float]:
        origin, viewport = self._origin(), self.viewport()
        wide, high = viewport.width() - origin.x() - 2, viewport.height() - origin.y() - 2
        return max(wide, 1.0), max(high, 1.0)

    def _shape(self) -> tuple[int, int]:
        return (1, 1) if self._values is None else (self._values.shape[0], self._values.shape[1])

    def _layout(self) -> MatrixLayout:
        room = self._room()
        cell = fitting_cell(self._shape(), room, self._zoom, text_scale())
        scroll = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return MatrixLayout(self._shape(), cell, room, scroll)

    def _most_zoom(self) -> int:
        fitted = fitting_cell(self._shape(), self._room(), 0, text_scale())
        most = max(most * text_scale() / side for most, side in zip(LARGEST, fitted, strict=True))
        return math.ceil(math.log(max(most, 1.0), ENLARGED))

    def _place_bars(self) -> None:
        layout = self._layout()
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, size, room, cell in zip(bars, layout.size, layout.room, layout.cell, strict=True):
            bar.setRange(0, max(math.ceil(size - room), 0))
            bar.setPageStep(int(room))
            bar.setSingleStep(max(int(cell), 1))

    def _reveal(self, cell: Cell, *, in_middle: bool = False) -> None:
        layout = self._layout()
        corner = layout.corner(*cell)
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, near, room, side in zip(bars, corner, layout.room, layout.cell, strict=True):
            if in_middle:
                bar.setValue(round(bar.value() + near + (side - room) / 2))
            elif near < 0:
                bar.setValue(math.floor(bar.value() + near))
            elif near + side > room:
                bar.setValue(math.ceil(bar.value() + near + side - room))

    def _cell_at(self, position: QPointF) -> Cell | None:
        at = position - self._origin()
        return None if self._values is None else self._layout().at(at.x(), at.y())

    def _point(self, cell: Cell | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.cell_pointed_at.emit(cell)
            self.viewport().update()

    def _choose(self, row: int, column: int) -> None:
        rows, columns = self._shape()
        cell = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        self.choose(cell)
        self.cell_chosen.emit(*cell)

    def _paint_numbers(self, painter: QPainter, values: NDArray[Any], first: Cell) -> None:
        """Write the numbers, if all have room."""
        cell = self._layout().cell
        metrics = painter.fontMetrics()
        widest = metrics.horizontalAdvance(signed_number(-self._limit, self._limit))
        if widest + _MARGIN_PX > cell[0] or metrics.height() > cell[1]:
            return
        inks = [ink_over(QColor(*rgb)) for rgb in self.theme.signed_colours().tolist()]
        shares = np.clip(np.nan_to_num(values / self._limit), -1, 1)
        shades = np.rint((1 + shares) * (len(inks) // 2)).astype(np.int64).tolist()
        corner = self.cell_rectangle(*first).topLeft()
        for row, (numbers, tones) in enumerate(zip(values.tolist(), shades, strict=True)):
            top = corner.y() + row * cell[1]
            for column, (value, tone) in enumerate(zip(numbers, tones, strict=True)):
                place = QRectF(corner.x() + column * cell[0], top, *cell)
                painter.setPen(inks[tone])
                painter.drawText(place, _CENTRE, signed_number(value, self._limit))

    def _paint_titles(self, painter: QPainter, rows: slice, columns: slice) -> None:
        """Number the columns above and the rows at the left, as many as have room."""
        metrics, layout, origin = painter.fontMetrics(), self._layout(), self._origin()
        line, wide = metrics.height(), metrics.horizontalAdvance("0000") + 2 * _MARGIN_PX
        painter.setPen(QColor(self.theme.muted))
        step = _nice_step(wide / layout.cell[0])
        for column in range(-(-columns.start // step) * step, columns.stop, step):
            middle = self.cell_rectangle(0, column).center().x()
            if middle >= origin.x():
                painter.drawText(QRectF(middle - wide, 0, 2 * wide, line), _CENTRE, str(column))
        step = _nice_step(line / layout.cell[1])
        for row in range(-(-rows.start // step) * step, rows.stop, step):
            middle = self.cell_rectangle(row, 0).center().y()
            if middle >= origin.y():
                place = QRectF(0, middle - line / 2, origin.x() - _MARGIN_PX, line)
                painter.drawText(place, _RIGHT, str(row))

    def _paint_frames(self, painter: QPainter) -> None:
        for cell, colour in ((self._chosen, self.theme.text), (self._pointed, self.theme.accent)):
            if cell is None:
                continue
            place = self.cell_rectangle(*cell)
            grow = [max((_LEAST_FRAME_PX - side) / 2, 0.0) for side in place.size().toTuple()]
            place.adjust(-grow[0], -grow[1], grow[0], grow[1])
            painter.setPen(QPen(QColor(self.theme.base), 4))
            painter.drawRect(place)
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRect(place)

    def sizeHint(self) -> QSize:
        return QSize(px(640), px(400))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._values is None:
            return
        layout, origin = self._layout(), self._origin()
        rows, columns = layout.visible()
        values = self._values[rows, columns]
        with QPainter(self.viewport()) as painter:
            painter.setFont(numeral_font(self.font()))
            self._paint_titles(painter, rows, columns)
            painter.setClipRect(
                QRectF(origin.x() - 2, origin.y() - 2, *self._room()).adjusted(0, 0, 4, 4)
            )
            first = self.cell_rectangle(rows.start, columns.start)
            last = self.cell_rectangle(rows.stop - 1, columns.stop - 1)
            painter.drawImage(first.united(last), signed_image(values, self._limit, self.theme))
            self._paint_numbers(painter, values, (rows.start, columns.start))
            self._paint_frames(painter)
            painter.setClipping(False)
            if self.hasFocus():
                paint_focus_ring(painter, QRectF(self.viewport().rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bars()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._point(None)
        return super().viewportEvent(event)

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C before the window does."""
        if takes_copy(event):
            event.accept()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._choose(*cell)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None:
            self.cell_opened.emit(*cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._chosen = self._cell_at(event.position()) or self._chosen
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from cell to cell, enlarge, open, copy."""
        if self._values is None:
            super().keyPressEvent(event)
            return
        key, step = Qt.Key(event.key()), arrow_of(event)
        many = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        row, column = self._chosen or (0, 0)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif step is not None:
            by = _PAGE if many else 1
            first = self._chosen is None
            self._choose(
                row + (0 if first else by * step[1]), column + (0 if first else by * step[0])
            )
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(row, 0 if key == Qt.Key.Key_Home else self._shape()[1] - 1)
        elif key in _ZOOM_KEYS:
            self.zoom_by(_ZOOM_KEYS[key])
        elif key in ENTER_KEYS and self._chosen is not None:
            self.cell_opened.emit(*self._chosen)
        else:
            super().keyPressEvent(event)


def _nice_step(least: float) -> int:
    """Return the smallest of 1, 2, 4, 7, 14, 28 ... (a row of a digit) not below."""
    steps = (1, 2, 4, 7, 14, 28)
    return next((step for step in steps if step >= least), 28 * math.ceil(least / 28))
