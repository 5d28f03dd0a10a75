"""The key of a chart: signs and names beside the plot where there is room, else above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gdstudio.studio.theme import Theme

SIGN_PX: Final = 22.0
_GAP_PX: Final = 5.0
_APART_PX: Final = 12.0
_BESIDE_FROM_PX: Final = 560.0  # width of a chart that has room for a key at its side
_BESIDE_MOST: Final = 0.33  # of that width


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One line of the key: `draw_sign(painter, middle)` draws around the middle of its place."""

    name: str
    draw_sign: Callable[[QPainter, QPointF], None]


@dataclass(frozen=True, slots=True)
class ChartKey:
    """Where the entries stand.

    Attributes:
        entries: What is written.
        places: The room of each entry, sign and name.
        height: Taken above the plot.
        width: Taken at the right of the plot.
    """

    entries: tuple[KeyEntry, ...]
    places: tuple[QRectF, ...]
    height: float
    width: float

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Draw signs and names; what has no room is cut short."""
        metrics = QFontMetricsF(painter.font())
        for entry, place in zip(self.entries, self.places, strict=True):
            middle = QPointF(place.left() + SIGN_PX / 2, place.center().y())
            entry.draw_sign(painter, middle)
            room = place.adjusted(SIGN_PX + _GAP_PX, 0, 0, 0)
            text = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, room.width() + 1)
            painter.setPen(QColor(theme.text))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


def place_key(entries: Sequence[KeyEntry], metrics: QFontMetricsF, room: QRectF) -> ChartKey:
    """Return the key of a chart that fills `room`, as a column at the right or lines at the top."""
    named = tuple(entry for entry in entries if entry.name)
    line = metrics.height() + 1
    widths = [SIGN_PX + _GAP_PX + metrics.horizontalAdvance(entry.name) + 1 for entry in named]
    width = max(widths, default=0.0)
    has_room = room.width() >= _BESIDE_FROM_PX and width <= _BESIDE_MOST * room.width()
    if len(named) > 1 and has_room and len(named) * line < room.height():
        left = room.right() - width
        places = [QRectF(left, room.top() + k * line, width, line) for k in range(len(named))]
        return ChartKey(named, tuple(places), 0.0, width + _APART_PX)
    places, x, y = [], room.left(), room.top()
    for wanted in widths:
        width = min(wanted, room.width())
        if x > room.left() and x + width > room.right():
            x, y = room.left(), y + line
        places.append(QRectF(x, y, width, line))
        x += width + _APART_PX
    height = places[-1].bottom() - room.top() if places else 0.0
    return ChartKey(named, tuple(places), height, 0.0)
