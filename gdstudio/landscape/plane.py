"""Planes through the space of all parameters, and where things stand in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.errors import GdstudioError
from gdstudio.landscape.directions import Direction
from gdstudio.texts import Text

# sin of the angle below which two directions are one: far above rounding, far below chance.
_LEAST_SINE: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """All points origin + alpha u + beta v.

    u and v keep their lengths and need not be at right angles: coordinates are by least squares, in
    units of u and v.

    Attributes:
        origin: Shape (n,), float64, read-only: the point (0, 0).
        u: The first direction.
        v: The second direction.

    Raises:
        GdstudioError: Both directions are one, so they span no plane.
    """

    origin: Floats
    u: Direction
    v: Direction
    _nearest: Callable[[Floats], Floats] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        origin = np.array(self.origin, np.float64)
        assert origin.ndim == 1
        assert origin.shape == self.u.vector.shape == self.v.vector.shape
        lock(origin)
        object.__setattr__(self, "origin", origin)
        a, b = (d.vector / np.linalg.norm(d.vector) for d in (self.u, self.v))
        if np.linalg.norm(b - (a @ b) * a) < _LEAST_SINE:
            raise GdstudioError(
                Text(
                    "plane: {0} and {1} are the same direction and span no plane",
                    self.u.name,
                    self.v.name,
                )
            )
        object.__setattr__(self, "_nearest", self._make_nearest())

    @property
    def directions(self) -> Floats:
        """The rows u and v, shape (2, n); a copy."""
        return np.stack([self.u.vector, self.v.vector])

    def point(self, alpha: float, beta: float) -> Floats:
        """Return the parameters at (alpha, beta), shape (n,); computed afresh each time."""
        return self.origin + alpha * self.u.vector + beta * self.v.vector

    def coordinates(self, vectors: Array) -> Floats:
        """Return alpha and beta of the nearest points of the plane, shape (k, 2).

        Least squares in units of u and v, not lengths along them: on a plane of random directions
        these differ by the norm of the direction.

        Args:
            vectors: Parameters, shape (k, n) or (n,).
        """
        return np.array([self._nearest(row - self.origin) for row in np.atleast_2d(vectors)])

    def distances(self, vectors: Array) -> Floats:
        """Return how far vectors (k, n) are from the plane, shape (k,)."""
        nearest, basis = self._nearest, self.directions
        found = []
        for row in np.atleast_2d(vectors):
            difference = row - self.origin
            found.append(np.linalg.norm(difference - nearest(difference) @ basis))
        return np.array(found)

    def shadow(self, vector: Array) -> tuple[Floats, float]:
        """Return alpha and beta of the nearest point, shape (2,), and how far away it is.

        Faster than `coordinates` and `distances`; exact to 1e-8 of the way from the origin.

        Args:
            vector: Parameters, shape (n,).
        """
        difference = vector - self.origin
        found = self._nearest(difference)
        u, v = self.u.vector, self.v.vector
        along = found[0] ** 2 * np.vdot(u, u) + found[1] ** 2 * np.vdot(v, v)
        along += 2 * found[0] * found[1] * np.vdot(u, v)
        square = float(np.vdot(difference, difference)) - float(along)
        return found, float(np.sqrt(max(square, 0.0)))

    def share_of_movement(self, vectors: Array) -> float:
        """Return the share of a path's variance that lies in the plane, in [0, 1].

        Of the path centred on its mean, so that on the plane of its first two principal components
        it is the sum of their explained variances. 0 for a path that does not move.

        Args:
            vectors: The points of the path, shape (k, n).
        """
        nearest, basis = self._nearest, self.directions
        mean = np.mean(vectors, axis=0, dtype=np.float64)
        total = inside = 0.0
        for row in vectors:
            shadow = nearest(row - mean) @ basis
            total += float(np.vdot(row - mean, row - mean))
            inside += float(np.vdot(shadow, shadow))
        return min(inside / total, 1.0) if total > 0 else 0.0

    def _make_nearest(self) -> Callable[[Floats], Floats]:
        """Return what turns a difference from the origin (n,) into coordinates (2,)."""
        basis = self.directions
        lengths = np.linalg.norm(basis, axis=1)
        basis /= lengths[:, None]  # else a direction of 1e-4 beside one of 100 would lose digits
        inverse = np.linalg.inv(basis @ basis.T)

        def nearest(difference: Floats) -> Floats:
            found: Floats = inverse @ (basis @ difference) / lengths
            return found

        return nearest


def plane_of_three(a: Array, b: Array, c: Array) -> Plane:
    """Return the plane through three networks: a at (0, 0), b at (1, 0), c at (x, 1).

    u = b - a; v = c - a made orthogonal to u (Garipov et al. 2018, appendix A.2).

    Args:
        a: Parameters of one network, shape (n,).
        b: Of another.
        c: Of a third.

    Raises:
        GdstudioError: The three are on one line.
    """
    origin = np.asarray(a, np.float64)
    u, w = np.asarray(b, np.float64) - origin, np.asarray(c, np.float64) - origin
    squared = float(u @ u)
    v = w - (float(w @ u) / squared) * u if squared > 0 else w
    if squared == 0 or np.linalg.norm(v) <= _LEAST_SINE * np.linalg.norm(w):
        raise GdstudioError(Text("plane: the three networks are on one line and span no plane"))
    return Plane(
        origin, Direction(Text("first to second"), u), Direction(Text("towards the third"), v)
    )
