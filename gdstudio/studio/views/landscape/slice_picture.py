"""What a slice shows, as values: lines, places of interest, the barrier; without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.studio.theme import Theme

Floats = NDArray[np.float64]
Role: TypeAlias = Literal[
    "straight", "matched", "bezier", "end", "start", "current", "best", "overshoot"
]

_ABOVE: Final = 0.08  # of the height, free over the lines
_BELOW: Final = 0.06
_MUCH: Final = 1.5  # a line is followed so far over what must be seen, in heights of that
_LEAST_DECADES: Final = 0.8
_MOST_DECADES: Final = 12.0
_FLAT: Final = 1e-9  # of the cost: a smaller height is rounding
_BESIDE: Final = 0.03  # of the width, free at both sides
_LARGEST: Final = 1e300  # beyond it, differences of two values overflow


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Costs along one line or curve.

    Attributes:
        role: "straight", "matched" or "bezier".
        t: Places, shape (k,), rising.
        cost: Mean costs there, shape (k,); what is not finite is cut out.
        accuracy: Shares answered right, shape (k,), in [0, 1]; None if unknown.
    """

    role: Role
    t: Floats
    cost: Floats
    accuracy: Floats | None = None

    def cost_at(self, t: float) -> float:
        """Return the cost as drawn; NaN outside and in gaps."""
        return _value_at(t, self.t, self.cost)

    def accuracy_at(self, t: float) -> float:
        """Return the accuracy; NaN outside or if it is unknown."""
        return math.nan if self.accuracy is None else _value_at(t, self.t, self.accuracy)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of interest.

    Attributes:
        role: What it is.
        t: Where.
        cost: The cost there.
        label: Its name under the plot.
        value: A number to write after the name where there is room; may be empty.
    """

    role: Role
    t: float
    cost: float
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """The barrier: at place t, from the higher end's cost `low` to the highest cost `high`."""

    t: float
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class SlicePicture:
    """All that is drawn of a slice.

    Attributes:
        lines: One to three, the straight one first.
        marks: Places of interest.
        symbol: What the readout calls a place: "t" or "rate".
        caption: Name of the level axis; empty where the marks say enough.
        bracket: The barrier; None if there is none to see.
        level: A cost that a level hairline shows; None for none.
        worse_from: Beyond it the cost is higher than at the start; None if nowhere.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    symbol: str
    caption: str = ""
    bracket: Bracket | None = None
    level: float | None = None
    worse_from: float | None = None

    @property
    def walked(self) -> Line:
        """The line that the network walks on: the curve if there is one, else the straight one."""
        return self.lines[-1] if self.lines[-1].role == "bezier" else self.lines[0]

    def ranges(self, *, log: bool) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return what the axes show: places, and heights as `heights` gives them."""
        left = min(float(line.t[0]) for line in self.lines)
        right = max(float(line.t[-1]) for line in self.lines)
        beside = _BESIDE * (right - left)
        return (left - beside, right + beside), self._height_range(log)

    def _height_range(self, log: bool) -> tuple[float, float]:
        inner = [line.cost[_between_marks(line.t, self.marks)] for line in self.lines]
        must = heights(np.concatenate([*inner, [mark.cost for mark in self.marks]]), log=log)
        rest = heights(np.concatenate([line.cost for line in self.lines]), log=log)
        must, rest = must[np.isfinite(must)], rest[np.isfinite(rest)]
        if not len(must):
            must = rest if len(rest) else np.array([0.0, 1.0])
        low, high = float(must.min()), float(must.max())
        reach = _MUCH * (high - low)
        if len(rest):
            high = max(high, min(float(rest.max()), high + reach))
            low = min(low, max(float(rest.min()), low - reach))
        return _log_range(low, high) if log else _linear_range(low, high)


def heights(cost: Floats, *, log: bool) -> Floats:
    """Return heights in the plot, shape of `cost`: the costs, or their powers of ten.

    No number and too large ones become NaN, and on a logarithmic axis zero and less do too.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        there = np.where(np.abs(cost) < _LARGEST, cost, np.nan)
        return np.log10(np.where(there > 0, there, np.nan)) if log else there


def role_colour(role: Role, theme: Theme) -> str:
    """Return the colour of a line or mark."""
    return {
        "straight": theme.text,
        "matched": theme.curves[0],
        "bezier": theme.curves[1],
        "end": theme.text,
        "start": theme.text,
        "current": theme.accent,
        "best": theme.curves[1],
        "overshoot": theme.warning,
    }[role]


def _value_at(t: float, places: Floats, values: Floats) -> float:
    return float(np.interp(t, places, values, left=math.nan, right=math.nan))


def _between_marks(t: Floats, marks: tuple[Mark, ...]) -> NDArray[np.bool_]:
    places = [mark.t for mark in marks]
    return (t >= min(places)) & (t <= max(places))


def _linear_range(low: float, high: float) -> tuple[float, float]:
    if 0 < low < 0.5 * high:
        low = 0.0
    size = high - low
    if not size > _FLAT * max(abs(low), abs(high)):
        low, size = (0.0, 2 * high or 1.0) if low >= 0 else (2 * low, -2 * low)
        high = low + size
    return low - _BELOW * size, high + _ABOVE * size


def _log_range(low: float, high: float) -> tuple[float, float]:
    low = max(low, high - _MOST_DECADES)
    missing = max(_LEAST_DECADES - (high - low), 0.0)
    low, high = low - 0.5 * missing, high + 0.5 * missing
    return low - _BELOW * (high - low), high + _ABOVE * (high - low)
