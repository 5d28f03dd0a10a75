"""How charts write numbers, and the colours of their series."""

from __future__ import annotations

import math
from collections.abc import Callable

from gdstudio.pictures.numbers import cost
from gdstudio.studio.theme import Theme


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


def wrapped_lines(text: str, width_of: Callable[[str], float], room: float) -> list[str]:
    """Return a text broken between words into lines not wider than `room`; a long word stays."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
