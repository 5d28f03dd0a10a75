"""Figures of weights in signed colours: tiles as in a first layer, and a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.numerals import limit_number
from gdstudio.pictures.figure import Column, Figure, Table
from gdstudio.pictures.layouts.plot import GAP_PX
from gdstudio.pictures.mosaic import Tiles, colour_tiles
from gdstudio.pictures.palette import Palette, rgb
from gdstudio.pictures.scene import Image, Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import with_room

_STRIP_PX: Final = 12.0
_APART: Final = 1.6  # lines of text from one name to the next
_SIDE: Final = 760.0


def signed_pixels(indices: NDArray[np.uint8], palette: Palette) -> NDArray[np.uint8]:
    """Return the colours of a mosaic's indices, shape (rows, columns, 3)."""
    table = np.vstack([palette.signed_colours(), rgb(palette.base)])
    pixels: NDArray[np.uint8] = table[indices]
    return pixels


def tiles_figure(
    name: str,
    title: str,
    tiles: Tiles,
    values: Array,
    row_names: Sequence[str] | None = None,
    caption: str = "",
) -> Figure:
    """Return pictures of weights side by side.

    Args:
        name: For files.
        title: What the numbers are.
        tiles: As they are drawn.
        values: Shape (tiles, weights), what was coloured.
        row_names: Of the tiles; None counts them from 0.
        caption: See `Figure`.
    """
    n, rows, columns = tiles.indices.shape
    numbers = values.reshape(n, rows, columns)
    table = partial(_tiles_table, numbers, row_names)
    draw = partial(draw_tiles, tiles)
    return Figure(name, title, draw, table, {"values": numbers}, caption, (_SIDE, _fitting(tiles)))


def draw_tiles(tiles: Tiles, sheet: Sheet) -> Scene:
    """Draw tiles and the key to their colours; the key alone where there is no more room."""
    room = _with_bar(sheet, sheet.rect, tiles.limit)
    if min(room.width, room.height) < 1:
        return sheet.scene()  # the key has taken it all
    mosaic = tiles.arranged(room.width / room.height)
    high, wide = mosaic.indices.shape
    factor = min(room.width / wide, room.height / high)
    left, top = room.left + (room.width - factor * wide) / 2, room.top
    pixels = signed_pixels(mosaic.indices, sheet.palette)
    sheet.add(Image(pixels, Rect(left, top, factor * wide, factor * high)))
    return sheet.scene()


def matrix_figure(
    name: str,
    title: str,
    values: Array,
    limit: float,
    names: tuple[Sequence[str], Sequence[str]],
    arrays: Mapping[str, Array],
) -> Figure:
    """Return an array of weights as cells.

    Args:
        name: For files.
        title: Which array.
        values: Shape (rows, columns).
        limit: The absolute weight in the strongest colour.
        names: Of rows and of columns.
        arrays: See `Figure`.
    """
    rows, columns = names
    numbered = zip(columns, values.T, strict=True)
    table = Table((Column(title, rows), *(Column(*column) for column in numbered)))
    draw = partial(_draw_matrix, values, limit, names)
    return Figure(name, title, draw, lambda: table, arrays)


def _draw_matrix(
    values: Array, limit: float, names: tuple[Sequence[str], Sequence[str]], sheet: Sheet
) -> Scene:
    rows, columns = names
    beside = sheet.widest(rows) + GAP_PX
    inner = _with_bar(sheet, sheet.rect, limit)
    room = Rect(beside, sheet.line + 4, inner.right - beside, inner.height - sheet.line - 4)
    indices = colour_tiles(values.reshape(1, -1), limit, values.shape[:2]).indices[0]
    sheet.add(Image(signed_pixels(indices, sheet.palette), room))
    sheet.add(Plate(room, rim=sheet.palette.outline))
    for k in with_room(len(rows), room.height, _APART * sheet.line):
        y = room.top + (k + 0.5) * room.height / len(rows)
        sheet.write(rows[k], beside - GAP_PX / 2, y, anchor=(1.0, 0.5))
    for k in with_room(len(columns), room.width, sheet.widest(columns) + GAP_PX):
        x = room.left + (k + 0.5) * room.width / len(columns)
        sheet.write(columns[k], x, room.top - 3, anchor=(0.5, 1.0))
    return sheet.scene()


def _with_bar(sheet: Sheet, room: Rect, limit: float) -> Rect:
    """Draw the key to the colours at the right; return the room beside it."""
    text = limit_number(limit)
    labels = f"+{text}", "0", f"−{text}"
    wide = _STRIP_PX + 1.5 * GAP_PX + sheet.widest(labels)
    half = sheet.line / 2
    strip = Rect(room.right - wide, room.top + half, _STRIP_PX, room.height - sheet.line)
    colours = np.ascontiguousarray(sheet.palette.signed_colours()[::-1, None])
    sheet.add(Image(colours, strip), Plate(strip, rim=sheet.palette.outline))
    for label, share in zip(labels, (0.0, 0.5, 1.0), strict=True):
        y = strip.top + share * strip.height
        sheet.write(label, strip.right + GAP_PX / 2, y, anchor=(0.0, 0.5))
    return Rect(room.left, room.top, room.width - wide - GAP_PX, room.height)


def _fitting(tiles: Tiles) -> float:
    """Return the height of a picture of tiles that leaves little of it empty."""
    mosaic = tiles.arranged(1.5)
    high, wide = mosaic.indices.shape
    return float(min(max(round(0.9 * _SIDE * high / wide), 160), 900))


def _tiles_table(numbers: Array, row_names: Sequence[str] | None) -> Table:
    n, rows, columns = numbers.shape
    names = row_names or tuple(map(str, range(n)))
    places = (f"{row},{column}" for row, column in np.ndindex(rows, columns))
    cells = zip(places, numbers.reshape(n, -1).T, strict=True)
    return Table((Column("neuron", names), *(Column(*cell) for cell in cells)))
