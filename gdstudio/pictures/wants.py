"""What single examples want of a few weights: a column each, their mean at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats, lock
from gdstudio.pictures.palette import Palette, rgb
from gdstudio.pictures.scene import Image, Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet

_STRONGEST: Final = 0.6  # opacity of the largest number of a table: text over it is read
_GAP_PX: Final = 8.0
_MOST_LEFT: Final = 0.25  # of the width for the names
_PICTURE_LINES: Final = 2.6  # height of a picture, in lines of text
_MARK_PX: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Wants:
    """A table; arrays read-only.

    Attributes:
        pictures: The examples, shape (k, rows, columns), uint8.
        captions: What each is, k names, and what the last column is.
        names: Of the weights.
        values: What is wanted of each, shape (weights, k + 1), the mean last.
        numbers: The same as written.
        below: What stands under each column, k + 1 texts, behind a title.
        chosen: The example that is opened; -1 for none.
        marked: The weight that is followed; -1 for none.
    """

    pictures: NDArray[np.uint8]
    captions: tuple[str, ...]
    names: tuple[str, ...]
    values: Floats
    numbers: tuple[tuple[str, ...], ...]
    below: tuple[str, ...]
    chosen: int = -1
    marked: int = -1

    def __post_init__(self) -> None:
        lock(self.pictures, self.values)


@dataclass(frozen=True, slots=True)
class WantsGrid:
    """Where the cells of a table stand, in a sheet."""

    box: Rect
    rows: int
    columns: int
    picture: float

    def cell(self, row: int, column: int) -> Rect:
        """Return the place of a number."""
        wide, high = self.box.width / self.columns, self.box.height / max(self.rows, 1)
        return Rect(self.box.left + column * wide, self.box.top + row * high, wide, high)

    def column_at(self, x: float) -> int:
        """Return the column at a place; -1 beside all."""
        share = (x - self.box.left) / self.box.width
        return int(share * self.columns) if 0 <= share < 1 else -1

    def row_at(self, y: float) -> int:
        """Return the weight at a place; -1 beside all."""
        share = (y - self.box.top) / self.box.height
        return int(share * self.rows) if 0 <= share < 1 else -1


def rows_with_room(sheet: Sheet) -> int:
    """Return how many weights there is room for."""
    room = sheet.size[1] - _above(sheet) - _under(sheet)
    return max(int(room / (1.35 * sheet.line)), 1)


def wants_grid(sheet: Sheet, wants: Wants) -> WantsGrid:
    """Return where everything stands in all of a sheet."""
    width, height = sheet.size
    left = min(sheet.widest([*wants.names, wants.below[0]]) + _GAP_PX, _MOST_LEFT * width)
    top, bottom = _above(sheet), height - _under(sheet)
    n = max(len(wants.names), 1)
    high = min((bottom - top) / n, 1.9 * sheet.line) * n
    box = Rect(left, top, max(width - left - 1, 8.0), max(high, 8.0))
    columns = len(wants.captions)
    picture = min(_PICTURE_LINES * sheet.line, box.width / columns - 4)
    return WantsGrid(box, len(wants.names), columns, max(picture, 4.0))


def wants_scene(sheet: Sheet, wants: Wants) -> Scene:
    """Draw a table into all of a sheet."""
    palette, grid = sheet.palette, wants_grid(sheet, wants)
    _draw_heads(sheet, wants, grid)
    finite = np.abs(wants.values[np.isfinite(wants.values)])
    largest = float(finite.max(initial=0.0))
    for row, name in enumerate(wants.names):
        middle = grid.cell(row, 0).middle[1]
        is_marked = row == wants.marked
        ink = palette.accent if is_marked else palette.text
        text = sheet.shortened(name, grid.box.left - _GAP_PX)
        sheet.write(text, 0.0, middle, ink, (0.0, 0.5))
        for column in range(grid.columns):
            cell, value = grid.cell(row, column), float(wants.values[row, column])
            share = value / largest if largest > 0 and np.isfinite(value) else 0.0
            colour = palette.positive if share > 0 else palette.negative
            place = cell.grown(-1)
            sheet.add(Plate(place, colour, _STRONGEST * abs(share), radius=2))
            number = wants.numbers[row][column]
            if sheet.width_of(number) <= cell.width - 3:
                sheet.write(number, *cell.middle, palette.text, (0.5, 0.5))
    _draw_frames(sheet, wants, grid)
    return sheet.scene()


def _above(sheet: Sheet) -> float:
    return (1.2 + _PICTURE_LINES) * sheet.line


def _under(sheet: Sheet) -> float:
    return 1.6 * sheet.line


def _draw_heads(sheet: Sheet, wants: Wants, grid: WantsGrid) -> None:
    """Draw the examples with their captions, and what stands below the columns."""
    palette, line = sheet.palette, sheet.line
    below = grid.box.bottom + 0.8 * line
    sheet.write(wants.below[0], 0.0, below, anchor=(0.0, 0.5))
    for column, caption in enumerate(wants.captions):
        x, wide = grid.cell(0, column).middle[0], grid.box.width / grid.columns
        text = sheet.shortened(caption, wide)
        sheet.write(text, x, 0.5 * line, palette.text, (0.5, 0.5))
        sheet.write(wants.below[column + 1], x, below, palette.text, (0.5, 0.5))
        if column < len(wants.pictures):
            side = grid.picture
            rect = Rect(x - side / 2, 1.1 * line, side, side)
            sheet.add(Image(_inked(wants.pictures[column], palette), rect))
            sheet.add(Plate(rect, rim=palette.border))


def _draw_frames(sheet: Sheet, wants: Wants, grid: WantsGrid) -> None:
    """Frame the example that is opened and, apart from the others, the mean."""
    palette = sheet.palette
    last = grid.cell(0, grid.columns - 1)
    sheet.stroke((last.left, 0.0), (last.left, sheet.size[1]), palette.outline, 1.0)
    if 0 <= wants.chosen < grid.columns - 1:
        cell = grid.cell(0, wants.chosen)
        frame = Rect(cell.left + 1, 1.0, cell.width - 2, grid.box.bottom)
        sheet.add(Plate(frame, rim=palette.accent, rim_width=_MARK_PX, radius=3))


def _inked(pixels: NDArray[Any], palette: Palette) -> NDArray[np.uint8]:
    """Return a picture of shape (rows, columns), uint8, as ink on paper."""
    paper, ink = (np.array(rgb(colour), np.float64) for colour in (palette.base, palette.text))
    mixed = paper + (ink - paper) * (pixels[..., None] / 255.0)
    return mixed.round().astype(np.uint8)
