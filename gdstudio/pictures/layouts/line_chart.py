"""Lines, bands and points over numbers; a colour's sign tells it from others too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.numerals import reading
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.pictures.layouts.key import SIGN_PX, KeyEntry
from gdstudio.pictures.layouts.plot import BALL_PX, Plot, lay_out_plot
from gdstudio.pictures.readings import ChartLayout, Place, Readings
from gdstudio.pictures.scene import (
    SIGNS,
    Area,
    Clip,
    Floats,
    Line,
    Rect,
    Shape,
    Signs,
    Strokes,
    finite_runs,
)
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Spans, chart_span
from gdstudio.texts import Text

_LINE_PX: Final = 2.0
_DASHES: Final = (8.0, 6.0)
_DOT_PX: Final = 3.6  # radius
_SMALL_DOT_PX: Final = 2.2
_CROWDED: Final = 300  # points of a cloud from which they are small
_END_PX: Final = 4.0  # radius of the sign at the end of a line
_BAND: Final = 0.2  # opacity
_BAR_PX: Final = 1.4  # width of an error bar
_CAP_PX: Final = 4.0  # half of the line across the end of an error bar
_OVER_PX: Final = 5.0  # around the box, where signs at its edge are seen whole
_BETWEEN: Final = 8  # points of a line between two given ones
_NOWHERE: Final = np.empty((0, 2))


def lay_out_lines(sheet: Sheet, chart: LineChart, room: Rect, before: Spans | None) -> ChartLayout:
    """Draw a chart; its axes are those of `before` while they serve."""
    spans = _wanted_spans(chart, before)
    is_several = len({series.colour for series in chart.series}) > 1
    entries = [KeyEntry(s.name, _key_sign(sheet, s, is_several)) for s in chart.series]
    plot = lay_out_plot(sheet, room, spans, (chart.x_label, chart.y_label), entries)
    sheet.add(Clip(plot.box.grown(_OVER_PX)))
    for series in chart.series:
        sheet.add(*_bounds(plot, series))
    places = tuple(plot.seen(plot.pixels(s.x, s.y)) for s in chart.series)
    plot.draw_levels(chart.levels, np.vstack([*map(_densely, places), _NOWHERE]))
    for series in chart.series:
        sheet.add(*_curve(plot, series, is_several))
    sheet.add(Clip(None))

    def text(group: int, index: int) -> str:
        return _text(chart, chart.series[group], index)

    def mark(place: Place, x: float, y: float) -> tuple[Shape, ...]:
        colour = sheet.palette.curve(chart.series[place[0]].colour)
        at = np.array([[x, y]])
        return (Signs(at, "circle", colour, BALL_PX, sheet.palette.text, 1.5),)

    return sheet.layout(Readings(places, text, mark=mark), spans)


def _wanted_spans(chart: LineChart, before: Spans | None) -> Spans:
    heights: list[NDArray[Any]] = [
        values for s in chart.series for values in (s.y, s.low, s.high) if values is not None
    ]
    across: list[NDArray[Any]] = [s.x for s in chart.series]
    for level in chart.levels:
        (across if level.is_upright else heights).append(np.array([level.value]))
    x, y = before or (None, None)
    from_zero = not all(series.style == "dots" for series in chart.series)
    return (
        chart_span(across, chart.x_range, x, is_log=chart.log_x, from_zero=from_zero),
        chart_span(
            heights,
            chart.y_range,
            y,
            is_log=chart.log_y,
            is_share=chart.is_share,
            from_zero=from_zero,
        ),
    )


def _bounds(plot: Plot, series: Series) -> list[Shape]:
    """Return a band round a line, error bars at dots."""
    if series.low is None or series.high is None:
        return []
    colour = plot.sheet.palette.curve(series.colour)
    low, high = plot.pixels(series.x, series.low), plot.pixels(series.x, series.high)
    if "dots" in series.style:
        cap = np.array([_CAP_PX, 0.0])
        ends = [(low, high), (low - cap, low + cap), (high - cap, high + cap)]
        return [Strokes(np.concatenate([np.stack(e, axis=1) for e in ends]), colour, _BAR_PX)]
    runs = finite_runs(np.hstack([low, high]))
    return [Area(np.vstack([run[:, :2], run[::-1, 2:]]), colour, _BAND) for run in runs]


def _curve(plot: Plot, series: Series, is_several: bool) -> list[Shape]:
    places, colour = plot.pixels(series.x, series.y), plot.sheet.palette.curve(series.colour)
    sign = SIGNS[series.colour % len(SIGNS)]
    shapes: list[Shape] = []
    if series.style != "dots":
        dashes = _DASHES if series.style == "dashes" else None
        shapes.append(Line(places, colour, _LINE_PX, dashes))
    there = places[np.isfinite(places).all(axis=1)]
    if "dots" in series.style:
        radius = _SMALL_DOT_PX if len(there) > _CROWDED else _DOT_PX
        shapes.append(Signs(there, sign, colour, radius))
    elif is_several:
        shapes.append(Signs(there[-1:], sign, colour, _END_PX))
    return shapes


def _key_sign(sheet: Sheet, series: Series, is_several: bool) -> Callable[[float, float], None]:
    colour = sheet.palette.curve(series.colour)

    def draw(x: float, y: float) -> None:
        half = SIGN_PX / 2 - 1
        if series.style != "dots":
            dashes = _DASHES if series.style == "dashes" else None
            sheet.add(Line(np.array([(x - half, y), (x + half, y)]), colour, _LINE_PX, dashes))
        if "dots" in series.style or is_several:
            at = np.array([(x, y)])
            sheet.add(Signs(at, SIGNS[series.colour % len(SIGNS)], colour, _DOT_PX))

    return draw


def _text(chart: LineChart, series: Series, index: int) -> str:
    x, y = float(series.x[index]), float(series.y[index])
    read = Text(
        "{0}: {1} at {2}",
        series.name or chart.y_label,
        reading(y, is_share=chart.is_share),
        reading(x),
    )
    if series.low is None or series.high is None:
        return read
    ends = (float(bound[index]) for bound in (series.low, series.high))
    low, high = (reading(end, is_share=chart.is_share) for end in ends)
    return Text("{0}, from {1} to {2}", read, low, high)


def _densely(places: Floats) -> Floats:
    """Return points and, between neighbours, points of the line that joins them."""
    steps = np.linspace(0, 1, _BETWEEN, endpoint=False)[:, None, None]
    return np.vstack([places, ((1 - steps) * places[:-1] + steps * places[1:]).reshape(-1, 2)])
