"""Values between the points of a grid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def bilinear(grid: NDArray[Any], column: NDArray[Any], row: NDArray[Any]) -> NDArray[np.float64]:
    """Return the grid at fractional places, by bilinear interpolation.

    Args:
        grid: Shape (ny, nx), both at least 2; NaN where cut out.
        column: Place along x in [0, nx - 1], any shape.
        row: Place along y in [0, ny - 1], same shape.

    Returns:
        float64 of that shape; NaN outside the grid and in every cell with a corner cut out.
    """
    ny, nx = grid.shape
    inside = (column >= 0) & (column <= nx - 1) & (row >= 0) & (row <= ny - 1)
    j = np.clip(np.where(inside, column, 0), 0, nx - 2).astype(np.intp)
    i = np.clip(np.where(inside, row, 0), 0, ny - 2).astype(np.intp)
    u, v = column - j, row - i
    flat, at = grid.ravel(), i * nx + j
    lower = flat[at] * (1 - u) + flat[at + 1] * u
    upper = flat[at + nx] * (1 - u) + flat[at + nx + 1] * u
    return np.where(inside, lower * (1 - v) + upper * v, np.nan)
