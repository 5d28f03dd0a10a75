"""The picture that `gdstudio descend --save` writes: the plot of the window, and what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from gdstudio.commands.descend.job import Outcome, Track
from gdstudio.commands.descend.output import ending, place, reason
from gdstudio.descent.formula.typography import written
from gdstudio.descent.functions import Bounds, StationaryPoint
from gdstudio.descent.samples import evaluate_grid, is_grid_too_coarse, picture_note, sample_curve
from gdstudio.descent.stationary import minima_of
from gdstudio.descent.stepper import lost
from gdstudio.numerals import numeral
from gdstudio.pictures.grid import LARGEST
from gdstudio.pictures.palette import DARK_INK, LIGHT, LIGHT_INK
from gdstudio.pictures.pillow.drawing import png_of
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.plane.box import PlaneChart
from gdstudio.pictures.plane.contours import (
    PlanePath,
    PointState,
    contour_map,
    curve_colours,
    draw_start,
)
from gdstudio.pictures.plane.curve import BallState, CostCurve
from gdstudio.pictures.plane.page import Panel, lay_out_page
from gdstudio.pictures.plane.strokes import draw_mark
from gdstudio.pictures.scene import SIGNS, Floats

_POINTS: Final = 501  # of each input of a map: a wave of two pixels is seen as one
_LONGEST: Final = 700.0  # pixels of the map's longer side
_SHORTEST: Final = 240.0  # of its shorter one, even where the scales must differ for it
_CURVE_BOX: Final = (820.0, 520.0)


def picture(outcome: Outcome) -> tuple[bytes, str]:
    """Return a PNG file, and one sentence on what it cannot show, empty if it shows all."""
    function, bounds = outcome.function, picture_bounds(outcome)
    is_curve = function.dimension == 1
    chart, note = (curve_chart if is_curve else map_chart)(outcome, bounds)
    title = "A typed cost" if function.name == "typed" else function.title
    scene = lay_out_page(
        chart,
        _CURVE_BOX if is_curve else map_box(bounds),
        (title, written(function.formula)),
        measure,
        lambda panel: _write_panel(panel, outcome),
        note,
    )
    return png_of(scene), note


def map_box(bounds: Bounds) -> tuple[float, float]:
    """Return width and height of a map with one scale for both inputs, in pixels."""
    spans = [high - low for low, high in bounds]
    scale = _LONGEST / max(spans)
    width, height = (max(float(round(scale * span)), _SHORTEST) for span in spans)
    return width, height


def map_chart(outcome: Outcome, bounds: Bounds) -> tuple[PlaneChart, str]:
    """Return the contour map with the paths on it, and what it cannot show."""
    function, tracks = outcome.function, outcome.tracks
    grid = evaluate_grid(function, bounds, _POINTS)
    names = function.variables[0], function.variables[1]
    chart = replace(
        contour_map(grid, names),
        stationary=_minima(outcome),
        paths=_paths(outcome, [np.array([item.position for item in t.path]) for t in tracks]),
        start=tuple(tracks[0].path[0].position.tolist()),
    )
    if not outcome.is_race:
        last = tracks[0].last
        chart = replace(chart, state=PointState(last.position, last.gradient, np.zeros(2)))
    note = picture_note(grid.z, too_coarse=is_grid_too_coarse(function, grid))
    return chart, note


def curve_chart(outcome: Outcome, bounds: Bounds) -> tuple[PlaneChart, str]:
    """Return the curve with the paths on it, and what it cannot show."""
    function, tracks = outcome.function, outcome.tracks
    curve = sample_curve(function, *bounds[0])
    cost = np.where(np.abs(curve.drawn_cost) < LARGEST, curve.drawn_cost, np.nan)
    points = [np.array([(item.position[0], item.cost) for item in t.path]) for t in tracks]
    chart = CostCurve(
        np.column_stack([curve.drawn_w, cost]),
        function.variables[0],
        stationary=_minima(outcome),
        paths=_paths(outcome, points),
        start=(float(points[0][0, 0]), float(points[0][0, 1])),
    )
    if not outcome.is_race:
        last = tracks[0].last
        state = BallState(float(last.position[0]), last.cost, float(last.gradient[0]), 0.0)
        chart = replace(chart, state=state)
    return chart, picture_note(curve.cost, too_coarse=curve.is_too_coarse)


def _paths(outcome: Outcome, points: list[Floats]) -> tuple[PlanePath, ...]:
    tracks = zip(outcome.tracks, points, SIGNS, strict=False)
    return tuple(PlanePath(places, "", track.method, sign) for track, places, sign in tracks)


def _minima(outcome: Outcome) -> tuple[StationaryPoint, ...]:
    function = outcome.function
    known = tuple(point for point in function.known if point.kind == "minimum")
    return known or tuple(minima_of(function))


def _write_panel(panel: Panel, outcome: Outcome) -> None:
    """Write who descended, how and to where, and what the signs are."""
    colours = curve_colours(LIGHT)
    for k, track in enumerate(outcome.tracks):
        panel.entry(track.method, colours[k], SIGNS[k])
        if outcome.is_race:
            panel.write(
                f"rate {numeral(track.learning_rate, 4)}, cost {numeral(track.last.cost, 3)}",
                indent=40,
            )
            panel.write(ending(track), indent=40)
            panel.write("")
    if not outcome.is_race:
        _write_track(panel, outcome, outcome.tracks[0])
    panel.write("")
    panel.sign("start", draw_start)
    ink = (LIGHT_INK, DARK_INK)
    panel.sign("minimum", lambda sheet, at: draw_mark(sheet, "minimum", at, 6.0, *ink))


def _write_track(panel: Panel, outcome: Outcome, track: Track) -> None:
    panel.write(f"learning rate {numeral(track.learning_rate, 4)}")
    for title, index in (("Start", 0), ("End", -1)):
        cost = track.path[index].cost
        panel.write("")
        panel.write(title, weight="strong")
        panel.write(place(outcome.function, track, index), breaks=True)
        panel.write(f"cost {numeral(cost, 5)}" if np.isfinite(cost) else "cost not defined")
    panel.write("")
    panel.write(ending(track).capitalize(), weight="strong")
    panel.write(reason(outcome.function, track), breaks=True)


_BEYOND: Final = 0.5  # widths of the domain around it that a path may widen the picture by
_MARGIN: Final = 0.03  # of the width, at least between a path and the edge
_AROUND_TYPED: Final = 0.8  # of a path's extent, shown on each side of it
_LEAST_TYPED: Final = 0.1  # of the domain, the least that is shown of a typed cost


def picture_bounds(outcome: Outcome) -> Bounds:
    """Return the ranges to draw: the domain and the paths near it, for a typed cost the paths."""
    domain = np.array(outcome.function.domain, np.float64)  # (n, 2)
    points = np.array([item.position for track in outcome.tracks for item in track.path])
    points = points[~lost(points.T, outcome.function.domain)]
    if not len(points):
        return outcome.function.domain
    low, high = np.minimum(domain[:, 0], points[0]), np.maximum(domain[:, 1], points[0])
    reach = _BEYOND * (high - low)
    near = points[((points >= low - reach) & (points <= high + reach)).all(axis=1)]
    lowest, highest = near.min(axis=0), near.max(axis=0)
    if outcome.function.name == "typed":
        least = _LEAST_TYPED * (domain[:, 1] - domain[:, 0]).max()
        half = max(float((0.5 + _AROUND_TYPED) * (highest - lowest).max()), least / 2)
        middle = (lowest + highest) / 2
        ends = np.stack([middle - half, middle + half], axis=1)
    else:
        room = _MARGIN * (domain[:, 1] - domain[:, 0])
        ends = np.stack(
            [
                np.where(lowest - room < domain[:, 0], lowest - room, domain[:, 0]),
                np.where(highest + room > domain[:, 1], highest + room, domain[:, 1]),
            ],
            axis=1,
        )
    return tuple((float(a), float(b)) for a, b in ends)
