"""The sum behind one neuron: a row a contribution, whose numbers add up to the last digit."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy

from gdstudio.studio.painting import faded
from gdstudio.studio.views.common.painted_widget import (
    ENTER_KEYS,
    arrow_of,
    paint_focus_ring,
    takes_copy,
)
from gdstudio.studio.views.inside.marked_rows import MarkedRows
from gdstudio.studio.views.inside.sum_rows import SumRow

_ROW_PX: Final = 1.5  # of a row, above and below its text
_GAP_PX: Final = 8.0
_LEAST_BAR_PX: Final = 24.0
_TRACK: Final = 0.14  # opacity of the row pointed at
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_END: Final = Qt.TextElideMode.ElideRight
_SHORT_NAME: Final = "pixel 00 00"  # a longer one is cut where there is no room
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SumTable(MarkedRows):
    """Rows with name, weight, input and product, the product also as a bar from zero.

    Up and Down go from row to row, Enter opens the input and with Shift the weight, as a click on
    the one or the other does; Ctrl+C copies all as text.

    Signals:
        row_pointed(int): The contribution pointed at, or reached with keys; -1 for none.
        input_opened(int): The user wants the input of a contribution opened.
        weight_opened(int): The user wants the weight of a contribution opened.
    """

    row_pointed = Signal(int)
    input_opened = Signal(int)
    weight_opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SumRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("The sum z"))
        self.setToolTip(
            self.tr(
                "Weights times what comes in over them; click an input, or a weight, to open it, "
                "the others to see their weights"
            )
        )

    @property
    def rows(self) -> list[SumRow]:
        """What is shown, the sum last."""
        return self._rows

    def set_rows(self, rows: list[SumRow]) -> None:
        """Show the rows of a sum, the sum itself last; none for nothing."""
        is_other = len(rows) != len(self._rows)
        self._rows = rows
        if self._marked >= len(rows):
            self._mark(-1)
        self._describe()
        if is_other:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return all rows as text, columns parted by tabs."""
        cells = ((row.name, row.weight, row.input, row.text) for row in self._rows)
        return "\n".join("\t".join(row) for row in cells)

    def look_changed(self) -> None:
        """Take the height that the font asks for."""
        self.updateGeometry()
        super().look_changed()

    def _row_height(self) -> float:
        return QFontMetricsF(self.numeral_font()).height() + 2 * _ROW_PX

    def _mark_changed(self) -> None:
        row = self._marked
        self.row_pointed.emit(self._rows[row].opens if row >= 0 else -1)
        self._describe()

    def _leads_on(self, row: int) -> bool:
        return self._rows[row].opens >= 0

    def _describe(self) -> None:
        rows = self._rows
        row = None if not rows else rows[self._marked if self._marked >= 0 else -1]
        text = "" if row is None else row.spoken
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _open(self, row: int, *, weight: bool) -> None:
        if row >= 0 and self._rows[row].opens >= 0:
            opened = self.weight_opened if weight else self.input_opened
            opened.emit(self._rows[row].opens)

    def _columns(self) -> tuple[float, float, float, float]:
        """Return the widths of name, weight, input and product, each with the gap behind it."""
        broad, rows = QFontMetricsF(self.numeral_font()).horizontalAdvance, self._rows
        named = (row.name for row in rows if row.weight)
        name = max(map(broad, (self.tr("input"), *named)))
        weight = max(map(broad, ("−0.0000", *(row.weight for row in rows))))
        came_in = max(map(broad, ("0.0000", *(row.input for row in rows))))
        strong = QFontMetricsF(self.numeral_font(bold=True)).horizontalAdvance
        term = max(map(strong, ("−00.0000", *(row.text for row in rows))))
        others = weight + came_in + term + 4 * _GAP_PX + 4
        name = min(name, max(self.width() - others, broad(_SHORT_NAME)))
        return name + _GAP_PX, weight + _GAP_PX, came_in + _GAP_PX, term + _GAP_PX

    def _paint_row(
        self, painter: QPainter, place: QRectF, columns: tuple[float, ...], row: SumRow
    ) -> None:
        muted, ink = QColor(self.theme.muted), QColor(self.theme.text)
        name = columns[0] if row.weight else sum(columns[:3])
        cells = (
            (name, row.name, _LEFT, QColor(self.theme.accent) if row.opens >= 0 else ink),
            (columns[1], row.weight, _RIGHT, muted),
            (columns[2], row.input, _RIGHT, muted),
            (columns[3], row.text, _RIGHT, ink),
        )
        left = place.left() + 2
        for k, (wide, text, flags, colour) in enumerate(cells):
            room = QRectF(left, place.top(), wide - _GAP_PX, place.height())
            painter.setPen(colour)
            cut = painter.fontMetrics().elidedText(text, _END, math.ceil(room.width()))
            painter.drawText(room, flags, cut)
            left += columns[k]
        if row is not self._rows[-1]:
            bar = QRectF(left, place.top(), place.right() - left, place.height())
            self._paint_bar(painter, bar, row)

    def _paint_bar(self, painter: QPainter, place: QRectF, row: SumRow) -> None:
        """Draw the term from the middle, to the right if it is positive."""
        if place.width() < _LEAST_BAR_PX or not math.isfinite(row.term):
            return
        largest = max((abs(one.term) for one in self._rows[:-1]), default=0.0)
        share = row.term / largest if largest > 0 and math.isfinite(largest) else 0.0
        middle, half = place.center().x(), place.width() / 2 - 2
        zero = QRectF(middle - 0.5, place.top(), 1, place.height())
        painter.fillRect(zero, QColor(self.theme.border))
        colour = QColor(self.theme.positive if share >= 0 else self.theme.negative)
        high = place.height() * 0.56
        bar = QRectF(middle, place.center().y() - high / 2, share * half, high).normalized()
        painter.fillRect(bar, colour)

    def _paint_titles(self, painter: QPainter, columns: tuple[float, ...]) -> None:
        left = 2.0
        painter.setPen(QColor(self.theme.muted))
        titles = ((self.tr("input"), _LEFT), ("w", _RIGHT), ("a", _RIGHT), ("w·a", _RIGHT))
        for wide, (title, flags) in zip(columns, titles, strict=True):
            room = QRectF(left, 0, wide - _GAP_PX, self._row_height())
            painter.drawText(room, flags, title)
            left += wide

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint()
        return QSize(least.width() + round(2.5 * _LEAST_BAR_PX), least.height())

    def minimumSizeHint(self) -> QSize:
        high = (len(self._rows) + 1) * self._row_height() + 2
        short = QFontMetricsF(self.numeral_font()).horizontalAdvance(_SHORT_NAME)
        wide = short + _GAP_PX + sum(self._columns()[1:]) + 4
        return QSize(math.ceil(wide), math.ceil(high))

    def paintEvent(self, _event: QPaintEvent) -> None:
        columns = self._columns()
        with QPainter(self) as painter:
            painter.setFont(self.numeral_font())
            if self._rows:
                self._paint_titles(painter, columns)
            for k, row in enumerate(self._rows):
                place = self.row_rectangle(k)
                if k == self._marked:
                    painter.fillRect(place, faded(self.theme.accent, _TRACK))
                if k == len(self._rows) - 1:
                    line = QRectF(place.left(), place.top(), place.width(), 1)
                    painter.fillRect(line, QColor(self.theme.outline))
                    painter.setFont(self.numeral_font(bold=True))
                self._paint_row(painter, place, columns, row)
            if self.hasFocus():
                paint_focus_ring(painter, QRectF(self.rect()))

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+C before the window does."""
        if takes_copy(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            is_weight = 0 < event.position().x() - self._columns()[0] < self._columns()[1]
            self._open(self._row_at(event.position()), weight=is_weight)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from row to row, open an input, copy all."""
        _, down = arrow_of(event) or (0, 0)
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self._rows) - 1}
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
        elif down and self._rows:
            self._mark_beside(down)
        elif key in ends and self._rows:
            self._mark(ends[key])
        elif key in ENTER_KEYS and self._marked >= 0:
            is_weight = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._open(self._marked, weight=is_weight)
        else:
            super().keyPressEvent(event)
