"""One layer in its place: where its cells, its pictures and its words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Floats, lock
from gdstudio.pictures.diagram.values import Cells, DiagramLayer, Form
from gdstudio.pictures.scene import Rect

MORE: Final = -1
"""In place of a cell: the words about units that are not drawn."""

_NEAR_PX: Final = 4.0  # beside a small circle the pointer still means it


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One layer, laid out; all in pixels.

    Attributes:
        layer: The layer, of which form, shape and units drawn count.
        rect: Holds all cells.
        cells: Which are drawn, shape (k,), rising, read-only.
        centres: Of the cells, shape (k, 2), read-only.
        radius: Of a circle, or half the side of a pixel.
        tiles: Where the pictures stand: of the digit one, of maps one each; else none.
        history: Where the states of a reading stand, a line for each unit; else None.
        more: Where the words stand that tell of units not drawn; None where all are.
    """

    layer: DiagramLayer
    rect: Rect
    cells: Cells
    centres: Floats
    radius: float
    tiles: tuple[Rect, ...] = ()
    history: Rect | None = None
    more: Rect | None = None

    def __post_init__(self) -> None:
        lock(self.cells, self.centres)

    @property
    def is_round(self) -> bool:
        """Whether its cells are circles."""
        return self.layer.form in (Form.NEURONS, Form.READING)

    @property
    def n_hidden(self) -> int:
        """How many units are not drawn."""
        return self.layer.n_units - len(self.layer.shown)

    @property
    def middle(self) -> float:
        """Where its words stand, across."""
        return self.rect.middle[0]

    def holds(self, cell: int) -> bool:
        """Return whether a cell is drawn."""
        return self._position(cell) is not None

    def centre(self, cell: int) -> tuple[float, float] | None:
        """Return where a cell, or the words, stand; None if they are not drawn."""
        if cell == MORE:
            return None if self.more is None else self.more.middle
        k = self._position(cell)
        return None if k is None else (float(self.centres[k, 0]), float(self.centres[k, 1]))

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the cell drawn at a place, a circle also close beside it."""
        near = max(self.radius, _NEAR_PX) if self.is_round else 0.0
        area = self.rect.grown(near)
        if not (area.left <= x < area.right and area.top <= y < area.bottom):
            return None
        if not self.is_round and not any(
            tile.left <= x < tile.right and tile.top <= y < tile.bottom for tile in self.tiles
        ):
            return None
        apart = np.hypot(*(self.centres - (x, y)).T)
        k = int(apart.argmin())
        is_hit = not self.is_round or apart[k] <= max(1.3 * self.radius, self.radius + _NEAR_PX)
        return int(self.cells[k]) if is_hit else None

    def moment_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return the unit and the row read, from 0, whose state is drawn at a place."""
        box = self.history
        if box is None or not (box.left <= x < box.right and box.top <= y < box.bottom):
            return None
        moments = len(self.layer.values) if self.layer.values is not None else 0
        unit = int((y - box.top) / box.height * len(self.layer.shown))
        moment = int((x - box.left) / box.width * moments)
        return (int(self.layer.shown[unit]), moment) if moments else None

    def moment_rect(self, unit: int, moment: int) -> Rect | None:
        """Return where the state of a unit after a row is drawn; None if it is not."""
        k, box = self._position(unit), self.history
        if k is None or box is None or self.layer.values is None:
            return None
        wide, high = box.width / len(self.layer.values), box.height / len(self.layer.shown)
        return Rect(box.left + moment * wide, box.top + k * high, wide, high)

    def moment_step(
        self, unit: int, row: int | None, step: tuple[int, int]
    ) -> tuple[int, int | None] | None:
        """Return unit and row to which an arrow key leads among the states after each row.

        From the circle of a unit, which stands behind its last state, Left goes to that state, and
        on to those before it.

        Args:
            unit: In the layer.
            row: After which row its state is meant, from 0; None for the circle.
            step: (right, down).

        Returns:
            No row for the circle; None where the key leads on as from any circle.
        """
        if self.history is None or self.layer.values is None or not self.holds(unit):
            return None
        last = len(self.layer.values) - 1
        if row is None:
            return (unit, last) if step == (-1, 0) else None
        if step[0]:
            other = row + step[0]
            return None if other < 0 else (unit, other if other <= last else None)
        beside = self.neighbour(unit, step)
        return unit if beside is None or beside == MORE else beside, row

    def places(self, cells: Cells) -> Floats:
        """Return the centres of cells, shape (n, 2), NaN of those that are not drawn."""
        k = np.searchsorted(self.cells, cells)
        k[k == len(self.cells)] = 0
        found: Floats = self.centres[k].copy()
        found[self.cells[k] != cells] = np.nan
        return found

    def tile_edges(self, units: Cells, *, right: bool) -> Floats:
        """Return the middle of an edge of each unit's picture, shape (n, 2), NaN if not drawn."""
        edges = [(tile.right if right else tile.left, tile.middle[1]) for tile in self.tiles]
        k = np.searchsorted(self.layer.shown, units)
        k[k == len(self.layer.shown)] = 0
        found: Floats = np.array(edges)[k]
        found[self.layer.shown[k] != units] = np.nan
        return found

    def neighbour(self, cell: int, step: tuple[int, int]) -> int | None:
        """Return the nearest cell in a direction (right, down), None where the column ends."""
        here = self.centre(cell)
        if here is None or (cell == MORE and step[0]):
            return None
        if cell == MORE:
            return int(self.cells[-1]) if step[1] < 0 else None
        across, down = ((self.centres - here) / max(self.radius, 1e-9)).T
        along, aside = (across * step[0], down) if step[0] else (down * step[1], across)
        ahead = np.flatnonzero(along > 0.5)
        if not len(ahead):
            return MORE if step[1] > 0 and self.more is not None else None
        cost = along[ahead] + 8 * np.abs(aside[ahead])
        best = int(ahead[cost.argmin()])
        # beside a tile or a column there is nothing; what lies far aside is not meant
        return int(self.cells[best]) if abs(aside[best]) <= max(along[best], 1.0) else None

    def nearest(self, y: float, *, from_left: bool) -> int:
        """Return the cell one comes to from a height, from the left or from the right."""
        x = self.rect.left if from_left else self.rect.right
        apart = np.abs(self.centres[:, 1] - y) + 0.1 * np.abs(self.centres[:, 0] - x)
        return int(self.cells[int(apart.argmin())])

    def _position(self, cell: int) -> int | None:
        k = int(np.searchsorted(self.cells, cell))
        return k if k < len(self.cells) and self.cells[k] == cell else None
