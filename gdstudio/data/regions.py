"""Connected regions of a grid, their hulls and rectangles, and windows slid over a grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_TURNS: Final = np.radians(np.arange(0, 90, 3))  # at which a rectangle is tried

Mask = NDArray[np.bool_]


def connected(is_set: Mask) -> tuple[NDArray[np.intp], int]:
    """Return the number of the region of each cell, 0 where nothing is set, and how many there are.

    Cells that share a side or a corner belong together.
    """
    pairs = _neighbours(is_set.shape, (-1, 0, 1))
    flat = is_set.ravel()
    joined = [pair[:, flat[pair[0]] & flat[pair[1]]] for pair in pairs]
    return _numbered(np.hstack(joined), flat, is_set.shape)


def smooth_regions(light: NDArray[np.float64], step: float) -> tuple[NDArray[np.intp], int]:
    """Return the regions within which cells that share a side differ by at most `step`.

    The number of the region of each cell, shape (h, w), from 1; and how many there are.
    """
    flat = light.ravel()
    pairs = _neighbours(light.shape, (0,))
    joined = [pair[:, np.abs(flat[pair[0]] - flat[pair[1]]) <= step] for pair in pairs]
    return _numbered(np.hstack(joined), np.ones(flat.size, np.bool_), light.shape)


def _neighbours(shape: tuple[int, ...], sideways: tuple[int, ...]) -> list[NDArray[np.intp]]:
    """Return pairs of cells, each of shape (2, n): side by side, and one below the other.

    `sideways` holds the steps to the side of the cell below.
    """
    cells = np.arange(shape[0] * shape[1]).reshape(shape)
    pairs = [np.stack([cells[:, :-1].ravel(), cells[:, 1:].ravel()])]
    for step in sideways:
        here = cells[:-1, max(0, -step) : shape[1] - max(0, step)]
        below = cells[1:, max(0, step) : shape[1] + min(0, step)]
        pairs.append(np.stack([here.ravel(), below.ravel()]))
    return pairs


def _numbered(
    pairs: NDArray[np.intp], is_set: Mask, shape: tuple[int, ...]
) -> tuple[NDArray[np.intp], int]:
    """Return regions joined by pairs of cells, shape (2, n): hooking and pointer jumping.

    Shiloach and Vishkin, "An O(log n) parallel connectivity algorithm" (1982).
    """
    roots = np.arange(is_set.size)
    while pairs.shape[1]:
        here, there = roots[pairs[0]], roots[pairs[1]]
        differ = here != there
        pairs, here, there = pairs[:, differ], here[differ], there[differ]
        np.minimum.at(roots, np.maximum(here, there), np.minimum(here, there))
        while not np.array_equal(roots, roots[roots]):
            roots = roots[roots]
    names, numbers = np.unique(roots[is_set], return_inverse=True)
    regions = np.zeros(is_set.size, np.intp)
    regions[is_set] = numbers.ravel() + 1
    return regions.reshape(shape), len(names)


def over_blocks(reduce: np.ufunc, cells: NDArray[Any], block: int) -> NDArray[Any]:
    """Return what `reduce` makes of square blocks of cells; those at the far edges may be cut."""
    down, across = (np.arange(0, side, block) for side in cells.shape)
    return np.asarray(reduce.reduceat(reduce.reduceat(cells, down, axis=0), across, axis=1))


def rim(shape: tuple[int, ...], down: int, across: int) -> Mask:
    """Return the cells within so many rows and columns of the rim of a grid."""
    is_rim = np.ones(shape, np.bool_)
    is_rim[down : shape[0] - down, across : shape[1] - across] = False
    return is_rim


def sides(cells: NDArray[Any]) -> list[NDArray[Any]]:
    """Return the first and last row, the first and last column."""
    return [cells[0], cells[-1], cells[:, 0], cells[:, -1]]


def hull(is_set: Mask) -> Mask:
    """Return the convex hull of the cells that are set, as a mask of the same shape.

    A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions" (1979).
    """
    rows = np.flatnonzero(is_set.any(axis=1))
    if rows.size == 0:
        return is_set.copy()
    first = is_set[rows].argmax(axis=1)
    last = is_set.shape[1] - 1 - is_set[rows, ::-1].argmax(axis=1)
    every = np.arange(is_set.shape[0])
    left = np.interp(every, *_lower_chain(rows, first))
    right = -np.interp(every, *_lower_chain(rows, -last))
    columns = np.arange(is_set.shape[1])
    inside = (columns >= left[:, None] - 1e-9) & (columns <= right[:, None] + 1e-9)
    inside[: rows[0]] = inside[rows[-1] + 1 :] = False
    return np.asarray(inside)


def _lower_chain(
    x: NDArray[Any], y: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    chain: list[tuple[float, float]] = []
    for point in zip(x.tolist(), y.tolist(), strict=True):
        while len(chain) > 1 and _turns_down(chain[-2], chain[-1], point):
            chain.pop()
        chain.append(point)
    corners = np.array(chain, float)
    return corners[:, 0], corners[:, 1]


def _turns_down(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) <= (b[1] - a[1]) * (c[0] - a[0])


def rectangularity(is_set: Mask) -> float:
    """Return which share of the least rectangle around a mask it fills, from 0 to 1.

    The rectangle may be turned; what of it lies beside the grid does not count.
    """
    y, x = np.nonzero(is_set & ~shrunk(np.pad(is_set, 1), 1)[1:-1, 1:-1])
    size, best = int(is_set.sum()), 0.0
    grid_y, grid_x = np.mgrid[0 : is_set.shape[0] : 2, 0 : is_set.shape[1] : 2]
    for turn in _TURNS:
        across, down = np.cos(turn), np.sin(turn)
        u, v = x * across + y * down, y * across - x * down
        area = (np.ptp(u) + 1) * (np.ptp(v) + 1)
        if any(side.any() for side in sides(is_set)):
            u_all, v_all = grid_x * across + grid_y * down, grid_y * across - grid_x * down
            is_inside = (u_all >= u.min() - 0.5) & (u_all <= u.max() + 0.5)
            is_inside &= (v_all >= v.min() - 0.5) & (v_all <= v.max() + 0.5)
            area = min(area, 4 * int(is_inside.sum()))
        best = max(best, size / max(area, 1))
    return min(best, 1.0)


def slide(cells: NDArray[Any], window: int, join: Callable[..., Any]) -> NDArray[Any]:
    """Return what `join` makes of square windows of odd side, the edges repeated outwards.

    Doubles the window until one more overlapping pair fills it; `join` is a maximum or minimum, of
    masks `logical_or` or `logical_and`.
    """
    for _ in range(2):
        cells = np.pad(cells, ((window // 2, window // 2), (0, 0)), mode="edge")
        width = 1
        while width < window:
            step = min(width, window - width)
            cells = join(cells[:-step], cells[step:])
            width += step
        cells = cells.T
    return cells


def shrunk(is_set: Mask, reach: int) -> Mask:
    """Return a mask without the cells within `reach` of its rim; the grid's rim is none."""
    for _ in range(reach):
        padded = np.pad(is_set, 1, mode="edge")
        is_set = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
        is_set &= padded[1:-1, 1:-1]
    return is_set


def otsu(light: NDArray[np.float64], levels: int = 64) -> float:
    """Return the threshold that parts levels best into two classes.

    Otsu, "A threshold selection method from gray-level histograms" (1979).
    """
    counts, edges = np.histogram(light, levels)
    middles = (edges[:-1] + edges[1:]) / 2
    weight = np.cumsum(counts)[:-1]
    sums = np.cumsum(counts * middles)
    total, mass = sums[-1], light.size
    below, above = weight, mass - weight
    if counts.max() == mass:
        return float(light.max())
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums[:-1] / below - (total - sums[:-1]) / above) ** 2
    best = np.flatnonzero(apart >= np.nanmax(apart) * (1 - 1e-9)) if mass else np.array([0])
    return float(edges[1:][best].mean()) if best.size else float(middles[0])
