"""How numbers are written in the window: the same everywhere, and never wider than expected."""

from __future__ import annotations

import math


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


def cost(value: float) -> str:
    """Return a cost with four significant digits, or a dash when there is none."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞"
    return f"{value:.4f}" if 1e-3 <= abs(value) < 100 else f"{value:.3g}"


def percent(share: float) -> str:
    """Return a share of 1 as a percentage with two decimals, or a dash when there is none."""
    return "–" if not math.isfinite(share) else f"{100 * share:.2f} %"


def significant(value: float) -> str:
    """Return a setting as people write it: 1.5, 0.001, 1e-05."""
    return f"{value:.6g}"
