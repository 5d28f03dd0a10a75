"""Lines through points: points too near to be told apart, the edges of a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Range = tuple[float, float]


def thinned(pixels: Floats, distance: float) -> Floats:
    """Return those pixels, shape (k, 2), that are about `distance` apart, both ends too."""
    kept = np.ones(len(pixels), bool)
    if len(pixels) > 2:
        steps = np.hypot(*np.diff(pixels, axis=0).T) / distance
        travelled = np.floor(np.cumsum(np.nan_to_num(steps, nan=2.0)))
        kept[1:-1] = np.diff(travelled, prepend=0.0)[:-1] > 0
    return np.asarray(pixels[kept])


def clipped_path(points: ArrayLike, x: Range, y: Range) -> Floats:
    """Return the parts of a path, shape (k, 2), that lie in a rectangle, each up to the very edge.

    NaN breaks the path. In what is returned, shape (n, 2), NaN stands in place of points outside,
    and where the path crosses an edge there is one point more (Liang and Barsky, 1984).
    """
    way = np.array(points, np.float64).reshape(-1, 2)
    low, high = np.array([x[0], y[0]]), np.array([x[1], y[1]])
    across, up = way.T
    inside = (across >= x[0]) & (across <= x[1]) & (up >= y[0]) & (up <= y[1])
    cut = np.where(inside[:, None], way, np.nan)
    if len(way) < 2 or inside.all():
        return cut
    begin, step = way[:-1], np.diff(way, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second = (low - begin) / step, (high - begin) / step
    level = step == 0  # never crosses these edges: between them all the way, or nowhere
    nowhere = level & ((begin < low) | (begin > high))
    first, second = np.where(level, -np.inf, first), np.where(level, np.inf, second)
    enters = np.maximum(np.minimum(first, second).max(axis=1), 0.0)
    leaves = np.minimum(np.maximum(first, second).min(axis=1), 1.0)
    seen = (enters < leaves) & ~nowhere.any(axis=1)  # False where NaN breaks the path
    into, out = np.flatnonzero(seen & ~inside[:-1]), np.flatnonzero(seen & ~inside[1:])
    crossings = np.concatenate(
        [begin[into] + enters[into, None] * step[into], begin[out] + leaves[out, None] * step[out]]
    )
    return np.insert(cut, np.concatenate([into, out]) + 1, np.clip(crossings, low, high), axis=0)
