"""Which number each colour stands for."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.pillow.axes import HAIRLINE, INK, MUTED
from gdstudio.pictures.pillow.canvas import Canvas
from gdstudio.pictures.ticks import nice_ticks, value_labels

BAR_WIDTH: Final = 18
_TICKS: Final = 7


def draw_colour_bar(
    canvas: Canvas,
    corner: tuple[int, int],
    height: int,
    ends: tuple[float, float],
    name: str,
    *,
    is_log: bool = False,
    is_share: bool = False,
) -> None:
    """Draw the colours from bottom to top, with numbers to the right.

    Args:
        canvas: Where to.
        corner: Left and top of the bar.
        height: Of the bar.
        ends: The numbers of the first and the last colour.
        name: What the numbers are; above the bar.
        is_log: True if colours are even in the logarithm.
        is_share: True if the numbers are shares, written in percent.
    """
    (left, top), (low, high) = corner, ends
    right, bottom = left + BAR_WIDTH, top + height
    colours = VIRIDIS[np.rint(np.linspace(255, 0, height)).astype(np.intp)]
    canvas.picture(np.repeat(colours[:, None], BAR_WIDTH, axis=1), left, top)
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    canvas.line(corners, HAIRLINE, 1.0)
    if is_log:
        labels = [f"{value:.3g}" for value in np.geomspace(low, high, _TICKS)]
        shares = np.linspace(0, 1, _TICKS)
    else:
        values = nice_ticks(low, high, _TICKS)
        labels = value_labels(values, is_share=is_share)
        shares = (values - low) / max(high - low, 1e-300)
    for share, label in zip(shares.tolist(), labels, strict=True):
        y = bottom - height * share
        canvas.line(((right, y), (right + 5, y)), MUTED, 1.0)
        canvas.text(right + 10, y + 6, label, 16, MUTED)
    canvas.text(left, top - 13, name, 19, INK)
