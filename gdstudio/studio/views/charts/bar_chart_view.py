"""A bar for each name."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gdstudio.pictures.charts import BarChart, Level
from gdstudio.pictures.readings import Place, Readings
from gdstudio.pictures.spans import Span, chart_span
from gdstudio.pictures.ticks import Ticks
from gdstudio.studio.views.charts.chart_key import SIGN_PX, KeyEntry
from gdstudio.studio.views.charts.chart_text import number
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.charts.plot_ground import PlotGround
from gdstudio.studio.views.charts.series_painting import draw_level
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend
from gdstudio.studio.views.plane.plane_painting import draw_label, faded

_BAR: Final = 0.64  # of the room for one
_PLAIN: Final = 0.55  # of the muted colour: bars beside the one that is highlighted
_NAME_LINES: Final = 2
_SMALLEST: Final = 0.75  # of the font, for names beside each other
_ABOVE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
_BELOW: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class BarChartView(ChartView):
    """Shows a `BarChart`, the value above each bar."""

    def _draw(self, painter: QPainter) -> Readings:
        chart: BarChart = self._chart
        n = len(chart.names)
        metrics = QFontMetricsF(painter.font())
        ground = PlotGround.laid_out(
            QRectF(self.rect()),
            metrics,
            (Span(0.0, float(max(n, 1))), self._height_span(chart)),
            ("", chart.y_label),
            [KeyEntry(level.name, self._sign) for level in chart.levels],
            across=Ticks(np.empty(0), ()),
            lines_below=_NAME_LINES,
        )
        ground.paint_under(painter, self._theme)
        tops = ground.pixels(np.arange(n) + 0.5, chart.values)
        foot = ground.pixels(np.array([0.0]), np.array([0.0]))[0, 1]
        for k, (x, y) in enumerate(tops.tolist()):
            room = ground.box.width() / n
            if np.isfinite(y):
                self._draw_bar(painter, k, QRectF(x - _BAR * room / 2, y, _BAR * room, foot - y))
        self._write_names(painter, ground)
        for level in chart.levels:
            at = ground.pixels(np.array([0.0]), np.array([level.value]))[0, 1]
            draw_level(painter, ground.box, float(at), level, self._theme.text)
        for k, (x, y) in enumerate(tops.tolist()):
            if np.isfinite(y):
                self._write_value(painter, k, QPointF(x, min(y, foot)), ground.box.width() / n)
        return Readings((tops,), self._text, (1.0, 0.0), ground.box.width())

    def _height_span(self, chart: BarChart) -> Span:
        levels = np.array([level.value for level in chart.levels])
        span = chart_span([chart.values, levels, np.zeros(1)], is_share=chart.is_share)
        lowest = float(np.nanmin(chart.values, initial=0.0))
        room = 0.08 * (span.high - span.low)  # for the value above the highest bar
        return Span(0.0 if lowest >= 0 else span.low, span.high + room, is_share=chart.is_share)

    def _draw_bar(self, painter: QPainter, k: int, bar: QRectF) -> None:
        chart: BarChart = self._chart
        plain = blend(self._theme.muted, self._theme.base, _PLAIN)
        is_accent = chart.highlighted in (None, k)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent) if is_accent else plain)
        painter.drawRect(bar.normalized())

    def _write_value(self, painter: QPainter, k: int, top: QPointF, width: float) -> None:
        """Write the value of a bar above it, if there is room."""
        chart: BarChart = self._chart
        text = number(float(chart.values[k]), is_share=chart.is_share)
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) <= width:
            middle = top - QPointF(0, 0.62 * metrics.height())
            plate, room = faded(self._theme.base, 0.75), QRectF(self.rect())
            draw_label(painter, text, middle, self._theme.text, plate, room)

    def _sign(self, painter: QPainter, middle: QPointF) -> None:
        half = SIGN_PX / 2 - 1
        room = QRectF(middle.x() - half, middle.y(), 2 * half, 0)
        draw_level(painter, room, middle.y(), Level("", 0.0), self._theme.text)

    def _write_names(self, painter: QPainter, ground: PlotGround) -> None:
        """Write the names below their bars, all of one size, on two lines if need be."""
        names: tuple[str, ...] = self._chart.names
        metrics = QFontMetricsF(painter.font())
        width = ground.box.width() / max(len(names), 1)
        words = [word for name in names for word in name.split()]
        widest = max(map(metrics.horizontalAdvance, words), default=1.0)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * min(max((width - 5) / widest, _SMALLEST), 1.0))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        for k, name in enumerate(names):
            left = ground.box.left() + k * width
            room = QRectF(left, ground.below, width, _NAME_LINES * metrics.height())
            painter.drawText(room, _BELOW, name)
        painter.restore()

    def _text(self, _group: int, index: int) -> str:
        chart: BarChart = self._chart
        value = number(float(chart.values[index]), is_share=chart.is_share)
        return f"{chart.names[index]}: {value}"

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        """Bars need no mark: the reading names the bar."""
