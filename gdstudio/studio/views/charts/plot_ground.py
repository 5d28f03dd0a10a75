"""The ground of a plot: where its box lies, with axes, grid, names, levels and key around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from gdstudio.pictures.charts import Level
from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.spans import Span
from gdstudio.pictures.ticks import Ticks
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.charts.chart_key import ChartKey, KeyEntry, place_key
from gdstudio.studio.views.charts.chart_text import wrapped_lines
from gdstudio.studio.views.charts.series_painting import draw_level
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend
from gdstudio.studio.views.plane.plane_painting import draw_label, faded

_GAP_PX: Final = 6.0
_EDGE_PX: Final = 4.0
_STEP_PX: Final = 8.0  # the room for labels grows in steps, so that the box does not jump
_TICK_ACROSS: Final = 6.0  # heights of a line for each tick, about
_TICK_UP: Final = 3.2
_UPRIGHT_ROWS: Final = 3  # names of upright levels stand on so many heights in turn
_NAME_PLACES: Final = 13  # along a level, where its name may stand
_NAME_HEIGHTS: Final = (-1.25, 1.25, -2.75, 2.75, -4.25, 4.25)  # from the level, in half names
_FAR_PX: Final = 4000.0  # more than any text needs
_NO_DATA: Final = np.empty((0, 2))
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class PlotGround:
    """A plot laid out in its widget.

    Attributes:
        room: All it fills, in pixels of the widget.
        box: Where data are drawn.
        below: The height at which what stands below the box begins.
        x: The axis across.
        y: The axis upwards.
        ticks: Along both.
        names: Of both axes; the second stands above the box.
        key: What the colours stand for.
    """

    room: QRectF
    box: QRectF
    below: float
    x: Span
    y: Span
    ticks: tuple[Ticks, Ticks]
    names: tuple[str, str]
    key: ChartKey

    @classmethod
    def laid_out(
        cls,
        room: QRectF,
        metrics: QFontMetricsF,
        spans: tuple[Span, Span],
        names: tuple[str, str],
        entries: Sequence[KeyEntry],
        *,
        across: Ticks | None = None,
        lines_below: int = 1,
    ) -> PlotGround:
        """Lay out a plot.

        Args:
            room: All there is.
            metrics: Of the font.
            spans: Both axes.
            names: Of both axes; empty for none.
            entries: Of the key.
            across: What stands below the box; None for round numbers.
            lines_below: How many lines that takes.
        """
        line = metrics.height()
        inner = room.adjusted(_EDGE_PX, 2, -_EDGE_PX, -2)
        x_lines, y_lines = (_lines(name, metrics, inner.width()) for name in names)
        top = inner.top() + (len(y_lines) * line + 2 if y_lines else 0.0)
        key = place_key(entries, metrics, QRectF(inner.left(), top, inner.width(), inner.height()))
        top += key.height + (2 if key.height else 0.0) + line / 2
        below = len(x_lines) * line + 1 if x_lines else 0.0
        bottom = inner.bottom() - lines_below * line - _GAP_PX - below
        height = max(bottom - top, 8.0)
        up = spans[1].ticks(max(round(height / (_TICK_UP * line)), 1))
        widest = max((metrics.horizontalAdvance(text) for text in up.labels), default=0.0)
        left = inner.left() + math.ceil(widest / _STEP_PX) * _STEP_PX + _GAP_PX
        width = max(inner.right() - key.width - left - _EDGE_PX, 8.0)
        along = across or spans[0].ticks(max(round(width / (_TICK_ACROSS * line)), 2))
        box = QRectF(left, top, width, height)
        return cls(room, box, box.bottom() + _GAP_PX - 1, *spans, (along, up), names, key)

    @property
    def frame(self) -> PlaneFrame:
        """The map between the numbers of both axes and pixels of the box."""
        return PlaneFrame(self.x.ends, self.y.ends, self.box.width(), self.box.height())

    def pixels(self, x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
        """Return where data lie in the widget, shape (k, 2); NaN where there is nothing."""
        places = self.frame.to_pixels(np.column_stack([self.x.along(x), self.y.along(y)]))
        return places + np.array([self.box.left(), self.box.top()])

    def seen(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return places of the widget, NaN for those that lie outside of the box."""
        x, y = places.T
        box = self.box.adjusted(-1, -1, 1, 1)
        with np.errstate(invalid="ignore"):
            inside = (x >= box.left()) & (x <= box.right()) & (y >= box.top()) & (y <= box.bottom())
        return np.where(inside[:, None], places, np.nan)

    def paint_under(self, painter: QPainter, theme: Theme) -> None:
        """Paint grid, axes, names and key; data come over it."""
        line = painter.fontMetrics().height()
        painter.setPen(QPen(blend(theme.border, theme.base, 0.7), 1))
        for _, y in self._upward():
            painter.drawLine(QPointF(self.box.left(), y), QPointF(self.box.right(), y))
        painter.setPen(QPen(QColor(theme.border), 1))
        for _, x in self._along():
            foot = QPointF(x, self.box.bottom())
            painter.drawLine(foot, foot + QPointF(0, 4))
        painter.drawLine(self.box.bottomLeft(), self.box.bottomRight())
        painter.setPen(QColor(theme.muted))
        for label, y in self._upward():
            left = self.box.left() - _GAP_PX
            painter.drawText(QRectF(left - _FAR_PX, y - line, _FAR_PX, 2 * line), _RIGHT, label)
        for label, x in self._along():
            self._write_below(painter, label, x, self.below)
        self._write_axis_names(painter)
        self.key.paint(painter, theme)

    def _write_axis_names(self, painter: QPainter) -> None:
        metrics, line = QFontMetricsF(painter.font()), painter.fontMetrics().height()
        wide = self.room.width() - 2 * _EDGE_PX
        x_lines, y_lines = (_lines(name, metrics, wide) for name in self.names)
        foot = self.room.bottom() - 2 - len(x_lines) * line
        for k, text in enumerate(x_lines):
            self._write_below(painter, text, self.box.center().x(), foot + k * line)
        for k, text in enumerate(y_lines):
            painter.drawText(
                QRectF(self.room.left() + _EDGE_PX, 2 + k * line, wide, line), _LEFT, text
            )

    def paint_levels(
        self,
        painter: QPainter,
        theme: Theme,
        levels: Sequence[Level],
        data: NDArray[np.float64] = _NO_DATA,
    ) -> None:
        """Paint lines across with their names; those outside of the box are left out.

        Args:
            painter: Of the widget.
            theme: The colours.
            levels: What is painted.
            data: Places of the widget, shape (k, 2), that names leave free where they can.
        """
        line = painter.fontMetrics().height()
        first = np.array([self.x.low]), np.array([self.y.low])
        for k, level in enumerate(levels):
            value = np.array([level.value])
            place = (value, first[1]) if level.is_upright else (first[0], value)
            x, y = self.seen(self.pixels(*place))[0].tolist()
            if not math.isfinite(x):
                continue
            draw_level(painter, self.box, x if level.is_upright else y, level, theme.muted)
            half = QPointF(painter.fontMetrics().horizontalAdvance(level.name) / 2 + 6, line / 2)
            middle = QPointF(x + half.x(), self.box.top() + (k % _UPRIGHT_ROWS + 0.6) * line)
            if not level.is_upright:
                middle = self._free_middle(y, half, data)
            draw_label(painter, level.name, middle, theme.muted, faded(theme.base, 0.8), self.box)

    def _free_middle(self, y: float, half: QPointF, data: NDArray[np.float64]) -> QPointF:
        """Return where a name of this half size beside a line across hides the least."""
        room = self.box.adjusted(half.x() + 1, 0, -half.x() - 1, 0)
        places = np.linspace(room.right(), room.left(), _NAME_PLACES).tolist()
        heights = [y + way * half.y() for way in _NAME_HEIGHTS]
        inside = [
            h
            for h in heights
            if self.box.top() <= h - half.y() and h + half.y() <= self.box.bottom()
        ]
        # The nearest heights first: of places that hide as little, the first is taken.
        middles = [QPointF(x, h) for h in inside or heights[:1] for x in places]

        def hidden(middle: QPointF) -> int:
            away = np.abs(data - (middle.x(), middle.y())) <= (half.x() + 4, half.y() + 4)
            return int(away.all(axis=1).sum())

        return min(middles, key=hidden)

    def _along(self) -> list[tuple[str, float]]:
        """Return what stands below the box, and where its middle is."""
        places = np.column_stack([self.ticks[0].places, np.full(len(self.ticks[0].places), 0.0)])
        x = self.frame.to_pixels(places)[:, 0] + self.box.left()
        return list(zip(self.ticks[0].labels, (np.rint(x) + 0.5).tolist(), strict=True))

    def _upward(self) -> list[tuple[str, float]]:
        """Return what stands at the left of the box, and at which height."""
        places = np.column_stack([np.full(len(self.ticks[1].places), 0.0), self.ticks[1].places])
        y = self.frame.to_pixels(places)[:, 1] + self.box.top()
        return list(zip(self.ticks[1].labels, (np.rint(y) + 0.5).tolist(), strict=True))

    def _write_below(self, painter: QPainter, text: str, middle: float, top: float) -> None:
        """Write a text around a middle, moved so far that it is not cut."""
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text) + 2.0
        right = self.room.right() - width
        left = min(max(middle - width / 2, self.room.left()), max(right, self.room.left()))
        painter.drawText(QRectF(left, top, width, metrics.height()), _MIDDLE, text)


def _lines(name: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """Return the name of an axis on as many lines as it takes; none for no name."""
    return wrapped_lines(name, metrics.horizontalAdvance, width) if name else []
