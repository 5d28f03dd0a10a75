"""Where the cells of a matrix lie in its room: as large as they fit, or larger and scrolled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LARGEST: Final = (96.0, 44.0)  # pixels of a cell that is not enlarged, at 100 %
ENLARGED: Final = 2.0  # how much one step of zoom enlarges

_UNEVEN_IS_SEEN: Final = 6.0  # pixels from which on cells of one more or less would look uneven


@dataclass(frozen=True, slots=True)
class MatrixLayout:
    """Cells side by side in pixels of the widget; the whole can be larger than the room.

    Attributes:
        shape: Rows and columns.
        cell: Width and height of a cell, at least 1.
        room: Width and height of what is seen of them.
        scroll: How many pixels are hidden at the left and above.
    """

    shape: tuple[int, int]
    cell: tuple[float, float]
    room: tuple[float, float]
    scroll: tuple[int, int] = (0, 0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of all cells."""
        return self.shape[1] * self.cell[0], self.shape[0] * self.cell[1]

    def visible(self) -> tuple[slice, slice]:
        """Return the rows and columns of which something is seen."""
        spans = []
        for k in (1, 0):
            first = int(self.scroll[k] // self.cell[k])
            end = int((self.scroll[k] + self.room[k]) // self.cell[k]) + 1
            spans.append(slice(first, min(end, self.shape[1 - k])))
        return spans[0], spans[1]

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """Return the left and upper edge of a cell in the room."""
        return column * self.cell[0] - self.scroll[0], row * self.cell[1] - self.scroll[1]

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the cell at a place of the room; None beside the matrix."""
        if not (0 <= x < self.room[0] and 0 <= y < self.room[1]):
            return None
        row = int((y + self.scroll[1]) // self.cell[1])
        column = int((x + self.scroll[0]) // self.cell[0])
        return (row, column) if row < self.shape[0] and column < self.shape[1] else None


def fitting_cell(
    shape: tuple[int, int], room: tuple[float, float], zoom: int, scale: float
) -> tuple[float, float]:
    """Return width and height of a cell: fitted to the room, enlarged by so many steps.

    Args:
        shape: Rows and columns.
        room: Width and height in pixels.
        zoom: Steps from 0.
        scale: The text size over the usual one.
    """
    cell = []
    for k in (0, 1):
        most = LARGEST[k] * scale
        fitted = min(max(room[k] / shape[1 - k], 1.0), most)
        side = min(fitted * ENLARGED**zoom, most)
        cell.append(side if side < _UNEVEN_IS_SEEN else float(int(side)))
    return cell[0], cell[1]
