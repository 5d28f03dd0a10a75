"""The shape of a cost around one point where a descent rests, judged there and nowhere else."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.descent.functions import Array, CostFunction

LocalShape: TypeAlias = Literal["minimum", "maximum", "saddle", "level", "flat", "slope"]

_NEAR: Final = 0.005  # of the width of the domain: a level point further away is another place
_BEYOND: Final = 10.0  # Newton steps: a zero of the slope of order 9 lies within
_CLOSEST: Final = 1e-7  # of the coordinate, or of a hundredth of the width: nearer is rounding
_RINGS: Final = 24
_DIRECTIONS: Final = 16
_ULPS: Final = np.array([0.0, 1.0, 2.0, 3.0, 4.0])  # apart: slopes there differ by their rounding
_FLOOR: Final = 1e-9  # of the steepest slope of a ring: a smaller one is the floor of a valley
_CERTAIN: Final = 4.0  # times the rounding of the slope: smaller ones have no sign


def local_shape(function: CostFunction, position: ArrayLike) -> LocalShape:
    """Return what lies at `position`, where the slope is zero or almost zero.

    On rings around the place, the smallest first, the slope outwards is looked at in every
    direction: upwards everywhere is a minimum, downwards everywhere a maximum, some of both, each
    on both sides, a saddle; else the cost is "level" (an inflection). The first ring that says
    one of these decides, of slopes that are larger than their rounding. "flat": the cost does not
    change at all. "slope": the slope is small, but by Newton's step the next level point is
    somewhere else.

    Args:
        function: The cost.
        position: One coordinate for each input; cost and slope are finite there.
    """
    p = np.asarray(position, np.float64)
    widths = np.array([high - low for low, high in function.domain])
    with np.errstate(all="ignore"):
        gradient = function.gradient(p)
        step = _newton_share(gradient * widths, function.hessian(p) * np.outer(widths, widths))
        if not step <= _NEAR:
            return "slope"
        closest = _CLOSEST * max(float(np.abs(p / widths).max()), 0.01)
        first = max(_BEYOND * step, closest)
        radii = np.geomspace(first, max(first, _NEAR), _RINGS)
        outwards = _directions(len(p))
        places = (
            p[:, None, None] + widths[:, None, None] * outwards[:, :, None] * radii
        )  # (n, directions, rings)
        ulps = np.spacing(np.abs(places)).max(axis=0)[..., None] * _ULPS
        near = places[..., None] + ulps * np.sign(outwards)[:, :, None, None]
        shares = outwards[:, :, None, None] * widths[:, None, None, None]
        slopes = (function.gradient(near) * shares).sum(axis=0)
        noise = _CERTAIN * np.ptp(slopes, axis=-1)
    return _judged(slopes[..., 0], noise)


def _judged(slopes: Array, noise: Array) -> LocalShape:
    """Return what the slopes outwards say.

    Args:
        slopes: Shape (directions, rings); opposite directions adjoin.
        noise: What a slope must exceed to have a sign, same shape.
    """
    steepest = np.max(np.where(np.isfinite(slopes), np.abs(slopes), 0.0), axis=0)
    least = np.maximum(noise, _FLOOR * steepest)
    signs = np.where(slopes > least, 1, np.where(slopes < -least, -1, 0))
    signs[~np.isfinite(slopes)] = 0
    seen = (signs != 0).any(axis=0)
    if not seen.any():
        return "flat"
    # Rings on which every direction has a sign say more than those across the floor of a valley.
    whole = (signs != 0).all(axis=0)
    for ring in (*signs[:, whole].T, *signs[:, seen & ~whole].T):
        verdict = _of_ring(ring)
        if verdict != "level":
            return verdict
    return "level"


def _of_ring(ring: NDArray[np.intp]) -> LocalShape:
    if (ring >= 0).all():
        return "minimum"
    if (ring <= 0).all():
        return "maximum"
    opposite = ring.reshape(-1, 2)
    falls, rises = (opposite < 0).all(axis=1).any(), (opposite > 0).all(axis=1).any()
    return "saddle" if falls and rises else "level"


def _newton_share(gradient: Array, hessian: Array) -> float:
    """Return the length of Newton's step, all in widths of the domain; 0 at a kink."""
    if not gradient.any() or not np.isfinite(hessian).all():
        return 0.0
    if not np.isfinite(gradient).all():
        return float("inf")
    scale = np.abs(hessian).max() or 1.0
    curvature, axes = np.linalg.eigh(hessian / scale)
    along = axes.T @ gradient
    steps = np.where(along == 0, 0.0, np.abs(along / (curvature * scale)))
    steps[np.abs(along) < 1e-9 * np.abs(along).max()] = 0.0  # across a valley without an end
    return float(steps.max())


def _directions(n: int) -> Array:
    """Return unit vectors, shape (n, k), each followed by its opposite."""
    if n == 1:
        return np.array([[1.0, -1.0]])
    angles = np.pi * np.arange(_DIRECTIONS // 2) / (_DIRECTIONS // 2)
    half = np.stack([np.cos(angles), np.sin(angles)])
    half[np.abs(half) < 1e-12] = 0.0
    return np.stack([half, -half], axis=2).reshape(2, -1)
