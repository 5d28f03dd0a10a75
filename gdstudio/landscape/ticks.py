"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

_MINUS: Final = "\N{MINUS SIGN}"
_SUPERSCRIPTS: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def nice_ticks(low: float, high: float, about: int = 5) -> NDArray[np.float64]:
    """Return multiples of 1, 2 or 5 times a power of ten inside [low, high], about so many.

    A range without width gives its one value.
    """
    span = high - low
    if not span > abs(low) * 1e-12:
        return np.array([low])
    raw = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    share = raw / power  # in [1, 10); the bounds are the geometric means of neighbouring steps
    step = power * (1 if share < 2**0.5 else 2 if share < 10**0.5 else 5 if share < 50**0.5 else 10)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.asarray(np.arange(first, last + 1) * step, np.float64)


def decade_ticks(low: float, high: float) -> NDArray[np.float64]:
    """Return 0 and 1, 2 and 5 times the powers of ten, of either sign, inside [low, high]."""
    largest = max(abs(low), abs(high))
    if not largest > 0:
        return np.array([low])
    top = math.floor(math.log10(largest))
    positive = np.concatenate(
        [np.array([1.0, 2.0, 5.0]) * 10.0**k for k in range(top - 9, top + 1)]
    )
    ticks = np.concatenate([-positive[::-1], [0.0], positive])
    return ticks[(ticks >= low) & (ticks <= high)]


def tick_labels(ticks: NDArray[np.float64]) -> list[str]:
    """Return each tick as short as tells it from its neighbours, with a true minus sign."""
    largest = float(np.abs(ticks).max(initial=0.0))
    if largest == 0 or not math.isfinite(largest):
        return ["0" if tick == 0 else f"{tick:g}" for tick in ticks]
    if largest >= 1e5 or largest < 1e-3:
        return [_scientific(float(tick)) for tick in ticks]
    return [f"{float(tick):.6g}".replace("-", _MINUS) if tick else "0" for tick in ticks]


def _scientific(value: float) -> str:
    """Return a number as mantissa and power of ten, e.g. 2·10⁶."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.3e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    power = "10" + str(int(exponent)).translate(_SUPERSCRIPTS)
    if mantissa.lstrip("-") == "1":
        return mantissa.replace("-", _MINUS)[:-1] + power
    return f"{mantissa}·{power}".replace("-", _MINUS, 1)
