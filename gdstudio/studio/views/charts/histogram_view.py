"""Histograms over one axis, each an outline that is filled."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter

from gdstudio.pictures.charts import Distribution, HistogramChart
from gdstudio.pictures.readings import Readings
from gdstudio.pictures.spans import Span, chart_span, count_span
from gdstudio.studio.views.charts.chart_key import KeyEntry
from gdstudio.studio.views.charts.chart_text import chart_colour, number
from gdstudio.studio.views.charts.chart_view import ChartView
from gdstudio.studio.views.charts.plot_ground import PlotGround
from gdstudio.studio.views.charts.series_painting import draw_outline

Floats = NDArray[np.float64]

_FILL: Final = 0.25
_SIGN_PX: Final = (9.0, 5.0)  # half of the box in the key


class HistogramView(ChartView):
    """Shows a `HistogramChart`."""

    def __init__(self, chart: HistogramChart) -> None:
        super().__init__(chart)
        self._spans: tuple[Span, Span] | None = None

    def _draw(self, painter: QPainter) -> Readings:
        chart: HistogramChart = self._chart
        self._spans = self._wanted_spans(chart)
        ground = PlotGround.laid_out(
            QRectF(self.rect()),
            QFontMetricsF(painter.font()),
            self._spans,
            (chart.x_label, chart.y_label),
            [KeyEntry(one.name, self._sign(one)) for one in chart.distributions],
        )
        ground.paint_under(painter, self._theme)
        painter.save()
        painter.setClipRect(ground.box.adjusted(-1, -5, 1, 1))
        for one in chart.distributions:
            colour = chart_colour(self._theme, one.colour)
            draw_outline(painter, _corners(ground, one), colour, _FILL)
        ground.paint_levels(painter, self._theme, chart.levels)
        painter.restore()
        return Readings(tuple(_tops(ground, one) for one in chart.distributions), self._text)

    def _wanted_spans(self, chart: HistogramChart) -> tuple[Span, Span]:
        across: list[NDArray[Any]] = [one.edges for one in chart.distributions]
        across += [np.array([level.value]) for level in chart.levels if level.is_upright]
        highest = max((float(d.counts.max(initial=0)) for d in chart.distributions), default=0.0)
        begun = (Span(0.0, 0.0), Span(0.0, 0.0)) if self._is_live else (None, None)
        x, y = (self._spans or begun) if self._is_live else begun
        span = chart_span(across, None, x, is_log=chart.log_x, from_zero=False)
        return span, count_span(highest, y)

    def _sign(self, one: Distribution) -> Any:
        colour = chart_colour(self._theme, one.colour)
        wide, high = _SIGN_PX

        def draw(painter: QPainter, middle: QPointF) -> None:
            shares = np.array([(-1, 1), (-1, -1), (1, -1), (1, 1)])
            corners = shares * (wide, high) + (middle.x(), middle.y())
            draw_outline(painter, corners, colour, _FILL)

        return draw

    def _text(self, group: int, index: int) -> str:
        one: Distribution = self._chart.distributions[group]
        low, high = (number(float(edge)) for edge in one.edges[index : index + 2])
        count = number(float(one.counts[index]))
        text = self.tr("{0}: {1} {2} from {3} to {4}")
        return text.format(one.name, count, self._chart.y_label, low, high)


def _corners(ground: PlotGround, one: Distribution) -> Floats:
    """Return the outline of the bins from the first to the last with a count, shape (k, 2)."""
    filled = np.flatnonzero(one.counts)
    if not len(filled):
        return np.empty((0, 2))
    first, last = filled[0], filled[-1] + 1
    edges = np.repeat(one.edges[first : last + 1], 2)
    heights = np.concatenate([[0], np.repeat(one.counts[first:last], 2), [0]])
    return ground.pixels(edges, heights)


def _tops(ground: PlotGround, one: Distribution) -> Floats:
    """Return the middle of the top of each bin; NaN for empty ones."""
    x = ground.pixels(one.edges, np.zeros(len(one.edges)))[:, 0]
    y = ground.pixels(np.full(len(one.counts), one.edges[-1]), one.counts)[:, 1]
    tops = np.column_stack([(x[:-1] + x[1:]) / 2, y])
    return np.where((one.counts > 0)[:, None], ground.seen(tops), np.nan)
