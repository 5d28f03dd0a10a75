"""The picture of a descent on a cost of one input: the curve with the paths on it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.descend.drawing import (
    BELOW,
    LEFT,
    PANEL_WIDTH,
    TOP,
    draw_panel,
    draw_start,
    draw_tracks,
    finite,
)
from gdstudio.commands.descend.frame import picture_grid
from gdstudio.commands.descend.job import Outcome
from gdstudio.descent.curve import SampledCurve, sample_curve
from gdstudio.descent.path import DescentStep
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.pillow.axes import HAIRLINE, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.frame import HUGE, Frame
from gdstudio.pictures.ticks import nice_ticks

_WIDTH, _HEIGHT = 820, 520
_PANEL_GAP: Final = 36
_CURVE: Final = "#0067b8"
_REACH: Final = 120.0  # pixels of a tangent to each side
_STEEPEST: Final = 1e6  # pixels up for one across: upright
_POINTS: Final = 1001


def draw_curve_picture(outcome: Outcome, bounds: tuple[tuple[float, float], ...]) -> Canvas:
    """Return the picture without its heading."""
    grid = picture_grid(outcome.function, bounds, _POINTS, 2)
    curve = sample_curve(outcome.function, *bounds[0])
    room = 0.07 * (grid.high - grid.low)
    frame = Frame(bounds[0], (grid.low - room, grid.high + room), _WIDTH, _HEIGHT)
    side = LEFT + _WIDTH + _PANEL_GAP
    picture = Canvas(side + PANEL_WIDTH + 24, TOP + _HEIGHT + BELOW)
    picture.place(_plot(outcome, frame, grid, curve), LEFT, TOP)
    draw_axes(picture, frame, LEFT, TOP, (outcome.function.variables[0], "cost"))
    y = draw_panel(picture, outcome, side, TOP) + 18
    draw_start(picture, side + 14, y - 6)
    picture.text(side + 40, y, "start", 16, MUTED)
    if not outcome.is_race:
        picture.dashes((side + 112, y - 6), (side + 146, y - 6), INK, 1.6)
        picture.text(side + 154, y, "tangent", 16, MUTED)
    return picture


def _plot(outcome: Outcome, frame: Frame, grid: Grid, curve: SampledCurve) -> Canvas:
    canvas = Canvas(frame.width, frame.height)
    for y in nice_ticks(*frame.y, max(round(frame.height / 80), 3)):
        ends = frame.pixels([[frame.x[0], y], [frame.x[1], y]])
        canvas.line(ends, HAIRLINE, 1.0)
    for stretch in _stretches(curve, grid.low, grid.high):
        canvas.line(frame.pixels(stretch), _CURVE, 3.0)
    tracks = [_places(track.path, frame) for track in outcome.tracks]
    if not outcome.is_race:
        path = outcome.tracks[0].path
        for item in (path[0], path[-1]):
            _draw_tangent(canvas, frame, item)
    draw_tracks(canvas, tracks)
    if len(tracks[0]):
        draw_start(canvas, *tracks[0][0])
    return canvas


def _stretches(curve: SampledCurve, low: float, high: float) -> list[NDArray[np.float64]]:
    """Return the curve's points, shape (k, 2), between gaps and poles."""
    cost = np.where(np.abs(curve.drawn_cost) <= HUGE, curve.drawn_cost, np.nan)
    points = np.column_stack([curve.drawn_w, cost])
    there = np.isfinite(cost)
    side = np.where(cost > high, 1, np.where(cost < low, -1, 0))
    breaks = np.flatnonzero((side[1:] * side[:-1] < 0) | (there[1:] != there[:-1])) + 1
    return [part for part in np.split(points, breaks) if np.isfinite(part).all()]


def _places(path: tuple[DescentStep, ...], frame: Frame) -> NDArray[np.float64]:
    points = np.array([[item.position[0], item.cost] for item in path])
    return frame.pixels(finite(points))


def _draw_tangent(canvas: Canvas, frame: Frame, item: DescentStep) -> None:
    numbers = np.array([item.position[0], item.cost, item.gradient[0]])
    if not np.isfinite(numbers).all():
        return
    x, y = frame.pixels(numbers[:2])[0]
    scale = np.array([frame.width, frame.height]) / [
        frame.x[1] - frame.x[0],
        frame.y[1] - frame.y[0],
    ]
    with np.errstate(over="ignore"):
        rise = -numbers[2] * scale[1] / scale[0]
    along = np.array([1.0, np.clip(rise, -_STEEPEST, _STEEPEST)])
    along *= _REACH / np.hypot(*along)
    canvas.dashes((x - along[0], y - along[1]), (x + along[0], y + along[1]), INK, 1.6)
