"""Histograms and bars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from gdstudio.pictures.charts import BarChart, Distribution, HistogramChart
from gdstudio.pictures.pillow.axes import HAIRLINE, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas, shortened
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.pillow.plot import (
    BELOW,
    COLOURS,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Key,
    Plot,
    draw_title,
    span,
)
from gdstudio.pictures.spans import Span
from gdstudio.pictures.ticks import Ticks, even_ticks

_FILL: Final = 0.28
_OUTLINE: Final = 2.2
_BAR: Final = 0.62  # of the room for one
_PLAIN: Final = "#8c959f"  # bars beside the one that is highlighted


def histogram_png(chart: HistogramChart) -> bytes:
    """Return a PNG file."""
    across = [d.edges for d in chart.distributions]
    across += [np.array([level.value]) for level in chart.levels if level.is_upright]
    highest = max((float(d.counts.max(initial=0)) for d in chart.distributions), default=0.0)
    x = span(across, is_log=chart.log_x, margin=0.02)
    plot = Plot(x, Span(0.0, 1.06 * highest or 1.0))
    for distribution in chart.distributions:
        corners = _outline(plot, distribution)
        if len(corners):
            plot.canvas.area(corners, _colour(distribution), _FILL)
    for distribution in chart.distributions:
        corners = _outline(plot, distribution)
        if len(corners):
            plot.canvas.line(corners, _colour(distribution), _OUTLINE)
    plot.draw_levels(chart.levels)
    key = [Key(d.name, _box(_colour(d))) for d in chart.distributions]
    return plot.png(chart.title, (chart.x_label, chart.y_label), key)


def bar_chart_png(chart: BarChart) -> bytes:
    """Return a PNG file."""
    n = max(len(chart.names), 1)
    levels = np.array([level.value for level in chart.levels])
    heights = span([chart.values, levels, np.zeros(1)], is_share=chart.is_share, margin=0.08)
    low = min(0.0, heights.low if np.nanmin(chart.values, initial=0.0) < 0 else 0.0)
    frame = Frame((0.0, float(n)), (low, max(heights.high, 1e-12)), WIDTH, HEIGHT)
    ticks = even_ticks(*frame.y, 6, is_share=chart.is_share)
    inside = Canvas(WIDTH, HEIGHT)
    for value in ticks.places.tolist():
        inside.line(frame.pixels([[0, value], [n, value]]), HAIRLINE, 1.0)
    for k, value in enumerate(chart.values.tolist()):
        if np.isfinite(value):
            _draw_bar(inside, frame, k, value, _bar_colour(chart, k))
            _write_value(inside, frame, k, value, is_share=chart.is_share)
    for level in chart.levels:
        (left, y), (right, _) = frame.pixels([[0, level.value], [n, level.value]]).tolist()
        inside.dashes((left, y), (right, y), MUTED, 1.4)
        inside.text(WIDTH - 8, y - 6, level.name, 14, MUTED, align=1.0)
    canvas = Canvas(LEFT + WIDTH + 24, TOP + HEIGHT + BELOW)
    canvas.place(inside, LEFT, TOP)
    room = WIDTH / n - 8
    names = [shortened(name, 16, room) for name in chart.names]
    along = Ticks(np.arange(len(names), dtype=np.float64) + 0.5, names)
    draw_axes(canvas, frame, LEFT, TOP, ("", ""), (along, ticks))
    canvas.text(LEFT, TOP - 13, chart.y_label, 19, INK)
    draw_title(canvas, chart.title)
    return canvas.png()


def _outline(
    plot: Plot, distribution: Distribution
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the corners of a histogram, from its lower left to its lower right, in pixels."""
    filled = np.flatnonzero(distribution.counts)
    if not len(filled):
        return np.empty((0, 2))
    first, last = filled[0], filled[-1] + 1
    edges = np.repeat(distribution.edges[first : last + 1], 2)
    heights = np.concatenate([[0], np.repeat(distribution.counts[first:last], 2), [0]])
    corners = plot.pixels(edges, heights)
    return corners[np.isfinite(corners).all(axis=1)]


def _colour(distribution: Distribution) -> str:
    return COLOURS[distribution.colour % len(COLOURS)]


def _box(colour: str) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, left: float, y: float) -> None:
        corners = np.array([(left, y - 7), (left + 20, y - 7), (left + 20, y + 7), (left, y + 7)])
        canvas.area(corners, colour, _FILL)
        canvas.line(np.vstack([corners, corners[:1]]), colour, 1.6)

    return draw


def _bar_colour(chart: BarChart, k: int) -> str:
    return COLOURS[0] if chart.highlighted in (None, k) else _PLAIN


def _draw_bar(canvas: Canvas, frame: Frame, k: int, value: float, colour: str) -> None:
    half = _BAR / 2
    corners = [(k + 0.5 - half, 0), (k + 0.5 + half, 0), (k + 0.5 + half, value)]
    canvas.area(frame.pixels([*corners, (k + 0.5 - half, value)]), colour)


def _write_value(canvas: Canvas, frame: Frame, k: int, value: float, *, is_share: bool) -> None:
    x, y = frame.pixels([[k + 0.5, value]])[0]
    text = f"{100 * value:.3g} %" if is_share else f"{value:.4g}"
    canvas.text(x, y - 6 if value >= 0 else y + 20, text, 15, INK, align=0.5)
