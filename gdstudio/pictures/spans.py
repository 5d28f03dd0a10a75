"""How far the axes of a chart reach: in round steps, so that they move seldom while it grows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.ticks import Ticks, count_ticks, even_ticks, log_ticks, round_up

Array = NDArray[Any]
Floats = NDArray[np.float64]

_STEPS: Final = 10  # round steps in an axis, about
_NEAR_ZERO: Final = 0.25  # of the highest: a lowest below that lets an axis at rest begin at zero
_LOOSEST: Final = 2.0  # times as long as need be: an axis that grows is kept until then
_MARGIN: Final = 0.02  # of the length, so that lines at the ends are seen whole
_LARGEST: Final = 1e300  # beyond that sums are no longer numbers
_LEAST_COST: Final = 1e-12  # what a cost of zero is drawn as on a logarithmic axis
_LEAST_X: Final = 10.0
_COST_MARGIN: Final = 0.015  # keeps lines at zero and markers at step 0 off the frame


@dataclass(frozen=True, slots=True)
class Span:
    """One axis: its ends in data, and how it is divided."""

    low: float
    high: float
    is_log: bool = False
    is_share: bool = False
    is_count: bool = False  # whole numbers, thousands as 12k

    def along(self, values: Array) -> Floats:
        """Return values in the numbers of the frame: powers of ten on a logarithmic axis."""
        numbers = np.asarray(values, np.float64)
        if not self.is_log:
            return numbers
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(numbers > 0, np.log10(numbers), np.nan)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends in the numbers of the frame."""
        low, high = self.along(np.array([self.low, self.high])).tolist()
        return low, high

    def ticks(self, about: int) -> Ticks:
        """Return round numbers along the axis."""
        if self.is_count:
            return count_ticks(*self.ends, about)
        make = log_ticks if self.is_log else even_ticks
        return make(*self.ends, about, is_share=self.is_share)


Spans = tuple[Span, Span]
"""The axes of a chart, across and upwards."""

BEGUN: Final[Spans] = (Span(0.0, 0.0), Span(0.0, 0.0))
"""The axes so far of a chart that only begins to grow."""

ACCURACY_SPAN: Final = Span(-_COST_MARGIN, 1.0 + _COST_MARGIN)
_LEAST_SHARE: Final = 1e-4  # what 0 is drawn as on a logit axis, and 1 as far below 1
_LOGIT_LOWS: Final = (0.05, 0.01, 0.001, _LEAST_SHARE)
_LOGIT_HIGHS: Final = (0.99, 0.999, 1 - _LEAST_SHARE)


def chart_span(
    values: Sequence[Array],
    known: tuple[float, float] | None = None,
    before: Span | None = None,
    *,
    is_log: bool = False,
    is_share: bool = False,
    from_zero: bool = True,
) -> Span:
    """Return the axis for some values.

    Args:
        values: What must be seen; what is not finite, or on a logarithmic axis not above 0, is not.
        known: The ends if they are known beforehand.
        before: The axis so far, kept while it serves, of a chart that grows; None of one at rest,
            whose axis is as short as round numbers allow.
        is_log: A logarithmic axis.
        is_share: Its numbers are written in percent.
        from_zero: Begin at zero if that is near.
    """
    if known is not None and (known[0] > 0 or not is_log):
        return _with_margin(*Span(*known, is_log).ends, is_log=is_log, is_share=is_share)
    numbers = np.concatenate([np.ravel(v).astype(np.float64) for v in values] or [np.empty(0)])
    numbers = np.clip(numbers[np.isfinite(numbers)], -_LARGEST, _LARGEST)
    if is_log:
        numbers = np.log10(numbers[numbers > 0])
    if not len(numbers):
        return _with_margin(0.0, 1.0, is_log=is_log, is_share=is_share)
    low, high = float(numbers.min()), float(numbers.max())
    if before is not None and before.is_log == is_log and _serves(before.ends, low, high):
        return before
    grows = before is not None and not is_log
    if from_zero and not is_log and 0 <= low <= (1.0 if grows else _NEAR_ZERO) * high:
        low = 0.0
    bottom, top = _rounded(low, high, is_log=is_log)
    if grows and low == 0.0 and high > 0:
        top = round_up(high)
    return _with_margin(bottom, top, is_log=is_log, is_share=is_share)


def count_span(highest: float, before: Span | None = None) -> Span:
    """Return an upright axis from 0 for counts up to `highest`; `before` as in `chart_span`."""
    top = 1.0 if highest <= 0 else highest
    if before is not None and before.high / _LOOSEST <= top <= before.high:
        return before
    end = round_up(top) if before is not None else 1.06 * top
    return Span(0.0, end, is_count=True)


def _serves(ends: tuple[float, float], low: float, high: float) -> bool:
    first, last = ends
    inside = first <= low and high <= last
    return inside and last - first <= _LOOSEST * max(high - min(low, max(first, 0.0)), 1e-300)


def _rounded(low: float, high: float, *, is_log: bool) -> tuple[float, float]:
    """Return round ends around two numbers of the frame."""
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        room = 0.5 if is_log else 0.5 * abs(high) or 0.5
        return low - room, high + room
    step = round_up((high - low) / _STEPS)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step


def _with_margin(low: float, high: float, *, is_log: bool, is_share: bool) -> Span:
    room = _MARGIN * (high - low)
    first, last = low - room, high + room
    if is_log:
        first, last = 10.0**first, 10.0**last
    return Span(first, last, is_log, is_share)


def to_plot(costs: NDArray[np.float64], *, log: bool) -> NDArray[np.float64]:
    """Return costs in plot coordinates; on a logarithmic axis zero and less become 1e-12."""
    return np.log10(np.maximum(costs, _LEAST_COST)) if log else costs


def share_to_plot(shares: NDArray[np.float64], *, logit: bool) -> NDArray[np.float64]:
    """Return shares of 1 in plot coordinates, on a logit axis log10(p / (1 - p)).

    There 94.8 and 95.1 % lie as far apart as 99.48 and 99.51 %. 0 and 1 become 0.01 and 99.99 %.
    """
    if not logit:
        return shares
    inside = np.clip(shares, _LEAST_SHARE, 1 - _LEAST_SHARE)
    return np.log10(inside / (1 - inside))


def accuracy_span(shares: Sequence[NDArray[np.float64]], *, logit: bool) -> Span:
    """Return a span in plot coordinates: 0 to 100 %, on a logit axis what holds these shares."""
    if not logit:
        return ACCURACY_SPAN
    seen = np.concatenate([*shares, [_LOGIT_LOWS[0], _LOGIT_HIGHS[0]]])
    seen = seen[np.isfinite(seen)].clip(_LEAST_SHARE, 1 - _LEAST_SHARE)
    low = next(end for end in _LOGIT_LOWS if end <= seen.min())
    high = next(end for end in _LOGIT_HIGHS if end >= seen.max())
    first, last = share_to_plot(np.array([low, high]), logit=True).tolist()
    margin = _COST_MARGIN * (last - first)
    return Span(first - margin, last + margin)


def x_span(last: float, before: Span | None) -> Span:
    """Return a span from 0 that holds `last`; the one `before` while it fits well."""
    if before is not None and 0.5 * before.high <= last <= before.high / (1 + _COST_MARGIN):
        return before
    return _from_zero(round_up(max(last, _LEAST_X)))


def cost_span(costs: list[NDArray[np.float64]], *, log: bool, before: Span | None) -> Span:
    """Return a span for some curves of costs, each (n,), n at least 1, the typical course first.

    The first, say the smoothed cost, decides how high is worth showing: what is above ten
    times its median, twice its beginning and the beginnings of the others (a diverged end, one bad
    mini-batch) does not flatten the rest.
    """
    course = costs[0]
    worth = max(10.0 * float(np.median(course)), 2.0 * float(course[0]))
    worth = max(worth, *(float(c[0]) for c in costs))
    top = max(float(c.max()) for c in costs)
    least = min(float(c.min()) for c in costs)
    if log:
        return _log_span(costs, min(top, 100.0 * worth) if worth > 0 else top, before)
    top = min(top, worth) if worth > 0 else top
    fits = before is not None and 0.5 * before.high <= top <= before.high / (1 + _COST_MARGIN)
    if before is not None and fits and least >= before.low:
        return before
    span = _from_zero(round_up(top) if top > 0 else 1.0)
    return span if least >= 0 else Span(-round_up(-max(least, -100 * span.high)), span.high)


def _from_zero(high: float) -> Span:
    return Span(-_COST_MARGIN * high, (1 + _COST_MARGIN) * high)


def _log_span(costs: list[NDArray[np.float64]], top: float, before: Span | None) -> Span:
    """Return whole 1, 1.5, 2, ... times powers of ten, at least one decade."""
    smallest = [float(c[c > _LEAST_COST].min(initial=np.inf)) for c in costs]
    typical = smallest[0] if math.isfinite(smallest[0]) else min(smallest)
    least = max(min(smallest), 0.1 * typical) if math.isfinite(typical) else _LEAST_COST
    low, high = math.log10(least), math.log10(max(top, 2.0 * least))
    if before is not None and before.low <= low and high <= before.high:
        wasted = (before.high - before.low) - (high - low)
        if wasted < 1.0 + 0.4 * (high - low):
            return before
    high = math.log10(round_up(10.0**high))
    low = min(-math.log10(round_up(10.0**-low)), high - 1.0)
    margin = _COST_MARGIN * (high - low)
    return Span(low - margin, high + margin)
