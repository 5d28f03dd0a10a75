"""Contour lines of a grid by marching squares, all levels at once."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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
    """Return the line segments where the grid, read bilinearly, crosses the levels.

    Marching squares (Lorensen and Cline 1987 in two dimensions); a saddle is decided by the mean of
    its four corners. Cells with a corner that is not finite are left out.

    Args:
        grid: Values, shape (ny, nx).
        levels: Shape (l,).

    Returns:
        Segment ends x, y with the grid stretched over [-1, 1] x [-1, 1], shape (k, 2, 2), and the
        index of each segment's level, shape (k,).
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
