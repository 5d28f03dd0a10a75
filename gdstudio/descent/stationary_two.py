"""Stationary points of a cost of two inputs: Newton's method from a grid of starts."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.descent.functions import (
    Array,
    Bounds,
    CostFunction,
    Kind,
    Point,
    StationaryPoint,
    curvatures,
)

SAMPLES: Final = 41  # starts along each input
_STEPS: Final = 60
_SAME: Final = 1e-5  # of the width: closer points are one
_FLAT: Final = 1e-9  # of the median gradient: shorter ones are zero
_VANISHING: Final = 1e-6  # of the larger curvature: a smaller one does not tell the kind
_PLAIN: Final = 1e-9  # of the largest curvature anywhere: smaller ones are a plain
_CROWD: Final = 2  # other level points within two cells and a half make a level point a stretch


def stationary_of_two(function: CostFunction, bounds: Bounds) -> list[StationaryPoint]:
    """Return the stationary points inside of `bounds`, those known to the library first.

    What Newton's method reaches from 41 x 41 starts; lines and plains without slope are left out.
    """
    known = [p for p in function.known if _inside(p.point, bounds)]
    axes = [np.linspace(low, high, SAMPLES) for low, high in bounds]
    starts = np.stack(np.meshgrid(*axes)).reshape(2, -1)
    cell = np.array([[high - low] for low, high in bounds]) / (SAMPLES - 1)
    bent = np.abs(curvatures(function.hessian(starts)))
    plain = _PLAIN * bent[np.isfinite(bent)].max(initial=0)
    ends = _distinct(_zeros(function, starts, cell), cell)
    ends = ends[:, [_inside((float(x), float(y)), bounds) for x, y in ends.T]]
    kinds = [_kind(e, plain) for e in curvatures(function.hessian(ends)).T]
    level = ends[:, [kind == "degenerate" for kind in kinds]]
    found = []
    for (x, y), kind in zip(ends.T, kinds, strict=True):
        end = np.array([[x], [y]])
        if kind == "degenerate" and _near(level, end, 2.5 * cell).sum() > _CROWD:
            continue
        if not any(_near(np.array([p.point]).T, end, 1e-3 * cell).any() for p in known):
            found.append(StationaryPoint((float(x), float(y)), float(function.value((x, y))), kind))
    return [*known, *found]


def _zeros(function: CostFunction, starts: Array, cell: Array) -> Array:
    """Return where Newton's method for gradient = 0 has arrived, shape (2, k), the best first."""
    with np.errstate(over="ignore"):  # slopes may be as steep as numbers go
        sizes = np.hypot(*function.gradient(starts))
    finite = sizes[np.isfinite(sizes)]
    if not finite.size:
        return np.empty((2, 0))
    zero = _FLAT * max(float(np.median(finite)), _FLAT)
    p = starts.copy()
    moving = np.arange(p.shape[1])
    for _ in range(_STEPS):
        step = _newton_step(function, p[:, moving], cell)
        p[:, moving] += step
        moving = moving[(np.abs(step) > 1e-13 * cell).any(axis=0)]
        if not moving.size:
            break
    with np.errstate(over="ignore"):
        left = np.hypot(*function.gradient(p))
    order = np.argsort(left)
    return p[:, order[left[order] <= zero]]


def _newton_step(function: CostFunction, points: Array, cell: Array) -> Array:
    """Return the step towards a zero of the gradient, no longer than a cell of the grid."""
    _, gradient, hessian = function.expression.value_gradient_hessian(*points)
    (g, h), ((a, b), (_, c)) = gradient, hessian
    with np.errstate(all="ignore"):
        step = np.stack([b * h - c * g, b * g - a * h]) / (a * c - b * b)
        step[:, ~np.isfinite(step).all(axis=0)] = 0
        limited: Array = step / np.maximum(np.abs(step / cell).max(axis=0), 1)
    return limited


def _distinct(points: Array, cell: Array) -> Array:
    """Return the points without repetitions, shape (2, m)."""
    kept = np.empty((2, 0))
    near = _SAME * SAMPLES * cell
    while points.shape[1]:
        first = points[:, :1]
        kept = np.hstack([kept, first])
        points = points[:, ~_near(points, first, near)]
    return kept


def _kind(eigenvalues: Array, plain: float) -> Kind:
    low, high = eigenvalues
    sizes = np.abs(eigenvalues)
    if sizes.max() <= plain or sizes.min() <= _VANISHING * sizes.max():
        return "degenerate"
    return "minimum" if low > 0 else "maximum" if high < 0 else "saddle"


def _near(points: Array, point: Array, reach: Array) -> NDArray[np.bool_]:
    near: NDArray[np.bool_] = np.all(np.abs(points - point) <= reach, axis=0)
    return near


def _inside(point: Point, bounds: Bounds) -> bool:
    return all(low <= x <= high for x, (low, high) in zip(point, bounds, strict=True))
