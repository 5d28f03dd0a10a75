"""The plane in which a path moves most: its principal components, and what chance would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.errors import GdstudioError
from gdstudio.landscape.directions import Direction
from gdstudio.landscape.plane import Plane
from gdstudio.numerals import percent
from gdstudio.texts import Text

_COLUMNS: Final = 4096  # of the path at once, as float64
_LEAST_SHARE: Final = 1e-12  # of the first component's variance: below it there is only rounding


@dataclass(frozen=True, slots=True, eq=False)
class PrincipalComponents:
    """The main directions of a path.

    Attributes:
        directions: Orthonormal rows, shape (m, n), float64, the most variance first; read-only.
        explained: Share of the path's variance along each, shape (m,), in [0, 1]; read-only.
    """

    directions: Floats
    explained: Floats


def principal_components(path: Array, m: int = 2) -> PrincipalComponents:
    """Return the principal components of a path, centred on its mean.

    The differences from the final point (Li et al. 2018, section 7) differ from the points only by
    a constant, which centring takes away; the components are those of scikit-learn's PCA. Found
    from the small matrix of inner products of the k points, so n may be large. Each points so that
    the path's start is on its negative side.

    Args:
        path: Parameters, shape (k, n), in the order of the steps; not changed.
        m: How many.

    Raises:
        GdstudioError: The path has fewer than m + 1 points, or moves in fewer directions.
    """
    if len(path) < m + 1:
        raise GdstudioError(
            Text(
                "path: {0} points are not enough for a plane of the path; train further and "
                "save the run again",
                len(path),
            )
        )
    inner = _inner_products(path)
    variances, vectors = np.linalg.eigh(inner)
    variances, vectors = variances[::-1][:m], vectors[:, ::-1][:, :m]
    if not np.isfinite(variances).all() or variances[-1] <= _LEAST_SHARE * max(variances[0], 0.0):
        raise GdstudioError(Text("path: it moves along a line or not at all, so it spans no plane"))
    start = vectors[0] - vectors[-1]  # along a component, the start's distance from the end
    vectors = vectors * np.where(start > 0, -1.0, 1.0)
    directions = np.empty((m, path.shape[1]))
    for which, block in _centred_blocks(path):
        directions[:, which] = vectors.T @ block
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    explained = variances / np.trace(inner)
    lock(directions, explained)
    return PrincipalComponents(directions, explained)


def trajectory_plane(path: Array) -> tuple[Plane, PrincipalComponents]:
    """Return the plane of a path's first two components through its last point.

    Coordinates are distances in parameter space; the end of the path is (0, 0).

    Raises:
        GdstudioError: The path does not span a plane.
    """
    components = principal_components(path)
    first, second = (
        Direction(
            f"component {k + 1} ({percent(components.explained[k], 0)})", components.directions[k]
        )
        for k in range(2)
    )
    return Plane(np.asarray(path[-1], np.float64), first, second), components


def random_walk(path: Array, rng: np.random.Generator) -> Floats:
    """Return a walk with the path's own step lengths, each in a random direction, shape (k, n).

    The control for every picture of a path: a walk of pure chance in many dimensions puts
    6 / pi^2 = 61 % of its variance into one principal component and 15 % into the second when its
    steps are equal (Antognini and Sohl-Dickstein, NeurIPS 2018), so a high share alone says
    nothing.
    """
    walk = np.zeros(path.shape)
    for k in range(1, len(path)):
        step = np.asarray(path[k], np.float64) - np.asarray(path[k - 1], np.float64)
        chance = rng.standard_normal(path.shape[1])
        walk[k] = walk[k - 1] + chance * (np.linalg.norm(step) / np.linalg.norm(chance))
    return walk


def _inner_products(path: Array) -> Floats:
    total = np.zeros((len(path), len(path)))
    for _, block in _centred_blocks(path):
        total += block @ block.T
    return total


def _centred_blocks(path: Array) -> Iterator[tuple[slice, Floats]]:
    for start in range(0, path.shape[1], _COLUMNS):
        which = slice(start, start + _COLUMNS)
        block = path[:, which].astype(np.float64)
        block -= path[-1, which]  # first from the end: less is lost when the mean is taken off
        block -= block.mean(axis=0)
        yield which, block
