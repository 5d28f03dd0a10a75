"""Values of a cost on a grid, and how high they stand: what surface and contour map show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_AROUND_FLAT: Final = 0.05  # of a cost that does not change, shown on each side of it
_ROUNDING: Final = 16  # differences of neighbouring numbers: a smaller range is no shape
_TAIL: Final = 10.0  # per cent of the values at each end that do not count as the middle
_REACH: Final = 1.5  # spreads of the middle that are shown beyond it
_JUMP: Final = 0.3  # of the range, between neighbours: more is a pole
LARGEST: Final = 1e300  # beyond it, differences of two values overflow
_FLAT: Final = 1e-6  # of the range: a middle narrower than this is a plain with holes in it


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Values of a cost of two inputs (or, with one row, of one).

    Attributes:
        x: Columns, shape (columns,); read-only.
        y: Rows, shape (rows,); read-only.
        z: Shape (rows, columns), z[i, j] = C(x[j], y[i]); NaN where not finite or above
            `LARGEST`; read-only.
        low: Lowest value to show.
        high: Highest value to show; below the largest if a pole would flatten the rest.
        log_height: Whether `heights` are logarithmic.
    """

    x: Array
    y: Array
    z: Array
    low: float
    high: float
    log_height: bool = False

    @property
    def heights(self) -> Array:
        """What to draw, shape (rows, columns): `height` of z cut to [low, high]; NaN stays NaN."""
        return self.height(self.z)

    def height(self, z: Array | float) -> Array:
        """Return costs as heights, for the surface as for the points and paths on it.

        Linear: h = z. Logarithmic: h = log10(1 + (z - low) / s) with s a thousandth of high - low,
        so that h runs from 0 at `low` to 3.0004 at `high` whatever the unit of the cost. Costs
        beyond [low, high] are taken as its ends.
        """
        shown = np.clip(np.asarray(z, np.float64), self.low, self.high)
        if not self.log_height:
            return shown
        return np.asarray(np.log10(1 + (shown - self.low) / self._unit))

    def cost(self, height: Array | float) -> Array:
        """Return the cost that is drawn at a height: the inverse of `height`, for ticks."""
        h = np.asarray(height, np.float64)
        return h if not self.log_height else self.low + self._unit * (10**h - 1)

    @property
    def _unit(self) -> float:
        return max((self.high - self.low) / 1000, np.finfo(np.float64).tiny)


def display_range(z: Array) -> tuple[float, float]:
    """Return the range of heights worth showing; (0, 1) if nothing is finite.

    A cost that is the same everywhere gets a twentieth of itself on each side, at least 0.5.
    It is the whole range, unless an end is a pole: the most extreme value stands more than 0.3 of
    the range away from a neighbour, or beside a value that is not finite. That end is cut where it
    is more than one and a half times the spread of the middle 80 % beyond them.
    """
    finite = z[np.isfinite(z)]
    if not finite.size:
        return 0.0, 1.0
    lowest, highest = float(finite.min()), float(finite.max())
    a, b = (float(q) for q in np.percentile(finite, [_TAIL, 100 - _TAIL]))
    spread = b - a
    if spread > _FLAT * (highest - lowest):
        cut_low, cut_high = _is_pole(z, np.nanargmin(z)), _is_pole(z, np.nanargmax(z))
        lowest = max(lowest, a - _REACH * spread) if cut_low else lowest
        highest = min(highest, b + _REACH * spread) if cut_high else highest
    rounding = _ROUNDING * float(np.spacing(max(abs(lowest), abs(highest))))
    if highest - lowest > max(rounding, 1 / LARGEST):
        return lowest, highest
    room = max(0.5, _AROUND_FLAT * abs(lowest))
    return lowest - room, highest + room


def _is_pole(z: Array, index: np.intp) -> bool:
    row, column = np.unravel_index(index, z.shape)
    around = z[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
    jump = np.abs(around - z[row, column]).max()
    return bool(np.isnan(jump) or jump > _JUMP * (np.nanmax(z) - np.nanmin(z)))


def bilinear(grid: NDArray[Any], column: NDArray[Any], row: NDArray[Any]) -> NDArray[np.float64]:
    """Return the grid at fractional places, by bilinear interpolation; float64.

    Places lie at `column` in [0, nx - 1] and `row` in [0, ny - 1], both of the shape of what is
    returned; the grid has shape (ny, nx), both at least 2. NaN outside the grid and in every cell
    with a corner cut out, which is NaN.
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
