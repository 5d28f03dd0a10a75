"""Lines, bands and points over numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.plot import COLOURS, Key, Plot, span

Floats = NDArray[np.float64]

_WIDTH: Final = 2.6
_DOT: Final = 4.0
_CROWDED: Final = 400  # points of a cloud from which they are smaller
_SMALL_DOT: Final = 2.4
_DASH: Final = 11.0  # pixels of a dash and of the gap after it
_BAND: Final = 0.18


def line_chart_png(chart: LineChart) -> bytes:
    """Return a PNG file."""
    heights = [a for s in chart.series for a in (s.y, s.low, s.high) if a is not None]
    across = [s.x for s in chart.series]
    for level in chart.levels:
        (across if level.is_upright else heights).append(np.array([level.value]))
    x = span(across, chart.x_range, is_log=chart.log_x, margin=0.03)
    y = span(heights, chart.y_range, is_log=chart.log_y, is_share=chart.is_share)
    plot = Plot(x, y)
    for series in chart.series:
        _draw_bounds(plot, series)
    plot.draw_levels(chart.levels)
    for series in chart.series:
        _draw_series(plot, series)
    key = [Key(series.name, _sign(series)) for series in chart.series]
    return plot.png(chart.title, (chart.x_label, chart.y_label), key)


def _draw_series(plot: Plot, series: Series) -> None:
    places, colour = plot.pixels(series.x, series.y), _colour(series)
    if series.style != "dots":
        for stretch in _stretches(places):
            if series.style == "dashes":
                _draw_dashes(plot.canvas, stretch, colour)
            else:
                plot.canvas.line(stretch, colour, _WIDTH)
    if "dots" in series.style:
        radius = _SMALL_DOT if len(places) > _CROWDED else _DOT
        for px, py in places[np.isfinite(places).all(axis=1)].tolist():
            plot.canvas.shape("circle", px, py, radius, colour)


def _draw_bounds(plot: Plot, series: Series) -> None:
    """Draw a band round a line, error bars at dots."""
    if series.low is None or series.high is None:
        return
    low, high = plot.pixels(series.x, series.low), plot.pixels(series.x, series.high)
    there = np.isfinite(low).all(axis=1) & np.isfinite(high).all(axis=1)
    if "dots" in series.style:
        for (x, bottom), (_, top) in zip(low[there].tolist(), high[there].tolist(), strict=True):
            for points in (
                ((x, bottom), (x, top)),
                ((x - 5, bottom), (x + 5, bottom)),
                ((x - 5, top), (x + 5, top)),
            ):
                plot.canvas.line(points, _colour(series), 1.6)
        return
    for stretch in _runs(there):
        if len(stretch) > 1:
            corners = np.vstack([low[stretch], high[stretch][::-1]])
            plot.canvas.area(corners, _colour(series), _BAND)


def _draw_dashes(canvas: Canvas, places: Floats, colour: str) -> None:
    """Draw a dashed line whose dashes go round the corners."""
    lengths = np.hypot(*np.diff(places, axis=0).T)
    along = np.append(0.0, np.cumsum(lengths))
    for begin in np.arange(0.0, along[-1], 1.7 * _DASH):
        inner = along[(along > begin) & (along < begin + _DASH)]
        at = np.concatenate([[begin], inner, [min(begin + _DASH, along[-1])]])
        points = np.column_stack([np.interp(at, along, places[:, k]) for k in (0, 1)])
        canvas.line(points, colour, _WIDTH)


def _sign(series: Series) -> Any:
    def draw(canvas: Canvas, left: float, y: float) -> None:
        if series.style == "dashes":
            canvas.dashes((left, y), (left + 22, y), _colour(series), _WIDTH)
        elif series.style != "dots":
            canvas.line(((left, y), (left + 22, y)), _colour(series), _WIDTH)
        if "dots" in series.style:
            canvas.shape("circle", left + 11, y, _DOT, _colour(series))

    return draw


def _colour(series: Series) -> str:
    return COLOURS[series.colour % len(COLOURS)]


def _stretches(places: Floats) -> list[Floats]:
    """Return the places between gaps, at least two each."""
    runs = _runs(np.isfinite(places).all(axis=1))
    return [places[run] for run in runs if len(run) > 1]


def _runs(there: NDArray[Any] | np.bool_) -> list[NDArray[np.intp]]:
    """Return the indices of each stretch that is True."""
    which = np.flatnonzero(there)
    return np.split(which, np.flatnonzero(np.diff(which) > 1) + 1) if len(which) else []
