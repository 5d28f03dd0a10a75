"""Figures of flat plots: a map, a curve, a slice, costs against steps, each with its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.pictures.figure import SIZE, Column, Figure, Table
from gdstudio.pictures.figures.charts import slug, table_of
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.layouts.key import SIGN_PX, KeyEntry, place_key
from gdstudio.pictures.palette import Palette
from gdstudio.pictures.plane.box import PlaneChart, draw_plane
from gdstudio.pictures.plane.contours import ContourMap, PlanePath, curve_colours
from gdstudio.pictures.plane.costs import CostChart, GapChart
from gdstudio.pictures.plane.curve import CostCurve
from gdstudio.pictures.plane.page import draw_cost_bar
from gdstudio.pictures.plane.slices import SliceChart, SliceLine, role_colour
from gdstudio.pictures.scene import Line, Rect, Scene, Sign, Signs
from gdstudio.pictures.sheet import Sheet

_BAR_PX, _BAR_GAP_PX = 16.0, 14.0
_BAR_TEXT: Final = "−0.000025"
_LINE_PX: Final = 2.0
_SIGN_PX: Final = 4.5
_MAP_SIZE: Final = (760.0, 620.0)

Named = tuple[str, str, Sign | None]
"""What a curve is called, its colour, "#rrggbb", and the sign at its end."""
Naming = Callable[[Palette], list[Named]]


def map_figure(name: str, title: str, chart: ContourMap) -> Figure:
    """Return a contour map with the paths on it; the chart has a grid."""
    assert chart.grid is not None
    table = partial(_map_table, chart.grid, chart.names, chart.paths)
    draw = partial(draw_plot, chart, _paths_named(chart.paths))
    arrays = dict(_map_arrays(chart.grid, chart.paths))
    return Figure(name, title, draw, table, arrays, size=_MAP_SIZE)


def curve_figure(name: str, title: str, chart: CostCurve) -> Figure:
    """Return a cost of one input with the descents on it."""
    paths = [(path.name or "path", path.points) for path in chart.paths]
    if len(chart.trail):
        paths.append(("path", chart.trail))

    def table() -> Table:
        rows: list[tuple[Any, ...]] = [("cost", None, *point) for point in chart.points.tolist()]
        rows += [(what, k, *p) for what, way in paths for k, p in enumerate(way.tolist())]
        return table_of(("what", "step", chart.name or "w", "cost"), rows)

    arrays = {"curve": chart.points, **{slug(what): way for what, way in paths}}
    return Figure(name, title, partial(draw_plot, chart, _paths_named(chart.paths)), table, arrays)


def slice_figure(name: str, title: str, chart: SliceChart) -> Figure:
    """Return costs and accuracies along lines between networks; the chart has a picture."""
    picture = chart.picture
    assert picture is not None
    lines = [(line.role, line) for line in picture.lines]

    def table() -> Table:
        rows = [(role, *row) for role, line in lines for row in _slice_rows(line)]
        return table_of(("line", picture.symbol, "cost", "accuracy"), rows)

    arrays: dict[str, Array] = {}
    for role, line in lines:
        key = slug(role)
        arrays |= {f"{key}-{picture.symbol}": line.t, f"{key}-cost": line.cost}
        if line.accuracy is not None:
            arrays[f"{key}-accuracy"] = line.accuracy

    def named(palette: Palette) -> list[Named]:
        return [(role, role_colour(role, palette), None) for role, _ in lines if len(lines) > 1]

    return Figure(name, title, partial(draw_plot, chart, named), table, arrays)


def costs_figure(name: str, title: str, chart: CostChart, names: Sequence[str]) -> Figure:
    """Return costs against steps, a curve for each name."""
    curves = list(zip(names, chart.costs, strict=True))

    def table() -> Table:
        rows = [(what, k, cost) for what, costs in curves for k, cost in enumerate(costs.tolist())]
        return table_of(("curve", "step", "cost"), rows)

    arrays = {slug(what): costs for what, costs in curves}

    def named(_palette: Palette) -> list[Named]:
        return [(what, colour, None) for what, colour in zip(names, chart.colours, strict=True)]

    return Figure(name, title, partial(draw_plot, chart, named), table, arrays, size=SIZE)


def gap_figure(name: str, title: str, chart: GapChart, names: tuple[str, str]) -> Figure:
    """Return the true cost along a path, and the cost shown, called so."""
    columns = ("step", chart.steps), *zip(names, (chart.true, chart.shown), strict=True)
    table = Table(tuple(Column(*column) for column in columns))

    def named(palette: Palette) -> list[Named]:
        return [(names[0], palette.accent, None), (names[1], palette.muted, None)]

    arrays = {"step": chart.steps, "true": chart.true, "shown": chart.shown}
    return Figure(name, title, partial(draw_plot, chart, named), lambda: table, arrays)


def no_key(_palette: Palette) -> list[Named]:
    """Return the key of a plot that needs none."""
    return []


def grid_rows(grid: Grid) -> Iterator[tuple[str, None, float, float, float]]:
    """Yield the places of a grid with their costs, row after row."""
    x, y = np.meshgrid(grid.x, grid.y)
    for place in zip(x.ravel().tolist(), y.ravel().tolist(), grid.z.ravel().tolist(), strict=True):
        yield ("cost", None, *place)


def draw_plot(chart: PlaneChart, named: Naming, sheet: Sheet) -> Scene:
    """Draw a plot below its key; a map has the key to its colours beside it."""
    right = sheet.rect.right
    entries = [_entry(sheet, *one) for one in named(sheet.palette)]
    key = place_key(entries, sheet, Rect(0.0, 0.0, sheet.size[0], sheet.size[1]))
    is_map = isinstance(chart, ContourMap) and chart.grid is not None
    if is_map:
        right -= _BAR_GAP_PX + _BAR_PX + sheet.width_of(_BAR_TEXT)
    room = Rect(0.0, key.height, right - key.width, sheet.size[1] - key.height)
    box = draw_plane(sheet, room, chart)
    key.draw(sheet)
    if isinstance(chart, ContourMap) and chart.grid is not None:
        top = box.rect.top + 1.5 * sheet.line
        strip = Rect(box.rect.right + _BAR_GAP_PX, top, _BAR_PX, box.rect.bottom - top)
        draw_cost_bar(sheet, strip, chart.grid)
    return sheet.scene()


def _entry(sheet: Sheet, name: str, colour: str, sign: Sign | None) -> KeyEntry:
    def draw(x: float, y: float) -> None:
        half = SIGN_PX / 2 - 1
        sheet.add(Line(np.array([(x - half, y), (x + half, y)]), colour, _LINE_PX))
        if sign is not None:
            sheet.add(Signs(np.array([(x, y)]), sign, colour, _SIGN_PX))

    return KeyEntry(name, draw)


def _paths_named(paths: Sequence[PlanePath]) -> Naming:
    def named(palette: Palette) -> list[Named]:
        colours = curve_colours(palette)
        return [
            (path.name, path.colour or colours[k % len(colours)], path.sign)
            for k, path in enumerate(paths)
            if len(path.points)
        ]

    return named


def _slice_rows(line: SliceLine) -> Iterator[tuple[Any, ...]]:
    accuracy = [None] * len(line.t) if line.accuracy is None else line.accuracy.tolist()
    return zip(line.t.tolist(), line.cost.tolist(), accuracy, strict=True)


def _map_table(grid: Grid, names: tuple[str, str], paths: Sequence[PlanePath]) -> Table:
    rows: list[tuple[Any, ...]] = list(grid_rows(grid))
    for path in paths:
        rows += [(path.name, k, x, y, None) for k, (x, y) in enumerate(path.points.tolist())]
    return table_of(("what", "step", *names, "cost"), rows)


def _map_arrays(grid: Grid, paths: Sequence[PlanePath]) -> Iterator[tuple[str, Array]]:
    yield from (("x", grid.x), ("y", grid.y), ("cost", grid.z))
    for k, path in enumerate(paths):
        if len(path.points):
            yield f"path-{k}-{slug(path.name)}" if path.name else f"path-{k}", path.points
