"""How `inspect` writes numbers: with so many digits that they can be put into a calculator."""

from __future__ import annotations

import math
from typing import Final

from gdstudio.numerals import decimal, numeral

DECIMALS: Final = 6  # of a sum
_DIGITS: Final = 7
_LARGEST: Final = 1e9
TOO_SMALL: Final = "too small to be measured"


def number(value: float, digits: int = _DIGITS) -> str:
    """Return a number by itself, with at most so many digits."""
    return numeral(value, digits)


def term(value: float) -> str:
    """Return a number that stands in a sum, with as many decimals as the others."""
    if not math.isfinite(value) or abs(value) >= _LARGEST:
        return numeral(value, _DIGITS)
    return decimal(value, DECIMALS)
