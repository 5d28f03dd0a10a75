"""The split of a data set as one strip: what is learned from, held out, left out, and the test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gdstudio.pictures.scene import Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet

_EDGE_PX: Final = 2.0
_GAP_PX: Final = 10.0  # between training and test digits
_SIGN_PX: Final = 11.0
_BESIDE_PX: Final = 5.0  # between sign and words
_APART_PX: Final = 16.0  # between words and the next sign
_STRIP: Final = 1.1  # lines, how high the strip is at least
_MOST_STRIP: Final = 3.0
_LEAST_PX: Final = 2.0  # width of what is not nothing


def draw_split(counts: Sequence[int], words: Sequence[str], sheet: Sheet) -> Scene:
    """Draw the strip, as wide as the sheet, and what its colours stand for below it.

    Args:
        counts: How many digits are learned from, held out, left out and test digits.
        words: What these four are called, with their numbers.
        sheet: Where it is drawn.
    """
    palette = sheet.palette
    colours = (palette.accent, palette.curve(1), palette.fill, palette.curve(2))
    shown = [k for k, count in enumerate(counts) if count]
    rows = _rows(sheet, [words[k] for k in shown])
    spare = max(sheet.size[1] - least_height(counts, words, sheet), 0.0)
    high = min(_STRIP * sheet.line + spare, _MOST_STRIP * sheet.line)
    room = sheet.size[0] - 2 * _EDGE_PX - _GAP_PX
    x, total = _EDGE_PX, max(sum(counts), 1)
    for k in shown:
        x += _GAP_PX if k == len(counts) - 1 else 0.0
        wide = max(room * counts[k] / total, _LEAST_PX)
        place = Rect(x, _EDGE_PX, min(wide, sheet.size[0] - _EDGE_PX - x), high)
        sheet.add(Plate(place, colours[k]), Plate(place, rim=palette.outline))
        x += wide
    before = -1
    for k, row in zip(shown, rows, strict=True):
        x, before = (x if row == before else _EDGE_PX), row
        y = high + 2 * _EDGE_PX + 2 + row * (sheet.line + 2)
        sign = Rect(x, y + (sheet.line - _SIGN_PX) / 2, _SIGN_PX, _SIGN_PX)
        sheet.add(Plate(sign, colours[k]), Plate(sign, rim=palette.outline))
        room_left = sheet.size[0] - sign.right - _BESIDE_PX
        sheet.write(sheet.shortened(words[k], room_left), sign.right + _BESIDE_PX, y, palette.text)
        x += _entry_width(sheet, words[k])
    return sheet.scene()


def least_height(counts: Sequence[int], words: Sequence[str], sheet: Sheet) -> float:
    """Return how high the strip with its words is at least, in the width of the sheet."""
    rows = _rows(sheet, [text for text, count in zip(words, counts, strict=True) if count])
    n_rows = max(rows, default=0) + 1
    return _STRIP * sheet.line + n_rows * (sheet.line + 2) + 2 * _EDGE_PX + 4


def _rows(sheet: Sheet, words: Sequence[str]) -> list[int]:
    """Return in which row each of some entries stands."""
    rows, x, row = [], _EDGE_PX, 0
    for text in words:
        wide = _entry_width(sheet, text)
        if x > _EDGE_PX and x + wide - _APART_PX > sheet.size[0]:
            x, row = _EDGE_PX, row + 1
        rows.append(row)
        x += wide
    return rows


def _entry_width(sheet: Sheet, text: str) -> float:
    return _SIGN_PX + _BESIDE_PX + sheet.width_of(text) + _APART_PX
