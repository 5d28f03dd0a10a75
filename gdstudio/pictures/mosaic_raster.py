"""How a mosaic is laid onto the screen's own pixels, every tile drawn alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

WHOLE_ENOUGH: Final = 0.9  # a whole number of screen pixels a weight is worth 10 % of the size
UNEVEN_IS_SEEN_BELOW: Final = 6  # where weights 5 and 6 pixels wide look alike anyway
WIDEST_GAP: Final = 12  # screen pixels; small filters are drawn large, what parts them is not


@dataclass(frozen=True, slots=True, eq=False)
class MosaicRaster:
    """One axis-aligned enlargement (or reduction) of a mosaic, in device pixels.

    Attributes:
        y_of: Shape (height,): for each row of the screen the row of the mosaic it shows.
        x_of: Shape (width,): for each column of the screen the column of the mosaic.
        tile_height: Height of a tile on the screen.
        tile_width: Width of a tile on the screen.
        gap: Screen pixels between tiles.
        columns: Columns of tiles.
        reduced: Whether a screen pixel stands for several weights, and shows their mean.
    """

    y_of: NDArray[np.intp]
    x_of: NDArray[np.intp]
    tile_height: int
    tile_width: int
    gap: int
    columns: int
    reduced: bool

    def draw(self, indices: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the colour indices of the screen's pixels, shape (height, width), C-contiguous."""
        if self.reduced:
            return self._mean(indices)
        return np.ascontiguousarray(indices[:, self.x_of][self.y_of])

    def tile_rectangle(self, neuron: int) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a tile on the screen."""
        row, column = divmod(neuron, self.columns)
        left = column * (self.tile_width + self.gap)
        top = row * (self.tile_height + self.gap)
        return left, top, self.tile_width, self.tile_height

    def pixel_rectangle(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return left, top, width and height, on the screen, of one pixel of the mosaic."""
        left, right = np.searchsorted(self.x_of, [column, column + 1])
        top, bottom = np.searchsorted(self.y_of, [row, row + 1])
        return int(left), int(top), int(right - left), int(bottom - top)

    def _mean(self, indices: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Average the weights under each screen pixel; leaving some out would add noise."""
        sums, n_rows = _sums(indices, self.y_of)
        sums, n_columns = _sums(np.ascontiguousarray(sums.T), self.x_of)
        means = sums / np.multiply.outer(n_columns, n_rows).astype(np.float32)
        return np.ascontiguousarray(np.rint(means).astype(np.uint8).T)


def lay_out(
    grid: tuple[int, int], tile_shape: tuple[int, int], gap: int, room: tuple[int, int]
) -> MosaicRaster | None:
    """Return the largest raster that fits, with square weights; None if the room is too small.

    Args:
        grid: Rows and columns of tiles.
        tile_shape: Height and width of a tile in weights.
        gap: Weights between tiles.
        room: Height and width of the room in device pixels.
    """
    scale = min(
        pixels / (tiles * (side + gap) - gap)
        for pixels, tiles, side in zip(room, grid, tile_shape, strict=True)
    )
    screen_gap = min(int(scale * gap), WIDEST_GAP) if scale >= 1 else min(gap, 1)
    sides = [
        (pixels - (tiles - 1) * screen_gap) // tiles
        for pixels, tiles in zip(room, grid, strict=True)
    ]
    scale = min(side / weights for side, weights in zip(sides, tile_shape, strict=True))
    if 1 < scale < UNEVEN_IS_SEEN_BELOW and int(scale) >= WHOLE_ENOUGH * scale:
        scale = int(scale)
    height, width = (int(scale * side + 1e-9) for side in tile_shape)
    if height < 1 or width < 1:
        return None
    y_of = _shown_at(grid[0], tile_shape[0], gap, height, screen_gap)
    x_of = _shown_at(grid[1], tile_shape[1], gap, width, screen_gap)
    reduced = height < tile_shape[0] or width < tile_shape[1]
    return MosaicRaster(y_of, x_of, height, width, screen_gap, grid[1], reduced)


def _shown_at(tiles: int, weights: int, gap: int, pixels: int, screen_gap: int) -> NDArray[np.intp]:
    """Return for each screen pixel along one axis the mosaic's pixel it shows."""
    tile = np.arange(pixels + screen_gap) * weights // pixels
    tile[pixels:] = weights
    starts = np.arange(tiles) * (weights + gap)
    shown = np.add.outer(starts, tile).ravel()
    return shown[: shown.size - screen_gap]


def _sums(
    values: NDArray[Any], starts: NDArray[np.intp]
) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
    """Return the sums of the runs of rows that begin at `starts`, and the length of each run.

    Five times as fast as `np.add.reduceat` for the short runs met here.
    """
    lengths = np.diff(starts, append=len(values))
    sums = values[starts].astype(np.uint32)
    for k in range(1, int(lengths.max())):
        longer = np.flatnonzero(lengths > k)
        sums[longer] += values[starts[longer] + k]
    return sums, lengths
