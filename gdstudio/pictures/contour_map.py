"""Contour lines and contour map as arrays, without Qt: levels, lines and colours of a grid."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.grid import Grid, bilinear
from gdstudio.pictures.ticks import decade_ticks, nice_ticks

# Corners of a cell: 0 lower left, 1 lower right, 2 upper right, 3 upper left; edge k runs from
# corner k to the next. Bit k of a case is set where corner k is above the level. Each case crosses
# the edges named; saddles (5 and 10) appear once for a low and once for a high centre.
_EDGES_OF_CASE: Final = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((2, 0),),
    11: ((2, 1),),
    12: ((1, 3),),
    13: ((1, 0),),
    14: ((0, 3),),
}
_SADDLES: Final = {
    (5, False): ((3, 0), (1, 2)),
    (5, True): ((3, 2), (1, 0)),
    (10, False): ((0, 1), (2, 3)),
    (10, True): ((0, 3), (2, 1)),
}
Window: TypeAlias = tuple[tuple[float, float], tuple[float, float]]
"""Ends of the part of a grid that is shown, across and up, as shares of it."""
WHOLE: Final[Window] = ((0.0, 1.0), (0.0, 1.0))
_LEAST_PART: Final = 1 / 16  # of a grid: a smaller one shows cells, not the cost
_ROUNDING: Final = 1e-9
_ABOUT: Final = 14  # levels
_LEAST_GAP: Final = 0.045  # of the heights shown, between levels of a logarithmic map


def _table() -> NDArray[np.int8]:
    """Return edges, shape (2 centres, 16 cases, 2 segments, 2 ends); -1 where there is none."""
    table = np.full((2, 16, 2, 2), -1, np.int8)
    for case, segments in _EDGES_OF_CASE.items():
        table[:, case, 0] = segments[0]
    for (case, high), pair in _SADDLES.items():
        table[int(high), case] = pair
    return table


_EDGES: Final = _table()
_CORNER: Final = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)


def contour_segments(
    grid: NDArray[Any], levels: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the line segments where a grid, shape (ny, nx), crosses the levels, shape (l,).

    Their ends x, y with the grid stretched over [-1, 1] x [-1, 1], shape (k, 2, 2), and the index
    of each segment's level, shape (k,).

    Marching squares (Lorensen and Cline 1987 in two dimensions) on the grid read bilinearly; a
    saddle is decided by the mean of its four corners. Cells with a corner that is not finite are
    left out.
    """
    ny, nx = grid.shape
    corners = np.stack([grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]]).reshape(4, -1)
    with np.errstate(invalid="ignore"):
        above = corners[None] > np.asarray(levels)[:, None, None]
        crossed = above.any(axis=1) & ~above.all(axis=1) & np.isfinite(corners).all(axis=0)
    of_level, cell = np.nonzero(crossed)
    values = corners[:, cell] - np.asarray(levels)[of_level]
    case = (above[of_level, :, cell] * np.array([1, 2, 4, 8])).sum(axis=1)
    edges = _EDGES[(values.mean(axis=0) > 0).astype(np.intp), case]
    which, segment = np.nonzero(edges[:, :, 0] >= 0)
    ends = edges[which, segment].astype(np.intp)
    origin = np.stack([cell % (nx - 1), cell // (nx - 1)], axis=1)[which]
    places = origin[:, None, :] + _crossings(values[:, which], ends)
    return places * (2 / np.array([nx - 1, ny - 1])) - 1, of_level[which]


def _crossings(values: NDArray[Any], edges: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return where each edge of a unit cell is zero, shape (k, 2, 2), by linear interpolation."""
    k = np.arange(len(edges))[:, None]
    start, end = edges, (edges + 1) % 4
    from_value, to_value = values[start, k], values[end, k]
    share = (from_value / (from_value - to_value))[..., None]
    return np.asarray(_CORNER[start] + share * (_CORNER[end] - _CORNER[start]), np.float64)


def round_costs(grid: Grid, about: int, gap: float) -> NDArray[np.float64]:
    """Return about so many round costs inside the range of a grid, rising.

    Logarithmic heights: 0 and 1, 2 and 5 times powers of ten that are at least `gap` of the heights
    apart. If there are too few of these because the costs do not come near zero, evenly spaced
    heights.
    """
    if not grid.log_height:
        levels = nice_ticks(grid.low, grid.high, about)
        return levels[(levels > grid.low) & (levels < grid.high)]
    bottom, top = (float(h) for h in grid.height(np.array([grid.low, grid.high])))
    kept: list[float] = []
    last = bottom
    for level in decade_ticks(grid.low, grid.high).tolist():
        height = float(grid.height(level))
        if height - last >= gap * (top - bottom) and height < top:
            kept.append(level)
            last = height
    if len(kept) >= about // 2:
        return np.array(kept)
    return np.asarray(grid.cost(np.linspace(bottom, top, about + 2)[1:-1]))


def contour_levels(grid: Grid) -> NDArray[np.float64]:
    """Return the costs at which lines are drawn, about 14."""
    return round_costs(grid, _ABOUT, _LEAST_GAP)


def contour_lines(grid: Grid) -> NDArray[np.float64]:
    """Return the ends of all lines' segments in data coordinates, shape (k, 2, 2)."""
    heights = np.asarray(grid.height(contour_levels(grid)))
    segments, _ = contour_segments(grid.heights, heights)
    low = np.array([grid.x[0], grid.y[0]])
    high = np.array([grid.x[-1], grid.y[-1]])
    return np.asarray(low + (segments + 1) / 2 * (high - low))


def zoomed(window: Window, factor: float, at: tuple[float, float]) -> Window:
    """Return a window `factor` times narrower, or wider, in which the place `at` stays put.

    `at` are shares of the grid. No window reaches beyond it; the narrowest is a sixteenth.
    """

    def part(low: float, high: float, stays: float) -> tuple[float, float]:
        before = high - low
        size = min(max(before / factor, _LEAST_PART), 1.0)
        start = min(max(stays - (stays - low) * size / before, 0.0), 1.0 - size)
        return start, start + size

    across, up = (part(*ends, stays) for ends, stays in zip(window, at, strict=True))
    smaller = min(across[1] - across[0], up[1] - up[0])
    return WHOLE if smaller > 1 - _ROUNDING else (across, up)


def _across(width: int, ends: tuple[float, float]) -> NDArray[np.float64]:
    """Return the middles of pixels from left to right as shares of the grid."""
    return ends[0] + (np.arange(width) + 0.5) / width * (ends[1] - ends[0])


def _up(height: int, ends: tuple[float, float]) -> NDArray[np.float64]:
    """Return the middles of pixels from top to bottom as shares of the grid, the highest first."""
    return ends[0] + (1 - (np.arange(height) + 0.5) / height) * (ends[1] - ends[0])


def map_picture(
    grid: Grid,
    width: int,
    height: int,
    table: NDArray[np.uint8],
    ground: NDArray[np.uint8],
    window: Window = WHOLE,
) -> NDArray[np.uint8]:
    """Return the map as a picture, the highest y on top: red, green, blue, (height, width, 3).

    The grid is at least 2 x 2, the picture at least 1 x 1 pixel. `table` has the colours from the
    lowest to the highest, shape (256, 3), `ground` that of what is cut out, shape (3,).
    """
    rows, columns = grid.z.shape
    across = _across(width, window[0]) * (columns - 1)
    up = _up(height, window[1]) * (rows - 1)
    heights = bilinear(grid.heights, *np.meshgrid(across, up))
    bottom, top = (float(h) for h in grid.height(np.array([grid.low, grid.high])))
    there = np.isfinite(heights)
    place = np.where(there, (heights - bottom) / (top - bottom), 0.0) * 255
    picture = table[np.clip(place + 0.5, 0, 255).astype(np.intp)]
    picture[~there] = ground
    return picture


def basin_indices(
    grid: Grid,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    width: int,
    height: int,
    window: Window = WHOLE,
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each pixel of a map in which row and column of basins it lies, -1 outside.

    `x` and `y` are the centres of columns and rows, evenly spaced, rising. The two arrays broadcast
    to (height, width), the size of the map in pixels.
    """
    across, up = _across(width, window[0]), _up(height, window[1])
    found = []
    for centres, ends, shares in ((y, grid.y, up), (x, grid.x, across)):
        places = ends[0] + shares * (ends[-1] - ends[0])
        index = np.floor((places - centres[0]) / (centres[1] - centres[0]) + 0.5).astype(np.intp)
        found.append(np.where((index >= 0) & (index < len(centres)), index, -1))
    return found[0][:, None], found[1][None, :]


def cost_at(grid: Grid, x: float, y: float) -> float:
    """Return the cost at a place, read bilinearly from the grid; NaN outside and where cut out."""
    rows, columns = grid.z.shape
    column = (x - grid.x[0]) / (grid.x[-1] - grid.x[0]) * (columns - 1)
    row = (y - grid.y[0]) / (grid.y[-1] - grid.y[0]) * (rows - 1)
    return float(bilinear(grid.z, np.array([column]), np.array([row]))[0])


def typical_gradient(grid: Grid) -> float:
    """Return the median length of the gradient over the grid; 1 if there is none."""
    with np.errstate(all="ignore"):
        d_y, d_x = np.gradient(grid.z, grid.y, grid.x)
        sizes = np.hypot(d_x, d_y)
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    return float(np.median(sizes)) if sizes.size else 1.0
