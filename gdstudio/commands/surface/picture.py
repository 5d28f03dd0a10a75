"""The picture that `gdstudio surface --save FILE.png` writes: a contour map with the path on it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.surface.job import SurfaceOutcome
from gdstudio.landscape.surface import LossGrid
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.contours import contour_segments
from gdstudio.pictures.interpolation import bilinear
from gdstudio.pictures.pillow.axes import CASING, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas, shortened
from gdstudio.pictures.pillow.colour_bar import BAR_WIDTH, draw_colour_bar
from gdstudio.pictures.pillow.frame import Frame

_LEFT, _TOP, _SIDE = 96, 112, 640
_BELOW: Final = 78
_BAR_GAP, _RIGHT = 22, 130
_LEVELS: Final = 14
_PATH: Final = "#e4002b"
_CUT: Final = "#e9ebef"  # where the cost overflows
_STRETCHED: Final = 50.0  # highest over lowest cost from which heights are logarithms


def picture(outcome: SurfaceOutcome) -> bytes:
    """Return a PNG file: costs as colours and lines, the run's path, and where it stands."""
    grid, plane = outcome.surface.grid, outcome.surface.plane
    ends = [(float(axis[0]), float(axis[-1])) for axis in (grid.alpha, grid.beta)]
    frame = Frame(ends[0], ends[1], _SIDE, _SIDE)
    heights, low, high = _heights(grid)
    plot = Canvas(_SIDE, _SIDE, _CUT)
    plot.picture(_coloured(heights), 0, 0)
    levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
    segments, _ = contour_segments(heights, levels)
    plot.strokes((segments * [1, -1] + 1) / 2 * _SIDE, CASING, 1.0, 0.45)
    if outcome.path is not None:
        places = frame.pixels(outcome.path.coordinates)
        for colour, width in ((CASING, 5.0), (_PATH, 2.6)):
            plot.line(places, colour, width)
    x, y = frame.pixels([[0.0, 0.0]])[0]
    for colour, radius in ((CASING, 9.0), (_PATH, 6.5)):
        plot.shape("circle", x, y, radius, colour)
    canvas = Canvas(_LEFT + _SIDE + _BAR_GAP + BAR_WIDTH + _RIGHT, _TOP + _SIDE + _BELOW)
    canvas.place(plot, _LEFT, _TOP)
    draw_axes(canvas, frame, _LEFT, _TOP, (plane.u.name, ""))
    canvas.text(_LEFT, _TOP - 12, f"{plane.v.name}, upwards", 16, INK)
    bar = _LEFT + _SIDE + _BAR_GAP
    draw_colour_bar(canvas, (bar, _TOP), _SIDE, (low, high), "cost", is_log=_is_log(grid))
    _draw_head(canvas, outcome)
    return canvas.png()


def _draw_head(canvas: Canvas, outcome: SurfaceOutcome) -> None:
    canvas.text(_LEFT, 40, "Loss surface of the network", 27, INK, weight="strong")
    share = ""
    if outcome.path is not None:
        share = f" · {outcome.path.share:.2%} of the path's movement lies in this plane"
    found = outcome.surface
    name = found.subject.network_name
    text = f"{name} · {found.grid.examples:,} examples · cost here {outcome.centre_cost:.4f}{share}"
    canvas.text(_LEFT, 68, shortened(text, 16, canvas.width - _LEFT - 20), 16, MUTED)


def _is_log(grid: LossGrid) -> bool:
    finite = grid.cost[np.isfinite(grid.cost)]
    return bool(finite.size and finite.min() > 0 and finite.max() > _STRETCHED * finite.min())


def _heights(grid: LossGrid) -> tuple[NDArray[np.float64], float, float]:
    """Return heights in [0, 1], NaN where cut out, and the costs at 0 and 1."""
    cost = np.where(np.isfinite(grid.cost), grid.cost, np.nan)
    if not np.isfinite(cost).any():
        return cost, 0.0, 1.0
    low, high = float(np.nanmin(cost)), float(np.nanmax(cost))
    scaled = np.log(cost) if _is_log(grid) else cost
    bottom, top = float(np.nanmin(scaled)), float(np.nanmax(scaled))
    return (scaled - bottom) / max(top - bottom, 1e-300), low, high


def _coloured(heights: NDArray[np.float64]) -> NDArray[np.uint8]:
    ny, nx = heights.shape
    column, row = np.meshgrid(np.linspace(0, nx - 1, _SIDE), np.linspace(ny - 1, 0, _SIDE))
    fine = bilinear(heights, column, row)
    there = np.isfinite(fine)
    colours = VIRIDIS[np.rint(255 * np.where(there, fine, 0.0)).astype(np.intp)]
    colours[~there] = bytearray.fromhex(_CUT[1:])
    return np.asarray(colours)
