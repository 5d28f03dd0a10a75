"""The picture of a descent on a cost of two inputs: a contour map with the paths on it."""

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
from gdstudio.descent.functions import CostFunction
from gdstudio.descent.stationary import minima_of
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.contour_map import contour_levels, round_costs
from gdstudio.pictures.contours import contour_segments
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.pillow.axes import CASING, HAIRLINE, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.ticks import tick_labels

_LONGEST: Final = 700  # pixels of the map's longer side
_SHORTEST: Final = 240  # of its shorter one, even where the scales must differ for it
_BAR_GAP, _BAR_WIDTH, _BAR_TEXT = 20, 18, 92
_CUT: Final = "#e9ebef"  # where the cost is not defined


def map_frame(bounds: tuple[tuple[float, float], ...]) -> Frame:
    """Return the box of a map with one scale for both inputs."""
    (left, right), (low, high) = bounds
    scale = _LONGEST / max(right - left, high - low)
    width, height = (max(round(scale * span), _SHORTEST) for span in (right - left, high - low))
    return Frame((left, right), (low, high), width, height)


def draw_map_picture(outcome: Outcome, bounds: tuple[tuple[float, float], ...]) -> Canvas:
    """Return the picture without its heading."""
    frame = map_frame(bounds)
    grid = picture_grid(outcome.function, bounds, frame.width, frame.height)
    side = LEFT + frame.width + _BAR_GAP + _BAR_WIDTH + _BAR_TEXT
    picture = Canvas(side + PANEL_WIDTH + 24, TOP + max(frame.height, 470) + BELOW)
    picture.place(_map(outcome, frame, grid), LEFT, TOP)
    names = outcome.function.variables
    draw_axes(picture, frame, LEFT, TOP, (names[0], names[1]))
    _draw_bar(picture, grid, LEFT + frame.width + _BAR_GAP, frame.height)
    _draw_key(picture, side, draw_panel(picture, outcome, side, TOP) + 18)
    return picture


def _map(outcome: Outcome, frame: Frame, grid: Grid) -> Canvas:
    canvas = Canvas(frame.width, frame.height, _CUT)
    canvas.picture(_coloured(grid), 0, 0)
    segments, _ = contour_segments(grid.heights, grid.height(contour_levels(grid)))
    size = np.array([frame.width, frame.height])
    canvas.strokes((segments * [1, -1] + 1) / 2 * size, CASING, 1.0, 0.42)
    for x, y in _minima(outcome.function, frame):
        _draw_minimum(canvas, x, y)
    paths = ([item.position for item in track.path] for track in outcome.tracks)
    draw_tracks(canvas, [frame.pixels(finite(np.array(path))) for path in paths])
    draw_start(canvas, *frame.pixels(outcome.tracks[0].path[0].position)[0])
    return canvas


def _coloured(grid: Grid) -> NDArray[np.uint8]:
    bottom, top = (float(grid.height(cost)) for cost in (grid.low, grid.high))
    there = np.isfinite(grid.heights)
    share = np.where(there, (grid.heights - bottom) / (top - bottom), 0.0)
    colours = VIRIDIS[np.rint(255 * share).astype(np.intp)]
    colours[~there] = bytearray.fromhex(_CUT[1:])
    return np.asarray(colours[::-1])


def _minima(function: CostFunction, frame: Frame) -> NDArray[np.float64]:
    points = [p for p in function.known if p.kind == "minimum"] or minima_of(function)
    pixels = frame.pixels([p.point for p in points] or np.empty((0, 2)))
    return pixels[((pixels >= 0) & (pixels <= [frame.width, frame.height])).all(axis=1)]


def _draw_minimum(canvas: Canvas, x: float, y: float) -> None:
    for colour, width in ((INK, 5.0), (CASING, 2.4)):
        for slant in (1, -1):
            canvas.line(((x - 6, y - 6 * slant), (x + 6, y + 6 * slant)), colour, width)


def _draw_bar(canvas: Canvas, grid: Grid, left: float, length: int) -> None:
    colours = VIRIDIS[np.rint(np.linspace(255, 0, length)).astype(np.intp)]
    canvas.picture(np.repeat(colours[:, None], _BAR_WIDTH, axis=1), left, TOP)
    right, bottom = left + _BAR_WIDTH, TOP + length
    corners = ((left, TOP), (right, TOP), (right, bottom), (left, bottom), (left, TOP))
    canvas.line(corners, HAIRLINE, 1.0)
    costs = round_costs(grid, max(length // 80, 3), 26 / length)
    low, high = (float(grid.height(cost)) for cost in (grid.low, grid.high))
    labels = tick_labels(costs)
    if grid.log_height:
        labels = [tick_labels(costs[k : k + 1])[0] for k in range(len(costs))]
    for cost, label in zip(costs.tolist(), labels, strict=True):
        y = bottom - length * (float(grid.height(cost)) - low) / (high - low)
        canvas.line(((right, y), (right + 5, y)), MUTED, 1.0)
        canvas.text(right + 10, y + 6, label, 16, MUTED)
    canvas.text(left, TOP - 13, "cost", 19, INK)


def _draw_key(canvas: Canvas, left: float, y: float) -> None:
    draw_start(canvas, left + 14, y - 6)
    canvas.text(left + 40, y, "start", 16, MUTED)
    _draw_minimum(canvas, left + 134, y - 6)
    canvas.text(left + 154, y, "minimum", 16, MUTED)
