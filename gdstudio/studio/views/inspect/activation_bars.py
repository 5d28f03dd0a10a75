"""The outputs of a layer without pictures: a bar for each neuron, in as many lines as need be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import PaintedWidget, arrow_of

LEAST_BAR_PX: Final = 3.0
_LINE_GAP_PX: Final = 3.0
_ENDS: Final = {Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9}


class ActivationBars(PaintedWidget):
    """Bars up for positive and down for negative outputs, on one scale.

    Signals:
        neuron_hovered(int): The neuron pointed at, or reached with the arrow keys; -1 for none.
        clicked(): The left button was pressed on the bars.
    """

    neuron_hovered = Signal(int)
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[np.float64] = np.zeros(0)
        self._limit = 1.0
        self._names: tuple[str, ...] = ()
        self._marked = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_values(
        self, values: NDArray[Any], limit: float, names: Sequence[str] | None = None
    ) -> None:
        """Show outputs.

        Args:
            values: Shape (n,); copied. What is not finite gets no bar.
            limit: The height of a whole bar, above 0; larger outputs are cut.
            names: Written below the bars, one for each; None for no names.
        """
        self._values, self._limit = np.array(values, np.float64), limit
        self._names = tuple(names or ())
        if self._marked >= len(self._values):
            self._mark(-1)
        self.update()

    def neuron_at(self, position: QPointF) -> int:
        """Return the neuron drawn at a position, -1 for none."""
        lines, per_line, width, height = self._grid()
        line, place = int(position.y() // height), int(position.x() // width)
        neuron = line * per_line + place
        inside = 0 <= line < lines and 0 <= place < per_line and position.x() >= 0
        return neuron if inside and neuron < len(self._values) else -1

    def slot(self, neuron: int) -> QRectF:
        """Return the room of a neuron's bar."""
        _, per_line, width, height = self._grid()
        line, place = divmod(neuron, per_line)
        return QRectF(place * width, line * height, width, height - _LINE_GAP_PX - self._below())

    def _below(self) -> float:
        """Return the room for names under the bars."""
        return self.fontMetrics().height() if self._names else 0.0

    def _grid(self) -> tuple[int, int, float, float]:
        """Return lines, bars in a line, and width and height of the room for each bar."""
        n = max(len(self._values), 1)
        lines = max(math.ceil(n * LEAST_BAR_PX / max(self.width(), 1)), 1)
        per_line = math.ceil(n / lines)
        width = max(self.width() / per_line, 0.5)
        return lines, per_line, width, max(self.height() / lines, 1.0)

    def _base(self) -> float:
        """Return where 0 lies between top (0) and bottom (1) of a bar's room."""
        finite = self._values[np.isfinite(self._values)]
        return 0.5 if (finite < 0).any() else 1.0

    def _bar(self, neuron: int, base: float) -> QRectF:
        slot = self.slot(neuron)
        share = min(max(self._values[neuron] / self._limit, -1.0), 1.0)
        margin = min(slot.width() * 0.12, 4.0)
        zero = slot.top() + base * slot.height()
        high = share * base * slot.height()
        return QRectF(
            slot.left() + margin, zero - max(high, 0.0), slot.width() - 2 * margin, abs(high)
        )

    def _mark(self, neuron: int) -> None:
        if neuron != self._marked:
            self._marked = neuron
            self.neuron_hovered.emit(neuron)
            self.update()

    def _paint_names(self, painter: QPainter) -> None:
        best = int(np.nanargmax(self._values)) if np.isfinite(self._values).any() else -1
        font = painter.font()
        for neuron, name in enumerate(self._names):
            slot = self.slot(neuron)
            font.setBold(neuron == best)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.text if neuron == best else self.theme.muted))
            room = QRectF(slot.left(), slot.bottom(), slot.width(), self._below())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 24 + round(self._below()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        base = self._base()
        ground, positive, negative = (
            QColor(c) for c in (self.theme.outline, self.theme.positive, self.theme.negative)
        )
        for neuron, value in enumerate(self._values.tolist()):
            slot = self.slot(neuron)
            line = QRectF(slot.left(), slot.top() + base * slot.height() - 0.5, slot.width(), 1)
            painter.fillRect(line, ground)
            if math.isfinite(value):
                painter.fillRect(self._bar(neuron, base), positive if value >= 0 else negative)
        self._paint_names(painter)
        if self._marked >= 0:
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            painter.drawRect(self.slot(self._marked).adjusted(0.75, 0.75, -0.75, -0.75))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mark(self.neuron_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._mark(-1)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from neuron to neuron with the arrows, Home and End."""
        right, _ = arrow_of(event) or (0, 0)
        step = right or _ENDS.get(Qt.Key(event.key()), 0)
        if not step or not len(self._values):
            super().keyPressEvent(event)
            return
        self._mark(min(max(self._marked + step, 0), len(self._values) - 1))
