"""What part of a cost is drawn, and where its points lie in the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.commands.descend_job import Outcome
from gdstudio.descent.functions import Bounds, CostFunction
from gdstudio.descent.grid import Grid, display_range, evaluate_grid
from gdstudio.descent.stepper import lost

_FAR: Final = 2e4  # pixels from the middle: nothing is drawn further out
_HUGE: Final = 1e100  # larger numbers are taken for this one, so that nothing overflows
_BEYOND: Final = 0.5  # widths of the domain around it that a path may widen the picture by
_MARGIN: Final = 0.03  # of the width, at least between a path and the edge
_AROUND_TYPED: Final = 0.8  # of a path's extent, shown on each side of it
_LEAST_TYPED: Final = 0.1  # of the domain, the least that is shown of a typed cost


@dataclass(frozen=True, slots=True)
class Frame:
    """The map between data, y upwards, and pixels of a box, y downwards.

    Attributes:
        x: Data at the left and right edge, rising.
        y: Data at the lower and upper edge, rising.
        width: Of the box in pixels.
        height: Of the box in pixels.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    height: int

    def pixels(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return the places of finite points; both of shape (k, 2).

        What is far outside stays in its direction, 20,000 pixels from the middle.
        """
        data = np.asarray(points, np.float64).reshape(-1, 2)
        (left, right), (bottom, top) = self.x, self.y
        middle = np.array([left / 2 + right / 2, bottom / 2 + top / 2])
        share = (np.clip(data, -_HUGE, _HUGE) - middle) / [right - left, top - bottom]
        offset = share * [self.width, -self.height]
        reach = np.abs(offset).max(axis=1, keepdims=True, initial=1.0)
        half = 0.5 * np.array([self.width, self.height])
        return np.asarray(half + offset * np.minimum(_FAR / reach, 1.0))


def picture_grid(function: CostFunction, bounds: Bounds, columns: int, rows: int) -> Grid:
    """Return the costs to draw; those too large to reckon with are cut out, as if not defined."""
    grid = evaluate_grid(function, bounds, columns, rows)
    if max(abs(grid.low), abs(grid.high)) <= _HUGE:
        return grid
    z = np.where(np.abs(grid.z) <= _HUGE, grid.z, np.nan)
    low, high = display_range(z)
    return replace(grid, z=z, low=low, high=high)


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
