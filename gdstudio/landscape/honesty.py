"""How true a picture of a path is: what the plane shows of it, and what it hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.landscape.flat_costs import plane_costs
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.point_costs import CostJob, PlainCosts
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class PathInPlane:
    """A path beside its shadow in a plane; all arrays read-only.

    Attributes:
        coordinates: alpha and beta of each point's shadow, shape (k, 2).
        distances: How far each point is from the plane, in parameter space, shape (k,).
        share: Share of the path's variance that lies in the plane, in [0, 1].
        true_cost: Cost at each point itself, shape (k,).
        shadow_cost: Cost at its shadow, which is what a picture of the plane shows, shape (k,).
    """

    coordinates: Floats
    distances: Floats
    share: float
    true_cost: Floats
    shadow_cost: Floats

    @property
    def largest_gap(self) -> float:
        """The most that the picture shows more or less than is true; NaN if no cost is finite."""
        with np.errstate(invalid="ignore"):
            sizes = np.abs(self.shadow_cost - self.true_cost)
        finite = sizes[np.isfinite(sizes)]
        return float(finite.max()) if len(finite) else float("nan")


class PathJob:
    """The costs along a path and along its shadow: `run` computes them, `result` tells them."""

    def __init__(
        self, network: Network, plane: Plane, path: Array, digits: Digits, cost: Cost
    ) -> None:
        """Project a path (k, n), k at least 1, which is not copied; no cost is computed yet.

        The other arguments are those of `plane_costs`.
        """
        self._coordinates = plane.coordinates(path)
        self._distances = plane.distances(path)
        self._share = plane.share_of_movement(path)
        source = PlainCosts(network, digits, cost, lambda index: path[int(index[0])])
        self._true = CostJob([source], np.arange(len(path), dtype=np.float64)[:, None])
        self._shadow = CostJob([plane_costs(network, plane, digits, cost)], self._coordinates)

    def run(self) -> Iterator[float]:
        """Compute; yield the share done in (0, 1] every few milliseconds."""
        for done in self._shadow.run():
            yield 0.1 * done
        for done in self._true.run():
            yield 0.1 + 0.9 * done

    def result(self) -> PathInPlane:
        """Return everything; right once `run` has come to its end."""
        true, shadow = self._true.result().cost, self._shadow.result().cost
        lock(self._coordinates, self._distances)
        return PathInPlane(self._coordinates, self._distances, self._share, true, shadow)
