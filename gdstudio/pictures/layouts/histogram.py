"""Histograms over one axis, each an outline that is filled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.numerals import reading
from gdstudio.pictures.charts import Distribution, HistogramChart
from gdstudio.pictures.layouts.key import KeyEntry
from gdstudio.pictures.layouts.plot import Plot, ball, lay_out_plot
from gdstudio.pictures.readings import ChartLayout, Readings
from gdstudio.pictures.scene import Area, Clip, Floats, Line, Rect, Shape
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Spans, chart_span, count_span

_FILL: Final = 0.25  # opacity
_OUTLINE_PX: Final = 1.6
_SIGN_PX: Final = (9.0, 5.0)  # half of the box in the key
_OVER_PX: Final = (1.0, 5.0)  # around the box, where outlines at its edge are seen whole


def lay_out_histograms(
    sheet: Sheet, chart: HistogramChart, room: Rect, before: Spans | None
) -> ChartLayout:
    """Draw a chart; its axes are those of `before` while they serve."""
    spans = _wanted_spans(chart, before)
    entries = [KeyEntry(one.name, _key_sign(sheet, one)) for one in chart.distributions]
    plot = lay_out_plot(sheet, room, spans, (chart.x_label, chart.y_label), entries)
    sheet.add(Clip(plot.box.grown(*_OVER_PX)))
    for one in chart.distributions:
        sheet.add(*_filled(_corners(plot, one), sheet.palette.curve(one.colour)))
    plot.draw_levels(chart.levels)
    sheet.add(Clip(None))

    def text(group: int, index: int) -> str:
        one = chart.distributions[group]
        low, high = (reading(float(edge)) for edge in one.edges[index : index + 2])
        count = reading(float(one.counts[index]))
        return f"{one.name}: {count} {chart.y_label} from {low} to {high}"

    tops = tuple(_tops(plot, one) for one in chart.distributions)
    return sheet.layout(Readings(tops, text, mark=ball(sheet)), spans)


def _wanted_spans(chart: HistogramChart, before: Spans | None) -> Spans:
    across: list[NDArray[Any]] = [one.edges for one in chart.distributions]
    across += [np.array([level.value]) for level in chart.levels if level.is_upright]
    highest = max((float(d.counts.max(initial=0)) for d in chart.distributions), default=0.0)
    x, y = before or (None, None)
    return chart_span(across, None, x, is_log=chart.log_x, from_zero=False), count_span(highest, y)


def _filled(corners: Floats, colour: str) -> list[Shape]:
    """Return what fills the place under a line, shape (k, 2), and the line."""
    if not len(corners):
        return []
    return [Area(corners, colour, _FILL), Line(corners, colour, _OUTLINE_PX)]


def _key_sign(sheet: Sheet, one: Distribution) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        corners = np.array([(-1, 1), (-1, -1), (1, -1), (1, 1)]) * _SIGN_PX + (x, y)
        sheet.add(*_filled(corners, sheet.palette.curve(one.colour)))

    return draw


def _corners(plot: Plot, one: Distribution) -> Floats:
    """Return the outline of the bins from the first to the last with a count, shape (k, 2)."""
    filled = np.flatnonzero(one.counts)
    if not len(filled):
        return np.empty((0, 2))
    first, last = filled[0], filled[-1] + 1
    edges = np.repeat(one.edges[first : last + 1], 2)
    heights = np.concatenate([[0], np.repeat(one.counts[first:last], 2), [0]])
    corners = plot.pixels(edges, heights)
    return np.asarray(corners[np.isfinite(corners).all(axis=1)])


def _tops(plot: Plot, one: Distribution) -> Floats:
    """Return the middle of the top of each bin; NaN for empty ones."""
    x = plot.pixels(one.edges, np.zeros(len(one.edges)))[:, 0]
    y = plot.pixels(np.full(len(one.counts), one.edges[-1]), one.counts)[:, 1]
    tops = np.column_stack([(x[:-1] + x[1:]) / 2, y])
    return np.where((one.counts > 0)[:, None], plot.seen(tops), np.nan)
