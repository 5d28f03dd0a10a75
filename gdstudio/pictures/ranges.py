"""How far the axes of the cost plot reach: in steps, so that they move seldom."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.spans import Span
from gdstudio.pictures.ticks import round_up

_LEAST_COST: Final = 1e-12  # what a cost of zero is drawn as on a logarithmic axis
_LEAST_X: Final = 10.0
_MARGIN: Final = 0.015  # keeps lines at zero and markers at step 0 off the frame


ACCURACY_SPAN: Final = Span(-_MARGIN, 1.0 + _MARGIN)


def to_plot(costs: NDArray[np.float64], *, log: bool) -> NDArray[np.float64]:
    """Return costs in plot coordinates; on a logarithmic axis zero and less become 1e-12."""
    return np.log10(np.maximum(costs, _LEAST_COST)) if log else costs


def x_span(last: float, before: Span | None) -> Span:
    """Return a span from 0 that holds `last`; the one `before` while it fits well."""
    if before is not None and 0.5 * before.high <= last <= before.high / (1 + _MARGIN):
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
    fits = before is not None and 0.5 * before.high <= top <= before.high / (1 + _MARGIN)
    if before is not None and fits and least >= before.low:
        return before
    span = _from_zero(round_up(top) if top > 0 else 1.0)
    return span if least >= 0 else Span(-round_up(-max(least, -100 * span.high)), span.high)


def _from_zero(high: float) -> Span:
    return Span(-_MARGIN * high, (1 + _MARGIN) * high)


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
    margin = _MARGIN * (high - low)
    return Span(low - margin, high + margin)
