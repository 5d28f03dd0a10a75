"""Lines, bands and points over numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.readings import Place, Readings
from gdstudio.pictures.spans import Span, chart_span
from gdstudio.studio.views.charts.chart_key import SIGN_PX, KeyEntry
from gdstudio.studio.views.charts.chart_text import chart_colour, number
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.charts.plot_ground import PlotGround
from gdstudio.studio.views.charts.series_painting import (
    draw_band,
    draw_dots,
    draw_error_bars,
    draw_line,
    draw_shape,
    line_pen,
)

Floats = NDArray[np.float64]

_BETWEEN: Final = 8  # points of a line between two given ones
_NOWHERE: Final = np.empty((0, 2))


class LineChartView(ChartView):
    """Shows a `LineChart`; while it grows, its axes move in steps."""

    def __init__(self, chart: LineChart) -> None:
        super().__init__(chart)
        self._spans: tuple[Span, Span] | None = None

    def set_chart(self, chart: LineChart, *, is_live: bool = False) -> None:
        """Show another chart; one with other axes begins anew."""
        same = (chart.x_label, chart.y_label) == (self._chart.x_label, self._chart.y_label)
        if not same or not is_live:
            self._spans = None
        super().set_chart(chart, is_live=is_live)

    def _draw(self, painter: QPainter) -> Readings:
        chart: LineChart = self._chart
        self._spans = self._wanted_spans(chart)
        ground = PlotGround.laid_out(
            QRectF(self.rect()),
            QFontMetricsF(painter.font()),
            self._spans,
            (chart.x_label, chart.y_label),
            [KeyEntry(series.name, self._sign(series)) for series in chart.series],
        )
        ground.paint_under(painter, self._theme)
        painter.save()
        painter.setClipRect(ground.box.adjusted(-5, -5, 5, 5))
        for series in chart.series:
            self._draw_bounds(painter, ground, series)
        places = tuple(ground.seen(ground.pixels(s.x, s.y)) for s in chart.series)
        ground.paint_levels(
            painter, self._theme, chart.levels, np.vstack([*map(_densely, places), _NOWHERE])
        )
        for series in chart.series:
            self._draw_series(painter, ground, series)
        painter.restore()
        return Readings(places, self._text)

    def _wanted_spans(self, chart: LineChart) -> tuple[Span, Span]:
        heights: list[NDArray[Any]] = [
            values for s in chart.series for values in (s.y, s.low, s.high) if values is not None
        ]
        across: list[NDArray[Any]] = [s.x for s in chart.series]
        for level in chart.levels:
            (across if level.is_upright else heights).append(np.array([level.value]))
        before = self._spans if self._is_live else None
        empty = None if not self._is_live else Span(0.0, 0.0)
        x, y = before or (empty, empty)
        is_cloud = all(series.style == "dots" for series in chart.series)
        across_span = chart_span(
            across, chart.x_range, x, is_log=chart.log_x, from_zero=not is_cloud
        )
        upward_span = chart_span(
            heights,
            chart.y_range,
            y,
            is_log=chart.log_y,
            is_share=chart.is_share,
            from_zero=not is_cloud,
        )
        return across_span, upward_span

    def _draw_bounds(self, painter: QPainter, ground: PlotGround, series: Series) -> None:
        if series.low is None or series.high is None:
            return
        low, high = ground.pixels(series.x, series.low), ground.pixels(series.x, series.high)
        draw = draw_error_bars if "dots" in series.style else draw_band
        draw(painter, low, high, chart_colour(self._theme, series.colour))

    def _draw_series(self, painter: QPainter, ground: PlotGround, series: Series) -> None:
        places, colour = ground.pixels(series.x, series.y), chart_colour(self._theme, series.colour)
        if series.style != "dots":
            draw_line(painter, places, line_pen(colour, dashed=series.style == "dashes"))
        if "dots" in series.style:
            draw_dots(painter, places, colour, series.colour)
        elif (end := _last(places)) is not None and self._has_several():
            draw_shape(painter, end, colour, series.colour, 4.0)

    def _has_several(self) -> bool:
        return len({series.colour for series in self._chart.series}) > 1

    def _sign(self, series: Series) -> Any:
        colour, is_several = chart_colour(self._theme, series.colour), self._has_several()

        def draw(painter: QPainter, middle: QPointF) -> None:
            half = QPointF(SIGN_PX / 2 - 1, 0)
            if series.style != "dots":
                painter.setPen(line_pen(colour, dashed=series.style == "dashes"))
                painter.drawLine(middle - half, middle + half)
            if "dots" in series.style or is_several:
                draw_shape(painter, middle, colour, series.colour)

        return draw

    def _text(self, group: int, index: int) -> str:
        chart: LineChart = self._chart
        series = chart.series[group]
        x, y = float(series.x[index]), float(series.y[index])
        read = self.tr("{0}: {1} at {2}").format(
            series.name or chart.y_label, number(y, is_share=chart.is_share), number(x)
        )
        if series.low is None or series.high is None:
            return read
        ends = (float(bound[index]) for bound in (series.low, series.high))
        low, high = (number(end, is_share=chart.is_share) for end in ends)
        return self.tr("{0}, from {1} to {2}").format(read, low, high)

    def _draw_mark(self, painter: QPainter, place: Place, point: QPointF) -> None:
        colour = chart_colour(self._theme, self._chart.series[place[0]].colour)
        painter.setPen(line_pen(self._theme.text, dashed=False, width=1.5))
        painter.setBrush(line_pen(colour, dashed=False).color())
        painter.drawEllipse(point, 4.5, 4.5)


def _densely(places: Floats) -> Floats:
    """Return points and, between neighbours, points of the line that joins them."""
    steps = np.linspace(0, 1, _BETWEEN, endpoint=False)[:, None, None]
    return np.vstack([places, ((1 - steps) * places[:-1] + steps * places[1:]).reshape(-1, 2)])


def _last(places: Floats) -> QPointF | None:
    there = np.flatnonzero(np.isfinite(places).all(axis=1))
    return QPointF(*places[there[-1]].tolist()) if len(there) else None
