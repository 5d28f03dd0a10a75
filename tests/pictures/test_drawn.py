"""Drawings that were looked at, kept as texts: line, text and colour stand where they stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import numpy as np
import pytest

from gdstudio.pictures.charts import (
    BarChart,
    Chart,
    GroupedBarChart,
    HeatChart,
    HistogramChart,
    LineChart,
    PictureWall,
)
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.layouts import lay_out
from gdstudio.pictures.palette import DARK, LIGHT
from gdstudio.pictures.plane.box import PlaneChart, draw_rest
from gdstudio.pictures.plane.contours import ContourMap, PlaneArrow, PlanePath, PointState
from gdstudio.pictures.plane.contours import contour_map as bare_map
from gdstudio.pictures.plane.costs import CostChart, CostScale, GapChart
from gdstudio.pictures.plane.curve import BallState, Bands, CostCurve
from gdstudio.pictures.plane.page import Panel, lay_out_page
from gdstudio.pictures.plane.slices import Bracket, Mark, SliceChart, SliceLine, SlicePicture
from gdstudio.pictures.plane.strokes import draw_mark
from gdstudio.pictures.readings import Readings
from gdstudio.pictures.scene import Rect
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Span
from tests.kept import difference
from tests.pictures.layouts.samples import SAMPLES
from tests.pictures.told import measure, told

FOLDER: Final = Path(__file__).parent / "drawn"
SIZE: Final = (400.0, 260.0)


def plane(chart: PlaneChart, *, has_focus: bool = False) -> list[str]:
    """Return what is drawn of a flat plot, the moving part after the resting one."""
    sheet = Sheet(SIZE, measure, ratio=1.5)
    box = draw_rest(sheet, Rect(0, 0, *SIZE), chart, has_focus=has_focus)
    chart.draw_moving(sheet, box)
    return list(told(sheet.shapes))


# Slices: a hill of cost 1 between two ends of cost 0.5, at five places.
T: Final = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
HILL: Final = SliceLine("straight", T, np.array([0.5, 1.0, 1.5, 1.0, 0.5]), 0.5 + T / 4)
BENT: Final = SliceLine("bezier", T, np.array([0.5, 0.25, np.nan, 0.25, 0.5]), 1 - T / 4)
ENDS: Final = (Mark("end", 1.0, 0.5, "Run 3", "0.50"), Mark("start", 0.0, 0.5, "this run"))
FULL: Final = SlicePicture((HILL, BENT), ENDS, "t", "along", Bracket(0.5, 0.5, 1.5, "1.0"))
VALLEY: Final = SlicePicture(
    (SliceLine("straight", 8 * T, np.array([4.0, 1e-3, 0.0, 2.0, 1e9])),),
    (
        Mark("current", 1.0, 2.0, "now", "1.0"),
        Mark("best", 2.0, 1e-3, "lowest cost on the line", "2.0"),
        Mark("overshoot", 4.0, np.nan, "worse than the start", "4.0"),
    ),
    "rate",
    level=1e-2,
    worse_from=5.0,
)

# A bowl over x in [0, 4] and y in [0, 2], cost x^2 + y^2.
X, Y = np.linspace(0.0, 4.0, 9), np.linspace(0.0, 2.0, 5)
BOWL: Final = Grid(X, Y, X**2 + Y[:, None] ** 2, 0.0, 20.0)
POINTS: Final = tuple(
    SimpleNamespace(point=(float(k), 0.5), value=k**2 + 0.25, kind=kind)
    for k, kind in enumerate(("minimum", "maximum", "saddle", "degenerate"))
)
BASINS: Final = SimpleNamespace(
    x=np.array([1.0, 3.0]), y=np.array([0.5, 1.5]),
    labels=np.array([[0, 1], [7, -1]], np.int16), minima=[None] * 8,
)  # fmt: skip
WALK: Final = np.array([[3.0, 1.5], [2.0, 1.0], [1.0, 0.5]])
STATE: Final = PointState(WALK[2], np.array([2.0, 1.0]), np.array([-1.0, -0.5]))
ARROWS: Final = (
    PlaneArrow(np.array([1.0, 0.0]), "#123456", "velocity"),
    PlaneArrow(np.array([0.0, 0.01]), "#654321", "mean"),
    PlaneArrow(np.array([np.nan, 1.0]), "#000001", "lost"),
)
PATHS: Final = (
    PlanePath(WALK, "", "sgd"),
    PlanePath(WALK + 0.01, "#00ff00", "adam", "square"),
    PlanePath(np.column_stack([np.linspace(0, 4, 81), np.full(81, 2.0)]), "", "lion", "diamond"),
    PlanePath(np.empty((0, 2)), "", "none", "down"),
)
MAP: Final = replace(
    bare_map(BOWL, ("a", "b")),
    lines=np.array([[[1.0, 0.0], [0.0, 1.0]]]), paths=PATHS, start=(3.0, 1.5), typical=2.0,
)  # fmt: skip

W: Final = np.linspace(-1.0, 3.0, 9)
CURVE: Final = CostCurve(
    np.column_stack([W, W**2]),
    stationary=POINTS,
    bands=Bands(np.array([-1.0, 0.5, 3.0]), (0, -1), (POINTS[0],)),
    trail=np.column_stack([np.linspace(-1, 0, 26), np.linspace(-1, 0, 26) ** 2]),
)
RACE: Final = CostChart(
    (np.array([4.0, 2.0, 1.0, 0.0, -1.0]), np.array([3.0, np.nan, 900.0])),
    ("#111111", "#222222"),
    Span(0.0, 10.0),
    Span(-1.0, 4.0),
)
LOG_RACE: Final = replace(
    RACE, y=Span(-1.0, 1.0), scale=CostScale(True, -1.0), note="measured from −1", cursor=2
)
GAPS: Final = GapChart(
    np.array([0.0, 10.0, 20.0, 30.0, 40.0]),
    np.array([2.0, 1.0, np.nan, 0.5, np.inf]),
    np.array([2.0, 1.5, 1.2, np.nan, 1.0]),
)


def marks() -> list[str]:
    """Return the signs of stationary points, each in a sheet of its own size."""
    sheet = Sheet(SIZE, measure)
    for k, kind in enumerate(("minimum", "maximum", "saddle", "degenerate")):
        draw_mark(sheet, kind, (100.0 * k, 50.0), 10.0, "#ff0000", "#0000ff")
    return list(told(sheet.shapes))


def page(chart: PlaneChart, note: str = "") -> list[str]:
    def write(panel: Panel) -> None:
        panel.entry("SGD", "#0067b8", "triangle")
        panel.entry("no sign", "#c04a00")
        panel.write("a text that is far too long for one line of the panel", indent=40)
        panel.write("a text that is broken into lines of the panel", breaks=True)
        panel.write("")
        panel.write("strong", weight="strong")
        panel.sign("start", lambda sheet, at: sheet.write("o", *at))

    heading = ("A title that has no room in its largest size", "a subtitle of two letters" * 2)
    scene = lay_out_page(chart, (300.0, 200.0), heading, measure, write if note else None, note)
    return [f"{scene.width:g} x {scene.height:g} on {scene.ground}", *told(scene.shapes)]


def sample_of(kind: type[Chart]) -> Chart:
    return next(chart for chart in SAMPLES if isinstance(chart, kind))


def laid_out(
    kind: type[Chart], size: tuple[int, int], dark: bool = False, titled: bool = False
) -> list[str]:
    layout = lay_out(sample_of(kind), size, measure, DARK if dark else LIGHT, titled=titled)
    return [f"text of {layout.text_size:.2f}", *told(layout.scene.shapes), *read(layout.readings)]


def read(readings: Readings) -> Iterator[str]:
    """Yield what is read at the ends of each group of places, and how these are marked."""
    for group, places in enumerate(readings.places):
        for index in sorted({0, len(places) - 1}):
            place = (group, index)
            x, y = readings.point(place) or (np.nan, np.nan)
            number = readings.number_of(place)
            assert readings.place_of(number) == place
            yield f"{place} is number {number} at {x:.2f} {y:.2f}: {readings.text(*place)}"
            yield f"nearest to it is {readings.nearest(x + 1, y - 1)}"
            yield from told(readings.mark(place, x, y))


DRAWN: Final[dict[str, Callable[[], list[str]]]] = {
    "slice": lambda: plane(SliceChart(FULL, t=0.25, pointer=0.75), has_focus=True),
    "slice_log": lambda: plane(SliceChart(VALLEY, log=True, t=1.0, pointer=1.0)),
    "slice_linear": lambda: plane(SliceChart(VALLEY, pointer=3.0)),
    "slice_words": lambda: plane(SliceChart(None, words="Nothing is computed yet here " * 3)),
    "map": lambda: plane(replace(MAP, state=STATE, arrows=ARROWS, stationary=POINTS)),
    "map_basins": lambda: plane(replace(MAP, basins=BASINS, paths=(), is_equal=True)),
    "map_none": lambda: plane(ContourMap()),
    "curve": lambda: plane(replace(CURVE, state=BallState(0.0, 1.0, 2.0, 1.0, 1.0))),
    "curve_step": lambda: plane(
        replace(
            CURVE, bands=None, trail=WALK[:0], paths=PATHS[:2], start=(2.0, 4.0), rate_limit=0.5,
            state=BallState(2.0, 4.0, 4.0, -5.0, 9.0), words=("m {0}", "d {0}", "most"),
        )
    ),
    "curve_pole": lambda: plane(
        CostCurve(np.column_stack([W, np.array([1, 2, 3, 1e3, -1e3, -3, np.nan, 2, 1])]), "v")
    ),
    "race": lambda: plane(RACE),
    "race_log": lambda: plane(LOG_RACE),
    "gap": lambda: plane(GAPS),
    "gap_none": lambda: plane(GapChart()),
    "marks": marks,
    "page_map": lambda: page(MAP, "what cannot be shown"),
    "page_curve": lambda: page(replace(CURVE, trail=WALK[:0])),
    "lines": lambda: laid_out(LineChart, (480, 300)),
    "lines_narrow": lambda: laid_out(LineChart, (240, 160), dark=True, titled=True),
    "histogram": lambda: laid_out(HistogramChart, (480, 300)),
    "bars": lambda: laid_out(BarChart, (480, 300)),
    "bars_wide": lambda: laid_out(BarChart, (1100, 640), titled=True),
    "grouped": lambda: laid_out(GroupedBarChart, (480, 300)),
    "wall": lambda: laid_out(PictureWall, (480, 300)),
    "heat": lambda: laid_out(HeatChart, (480, 300)),
    "heat_narrow": lambda: laid_out(HeatChart, (240, 160)),
}  # fmt: skip


@pytest.mark.parametrize("name", DRAWN)
def test_that_a_drawing_is_as_it_was_when_it_was_looked_at(name: str) -> None:
    assert difference(FOLDER / f"{name}.txt", list(DRAWN[name]())) == ""


def test_that_every_kept_drawing_is_made() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(DRAWN)
