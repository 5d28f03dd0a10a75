"""How far the axes of a chart reach: in round steps, so that they move seldom while it grows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.ticks import Ticks, even_ticks, log_ticks, round_up

Array = NDArray[Any]
Floats = NDArray[np.float64]

_STEPS: Final = 10  # round steps in an axis, about
_NEAR_ZERO: Final = 0.25  # of the highest: a lowest below that lets an axis at rest begin at zero
_LOOSEST: Final = 2.0  # times as long as need be: an axis that grows is kept until then
_MARGIN: Final = 0.02  # of the length, so that lines at the ends are seen whole
_LARGEST: Final = 1e300  # beyond that sums are no longer numbers


@dataclass(frozen=True, slots=True)
class Span:
    """One axis: its ends in data, and how it is divided."""

    low: float
    high: float
    is_log: bool = False
    is_share: bool = False

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
        make = log_ticks if self.is_log else even_ticks
        return make(*self.ends, about, is_share=self.is_share)


Spans = tuple[Span, Span]
"""The axes of a chart, across and upwards."""

BEGUN: Final[Spans] = (Span(0.0, 0.0), Span(0.0, 0.0))
"""The axes so far of a chart that only begins to grow."""


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
    return Span(0.0, round_up(top) if before is not None else 1.06 * top)


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
