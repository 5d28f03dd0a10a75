"""Figures of grids of coloured cells with a few characters in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.palette import DARK_INK, LIGHT_INK, Palette, rgb
from gdstudio.pictures.scene import Image, Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import with_room

_GAP_PX: Final = 6.0
_APART_PX: Final = 3.0  # names of columns
_LEAST_PX: Final = 7.0  # of letters that can be read
_LARGEST: Final = 0.5  # of a cell's side
_DIAGONAL: Final = 0.28  # of the colour for right answers: what matters are the others
_WEAKEST: Final = 0.10  # of the colour for a single mistake
_DARK_BELOW: Final = 0.179  # relative luminance at which black and white contrast alike (WCAG)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid.

    Attributes:
        colours: Shape (rows, columns, 3), uint8.
        texts: What stands in each cell, row after row.
        rows: Names of the rows.
        columns: Names of the columns.
        labels: What rows and columns are; "" for nothing.
    """

    colours: NDArray[np.uint8]
    texts: tuple[tuple[str, ...], ...]
    rows: Sequence[str]
    columns: Sequence[str]
    labels: tuple[str, str] = ("", "")


def draw_cells(cells: Cells, sheet: Sheet) -> Scene:
    """Draw a grid of square cells, as large as there is room."""
    n_rows, n_columns = cells.colours.shape[:2]
    line = sheet.line
    beside = sheet.widest(cells.rows) + _GAP_PX + (line if cells.labels[0] else 0.0)
    above = line + 4 + (line if cells.labels[1] else 0.0)
    width, height = sheet.size[0] - beside - 2, sheet.size[1] - above - 2
    side = max(min(width / n_columns, height / n_rows), 1.0)
    box = Rect(beside, above, side * n_columns, side * n_rows)
    sheet.add(Image(cells.colours, box), Plate(box, rim=sheet.palette.outline))
    for row in with_room(n_rows, box.height, line):
        name = cells.rows[row]
        sheet.write(name, box.left - _GAP_PX / 2, box.top + (row + 0.5) * side, anchor=(1.0, 0.5))
    for column in with_room(n_columns, box.width, sheet.widest(cells.columns) + _APART_PX):
        name = cells.columns[column]
        sheet.write(name, box.left + (column + 0.5) * side, box.top - 2, anchor=(0.5, 1.0))
    sheet.write(cells.labels[1], box.middle[0], 0.0, anchor=(0.5, 0.0))
    sheet.write_upwards(cells.labels[0], line / 2, box.middle[1])
    _write_texts(sheet, cells, box, side)
    return sheet.scene()


def confusion_colours(counts: NDArray[Any], palette: Palette) -> NDArray[np.uint8]:
    """Return the colour of each cell, shape (n, n, 3), of counts of answers, shape (n, n)."""
    right = np.eye(len(counts), dtype=bool)
    most = max(float(np.where(right, 0, counts).max()), 1.0)
    share = np.sqrt(np.minimum(counts / most, 1.0))  # a few beside many are still seen
    opacity = np.where(right, _DIAGONAL, _WEAKEST + (0.9 - _WEAKEST) * share)
    opacity = np.where(counts == 0, 0.0, opacity)[..., None]
    base = rgb(palette.base).astype(float)
    ink = np.where(right[..., None], rgb(palette.positive), rgb(palette.negative))
    colours: NDArray[np.uint8] = np.rint(base + (ink - base) * opacity).astype(np.uint8)
    return colours


def _write_texts(sheet: Sheet, cells: Cells, box: Rect, side: float) -> None:
    widest = max((text for row in cells.texts for text in row), key=len, default="")
    size = min(_LARGEST * side, sheet.text_size)
    while size >= _LEAST_PX and sheet.width_of(widest, size) > side - 2:
        size -= 0.5
    if size < _LEAST_PX:
        return
    for row, texts in enumerate(cells.texts):
        for column, text in enumerate(texts):
            at = box.left + (column + 0.5) * side, box.top + (row + 0.5) * side
            ink = _ink_on(cells.colours[row, column])
            sheet.write(text, *at, ink, (0.5, 0.5), size)


def _ink_on(colour: NDArray[np.uint8]) -> str:
    """Return the ink that contrasts more with a colour (WCAG 2.1, 2018)."""
    parts = colour / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    luminance = float(linear @ (0.2126, 0.7152, 0.0722))
    return LIGHT_INK if luminance < _DARK_BELOW else DARK_INK
