"""How signed numbers are written beside pictures: short, and as wide for minus as for plus."""

from __future__ import annotations

import math


def signed_number(value: float, limit: float) -> str:
    """Return `value` with its sign and the digits that matter on a scale up to `limit`.

    A hundredth of the limit can be told apart: 0.34 on a scale to 0.5 is "+0.340", 0.00034 on a
    scale to 0.0005 "+3.4e-4".
    """
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else ("+∞" if value > 0 else "−∞")
    sign = "−" if value < 0 else "+"
    size = abs(value)
    if not 1e-3 <= limit < 1e5:
        return sign + _tidy(f"{size:.1e}")
    decimals = max(0, 2 - math.floor(math.log10(limit)))
    text = f"{size:.{decimals}f}"
    return sign + (text if len(text) <= 9 else _tidy(f"{size:.1e}"))


def limit_number(limit: float) -> str:
    """Return the end of a scale without its sign, e.g. "0.5", "2000" or "5e-4"."""
    return f"{limit:g}" if 1e-3 <= limit < 1e4 else _tidy(f"{limit:.0e}")


def _tidy(text: str) -> str:
    """Return "3.4e-05" as "3.4e-5"."""
    digits, exponent = text.split("e")
    return f"{digits}e{int(exponent)}"
