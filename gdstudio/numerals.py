"""How numbers are written for people: 0.0123, 3.83·10⁻⁵, with a true minus sign."""

from __future__ import annotations

import math
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
TO_RAISED: Final = str.maketrans("+-0123456789", "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹")  # for `str.translate`
FROM_RAISED: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_PLAIN: Final = (1e-3, 1e5)  # sizes that are written without a power of ten


def scientific(value: float, digits: int) -> str:
    """Return a finite number as mantissa of at most `digits` digits and power of ten: 2·10⁶."""
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = "10" + str(int(exponent)).translate(TO_RAISED)
    if mantissa.lstrip("-") == "1":
        return mantissa.replace("-", MINUS)[:-1] + power
    return f"{mantissa}·{power}".replace("-", MINUS, 1)


def numeral(value: float, digits: int = 6) -> str:
    """Return a number with at most so many digits; a dash for NaN."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    if value != 0 and not _PLAIN[0] <= abs(value) < max(_PLAIN[1], 10.0**digits):
        return scientific(value, digits)
    return plain(value, digits)


def plain(value: float, digits: int) -> str:
    """Return a finite number with at most so many digits, as Python writes it but for the minus."""
    return f"{value:.{digits}g}".replace("-", MINUS) if value else "0"
