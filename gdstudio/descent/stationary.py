"""Every point of a shown range where the gradient is zero."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
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

_FLAT: Final = 1e-9  # of the median slope: smaller ones are zero

# One input: sign changes of the slope on a fine grid.
_SAMPLES: Final = 4001  # a wave must be longer than a two-thousandth of the range to be seen
_MOST_TURNS: Final = _SAMPLES // 4  # more are waves too short to be seen as they are
_HALVINGS: Final = 60

# Two inputs: Newton's method from a grid of starts.
_STARTS: Final = 41  # along each input
_STEPS: Final = 60
_SAME: Final = 1e-5  # of the width: closer points are one
_VANISHING: Final = 1e-6  # of the larger curvature: a smaller one does not tell the kind
_PLAIN: Final = 1e-9  # of the largest curvature anywhere: smaller ones are a plain
_CROWD: Final = 2  # other level points within two cells and a half make a level point a stretch


@lru_cache(maxsize=32)
def stationary_points(function: CostFunction) -> tuple[StationaryPoint, ...]:
    """Return the stationary points inside of the domain, ordered by their coordinates.

    A kink where the slope changes its sign counts, a pole does not. One input: a flat stretch
    counts once, with its middle. Two inputs: flat stretches are left out. May take half a second;
    the answers for the last functions are kept.
    """
    if function.dimension == 1:
        return tuple(_of_one_input(function, *function.domain[0]))
    return tuple(sorted(_of_two_inputs(function), key=lambda p: p.point))


def minima_of(function: CostFunction) -> tuple[StationaryPoint, ...]:
    """Return the minima inside the domain, ordered by their coordinates."""
    return tuple(p for p in stationary_points(function) if p.kind == "minimum")


def _of_one_input(function: CostFunction, low: float, high: float) -> Iterator[StationaryPoint]:
    """Yield the stationary points of `function` between `low` and `high`, from left to right.

    A stretch without slope is one point, its middle: "minimum" as the floor of a valley, "maximum"
    on top of a hill, else "degenerate". None where there are more than can be told apart.
    """
    w = np.linspace(low, high, _SAMPLES)
    slope = function.gradient(w[np.newaxis])[0]
    usable = np.abs(slope[np.isfinite(slope)])
    if not usable.size:
        return
    zero = _FLAT * float(np.median(usable) or usable.max())
    sign = np.sign(slope)
    sign[np.abs(slope) <= zero] = 0
    turns = np.flatnonzero(sign[1:] * sign[:-1] == -1)
    if len(turns) > _MOST_TURNS:
        return
    roots = dict(zip(turns.tolist(), _turnings(function, w, sign, turns), strict=True))
    first = 0
    while first < _SAMPLES:
        last = first
        while sign[first] == 0 and last + 1 < _SAMPLES and sign[last + 1] == 0:
            last += 1
        before = sign[first - 1] if first else np.nan
        after = sign[last + 1] if last + 1 < _SAMPLES else np.nan
        if sign[first] == 0 or np.isnan(slope[first]):
            yield from _level(function, 0.5 * (w[first] + w[last]), before, sign[first], after)
        elif sign[first] * after == -1:
            if (root := roots[last]) is not None:
                yield _point(function, root, "minimum" if sign[first] < 0 else "maximum")
        elif before == sign[first] == after:
            yield from _touching(
                function, w[first - 1 : first + 2], slope[first - 1 : first + 2], zero
            )
        first = last + 1


def _level(
    function: CostFunction, middle: float, before: float, sign: float, after: float
) -> Iterator[StationaryPoint]:
    """Yield a stretch without slope, or a kink so sharp that it has none, seen from both sides."""
    kind: Kind = (
        "minimum" if before < 0 < after else "maximum" if after < 0 < before else "degenerate"
    )
    if sign == 0 or (kind != "degenerate" and np.isfinite(function.value([middle]))):
        yield _point(function, middle, kind)


def _turnings(
    function: CostFunction, w: Array, sign: Array, turns: NDArray[np.intp]
) -> list[float | None]:
    """Return where the slope changes its sign behind each of these samples; None for a pole."""
    low, high, sign_low = w[turns], w[turns + 1], sign[turns]
    width = high - low
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        slope = function.gradient(middle[np.newaxis])[0]
        is_left = (np.sign(slope) == sign_low) | (slope == 0)
        is_right = (np.sign(slope) != sign_low) | (slope == 0)
        low, high = np.where(is_left, middle, low), np.where(is_right, middle, high)
    root = 0.5 * (low + high)
    poles = _are_poles(function, root, width) | _are_poles(function, root, -width)
    return [None if pole else x for x, pole in zip(root.tolist(), poles.tolist(), strict=True)]


def _are_poles(function: CostFunction, root: Array, width: Array) -> NDArray[np.bool_]:
    """Return where the cost has no limit: it keeps changing however close one comes."""
    near = function.value((root + width * np.array([[0], [1e-8], [1e-4], [1]]))[np.newaxis])
    with np.errstate(all="ignore"):
        closer, further = np.abs(np.diff(near[1:], axis=0))
        rounding = 8 * np.finfo(np.float64).eps * np.abs(near[2])
        has_limit = np.isfinite(near[:3]).all(axis=0) & (closer <= 0.5 * further + rounding)
    return np.asarray(~has_limit)


def _touching(
    function: CostFunction, w: Array, slope: Array, zero: float
) -> Iterator[StationaryPoint]:
    """Yield the point between w[0] and w[2] where the slope touches zero, if it does."""
    size = np.abs(slope)
    if not size[1] < min(size[0], size[2]):
        return
    low, high = w[0], w[2]
    for _ in range(2 * _HALVINGS):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        at_a, at_b = np.abs(function.gradient([np.array([a, b])])[0])
        low, high = (low, b) if at_a <= at_b else (a, high)
    root = 0.5 * (low + high)
    if abs(function.gradient([root])[0]) <= zero:
        yield _point(function, root, "degenerate")


def _point(function: CostFunction, w: float, kind: Kind) -> StationaryPoint:
    return StationaryPoint((float(w),), float(function.value([w])), kind)


def _of_two_inputs(function: CostFunction) -> list[StationaryPoint]:
    """Return the stationary points inside of the domain, those known to the library first.

    What Newton's method reaches from 41 x 41 starts; lines and plains without slope are left out.
    """
    bounds = function.domain
    known = [p for p in function.known if _inside(p.point, bounds)]
    axes = [np.linspace(low, high, _STARTS) for low, high in bounds]
    starts = np.stack(np.meshgrid(*axes)).reshape(2, -1)
    cell = np.array([[high - low] for low, high in bounds]) / (_STARTS - 1)
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
    near = _SAME * _STARTS * cell
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
