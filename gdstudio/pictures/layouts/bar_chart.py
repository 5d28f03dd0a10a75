"""A bar for each name, its value above it."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.numerals import reading
from gdstudio.pictures.charts import BarChart
from gdstudio.pictures.layouts.key import SIGN_PX, KeyEntry
from gdstudio.pictures.layouts.plot import Plot, draw_level, lay_out_plot
from gdstudio.pictures.palette import blend
from gdstudio.pictures.readings import ChartLayout, Readings
from gdstudio.pictures.scene import Plate, Rect
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Span, chart_span
from gdstudio.pictures.ticks import Ticks

_BAR: Final = 0.64  # of the room for one
_PLAIN: Final = 0.55  # of the muted colour: bars beside the one that is highlighted
_ABOVE: Final = 0.08  # of the height: for the value above the highest bar
_RISE: Final = 0.62  # of a line, from the top of a bar to the middle of its value
_PLATE: Final = 0.75  # opacity behind a value
_NAME_LINES: Final = 2
_SMALLEST: Final = 0.75  # of the size of text, for names beside each other
_NAME_ROOM_PX: Final = 5.0


def lay_out_bars(sheet: Sheet, chart: BarChart, room: Rect) -> ChartLayout:
    """Draw a chart."""
    palette, n = sheet.palette, len(chart.names)

    def draw_sign(x: float, y: float) -> None:
        half = SIGN_PX / 2 - 1
        draw_level(sheet, Rect(x - half, y, 2 * half, 0), y, palette.text)

    plot = lay_out_plot(
        sheet,
        room,
        (Span(0.0, float(max(n, 1))), _height_span(chart)),
        ("", chart.y_label),
        [KeyEntry(level.name, draw_sign) for level in chart.levels],
        across=Ticks(np.empty(0), ()),
        lines_below=_NAME_LINES,
    )
    tops = plot.pixels(np.arange(n) + 0.5, chart.values)
    foot = float(plot.pixels(np.array([0.0]), np.array([0.0]))[0, 1])
    width = plot.box.width / max(n, 1)
    plain = blend(palette.muted, palette.base, _PLAIN)
    shown = [(k, *tops[k].tolist()) for k in range(n) if np.isfinite(tops[k, 1])]
    for k, x, y in shown:
        colour = palette.accent if chart.highlighted in (None, k) else plain
        bar = Rect(x - _BAR * width / 2, min(y, foot), _BAR * width, abs(foot - y))
        sheet.add(Plate(bar, colour))
    _write_names(plot, chart, width)
    for level in chart.levels:
        at = plot.pixels(np.array([0.0]), np.array([level.value]))[0, 1]
        draw_level(sheet, plot.box, float(at), palette.text)
    for k, x, y in shown:
        value = reading(float(chart.values[k]), is_share=chart.is_share)
        if sheet.width_of(value) <= width:
            middle = x, min(y, foot) - _RISE * sheet.line
            sheet.label(value, middle, palette.text, palette.base, _PLATE, room)

    def text(_group: int, index: int) -> str:
        value = reading(float(chart.values[index]), is_share=chart.is_share)
        return f"{chart.names[index]}: {value}"

    return sheet.layout(Readings((tops,), text, (1.0, 0.0), plot.box.width))


def _height_span(chart: BarChart) -> Span:
    levels = np.array([level.value for level in chart.levels])
    span = chart_span([chart.values, levels, np.zeros(1)], is_share=chart.is_share)
    lowest = float(np.nanmin(chart.values, initial=0.0))
    room = _ABOVE * (span.high - span.low)
    return Span(0.0 if lowest >= 0 else span.low, span.high + room, is_share=chart.is_share)


def _write_names(plot: Plot, chart: BarChart, width: float) -> None:
    """Write the names below their bars, all of one size, on two lines if need be."""
    sheet = plot.sheet
    widest = sheet.widest([word for name in chart.names for word in name.split()]) or 1.0
    room = width - _NAME_ROOM_PX
    size = sheet.text_size * min(max(room / widest, _SMALLEST), 1.0)
    for k, name in enumerate(chart.names):
        lines = sheet.wrapped(name, width, size)
        lines[_NAME_LINES - 1 :] = [" ".join(lines[_NAME_LINES - 1 :])]
        for row, line in enumerate(lines):
            x, y = plot.box.left + (k + 0.5) * width, plot.below + row * sheet.height_of(size)
            sheet.write(sheet.shortened(line, width, size), x, y, anchor=(0.5, 0.0), size=size)
