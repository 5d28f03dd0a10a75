"""One picture of what was found in a picture: the sheet, the box, the ink's outline, the digit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.pictures import Found
from gdstudio.data.regions import shrunk
from gdstudio.data.resize import ink_box

_LEAST_SIDE: Final = 280  # pixels, of the longest side; smaller pictures are enlarged
_INK: Final = (214, 39, 40)  # the outline at the threshold
_BOX: Final = (31, 119, 180)  # around all ink
_SHEET: Final = (230, 145, 20)  # around the part that was taken for the sheet
_GAP: Final = 12
_PAPER: Final = 250
_DIMMED: Final = 0.55  # of the light beside the sheet


def explained(found: Found, digit: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the picture as seen with what was found in it, and the network's digit beside it.

    Red is the outline of the ink at the threshold, blue the box around it, orange the sheet if one
    was cut out. `digit` is what the network gets, shape (rows, columns), uint8, 255 is ink; what is
    returned has shape (h, w, 3), uint8.
    """
    marked = marked_picture(found)
    factor = max(1, min(marked.shape[0], _LEAST_SIDE) // len(digit))
    large = 255 - digit.repeat(factor, axis=0).repeat(factor, axis=1)
    height = max(marked.shape[0], large.shape[0]) + 2 * _GAP
    width = marked.shape[1] + large.shape[1] + 3 * _GAP
    page = np.full((height, width, 3), _PAPER, np.uint8)
    _put(page, marked, _GAP)
    _put(page, np.repeat(large[:, :, None], 3, axis=2), marked.shape[1] + 2 * _GAP)
    return page


def marked_picture(found: Found) -> NDArray[np.uint8]:
    """Return the picture as seen with outline, box and sheet, shape (h, w, 3), uint8."""
    factor = max(1, _LEAST_SIDE // max(found.seen.shape))
    seen, ink = (a.repeat(factor, axis=0).repeat(factor, axis=1) for a in (found.seen, found.ink))
    picture = np.repeat(seen[:, :, None], 3, axis=2)
    if found.sheet is not None:
        top, bottom, left, right = (factor * side for side in found.sheet)
        within = np.zeros(seen.shape, np.bool_)
        within[top:bottom, left:right] = True
        picture[~within] = (picture[~within] * _DIMMED).astype(np.uint8)
        _frame(picture, (top, bottom, left, right), _SHEET)
    box = ink_box(ink)
    if box is not None:
        is_ink = ink > 0
        picture[is_ink & ~shrunk(is_ink, 2)] = _INK
        _frame(picture, (box.top - 3, box.bottom + 3, box.left - 3, box.right + 3), _BOX)
    return picture


def _frame(
    picture: NDArray[np.uint8], place: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> None:
    """Draw a frame two pixels thick just inside a place, cut at the picture's rim."""
    height, width = picture.shape[:2]
    top, bottom = max(0, place[0]), min(height, place[1])
    left, right = max(0, place[2]), min(width, place[3])
    part: NDArray[Any] = picture[top:bottom, left:right]
    part[:2] = part[-2:] = colour
    part[:, :2] = part[:, -2:] = colour


def _put(page: NDArray[np.uint8], picture: NDArray[np.uint8], left: int) -> None:
    top = (page.shape[0] - picture.shape[0]) // 2
    page[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
