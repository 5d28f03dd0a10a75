"""Colours that tell things apart: valleys and the minima they lead to, and methods in a race."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from gdstudio.studio.theme import Theme
from gdstudio.studio.views.cost_plot.cost_plot_curves import blend

# Okabe and Ito, Color Universal Design (2008), all but black, unlike ones next to each other.
_COLOURS: Final = ("#e69f00", "#56b4e9", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2")
_PALER: Final = 0.5
_NONE: Final = 0.45  # of the muted colour, where no minimum was reached


def category_colour(index: int, theme: Theme) -> QColor:
    """Return the colour of a valley; grey for -1, paler ones from the eighth on."""
    if index < 0:
        return blend(theme.muted, theme.base, _NONE)
    turn, which = divmod(index, len(_COLOURS))
    return QColor(_COLOURS[which]) if turn % 2 == 0 else blend(_COLOURS[which], theme.base, _PALER)


def category_table(n: int, theme: Theme) -> NDArray[np.uint8]:
    """Return the colours of valleys 0 to n - 1 and then grey, so that -1 finds it; (n + 1, 3)."""
    colours = [category_colour(i, theme) for i in (*range(n), -1)]
    return np.array([colour.getRgb()[:3] for colour in colours], np.uint8)


def curve_colours(theme: Theme) -> tuple[str, ...]:
    """Return six colours for curves and paths, the accent first; without the second blue."""
    return (theme.accent, *theme.curves[:4], theme.curves[5])
