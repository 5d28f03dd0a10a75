"""Bars of several groups side by side for each name, told apart by colour and key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from gdstudio.numerals import reading
from gdstudio.pictures.charts import GroupedBarChart
from gdstudio.pictures.layouts.key import SIGN_PX, KeyEntry
from gdstudio.pictures.layouts.plot import Plot, lay_out_plot
from gdstudio.pictures.palette import blend
from gdstudio.pictures.readings import ChartLayout, Readings
from gdstudio.pictures.scene import Plate, Rect
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Span, chart_span
from gdstudio.pictures.ticks import Ticks
from gdstudio.texts import Text

_BARS: Final = 0.8  # of the room for one name
_PALE: Final = 0.45  # of their colour: bars beside those of the name that is highlighted
_SIGN: Final = 0.5  # of a sign in the key, how high
_NAME_ROOM_PX: Final = 3.0


def lay_out_grouped_bars(sheet: Sheet, chart: GroupedBarChart, room: Rect) -> ChartLayout:
    """Draw a chart; its readings are the bars of each group in turn."""
    palette, n, n_groups = sheet.palette, len(chart.names), len(chart.groups)
    span = chart_span([chart.values, np.zeros(1)])
    plot = lay_out_plot(
        sheet,
        room,
        (Span(0.0, float(max(n, 1))), Span(0.0, span.high)),
        ("", chart.y_label),
        [KeyEntry(name, _sign(sheet, palette.curve(k))) for k, name in enumerate(chart.groups)],
        across=Ticks(np.empty(0), ()),
    )
    width = plot.box.width / max(n, 1)
    bar = _BARS / max(n_groups, 1)
    foot = float(plot.pixels(np.array([0.0]), np.array([0.0]))[0, 1])
    tops = []
    for group in range(n_groups):
        middles = np.arange(n) + 0.5 + (group - (n_groups - 1) / 2) * bar
        places = plot.pixels(middles, chart.values[:, group])
        tops.append(places)
        colour = palette.curve(group)
        pale = blend(colour, palette.base, _PALE)
        for k, (x, y) in enumerate(places.tolist()):
            shown = colour if chart.highlighted in (None, k) else pale
            across = bar * width
            sheet.add(Plate(Rect(x - across / 2, y, across, max(foot - y, 0.0)), shown))
    _write_names(plot, chart, width)

    def text(group: int, index: int) -> str:
        value = reading(float(chart.values[index, group]))
        return Text("{0}, {1}: {2}", chart.names[index], chart.groups[group], value)

    near = plot.box.width
    return sheet.layout(Readings(tuple(tops), text, (1.0, 0.05), near))


def _sign(sheet: Sheet, colour: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        side = _SIGN * SIGN_PX
        sheet.add(Plate(Rect(x - side / 2, y - side / 2, side, side), colour))

    return draw


def _write_names(plot: Plot, chart: GroupedBarChart, width: float) -> None:
    """Write as many names below their bars as have room: each one, each second one, and so on."""
    sheet = plot.sheet
    widest = min(sheet.widest(chart.names) + _NAME_ROOM_PX, max(plot.box.width / 2, 1.0))
    every = max(int(np.ceil(widest / max(width, 1e-6))), 1)
    for k in range(0, len(chart.names), every):
        x = plot.box.left + (k + 0.5) * width
        name = sheet.shortened(chart.names[k], every * width)
        sheet.write(name, x, plot.below, anchor=(0.5, 0.0))
