"""Pictures side by side, ink on paper in the colours of the palette."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gdstudio.pictures.charts import PictureWall
from gdstudio.pictures.palette import rgb
from gdstudio.pictures.readings import NOTHING, ChartLayout, Place, Readings
from gdstudio.pictures.scene import Image, Plate, Rect, Shape
from gdstudio.pictures.sheet import Sheet
from gdstudio.texts import Text

MANY: Final = 24  # pictures from which captions stay small, however large the wall
SMALL_TEXT: Final = 0.88
_FRAME_PX: Final = 2.0
_CAPTION_ROOM_PX: Final = 6.0
_MOST_LINES: Final = 3  # of a caption
_GAP_PX: Final = 3.0
_WIDER_GAP: Final = 0.08  # of a picture's width
_LEAST_CAPTIONED_PX: Final = 22.0  # captions of smaller pictures are told by the pointer alone
_LEAST_CAPTIONED: Final = 0.7  # of the width they have without
_EDGE_PX: Final = 3.0
_WHOLE_FROM: Final = 3  # pixels of the screen a side: below, whole ones would cost too much size


def lay_out_wall(sheet: Sheet, chart: PictureWall, room: Rect) -> ChartLayout:
    """Draw a chart; its readings are the pictures, row by row."""
    n, high, wide = chart.pictures.shape
    if not n:
        return sheet.layout(NOTHING)
    ways = _ways_to_caption(sheet, chart)
    room_size = room.width, room.height
    layout = wall_layout(n, (high, wide), room_size, chart.columns, ways, sheet.ratio)
    places = [layout.place(k) for k in range(n)]
    size = layout.width, layout.height
    rects = [Rect(room.left + left, room.top + top, *size) for left, top in places]
    paper, ink = (rgb(c).astype(np.float64) for c in (sheet.palette.base, sheet.palette.text))
    shades = np.rint(np.linspace(paper, ink, 256)).astype(np.uint8)
    for picture, rect in zip(chart.pictures, rects, strict=True):
        sheet.add(Image(shades[picture], rect))
    sheet.add(*_frames(rects, sheet.palette.outline, 1.0))
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


@dataclass(frozen=True, slots=True)
class Captions:
    """Room for the captions: as wide as the widest, on so many lines of a height."""

    width: float = 0.0
    lines: int = 0
    line: float = 0.0

    @property
    def height(self) -> float:
        """The room below a picture."""
        return self.lines * self.line + 2 if self.lines else 0.0


@dataclass(frozen=True, slots=True)
class WallLayout:
    """Rows of pictures.

    Attributes:
        n: Pictures.
        columns: In a row.
        width: Of a picture, in pixels of the widget.
        height: Of a picture.
        cell: Width and height from one picture to the next.
        corner: Left and top of the first picture.
        captions: Below each picture.
    """

    n: int
    columns: int
    width: float
    height: float
    cell: tuple[float, float]
    corner: tuple[float, float]
    captions: Captions

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return math.ceil(self.n / self.columns)

    def place(self, index: int) -> tuple[float, float]:
        """Return left and top of a picture."""
        row, column = divmod(index, self.columns)
        return self.corner[0] + column * self.cell[0], self.corner[1] + row * self.cell[1]


def wall_layout(
    n: int,
    shape: tuple[int, int],
    room: tuple[float, float],
    columns: int | None,
    captions: Sequence[Captions],
    ratio: float = 1.0,
) -> WallLayout:
    """Return the layout with the largest pictures.

    Args:
        n: Pictures, at least one.
        shape: Rows and columns of pixels of each.
        room: Width and height there are.
        columns: Pictures in a row; None leaves it free.
        captions: Ways to write them, the best first: the first one that fits, or none, is taken.
        ratio: Pixels of the screen for one of the widget; large pictures have whole ones.
    """

    def largest(wanted: Captions) -> WallLayout:
        in_row = range(1, n + 1) if columns is None else (min(columns, n),)
        found = (_fitted(n, columns, shape, room, wanted, ratio) for columns in in_row)
        return max(found, key=lambda layout: (layout.width, -layout.rows))

    bare = largest(Captions())
    least = max(_LEAST_CAPTIONED_PX, _LEAST_CAPTIONED * bare.width)
    best = next((layout for layout in map(largest, captions) if layout.width >= least), bare)
    used = (
        (best.columns - 1) * best.cell[0] + best.width,
        (best.rows - 1) * best.cell[1] + best.height + best.captions.height,
    )
    # The first caption may stand out at the left.
    left = max((room[0] - used[0]) / 2, (best.cell[0] - best.width) / 2 + _EDGE_PX)
    top = max((room[1] - used[1]) / 2, _EDGE_PX)
    return replace(best, corner=(round(left * ratio) / ratio, round(top * ratio) / ratio))


def _fitted(
    n: int,
    columns: int,
    shape: tuple[int, int],
    room: tuple[float, float],
    captions: Captions,
    ratio: float,
) -> WallLayout:
    rows = math.ceil(n / columns)
    high, wide = shape
    across = (room[0] - 2 * _EDGE_PX) / columns
    down = (room[1] - 2 * _EDGE_PX) / rows - captions.height
    if captions.width > across:
        pixel = 1e-3
    else:
        gap = max(_GAP_PX, _WIDER_GAP * across)
        pixel = max(min((across - gap) / wide, (down - _GAP_PX) / high), 1e-3)
    whole = math.floor(pixel * ratio)
    if whole >= _WHOLE_FROM:
        pixel = whole / ratio
    width, height = pixel * wide, pixel * high
    gap = max(_GAP_PX, _WIDER_GAP * width)
    cell = max(width + gap, captions.width), height + captions.height + gap
    cell = min(cell[0], max(across, width + 1)), min(cell[1], max(down + captions.height, height))
    snapped = tuple(math.floor(side * ratio) / ratio for side in cell)
    return WallLayout(n, columns, width, height, (snapped[0], snapped[1]), (0.0, 0.0), captions)
