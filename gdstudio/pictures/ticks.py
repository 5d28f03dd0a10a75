"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.numerals import cost, plain, scientific

_ROUNDING: Final = 16  # differences of neighbouring numbers that have no ticks between them
_MOST_DIGITS: Final = 5  # of a label; ticks that need more are written as what they lie above
_SUFFIXES: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_LADDER: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_STEPS: Final = (10.0, 5.0, 2.0, 1.0, 0.5, 0.2)  # between ticks, over a power of ten
_MANY_DECADES: Final = 2.2  # from here on only powers of ten have a tick


@dataclass(frozen=True, slots=True, eq=False)
class Ticks:
    """Places along an axis in the numbers of its frame, shape (k,), and what is written there."""

    places: NDArray[np.float64]
    labels: Sequence[str]


def round_up(value: float) -> float:
    """Return the smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten that is not below."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in _LADDER if step * power >= value * (1 - 1e-9))


def nice_ticks(low: float, high: float, about: int = 5) -> NDArray[np.float64]:
    """Return multiples of 1, 2 or 5 times a power of ten inside [low, high], about so many.

    They are two at least, as one alone tells no scale; a range without width gives its one value.
    """
    span = min(high - low, np.finfo(np.float64).max)
    if not span > _ROUNDING * np.spacing(max(abs(low), abs(high))):
        return np.array([low])
    raw = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    share = raw / power  # in [1, 10); the bounds are the geometric means of neighbouring steps
    largest = 1 if share < 2**0.5 else 2 if share < 10**0.5 else 5 if share < 50**0.5 else 10
    for part in _STEPS[_STEPS.index(largest) :]:
        step = part * power
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ticks = np.unique(np.arange(first, last + 1, dtype=np.float64) * step)
        if len(ticks) > 1:
            break
    return ticks


def decade_ticks(low: float, high: float) -> NDArray[np.float64]:
    """Return 0 and 1, 2 and 5 times the powers of ten, of either sign, inside [low, high]."""
    largest = max(abs(low), abs(high))
    if not largest > 0:
        return np.array([low])
    top = math.floor(math.log10(largest))
    positive = np.concatenate(
        [np.array([1.0, 2.0, 5.0]) * 10.0**k for k in range(max(top - 9, -307), top + 1)]
    )
    ticks = np.concatenate([-positive[::-1], [0.0], positive])
    return ticks[(ticks >= low) & (ticks <= high)]


def tick_labels(ticks: NDArray[np.float64]) -> list[str]:
    """Return each tick as short as tells it from all others, with a true minus sign.

    Thousands are set apart where one of them has five digits: 5,000 beside 10,000.
    Ticks that lie close together far from zero are written as what they lie above the lowest:
    1000005, +5, +10.
    """
    values = [float(tick) for tick in ticks]
    largest = max((abs(v) for v in values), default=0.0)
    if largest == 0 or not math.isfinite(largest):
        return ["0" if v == 0 else plain(v, 6) for v in values]
    is_far = largest >= 1e5 or largest < 1e-3
    is_grouped = largest >= 1e4  # 5,000 beside 10,000
    for digits in (4, _MOST_DIGITS) if is_far else (6, 7, 8):
        labels = [
            scientific(v, digits) if is_far else plain(v, digits, is_grouped=is_grouped)
            for v in values
        ]
        if len(set(labels)) == len(set(values)) and _are_exact(values, digits):
            return labels
    lowest, *others = values
    above = [float(f"{v - lowest:.2e}") for v in others]  # rounded: the difference has few digits
    return [_exact(lowest), *(f"+{tick_labels(np.array([v]))[0]}" for v in above)]


def brief(value: float, digits: int = 3) -> str:
    """Return a number with up to so many digits: 0.42, 13.4, 3·10⁻⁴; a dash for no number."""
    if not math.isfinite(value):
        return cost(value)
    return tick_labels(np.array([float(f"{value:.{digits}g}")]))[0]


def value_labels(values: NDArray[Any], *, is_share: bool = False) -> list[str]:
    """Return numbers as they stand at an axis; shares in percent."""
    return (
        [f"{label} %" for label in tick_labels(100 * values)] if is_share else tick_labels(values)
    )


def even_ticks(low: float, high: float, about: int, *, is_share: bool = False) -> Ticks:
    """Return round numbers."""
    places = nice_ticks(low, high, about)
    return Ticks(places, value_labels(places, is_share=is_share))


def log_ticks(low: float, high: float, about: int, *, is_share: bool = False) -> Ticks:
    """Return round numbers of an axis whose frame counts powers of ten from `low` to `high`."""
    if high - low > _MANY_DECADES:
        powers = np.arange(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, dtype=np.float64)
        for every in range(max(-(-len(powers) // max(about, 1)), 1), 0, -1):
            kept = powers[powers % every == 0]
            if len(kept) > 1:
                break
        values = 10.0**kept
    else:
        values = decade_ticks(10.0**low, 10.0**high)
        values = values[values > 0]
        if len(values) < 2:
            values = nice_ticks(10.0**low, 10.0**high, about)
            values = values[values > 0]
            return Ticks(np.log10(values), value_labels(values, is_share=is_share))
    labels = value_labels(values, is_share=is_share)
    if any("e" in label for label in labels):  # too far apart to be written in one way
        labels = [value_labels(value, is_share=is_share)[0] for value in values[:, None]]
    return Ticks(np.log10(values), labels)


def count_ticks(low: float, high: float, about: int) -> Ticks:
    """Return whole numbers, thousands as 12k, millions as 1.5M."""
    places = nice_ticks(low, high, about)
    places = places[np.abs(places - np.rint(places)) < 1e-9]
    step = float(np.diff(places).min()) if len(places) > 1 else 0.0
    largest = float(np.abs(places).max(initial=0.0))
    factor, suffix = next(
        (pair for pair in _SUFFIXES if step >= pair[0] or largest >= 10 * pair[0]), (1.0, "")
    )
    labels = [f"{value / factor:.9g}{suffix}" if value else "0" for value in places.tolist()]
    return Ticks(places, labels)


def _exact(value: float) -> str:
    short, long = scientific(value, 15), plain(value, 15)
    return short if "e" in long or (abs(value) >= 1e5 and len(short) < len(long)) else long


def _are_exact(values: list[float], digits: int) -> bool:
    """Return whether rounding to so many digits moves no tick by a tenth of what parts them."""
    apart = min((abs(b - a) for a, b in pairwise(values)), default=math.inf)
    return all(abs(float(f"{v:.{digits - 1}e}") - v) <= 0.1 * apart for v in values)


def with_room(n: int, length: float, apart: float) -> range:
    """Return which of n names along a length have room, if they must be so far apart."""
    return range(0, n, max(math.ceil(n * apart / max(length, 1.0)), 1))
