"""A bar for each name."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gdstudio.experiments.charts import BarChart
from gdstudio.files.drawing.axes import Ticks
from gdstudio.files.drawing.plot import Span
from gdstudio.studio.views.charts.chart_readings import Place, Readings
from gdstudio.studio.views.charts.chart_spans import chart_span
from gdstudio.studio.views.charts.chart_text import number
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.charts.plot_ground import PlotGround
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend

_BAR: Final = 0.64  # of the room for one
_PLAIN: Final = 0.55  # of the muted colour: bars beside the one that is highlighted
_NAME_LINES: Final = 2
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
            [],
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
            self._write_name(painter, metrics, k, QRectF(x - room / 2, ground.below, room, 0))
        bodies = [np.column_stack([tops[:, 0], y]) for y in np.linspace(tops[:, 1], foot, 12)]
        ground.paint_levels(painter, self._theme, chart.levels, np.vstack(bodies))
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
        painter.setPen(QColor(self._theme.text))
        line = painter.fontMetrics().height()
        above = QRectF(bar.center().x() - 200, min(bar.top(), bar.bottom()) - line - 1, 400, line)
        value = number(float(chart.values[k]), is_share=chart.is_share)
        if painter.fontMetrics().horizontalAdvance(value) <= bar.width() / _BAR:
            painter.drawText(above, _ABOVE, value)

    def _write_name(self, painter: QPainter, metrics: QFontMetricsF, k: int, room: QRectF) -> None:
        """Write a name below its bar, on two lines if need be; a longer one is cut short."""
        name = self._chart.names[k]
        widest = max(map(metrics.horizontalAdvance, name.split() or [""]))
        font = painter.font()
        if widest > room.width() - 2:
            font.setPointSizeF(font.pointSizeF() * max((room.width() - 2) / widest, 0.75))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        room.setHeight(_NAME_LINES * metrics.height())
        painter.drawText(room, _BELOW, name)
        painter.restore()

    def _text(self, _group: int, index: int) -> str:
        chart: BarChart = self._chart
        value = number(float(chart.values[index]), is_share=chart.is_share)
        return f"{chart.names[index]}: {value}"

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        """Bars need no mark: the reading names the bar."""
