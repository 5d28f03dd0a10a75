"""Pictures side by side, ink on paper in the colours of the palette."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np

from gdstudio.pictures.charts import PictureWall
from gdstudio.pictures.palette import rgb
from gdstudio.pictures.readings import NOTHING, ChartLayout, Place, Readings
from gdstudio.pictures.scene import Image, Plate, Rect, Shape
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.wall_layout import Captions, WallLayout, wall_layout
from gdstudio.texts import Text

MANY: Final = 24  # pictures from which captions stay small, however large the wall
SMALL_TEXT: Final = 0.88
_FRAME_PX: Final = 2.0
_CAPTION_ROOM_PX: Final = 6.0
_MOST_LINES: Final = 3  # of a caption


def lay_out_wall(sheet: Sheet, chart: PictureWall, room: Rect) -> ChartLayout:
    """Draw a chart; its readings are the pictures, row by row."""
    n, high, wide = chart.pictures.shape
    if not n:
        return sheet.layout(NOTHING)
    ways = _ways_to_caption(sheet, chart)
    room_size = room.width, room.height
    layout = wall_layout(n, (high, wide), room_size, chart.columns, ways, sheet.ratio)
    rects = [_rect(layout, room, k) for k in range(n)]
    paper, ink = (rgb(c).astype(np.float64) for c in (sheet.palette.base, sheet.palette.text))
    shades = np.rint(np.linspace(paper, ink, 256)).astype(np.uint8)
    for picture, rect in zip(chart.pictures, rects, strict=True):
        sheet.add(Image(shades[picture], rect))
    sheet.add(*_frames(rects, sheet.palette.border, 1.0))
    marked = [rects[k] for k in chart.marked if 0 <= k < n]
    sheet.add(*_frames(marked, sheet.palette.accent, _FRAME_PX))
    if layout.captions.lines:
        _write_captions(sheet, chart, layout, rects)

    def index(place: Place) -> int:
        return place[0] * layout.columns + place[1]

    def text(group: int, column: int) -> str:
        k = index((group, column))
        return chart.captions[k] if chart.captions else Text("picture {0}", k + 1)

    def mark(place: Place, _x: float, _y: float) -> tuple[Shape, ...]:
        return _frames([rects[index(place)]], sheet.palette.text, _FRAME_PX)

    middles = np.array([rect.middle for rect in rects])
    rows = tuple(np.split(middles, range(layout.columns, n, layout.columns)))
    near = math.hypot(layout.width, layout.height) / 2
    return sheet.layout(Readings(rows, text, near=near, mark=mark))


def _rect(layout: WallLayout, room: Rect, index: int) -> Rect:
    left, top = layout.place(index)
    return Rect(room.left + left, room.top + top, layout.width, layout.height)


def _frames(rects: Iterable[Rect], colour: str, width: float) -> tuple[Shape, ...]:
    """Return frames whose lines lie outside of the pictures."""
    return tuple(Plate(rect.grown(width / 2), rim=colour, rim_width=width) for rect in rects)


def _ways_to_caption(sheet: Sheet, chart: PictureWall) -> list[Captions]:
    different = set(chart.captions)
    return [
        Captions(
            max(_wrapped_width(sheet, text.split(" "), lines) for text in different)
            + _CAPTION_ROOM_PX,
            lines,
            sheet.line,
        )
        for lines in range(1, _MOST_LINES + 1)
        if different
    ]


def _wrapped_width(sheet: Sheet, words: list[str], lines: int) -> float:
    """Return the least width at which words have room on so many lines."""
    if lines == 1 or len(words) < 2:
        return sheet.width_of(" ".join(words))
    return min(
        max(sheet.width_of(" ".join(words[:k])), _wrapped_width(sheet, words[k:], lines - 1))
        for k in range(1, len(words) + 1)
    )


def _write_captions(
    sheet: Sheet, chart: PictureWall, layout: WallLayout, rects: list[Rect]
) -> None:
    width = max(layout.captions.width, layout.width)
    for text, rect in zip(chart.captions, rects, strict=True):
        for k, line in enumerate(sheet.wrapped(text, width)):
            sheet.write(line, rect.middle[0], rect.bottom + 1 + k * sheet.line, anchor=(0.5, 0.0))
