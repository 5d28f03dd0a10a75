"""Stationary points of a cost of one input: sign changes of the slope on a fine grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.descent.functions import Array, CostFunction, Kind, StationaryPoint

SAMPLES: Final = 4001  # a wave must be longer than a two-thousandth of the range to be seen
_MOST_TURNS: Final = SAMPLES // 4  # more are waves too short to be seen as they are
_HALVINGS: Final = 60
_FLAT: Final = 1e-9  # of the median slope: smaller ones are zero


def stationary_of_one(function: CostFunction, low: float, high: float) -> Iterator[StationaryPoint]:
    """Yield the stationary points of `function` between `low` and `high`, from left to right.

    A stretch without slope is one point, its middle: "minimum" as the floor of a valley, "maximum"
    on top of a hill, else "degenerate". None where there are more than can be told apart.
    """
    w = np.linspace(low, high, SAMPLES)
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
    while first < SAMPLES:
        last = first
        while sign[first] == 0 and last + 1 < SAMPLES and sign[last + 1] == 0:
            last += 1
        before = sign[first - 1] if first else np.nan
        after = sign[last + 1] if last + 1 < SAMPLES else np.nan
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
