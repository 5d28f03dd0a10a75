"""How far the axes of cost against step reach, and what a logarithmic one measures; without Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.ranges import Span

_DECADES: Final = 16.0  # below the top, the most that a logarithmic axis shows
_OVERSHOOT: Final = 2.0  # how much of its beginning a curve that climbs is followed above it
_FALL: Final = 1e3  # the same for one that falls without end
_WASTE: Final = 0.5  # of the axis: more unused room asks for another one
_SHORT: Final = 10  # costs: fewer do not tell yet how low they will go, so the axis begins at 0
_EMPTY: Final = Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class CostScale:
    """Costs as heights of the plot.

    Attributes:
        log: Whether the heights are powers of ten.
        origin: The cost that a logarithmic scale measures from: 0 if no cost is negative.
    """

    log: bool = False
    origin: float = 0.0

    def heights(self, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return heights, shape of `costs`; -inf where a logarithm has none, NaN for no number."""
        numbers = np.where(np.isinf(costs), np.nan, costs)
        if not self.log:
            return numbers
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            above = numbers - self.origin
            return np.where(np.isnan(above), np.nan, np.log10(np.maximum(above, 0.0)))


def cost_scale(
    costs: Sequence[NDArray[np.float64]], *, log: bool, lowest: float | None
) -> CostScale:
    """Return the scale for some curves.

    Args:
        costs: Of each curve, shape (n,).
        log: Whether heights are powers of ten.
        lowest: The lowest cost known, from which a logarithmic scale measures if there are negative
            costs; None or a larger one takes the lowest cost of the curves.
    """
    finite = [c[np.isfinite(c)] for c in costs]
    least = min((float(c.min()) for c in finite if c.size), default=0.0)
    if lowest is not None and math.isfinite(lowest):
        least = min(least, lowest)
    return CostScale(log, least if log and least < 0 else 0.0)


def height_span(heights: Sequence[NDArray[np.float64]], scale: CostScale, before: Span) -> Span:
    """Return what the upright axis shows; `before` while that fits well.

    Args:
        heights: Of each curve, shape (n,), as `CostScale.heights` gives them.
        scale: The scale.
        before: The present span.
    """
    there = [h[np.isfinite(h)] for h in heights]
    there = [h for h in there if h.size]
    if not there:
        return _EMPTY if not scale.log else Span(-3.0, 0.0)
    low, high = _log_ends(there) if scale.log else _linear_ends(there)
    if before.low <= low and high <= before.high:
        waste = (before.high - before.low) - (high - low)
        if waste <= _WASTE * (before.high - before.low):
            return before
    return Span(math.floor(low), math.floor(high) + 1) if scale.log else _rounded(low, high)


def _log_ends(heights: list[NDArray[np.float64]]) -> tuple[float, float]:
    high = max(float(h.max()) for h in heights)
    first = max(float(h[0]) for h in heights)
    high = min(high, first + 0.5 * _DECADES)
    return max(min(float(h.min()) for h in heights), high - _DECADES), high


def _linear_ends(heights: list[NDArray[np.float64]]) -> tuple[float, float]:
    firsts = [float(h[0]) for h in heights]
    low = min(float(h.min()) for h in heights)
    low = max(low, min(firsts) - _FALL * max(abs(min(firsts)), 1.0))
    high, first = max(float(h.max()) for h in heights), max(firsts)
    size = max(first - low, abs(first))
    if size > 0:
        high = min(high, first + _OVERSHOOT * size)
    short = max(len(h) for h in heights) < _SHORT
    return (0.0, high) if low > 0 and (short or low < 0.5 * high) else (low, high)


def _rounded(low: float, high: float) -> Span:
    """Return the next round values outside: multiples of 1, 2 or 5 times a power of ten."""
    size = high - low
    if not size > 1e-9 * max(abs(low), abs(high)):
        size = max(abs(high), 1e-6)
    power = 10.0 ** math.floor(math.log10(size / 5))
    step = power * next(m for m in (1, 2, 5, 10) if size / 5 <= m * power * 1.000001)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Span(bottom, top if top > bottom else bottom + step)
