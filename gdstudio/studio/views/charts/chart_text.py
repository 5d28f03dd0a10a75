"""How charts write numbers, and the colours of their series."""

from __future__ import annotations

import math

from gdstudio.studio.theme import Theme
from gdstudio.studio.views.plane.plane_numbers import cost


def number(value: float, *, is_share: bool = False) -> str:
    """Return a number as it is read off a chart; shares in percent."""
    if is_share and math.isfinite(value):
        return f"{100 * value:.3g} %".replace("-", "−")
    if math.isfinite(value) and value == round(value) and abs(value) < 1e9:
        return f"{value:,.0f}".replace("-", "−")
    return cost(value)


def chart_colour(theme: Theme, index: int) -> str:
    """Return the colour of a series: the accent first, then the theme's other curve colours."""
    colours = (theme.accent, *theme.curves)
    return colours[index % len(colours)]
