"""Figures of charts: one, or several in rows, and their numbers as one table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial, singledispatch
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    GroupedBarChart,
    HeatChart,
    HistogramChart,
    LineChart,
    PictureWall,
)
from gdstudio.pictures.figure import SIZE, Column, Draw, Figure, Table
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.placed import placed
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.sheet import Sheet

_LONGEST: Final = 50  # letters of a name
_PICTURES: Final = (64, 180)  # least and most pixels from one picture on a wall to the next
_CAPTION: Final = 24  # pixels below each
_CELL: Final = (72, 32)  # least pixels of a cell of a table, if it has few
_FEW: Final = 24
_HEAD: Final = 1.1  # of the size of text
_GAP_PX: Final = 14.0


def slug(title: str) -> str:
    """Return a title as a name for a file."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return words[:_LONGEST].rstrip("-") or "chart"


def chart_figure(chart: Chart, name: str = "") -> Figure:
    """Return a chart; its title names it where no name is given."""
    return Figure(
        name or slug(chart.title),
        chart.title,
        draw_of(chart),
        partial(chart_table, chart),
        chart_arrays(chart),
        size=chart_size(chart),
    )


def charts_figure(name: str, title: str, charts: Sequence[Chart], columns: int = 2) -> Figure:
    """Return several charts in rows; each row of the table begins with the title of its chart."""
    parts = [(chart.title, draw_of(chart)) for chart in charts]
    arrays = {
        f"{slug(chart.title)}-{key}" if len(charts) > 1 else key: array
        for chart in charts
        for key, array in chart_arrays(chart).items()
    }
    columns = min(columns, len(charts))
    rows = math.ceil(len(charts) / columns)
    size = SIZE[0] * min(columns, 2) / 1.25 if columns > 1 else SIZE[0], 400.0 * rows
    draw = in_grid(parts, columns)
    return Figure(name, title, draw, partial(charts_table, charts), arrays, size=size)


def in_grid(parts: Sequence[tuple[str, Draw]], columns: int) -> Draw:
    """Return what draws several pictures in rows, each below its title."""

    def draw(sheet: Sheet) -> Scene:
        rows = math.ceil(len(parts) / columns)
        high = (sheet.size[1] - _GAP_PX * (rows - 1)) / rows
        wide = (sheet.size[0] - _GAP_PX * (columns - 1)) / columns
        size = _HEAD * sheet.text_size
        for k, (title, draw_part) in enumerate(parts):
            row, column = divmod(k, columns)
            left, top = round(column * (wide + _GAP_PX)), round(row * (high + _GAP_PX))
            lines = sheet.wrapped(title, wide, size, "strong")
            for line in lines:
                sheet.write(line, left, top, sheet.palette.text, size=size, weight="strong")
                top += math.ceil(sheet.height_of(size))
            room = float(round(wide)), max(high - len(lines) * sheet.height_of(size), 40.0)
            part = Sheet(room, sheet.measure, sheet.palette, sheet.text_size, sheet.ratio)
            sheet.add(*placed(draw_part(part), left, top))
        return sheet.scene()

    return draw


def draw_of(chart: Chart) -> Draw:
    """Return what draws a chart without its title."""

    def draw(sheet: Sheet) -> Scene:
        look = sheet.measure, sheet.palette
        laid = lay_out(chart, sheet.size, *look, text_size=sheet.text_size, ratio=sheet.ratio)
        return laid.scene

    return draw


def chart_size(chart: Chart) -> tuple[int, int]:
    """Return the size of the picture of a chart, without its title: higher where it holds much."""
    width, height = map(round, SIZE)
    if isinstance(chart, HeatChart):
        rows, columns = chart.values.shape
        if max(rows, columns) <= _FEW:
            return max(width, columns * _CELL[0]), max(height, rows * _CELL[1])
    if isinstance(chart, PictureWall):
        n = len(chart.pictures)
        columns = min(chart.columns or math.ceil(math.sqrt(2 * n)), max(n, 1))
        rows = math.ceil(n / max(columns, 1))
        width = max(width, columns * _PICTURES[0])
        return width, rows * (min(width // max(columns, 1), _PICTURES[1]) + _CAPTION)
    return width, height


def charts_table(charts: Sequence[Chart]) -> Table:
    """Return the numbers of several charts, under as many columns as they have together."""
    tables = [chart_table(chart) for chart in charts]
    names = list(dict.fromkeys(name for table in tables for name in table.header))
    rows: list[tuple[Any, ...]] = []
    for chart, table in zip(charts, tables, strict=True):
        places = [names.index(name) for name in table.header]
        for row in table.rows():
            cells: list[Any] = [None] * len(names)
            for place, value in zip(places, row, strict=True):
                cells[place] = value
            rows.append((chart.title, *cells))
    return table_of(("chart", *names), rows)


def table_of(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table from its rows."""
    columns = zip(*rows, strict=True) if rows else ((),) * len(header)
    return Table(tuple(Column(name, values) for name, values in zip(header, columns, strict=True)))


@singledispatch
def chart_table(chart: Chart) -> Table:
    """Return the numbers of a chart; a row a point, a bin, a bar, a row of cells or a picture."""
    raise TypeError(chart)


@chart_table.register
def _(chart: LineChart) -> Table:
    has_ends = any(series.low is not None for series in chart.series)
    rows: list[tuple[Any, ...]] = []
    for series in chart.series:
        ends = (_or_nothing(end, len(series.x)) for end in (series.low, series.high))
        for row in zip(series.x.tolist(), series.y.tolist(), *ends, strict=True):
            rows.append((series.name, *(row if has_ends else row[:2])))
    header = "series", chart.x_label or "x", chart.y_label or "y", "low", "high"
    return table_of(header if has_ends else header[:3], rows)


@chart_table.register
def _(chart: HistogramChart) -> Table:
    rows = [
        (shown.name, low, high, count)
        for shown in chart.distributions
        for low, high, count in zip(
            shown.edges[:-1].tolist(), shown.edges[1:].tolist(), shown.counts.tolist(), strict=True
        )
    ]
    return table_of(("series", f"{chart.x_label} from", "to", chart.y_label or "count"), rows)


@chart_table.register
def _(chart: BarChart) -> Table:
    values = Column(chart.y_label or "value", chart.values)
    return Table((Column("name", chart.names), values))


@chart_table.register
def _(chart: GroupedBarChart) -> Table:
    columns = zip(chart.groups, chart.values.T, strict=True)
    return Table((Column("name", chart.names), *(Column(*column) for column in columns)))


@chart_table.register
def _(chart: HeatChart) -> Table:
    corner = " / ".join(filter(None, (chart.y_label, chart.x_label))) or "row"
    columns = zip(chart.x_names, chart.values.T, strict=True)
    return Table((Column(corner, chart.y_names), *(Column(*column) for column in columns)))


@chart_table.register
def _(chart: PictureWall) -> Table:
    n, rows, columns = chart.pictures.shape
    captions = chart.captions or ("",) * n
    places = (f"pixel {row},{column}" for row, column in np.ndindex(rows, columns))
    pixels = zip(places, chart.pictures.reshape(n, -1).T, strict=True)
    numbers = Column("number", range(1, n + 1))
    return Table((numbers, Column("caption", captions), *(Column(*one) for one in pixels)))


def chart_arrays(chart: Chart) -> Mapping[str, Array]:
    """Return the numbers of a chart as arrays."""
    return dict(_arrays(chart))


def _arrays(chart: Chart) -> Iterator[tuple[str, Array]]:
    if isinstance(chart, LineChart):
        for k, series in enumerate(chart.series, 1):
            key = slug(series.name) if series.name else f"series-{k}"
            yield f"{key}-x", series.x
            yield f"{key}-y", series.y
    elif isinstance(chart, HistogramChart):
        for k, shown in enumerate(chart.distributions, 1):
            key = slug(shown.name) if shown.name else f"series-{k}"
            yield f"{key}-edges", shown.edges
            yield f"{key}-counts", shown.counts
    elif isinstance(chart, PictureWall):
        yield "pictures", chart.pictures
    else:
        yield "values", chart.values


def _or_nothing(values: Array | None, n: int) -> Sequence[Any]:
    return (None,) * n if values is None else values.tolist()
