"""How the flat plots write numbers: with true minus signs, as exact as the picture."""

from __future__ import annotations

import math

from gdstudio.numerals import MINUS, numeral, scientific
from gdstudio.pictures.signed_number import signed_number


def place(value: float, span: float) -> str:
    """Return a coordinate to about a thousandth of the range `span` it is shown in."""
    if not math.isfinite(value) or not span > 0:
        return cost(value)
    decimals = math.ceil(2 - math.log10(span)) + 1
    if not -3 <= decimals <= 7:
        return numeral(value, 4)
    text = f"{value:.{max(decimals, 0)}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def cost(value: float) -> str:
    """Return a cost with about four digits: 0.0123, 181.6, 3.76·10⁻¹¹; a dash for no number."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(value)
    if 1e-3 <= size < 1e5:
        decimals = 4 if size < 100 else 1 if size < 1e4 else 0
        return f"{value:.{decimals}f}".replace("-", "−")
    return scientific(value, 3)


def change(value: float) -> str:
    """Return a slope or a step with its sign and about three digits."""
    size = abs(value)
    if size == 0 or not math.isfinite(size) or 1e-3 <= size < 1e5:
        return "0" if size == 0 else signed_number(value, size)
    return ("+" if value > 0 else MINUS) + scientific(size, 2)


def reading(value: float, *, is_share: bool = False) -> str:
    """Return a number as it is read off a chart; shares in percent."""
    if is_share and math.isfinite(value):
        return f"{100 * value:.3g} %".replace("-", MINUS)
    if math.isfinite(value) and value == round(value) and abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", MINUS)
    return cost(value)
