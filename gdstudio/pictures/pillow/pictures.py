"""Walls of pictures and tables as colours."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.charts import HeatChart, PictureWall
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.pillow.axes import HAIRLINE, INK, MUTED, draw_axes
from gdstudio.pictures.pillow.canvas import Canvas, shortened
from gdstudio.pictures.pillow.colour_bar import draw_colour_bar
from gdstudio.pictures.pillow.frame import Frame
from gdstudio.pictures.pillow.lettering import text_width
from gdstudio.pictures.pillow.plot import COLOURS, draw_title
from gdstudio.pictures.ticks import Ticks

_WALL_LEFT, _WALL_TOP = 32, 76
_WALL_WIDTH: Final = 1216  # pixels, about
_LEAST, _MOST = 40, 150  # pixels of a picture's side
_GAP: Final = 10
_CAPTION: Final = 14
_FRAME: Final = 3.0
_HEAT_TOP: Final = 100
_CELL_WIDTH, _CELL_HEIGHT = 92, 44
_HEAT_WIDTH: Final = 920
_NO_VALUE: Final = "#e9ebef"
_BRIGHT: Final = 0.6  # share of the colours from which ink is dark


def wall_png(wall: PictureWall) -> bytes:
    """Return a PNG file: pictures dark on light, row after row."""
    n, height, width = wall.pictures.shape
    columns = wall.columns or _columns(n)
    room = (_WALL_WIDTH - (columns - 1) * _GAP) // columns
    factor = max(round(min(max(room, _LEAST), _MOST) / width), 1)
    cell_x, cell_y = factor * width + _GAP, factor * height + _GAP
    if wall.captions:
        cell_x = max(cell_x, _caption_width(wall, cell_x))
        cell_y += _CAPTION + 6
    rows = math.ceil(n / columns)
    least = text_width(wall.title, 20, "strong") + 2 * _WALL_LEFT
    canvas = Canvas(
        round(max(2 * _WALL_LEFT + columns * cell_x - _GAP, min(least, _WALL_WIDTH))),
        _WALL_TOP + max(rows, 1) * cell_y + 22,
    )
    draw_title(canvas, wall.title, _WALL_LEFT)
    for k, picture in enumerate(wall.pictures):
        left = _WALL_LEFT + (k % columns) * cell_x
        top = _WALL_TOP + (k // columns) * cell_y
        _draw_picture(canvas, picture, left, top, factor, is_marked=k in wall.marked)
        if wall.captions:
            text = shortened(wall.captions[k], _CAPTION, cell_x - 4)
            canvas.text(left, top + factor * height + _CAPTION + 3, text, _CAPTION, MUTED)
    return canvas.png()


def heat_png(chart: HeatChart) -> bytes:
    """Return a PNG file: each number as a colour, written into it where there is room."""
    rows, columns = chart.values.shape
    cell = min(_CELL_WIDTH, _HEAT_WIDTH // max(columns, 1))
    high = min(_CELL_HEIGHT, 2 * cell) if rows <= 24 else max(960 // rows, 4)
    width, height = max(columns * cell, 1), max(rows * high, 1)
    left = 40 + round(max((text_width(name, 16) for name in chart.y_names), default=0))
    least = text_width(chart.title, 20, "strong") + left + 40
    canvas = Canvas(round(max(left + width + 150, least)), _HEAT_TOP + height + 78)
    shares = (chart.values - chart.low) / max(chart.high - chart.low, 1e-300)
    canvas.picture(_coloured(shares, cell, high), left, _HEAT_TOP)
    _write_numbers(canvas, chart, shares, (left, _HEAT_TOP), (cell, high))
    frame = Frame((0.0, float(max(columns, 1))), (0.0, float(max(rows, 1))), width, height)
    across = _thinned(chart.x_names, cell, along_text=True)
    up = _thinned(chart.y_names[::-1], high, along_text=False)
    draw_axes(canvas, frame, left, _HEAT_TOP, (chart.x_label, ""), (across, up))
    canvas.text(left, _HEAT_TOP - 13, chart.y_label, 19, INK)
    bar = left + width + 22
    ends = (chart.low, chart.high)
    draw_colour_bar(canvas, (bar, _HEAT_TOP), height, ends, "", is_share=chart.is_share)
    draw_title(canvas, chart.title, left)
    return canvas.png()


def _columns(n: int) -> int:
    """Return how many columns make a wall about half as high as wide."""
    return max(min(n, math.ceil(math.sqrt(2 * n))), 1)


def _caption_width(wall: PictureWall, cell: int) -> int:
    widest = max(text_width(caption, _CAPTION) for caption in wall.captions)
    return round(min(max(widest + 8, cell), 3 * cell))


def _draw_picture(
    canvas: Canvas,
    picture: NDArray[np.uint8],
    left: int,
    top: int,
    factor: int,
    *,
    is_marked: bool,
) -> None:
    large = np.repeat(np.repeat(255 - picture, factor, axis=0), factor, axis=1)
    canvas.picture(np.repeat(large[:, :, None], 3, axis=2), left, top)
    high, wide = large.shape
    right, bottom = left + wide, top + high
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    colour, width = (COLOURS[0], _FRAME) if is_marked else (HAIRLINE, 1.0)
    canvas.line(corners, colour, width)


def _coloured(shares: NDArray[Any], cell: int, high: int) -> NDArray[np.uint8]:
    there = np.isfinite(shares)
    steps = np.rint(255 * np.clip(np.where(there, shares, 0.0), 0, 1)).astype(np.intp)
    colours = VIRIDIS[steps]
    colours[~there] = bytearray.fromhex(_NO_VALUE[1:])
    return np.repeat(np.repeat(colours, high, axis=0), cell, axis=1)


def _write_numbers(
    canvas: Canvas,
    chart: HeatChart,
    shares: NDArray[Any],
    corner: tuple[int, int],
    cell: tuple[int, int],
) -> None:
    texts = [
        [f"{100 * v:.3g} %" if chart.is_share else f"{v:.3g}" for v in row]
        for row in chart.values.tolist()
    ]
    widest = max((text_width(text, 15) for row in texts for text in row), default=0.0)
    if widest > cell[0] - 6 or cell[1] < 18:
        return
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            if np.isfinite(shares[i, j]):
                x = corner[0] + (j + 0.5) * cell[0]
                y = corner[1] + (i + 0.5) * cell[1] + 6
                ink = INK if shares[i, j] > _BRIGHT else "#ffffff"
                canvas.text(x, y, text, 15, ink, align=0.5)


def _thinned(names: tuple[str, ...], room: int, *, along_text: bool) -> Ticks:
    """Return the names at the middle of their cells, as many as do not touch."""
    widest = max((text_width(name, 16) for name in names), default=0.0) + 8
    every = max(math.ceil((widest if along_text else 20) / room), 1)
    places = np.arange(len(names), dtype=np.float64) + 0.5
    return Ticks(places[::every], names[::every])
