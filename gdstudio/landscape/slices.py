"""Slices: costs along a straight line between two networks, and the barrier on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, Floats, locked_copy
from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.landscape.flat_costs import flat_costs
from gdstudio.landscape.point_costs import CostJob, CostSource
from gdstudio.landscape.ranges import PLACES, POINTS
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """Costs along a line or curve; all arrays read-only.

    Attributes:
        t: Places, shape (k,), rising; 0 is where it begins, 1 where it ends.
        cost: Mean costs, shape (k,).
        accuracy: Shares answered right, shape (k,), in [0, 1].
    """

    t: Floats
    cost: Floats
    accuracy: Floats

    @property
    def end_costs(self) -> tuple[float, float]:
        """Costs at t = 0 and t = 1."""
        return float(np.interp(0, self.t, self.cost)), float(np.interp(1, self.t, self.cost))

    @property
    def barrier(self) -> float:
        """The highest cost between the ends above the higher of the two ends; 0 at least."""
        between = self.cost[(self.t >= 0) & (self.t <= 1)]
        return float(between.max()) - max(self.end_costs)

    @property
    def highest_rise(self) -> float:
        """The most the cost rises above its least so far, from t = 0 to 1; at least 0."""
        between = self.cost[(self.t >= 0) & (self.t <= 1)]
        return float((between - np.minimum.accumulate(between)).max())


class LineJob:
    """Costs along a line or curve: `run` computes them, `result` tells them."""

    def __init__(self, t: Floats, source: CostSource, points: Floats) -> None:
        """Prepare; the source takes the `points` (k, ...) that stand at the places `t` (k,)."""
        self.t = t
        self._job = CostJob([source], points)

    def run(self) -> Iterator[float]:
        """Compute; yield the share done in (0, 1] every few milliseconds."""
        return self._job.run()

    def result(self) -> Slice:
        """Return the costs; right once `run` has come to its end."""
        costs = self._job.result()
        return Slice(locked_copy(self.t), costs.cost, costs.accuracy)


class SliceJob(LineJob):
    """Costs from one network to another on a straight line."""

    def __init__(
        self,
        network: Network,
        start: Array,
        end: Array,
        digits: Digits,
        cost: Cost,
        points: int = POINTS,
        margin: float = 0.0,
    ) -> None:
        """Prepare theta(t) = (1 - t) start + t end (Goodfellow, Vinyals, Saxe 2015).

        Args:
            network: Its layers and dtype are used, not its parameters; not changed.
            start: Parameters at t = 0, shape (n,).
            end: Parameters at t = 1.
            digits: The examples, at least one.
            cost: The cost of one example.
            points: Even places in [0, 1], both ends among them.
            margin: How far to go on beyond both ends, e.g. 0.5 for -0.5 to 1.5.

        Raises:
            GdstudioError: Both networks are the same, or there are no examples.
            InvalidValue: The number of points is not accepted.
        """
        check_line(start, end, digits)
        t = places(points, margin)
        line = np.asarray(end, np.float64) - np.asarray(start, np.float64)
        super().__init__(t, flat_costs(network, start, line[None, :], digits, cost), t[:, None])


def places(points: int = POINTS, margin: float = 0.0) -> Floats:
    """Return even places t that hold 0 and 1 exactly, `points` in [0, 1]; raises InvalidValue."""
    PLACES.take(points)
    beyond = round(margin * (points - 1))
    return np.arange(-beyond, points + beyond) / (points - 1)


def check_line(start: Array, end: Array, digits: Digits) -> None:
    """Raise GdstudioError if no line leads from `start` to `end`, or there are no digits."""
    if len(digits) == 0:
        raise GdstudioError(Text("examples: a slice needs at least one"))
    if start.shape != end.shape:
        raise GdstudioError(
            Text(
                "networks: {0:,} and {1:,} parameters are not of one architecture",
                start.size,
                end.size,
            )
        )
    if np.array_equal(start, end):
        raise GdstudioError(
            Text("networks: both are the same point, so there is no line between them")
        )
