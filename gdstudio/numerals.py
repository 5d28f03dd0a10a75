"""How numbers are written for people, everywhere: 0.0123, 3.83·10⁻⁵, 97.12 %, 1,234,567.

A true minus sign, a dash for what is not known, powers of ten where zeros would have to be counted.
"""

from __future__ import annotations

import math
from typing import Final

MINUS: Final = "\N{MINUS SIGN}"
TO_RAISED: Final = str.maketrans("+-0123456789", "⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹")  # for `str.translate`
FROM_RAISED: Final = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_PLAIN: Final = (1e-3, 1e5)  # sizes that are written without a power of ten
_MOST_DIGITS: Final = 9  # of a number that is rounded to more than ones


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


def plain(value: float, digits: int, *, is_grouped: bool = False) -> str:
    """Return a finite number with at most so many digits; a power of ten where Python has one.

    `is_grouped` sets thousands apart, as `whole` does.
    """
    text = f"{value:{',' * is_grouped}.{digits}g}" if value else "0"
    return scientific(value, digits) if "e" in text else text.replace("-", MINUS)


def decimal(value: float, decimals: int) -> str:
    """Return a number with so many decimals: terms of a sum stand under one another.

    Below 0 it is rounded to tens, hundreds, and so on, and written in a power of ten.
    """
    if not math.isfinite(value):
        return numeral(value)
    if decimals < 0:
        return numeral(round(value, decimals), _MOST_DIGITS)
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def place(value: float, span: float) -> str:
    """Return a coordinate to about a thousandth of the range `span` it is shown in."""
    if not math.isfinite(value) or not span > 0:
        return cost(value)
    decimals = math.ceil(2 - math.log10(span)) + 1
    if not -3 <= decimals <= 7:
        return numeral(value, 4)
    return decimal(value, max(decimals, 0))


def cost(value: float) -> str:
    """Return a cost with about four digits: 0.0123, 181.6, 3.76·10⁻¹¹; a dash for no number."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    if 1e-3 <= size < 1e5:
        decimals = 4 if size < 100 else 1 if size < 1e4 else 0
        return f"{value:.{decimals}f}".replace("-", MINUS)
    return scientific(value, 3)


def change(value: float) -> str:
    """Return a slope or a step with its sign and about three digits."""
    size = abs(value)
    if size == 0 or not math.isfinite(size) or 1e-3 <= size < 1e5:
        return "0" if size == 0 else signed_number(value, size)
    return ("+" if value > 0 else MINUS) + scientific(size, 2)


def percent(share: float, decimals: int = 2) -> str:
    """Return a share of 1 as a percentage; a dash for no number."""
    return f"{100 * share:.{decimals}f} %".replace("-", MINUS) if math.isfinite(share) else "–"


def whole(number: int) -> str:
    """Return 1234567 as "1,234,567"."""
    return f"{number:,}"


def short_count(number: float) -> str:
    """Return a count in at most five characters: 950, "12.3k", "1.25M"."""
    for factor, suffix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= 0.9995 * factor:
            value = number / factor
            return f"{value:.3g}{suffix}" if value < 999.5 else f"{value:.0f}{suffix}"
    return f"{number:.0f}"


def rough_time(seconds: float) -> str:
    """Return a time as one tells it beforehand, in two digits at most: "0.4 s", "25 s", "4 min"."""
    if seconds < 1:
        return f"{max(seconds, 0.1):.1f} s"
    for unit, size, most in (("s", 1, 90), ("min", 60, 90)):
        count = seconds / size
        if count < most:
            return f"{round(count) if count < 20 else 5 * round(count / 5)} {unit}"
    return f"{round(seconds / 3600):,} h"


def reading(value: float, *, is_share: bool = False) -> str:
    """Return a number as it is read off a chart; shares in percent."""
    if is_share and math.isfinite(value):
        return f"{100 * value:.3g} %".replace("-", MINUS)
    if math.isfinite(value) and value == round(value) and abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", MINUS)
    return cost(value)


def signed_number(value: float, limit: float) -> str:
    """Return `value` with its sign and the digits that matter on a scale up to `limit`.

    A hundredth of the limit can be told apart: 0.34 on a scale to 0.5 is "+0.340", 0.00034 on a
    scale to 0.0005 "+3.4·10⁻⁴".
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else ("+∞" if value > 0 else f"{MINUS}∞")
    sign = MINUS if value < 0 else "+"
    size = abs(value)
    if not 1e-3 <= limit < 1e5:
        return sign + scientific(size, 2)
    decimals = max(0, 2 - math.floor(math.log10(limit)))
    text = f"{size:.{decimals}f}"
    return sign + (text if len(text) <= 9 else scientific(size, 2))


def limit_number(limit: float) -> str:
    """Return the end of a scale without its sign, e.g. "0.5", "2000" or "5·10⁻⁴"."""
    return f"{limit:g}" if 1e-3 <= limit < 1e4 else scientific(limit, 1)
