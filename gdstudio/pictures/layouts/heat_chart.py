"""A table of numbers as colours, each written into its cell where there is room."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.numerals import reading
from gdstudio.pictures.charts import HeatChart
from gdstudio.pictures.layouts.plot import EDGE_PX, GAP_PX
from gdstudio.pictures.palette import coloured, ink_on
from gdstudio.pictures.readings import ChartLayout, Place, Readings
from gdstudio.pictures.scene import Image, Plate, Rect, Shape
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import even_ticks

_STRIP_PX: Final = 12.0  # width of the colour bar
_MOST_LEFT: Final = 0.35  # of the width for the names of the rows
_APART_PX: Final = 4.0  # at least, between texts
_BAR_TICKS: Final = 4
_MARK_PX: Final = 2.0


@dataclass(frozen=True, slots=True)
class _Grid:
    box: Rect
    rows: int
    columns: int
    lines_below: int

    @property
    def cell(self) -> tuple[float, float]:
        return self.box.width / max(self.columns, 1), self.box.height / max(self.rows, 1)

    def rect(self, row: int, column: int) -> Rect:
        wide, high = self.cell
        return Rect(self.box.left + column * wide, self.box.top + row * high, wide, high)


def lay_out_heat(sheet: Sheet, chart: HeatChart, room: Rect) -> ChartLayout:
    """Draw a chart, the first row at the top."""
    bar_labels = _bar_labels(chart)
    grid = _placed(sheet, chart, room, sheet.widest([text for _, text in bar_labels]))
    shares = (chart.values - chart.low) / max(chart.high - chart.low, 1e-300)
    sheet.add(Image(coloured(shares, sheet.palette.fill), grid.box))
    _write_numbers(sheet, chart, grid, shares)
    _write_names(sheet, chart, grid, room)
    strip = Rect(grid.box.right + 1.5 * GAP_PX, grid.box.top, _STRIP_PX, grid.box.height)
    draw_colour_bar(sheet, strip, bar_labels, room)
    wide, high = grid.cell
    across = grid.box.left + (np.arange(grid.columns) + 0.5) * wide
    middles = tuple(
        np.column_stack([across, np.full(grid.columns, grid.box.top + (row + 0.5) * high)])
        for row in range(grid.rows)
    )

    def text(group: int, index: int) -> str:
        value = reading(float(chart.values[group, index]), is_share=chart.is_share)
        return f"{chart.y_names[group]}, {chart.x_names[index]}: {value}"

    def mark(place: Place, _x: float, _y: float) -> tuple[Shape, ...]:
        return (Plate(grid.rect(*place), rim=sheet.palette.text, rim_width=_MARK_PX),)

    near = math.hypot(*grid.cell)
    return sheet.layout(Readings(middles, text, near=near, mark=mark))


def draw_colour_bar(sheet: Sheet, strip: Rect, labels: list[tuple[float, str]], room: Rect) -> None:
    """Draw the key to the colours of Viridis into a strip: low at the bottom, high at the top.

    Labels stand beside it, each at its share of the height and within `room`.
    """
    sheet.add(Image(coloured(np.linspace(1, 0, 256)[:, None], sheet.palette.fill), strip))
    half = sheet.line / 2
    for share, text in labels:
        y = min(max(strip.bottom - share * strip.height, room.top + half), room.bottom - half)
        sheet.write(text, strip.right + GAP_PX / 2, y, anchor=(0.0, 0.5))


def _placed(sheet: Sheet, chart: HeatChart, room: Rect, bar_labels: float) -> _Grid:
    line, (rows, columns) = sheet.line, chart.values.shape
    left = EDGE_PX + min(sheet.widest(chart.y_names), _MOST_LEFT * room.width) + GAP_PX
    top = 4 + (line if chart.y_label else 0.0)
    bar = _STRIP_PX + 2 * GAP_PX + bar_labels + EDGE_PX
    width = max(room.width - left - bar, 8)
    names = _name_lines(sheet, chart, width / max(columns, 1))
    bottom = room.height - 2 - (names + bool(chart.x_label)) * line - GAP_PX
    box = Rect(room.left + left, room.top + top, width, max(bottom - top, 8))
    return _Grid(box, rows, columns, names)


def _name_lines(sheet: Sheet, chart: HeatChart, wide: float) -> int:
    """Return on how many lines the names of the columns stand: two if that lets all stand."""
    words = [word for name in chart.x_names for word in name.split()]
    is_cut = sheet.widest(chart.x_names) > wide - _APART_PX
    return 2 if is_cut and sheet.widest(words) <= wide - _APART_PX else 1


def _bar_labels(chart: HeatChart) -> list[tuple[float, str]]:
    """Return what stands beside the colour bar, each with its share of the height."""
    ticks = even_ticks(chart.low, chart.high, _BAR_TICKS, is_share=chart.is_share)
    shares = (ticks.places - chart.low) / max(chart.high - chart.low, 1e-300)
    return list(zip(shares.tolist(), ticks.labels, strict=True))


def _write_numbers(sheet: Sheet, chart: HeatChart, grid: _Grid, shares: NDArray[Any]) -> None:
    wide, high = grid.cell
    if sheet.line > high - 2:
        return
    texts = [[reading(v, is_share=chart.is_share) for v in row] for row in chart.values.tolist()]
    widest = sheet.widest([text for row in texts for text in row])
    if widest > wide - _APART_PX:
        return
    for row, column in np.argwhere(np.isfinite(shares)).tolist():
        ink = ink_on(shares[row, column])
        sheet.write(texts[row][column], *grid.rect(row, column).middle, ink, (0.5, 0.5))


def _write_names(sheet: Sheet, chart: HeatChart, grid: _Grid, room: Rect) -> None:
    line, box, (wide, high) = sheet.line, grid.box, grid.cell
    right = box.left - GAP_PX
    for row in range(0, grid.rows, max(math.ceil(line / high), 1)):
        name = sheet.shortened(chart.y_names[row], right - room.left - EDGE_PX + 1)
        sheet.write(name, right, grid.rect(row, 0).middle[1], anchor=(1.0, 0.5))
    below, lines = box.bottom + GAP_PX / 2, grid.lines_below
    widest = sheet.widest(chart.x_names) + _APART_PX
    for column in range(0, grid.columns, 1 if lines > 1 else max(math.ceil(widest / wide), 1)):
        name = chart.x_names[column]
        x = grid.rect(0, column).middle[0]
        written = [name] if lines == 1 else sheet.wrapped(name, wide)[:lines]
        for k, text in enumerate(written):
            sheet.write(text, x, below + k * line, anchor=(0.5, 0.0))
    sheet.write(chart.x_label, box.middle[0], below + lines * line, anchor=(0.5, 0.0))
    sheet.write(chart.y_label, room.left + EDGE_PX, room.top + 2)
