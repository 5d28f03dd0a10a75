"""One frame of a film: a figure below a line that says when it is."""

from __future__ import annotations

from typing import Final

from gdstudio.pictures.figure import Figure
from gdstudio.pictures.palette import LIGHT
from gdstudio.pictures.placed import placed
from gdstudio.pictures.scene import Measure, Scene
from gdstudio.pictures.sheet import Sheet

_TEXT: Final = 1 / 38  # of the height
_TEXT_PX: Final = (10.0, 26.0)  # least and most
_MARGIN: Final = 0.6  # of the size of text
_HEADING: Final = 1.2


def film_page(
    figure: Figure, heading: tuple[str, str], size: tuple[int, int], measure: Measure
) -> Scene:
    """Return a frame of exactly this size.

    Args:
        figure: What is shown.
        heading: When it is, at the left, and what, at the right.
        size: Width and height in pixels.
        measure: Of the hand that will draw.
    """
    text = min(max(size[1] * _TEXT, _TEXT_PX[0]), _TEXT_PX[1])
    sheet = Sheet((float(size[0]), float(size[1])), measure, LIGHT, text)
    margin, large = round(_MARGIN * text), _HEADING * text
    when, what = heading
    sheet.write(when, margin, margin, LIGHT.text, size=large, weight="strong")
    used = sheet.width_of(when, large, "strong") + 3 * margin
    what = sheet.shortened(what, max(size[0] - used - margin, 0.0))
    middle = margin + sheet.height_of(large) / 2
    sheet.write(what, size[0] - margin, middle, anchor=(1.0, 0.5))
    top = round(2 * margin + sheet.height_of(large))
    room = float(max(size[0] - 2 * margin, 1)), float(max(size[1] - top - margin, 1))
    drawn = figure.draw(Sheet(room, measure, LIGHT, text))
    sheet.add(*placed(drawn, margin, top))
    return sheet.scene()
