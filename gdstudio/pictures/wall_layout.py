"""Where the pictures of a wall stand: as large as the room allows; no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

_GAP_PX: Final = 3.0
_WIDER_GAP: Final = 0.08  # of a picture's width
_LEAST_CAPTIONED_PX: Final = 22.0  # captions of smaller pictures are told by the pointer alone
_LEAST_CAPTIONED: Final = 0.7  # of the width they have without
_EDGE_PX: Final = 3.0
_WHOLE_FROM: Final = 3  # pixels of the screen a side: below, whole ones would cost too much size


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

    def middles(self) -> tuple[NDArray[np.float64], ...]:
        """Return the middle of each picture, row by row, each of shape (k, 2)."""
        places = np.array([self.place(k) for k in range(self.n)]).reshape(-1, 2)
        places += (self.width / 2, self.height / 2)
        return tuple(np.split(places, range(self.columns, self.n, self.columns)))


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
        captions: Ways to write the captions, the best first; the first is taken that leaves
            pictures large enough, else none is written.
        ratio: Pixels of the screen for one of the widget: a pixel of a large picture becomes a
            square of whole ones.
    """
    bare = _largest(n, shape, room, columns, Captions(), ratio)
    least = max(_LEAST_CAPTIONED_PX, _LEAST_CAPTIONED * bare.width)
    found = (_largest(n, shape, room, columns, wanted, ratio) for wanted in captions)
    return next((layout for layout in found if layout.width >= least), bare)


def _largest(
    n: int,
    shape: tuple[int, int],
    room: tuple[float, float],
    columns: int | None,
    captions: Captions,
    ratio: float,
) -> WallLayout:
    wanted = range(1, n + 1) if columns is None else (min(columns, n),)
    best = max((_fitted(n, c, shape, room, captions, ratio) for c in wanted), key=_size)
    used = (
        (best.columns - 1) * best.cell[0] + best.width,
        (best.rows - 1) * best.cell[1] + best.height + captions.height,
    )
    # The first caption may stand out at the left.
    left = max((room[0] - used[0]) / 2, (best.cell[0] - best.width) / 2 + _EDGE_PX)
    top = max((room[1] - used[1]) / 2, _EDGE_PX)
    return replace(best, corner=(round(left * ratio) / ratio, round(top * ratio) / ratio))


def _size(layout: WallLayout) -> tuple[float, int]:
    return layout.width, -layout.rows


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
