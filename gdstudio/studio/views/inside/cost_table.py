"""Target beside answer, difference and square: what each output adds to the cost of one digit."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from gdstudio.studio.painting import faded
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import (
    ENTER_KEYS,
    arrow_of,
    paint_focus_ring,
)
from gdstudio.studio.views.inside.cost_rows import MOST_ROWS, CostRow
from gdstudio.studio.views.inside.marked_rows import MarkedRows

_GAP_PX: Final = 7.0
_LEAST_BAR_PX: Final = 24.0
_LARGEST_PX: Final = 15.0  # of letters, at 100 %
_SMALLEST_PX: Final = 10.0
_EMPTY: Final = 0.15  # opacity of what a bar could fill
_POINTED: Final = 0.12
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WIDEST: Final = ("0.000", "0", "−0.000", "0.0000")  # a, y, a - y, term


class CostTable(MarkedRows):
    """A row a class: its name, output and target as a bar, and the numbers.

    A click on a row, or Enter on one reached with Up and Down, takes its class for the right one.

    Signals:
        target_chosen(int): The user says which class is right.
    """

    target_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[CostRow] = []
        self._adds = "(a − y)²"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("What each output costs"))
        self.setToolTip(self.tr("Click the class that is right: it becomes the target"))

    @property
    def rows(self) -> list[CostRow]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: list[CostRow], adds: str) -> None:
        """Show rows; `adds` is the title of what they add to the cost."""
        self._rows, self._adds = rows, adds
        if self._marked >= len(rows):
            self._mark(-1)
        self._describe()
        self.update()

    def _row_height(self) -> float:
        return min(self.height() / (max(len(self._rows), MOST_ROWS) + 1), 2.0 * self._letters())

    def _letters(self) -> float:
        return px(_LARGEST_PX)

    def _font(self) -> QFont:
        """Return the bold font that fits the rows, and the width."""
        font = self.numeral_font(bold=True)
        size = min(self._row_height() * 0.72, self._letters())
        font.setPixelSize(max(int(size), int(_SMALLEST_PX)))
        while font.pixelSize() > _SMALLEST_PX and self._needed(font) > self.width():
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def _needed(self, font: QFont) -> float:
        return sum(self._columns(QFontMetricsF(font)))

    def _columns(self, metrics: QFontMetricsF) -> tuple[float, ...]:
        """Return the widths of name, output, target, difference and term, with their gaps."""
        broad, rows = metrics.horizontalAdvance, self._rows
        texts = [
            [row.name for row in rows if row.index >= 0] or ["0"],
            [_WIDEST[0], *(row.output for row in rows)],
            [_WIDEST[1], *(row.target for row in rows)],
            [_WIDEST[2], *(row.difference for row in rows)],
            [_WIDEST[3], self._adds, *(row.term for row in rows)],
        ]
        if not any(row.target for row in rows):
            del texts[2:]  # the bars have the room until a target is chosen
        widths = [max(map(broad, column)) + _GAP_PX for column in texts]
        widths[0] = min(widths[0], self.width() / 4)
        return tuple(widths)

    def _mark_changed(self) -> None:
        self._describe()

    def _leads_on(self, row: int) -> bool:
        return self._rows[row].index >= 0

    def _describe(self) -> None:
        row = self._rows[self._marked] if self._marked >= 0 else None
        text = self.tr("Up and Down read the outputs, Enter says which is right")
        text = text if row is None else row.spoken(self._adds)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _choose(self, row: int) -> None:
        if row >= 0 and self._rows[row].index >= 0:
            self.target_chosen.emit(self._rows[row].index)

    def _paint_titles(self, painter: QPainter, columns: tuple[float, ...]) -> None:
        titles = ("a", "y", "a − y", self._adds)
        painter.setPen(QColor(self.theme.muted))
        left = self.width() - sum(columns[1:])
        for wide, title in zip(columns[1:], titles, strict=False):
            painter.drawText(QRectF(left, 0, wide - 2, self._row_height()), _RIGHT, title)
            left += wide

    def _paint_row(
        self, painter: QPainter, place: QRectF, columns: tuple[float, ...], row: CostRow
    ) -> None:
        is_target = row.target == "1"
        painter.setPen(QColor(self.theme.text if is_target else self.theme.muted))
        bar_left, left = columns[0], self.width() - sum(columns[1:])
        name = place.adjusted(2, 0, 0, 0)
        name.setWidth((columns[0] if row.index >= 0 else left) - 4)
        text = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(name.width())
        )
        painter.drawText(name, _LEFT, text)
        if left - bar_left >= _LEAST_BAR_PX and row.index >= 0:
            bar = QRectF(bar_left, place.top(), left - bar_left - _GAP_PX / 2, place.height())
            self._paint_bar(painter, bar, row)
        painter.setPen(QColor(self.theme.text))
        cells = (row.output, row.target, row.difference, row.term)
        for wide, cell in zip(columns[1:], cells, strict=False):
            room = QRectF(left, place.top(), wide - 2, place.height())
            painter.drawText(room, _RIGHT, cell)
            left += wide

    def _paint_bar(self, painter: QPainter, place: QRectF, row: CostRow) -> None:
        """Draw the output as a bar, and where the target is as an upright line."""
        high = place.height() * 0.52
        track = QRectF(place.left(), place.center().y() - high / 2, place.width(), high)
        painter.fillRect(track, faded(self.theme.muted, _EMPTY))
        if math.isfinite(row.a):
            bar = QRectF(track)
            bar.setWidth(track.width() * min(max(row.a, 0.0), 1.0))
            painter.fillRect(bar, QColor(self.theme.accent))
        if row.target:
            at = track.left() + track.width() * float(row.target)
            painter.setPen(QPen(QColor(self.theme.text), 2))
            ends = QPointF(at, place.top() + 2), QPointF(at, place.bottom() - 2)
            painter.drawLine(*ends)

    def sizeHint(self) -> QSize:
        return QSize(px(284), px(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(165))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._rows:
            return
        bold = self._font()
        columns = self._columns(QFontMetricsF(bold))
        font = self.numeral_font()
        font.setPixelSize(bold.pixelSize())
        with QPainter(self) as painter:
            painter.setFont(font)
            self._paint_titles(painter, columns)
            for k, row in enumerate(self._rows):
                place = self.row_rectangle(k)
                if k == self._marked:
                    painter.fillRect(place, faded(self.theme.accent, _POINTED))
                painter.setFont(bold if row.target == "1" else font)
                self._paint_row(painter, place, columns, row)
            if self.hasFocus():
                paint_focus_ring(painter, QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._row_at(event.position()))
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from class to class with Up and Down; Enter takes one for the target."""
        _, down = arrow_of(event) or (0, 0)
        if down and self._rows:
            self._mark_beside(down)
        elif event.key() in (*ENTER_KEYS, Qt.Key.Key_Space) and self._marked >= 0:
            self._choose(self._marked)
        else:
            super().keyPressEvent(event)
