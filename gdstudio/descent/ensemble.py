"""Many descents at once: which minimum each start ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.arrays import locked
from gdstudio.descent.functions import Array, CostFunction, Point, StationaryPoint
from gdstudio.descent.stationary import minima_of
from gdstudio.descent.stepper import Stepper, lost

NOWHERE: Final = -1
_LEVEL: Final = 1e-9  # costs that differ by less are the same
_CLOSE: Final = 0.05  # of the width of the domain: who ends this close to a minimum is in it
_CHECK_EVERY: Final = 20  # updates between looks at whether all have arrived


@dataclass(frozen=True, slots=True, eq=False)
class Valleys:
    """Where many starts of one input end.

    Attributes:
        starts: Shape (k,), ascending; read-only.
        labels: Shape (k,), int16: index into `minima`, -1 where none was reached; read-only.
        minima: The minima, from left to right.
    """

    starts: Array
    labels: NDArray[np.int16]
    minima: tuple[StationaryPoint, ...]

    @property
    def bands(self) -> list[tuple[float, float, int]]:
        """Runs of equal labels as (low, high, label), without gaps, over the whole range."""
        edges = np.flatnonzero(np.diff(self.labels)) + 1
        middles = 0.5 * (self.starts[edges - 1] + self.starts[edges])
        ends = [self.starts[0], *middles, self.starts[-1]]
        firsts = [0, *edges]
        return [
            (float(ends[i]), float(ends[i + 1]), int(self.labels[first]))
            for i, first in enumerate(firsts)
        ]


def reached_minima(
    function: CostFunction,
    starts: ArrayLike,
    minima: Sequence[Point],
    method: str,
    learning_rate: float,
    steps: int,
) -> NDArray[np.int16]:
    """Descend from every start and return the index of the minimum each has come to.

    Args:
        function: The cost.
        starts: Shape (dimension, k).
        minima: The minima to tell apart.
        method: Name of the optimiser, or "newton".
        learning_rate: Its rate.
        steps: The most updates.

    Returns:
        Shape (k,); -1 for a start that has not come close to any of the minima.

    Raises:
        InvalidValue: Method or rate is not accepted.
    """
    stepper = Stepper(function, method, learning_rate, starts)
    gone = lost(stepper.points, function.domain)
    for i in range(steps):
        stepper.step()
        gone |= lost(stepper.points, function.domain)
        if i % _CHECK_EVERY == 0 and (gone | _at_rest(stepper)).all():
            break
    labels = nearest_minima(function, stepper.points, minima)
    labels[gone] = NOWHERE
    return labels


def nearest_minima(
    function: CostFunction, points: Array, minima: Sequence[Point]
) -> NDArray[np.int16]:
    """Return for points (dimension, k) the index of the minimum they lie at, or -1; shape (k,).

    A point lies at the nearest minimum within a twentieth of the domain, or if there is none, at
    one of the same cost: the floor of a valley may be flat and wide.
    """
    labels = np.full(points.shape[1], NOWHERE, np.int16)
    nearest = np.full(points.shape[1], _CLOSE)
    widths = np.array([[high - low] for low, high in function.domain])
    for i, minimum in enumerate(minima):
        with np.errstate(all="ignore"):
            offset = np.abs(points - np.array(minimum)[:, np.newaxis]) / widths
            distance = offset.max(axis=0)
        closer = distance < nearest
        labels[closer], nearest[closer] = i, distance[closer]
    costs = function.value(points)
    for i, minimum in enumerate(minima):
        floor = float(function.value(minimum))
        level = np.abs(costs - floor) <= _LEVEL * max(1.0, abs(floor))
        labels[level & (labels == NOWHERE)] = i
    return labels


def valleys(
    function: CostFunction,
    method: str = "gradient-descent",
    learning_rate: float | None = None,
    n_starts: int = 401,
    steps: int = 500,
) -> Valleys:
    """Descend from evenly spaced starts of a cost of one input; raises InvalidValue."""
    assert function.dimension == 1
    rate = function.learning_rate if learning_rate is None else learning_rate
    minima = minima_of(function)
    starts = np.linspace(*function.domain[0], n_starts)
    points = [p.point for p in minima]
    labels = reached_minima(function, starts[np.newaxis], points, method, rate, steps)
    return Valleys(locked(starts), locked(labels), minima)


def _at_rest(stepper: Stepper) -> NDArray[np.bool_]:
    with np.errstate(all="ignore"):
        at_rest: NDArray[np.bool_] = np.abs(stepper.gradient).max(axis=0) < 1e-6
    return at_rest
