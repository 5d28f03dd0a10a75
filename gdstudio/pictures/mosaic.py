"""The first layer as one picture: a tile a neuron, filter or gate, and a pixel a weight.

Tiles get their colours, a place beside each other, and their pixels on a screen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gdstudio.arrays import lock

if TYPE_CHECKING:
    from numpy.typing import NDArray

ZERO: Final = 127
GAP: Final = 255
SMALLEST_LIMIT: Final = 1e-9
LARGEST_LIMIT: Final = 1e308
COVERED: Final = 0.995  # a few stray weights may saturate, so that the others keep their contrast
OUTSIDE_BEFORE_GROWTH: Final = 0.02
WHOLE_ENOUGH: Final = 0.9  # a whole number of screen pixels a weight is worth 10 % of the size
UNEVEN_IS_SEEN_BELOW: Final = 6  # where weights 5 and 6 pixels wide look alike anyway
WIDEST_GAP: Final = 12  # screen pixels; small filters are drawn large, what parts them is not


class TileKind(Enum):
    """What one tile shows: weights as in `first_layer.FirstLayer`, or a feature map."""

    NEURON = "neuron"
    FILTER = "filter"
    GATE = "gate"
    MAP = "map"


@dataclass(frozen=True, slots=True, eq=False)
class Mosaic:
    """Tiles side by side, filled row after row, as indices into a table of signed colours.

    Attributes:
        indices: uint8, read-only, shape (rows * (tile_rows + gap) - gap,
            columns * (tile_columns + gap) - gap): 0 is `-limit` or less, 127 zero, 254 `limit` or
            more; 255 lies between tiles, in empty places and where a weight is not a number.
        neurons: Number of tiles that are filled; neurons, filters or gates.
        rows: Rows of tiles.
        columns: Columns of tiles.
        tile_rows: Height of a tile in pixels.
        tile_columns: Width of a tile in pixels.
        gap: Pixels between neighbouring tiles.
        limit: The absolute weight at either end of the colours.
        kind: What a tile shows.
    """

    indices: NDArray[np.uint8]
    neurons: int
    rows: int
    columns: int
    tile_rows: int
    tile_columns: int
    gap: int
    limit: float
    kind: TileKind = TileKind.NEURON

    def __post_init__(self) -> None:
        assert self.indices.dtype == np.uint8
        lock(self.indices)

    def tile(self, neuron: int) -> NDArray[np.uint8]:
        """Return the picture of one neuron, shape (tile_rows, tile_columns), a read-only view."""
        row, column = divmod(neuron, self.columns)
        y, x = row * (self.tile_rows + self.gap), column * (self.tile_columns + self.gap)
        return self.indices[y : y + self.tile_rows, x : x + self.tile_columns]


@dataclass(frozen=True, slots=True, eq=False)
class Tiles:
    """Coloured tiles that stand nowhere yet: what a thread hands over to whoever knows the room.

    `indices` have shape (neurons, tile_rows, tile_columns); for all else see `Mosaic`.
    """

    indices: NDArray[np.uint8]
    limit: float
    gap: int = 2
    kind: TileKind = TileKind.NEURON

    def __post_init__(self) -> None:
        assert self.indices.dtype == np.uint8
        assert len(self.indices) >= 1
        self.indices.setflags(write=False)

    @property
    def neurons(self) -> int:
        """Number of tiles; neurons, filters or gates."""
        return len(self.indices)

    def arranged(self, aspect: float) -> Mosaic:
        """Return the tiles side by side in a room of this width / height, above 0."""
        neurons, tile_rows, tile_columns = self.indices.shape
        rows, columns = tile_grid(neurons, aspect, (tile_rows, tile_columns), self.gap)
        high, wide = tile_rows + self.gap, tile_columns + self.gap
        padded = np.full((rows * high, columns * wide), GAP, dtype=np.uint8)
        slots = padded.reshape(rows, high, columns, wide)[:, :tile_rows, :, :tile_columns]
        full = neurons // columns
        whole_rows = self.indices[: full * columns].reshape(full, columns, tile_rows, tile_columns)
        slots[:full] = whole_rows.transpose(0, 2, 1, 3)
        if full < rows:
            rest = self.indices[full * columns :]
            slots[full, :, : len(rest)] = rest.transpose(1, 0, 2)
        indices = padded[: rows * high - self.gap, : columns * wide - self.gap].copy()
        grid = (rows, columns, tile_rows, tile_columns)
        return Mosaic(indices, neurons, *grid, self.gap, self.limit, self.kind)


def colour_tiles(
    weights: NDArray[Any],
    limit: float,
    tile_shape: tuple[int, int] = (28, 28),
    gap: int = 2,
    kind: TileKind = TileKind.NEURON,
) -> Tiles:
    """Draw the weights into each neuron, or those of a filter or gate, as tiles on one scale.

    Args:
        weights: Shape (neurons, tile_rows * tile_columns), float32 or float64, at least one neuron;
            the pixel at [r, c] of a tile is weight r * tile_columns + c. Not kept.
        limit: The absolute weight in the strongest colour, at least 1e-9; see `nice_limit`.
        tile_shape: Height and width of the pictures the network is given.
        gap: Pixels between tiles.
        kind: What a tile shows.
    """
    assert weights.shape[1] == tile_shape[0] * tile_shape[1]
    assert SMALLEST_LIMIT <= limit < math.inf
    indices = _colour_indices(weights, limit).reshape(len(weights), *tile_shape)
    return Tiles(indices, float(limit), gap, kind)


@lru_cache(maxsize=64)
def tile_grid(
    neurons: int, aspect: float, tile_shape: tuple[int, int] = (28, 28), gap: int = 2
) -> tuple[int, int]:
    """Return the rows and columns of tiles that draw `neurons` tiles largest in a given room.

    Of grids that draw them within 8 % as large, the one with the fewest empty places wins. `aspect`
    is width / height of the room, above 0.
    """
    assert neurons >= 1
    assert 0 < aspect < math.inf
    columns = np.arange(1, neurons + 1)
    rows = -(-neurons // columns)
    height = rows * (tile_shape[0] + gap) - gap
    width = columns * (tile_shape[1] + gap) - gap
    scale = np.minimum(aspect / width, 1.0 / height)
    good = np.flatnonzero(scale >= 0.92 * scale.max())
    empty = (rows * columns - neurons)[good]
    best = good[np.lexsort((-scale[good], empty))[0]]
    return int(rows[best]), int(columns[best])


def neuron_pixel_at(mosaic: Mosaic, y: int, x: int) -> tuple[int, int, int] | None:
    """Return neuron, row and column of the weight at row `y`, column `x` of the mosaic.

    None between tiles, in an empty place and outside.
    """
    tile_row, row = divmod(y, mosaic.tile_rows + mosaic.gap)
    tile_column, column = divmod(x, mosaic.tile_columns + mosaic.gap)
    inside = 0 <= tile_row < mosaic.rows and 0 <= tile_column < mosaic.columns
    neuron = tile_row * mosaic.columns + tile_column
    if not inside or row >= mosaic.tile_rows or column >= mosaic.tile_columns:
        return None
    return (neuron, row, column) if neuron < mosaic.neurons else None


def nice_limit(weights: NDArray[Any], current: float | None = None) -> float:
    """Return the end of a symmetric colour scale: 1, 2 or 5 times a power of ten.

    The smallest one from 1e-9 to 1e308 that covers 99.5 % of the absolute weights, of any shape;
    what is not finite is left out. A scale that followed every step would hide growth and flicker:
    so `current`, once given, only ever grows, and only when more than 2 % of the weights lie
    outside it.
    """
    if current is not None and _n_outside(weights, current) <= OUTSIDE_BEFORE_GROWTH * weights.size:
        return current
    sizes = np.abs(weights[np.isfinite(weights)])
    if current is not None and _n_outside(sizes, current) <= OUTSIDE_BEFORE_GROWTH * sizes.size:
        return current
    if sizes.size == 0:
        return SMALLEST_LIMIT
    k = math.ceil(COVERED * sizes.size) - 1
    return max(_next_nice(float(np.partition(sizes, k)[k])), current or 0.0)


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


@lru_cache(maxsize=16)
def lay_out(
    grid: tuple[int, int], tile_shape: tuple[int, int], gap: int, room: tuple[int, int]
) -> MosaicRaster | None:
    """Return the largest raster that fits, with square weights; None if the room is too small.

    `grid` has rows and columns of tiles, `tile_shape` height and width of a tile, and `gap` what is
    between them, in weights; `room` height and width in device pixels.
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


def _n_outside(weights: NDArray[Any], limit: float) -> int:
    return int(np.count_nonzero(np.abs(weights) > limit))


def _next_nice(size: float) -> float:
    """Return the smallest 1-2-5 value not below `size`, forgiving float32's rounding of 0.1."""
    if size <= SMALLEST_LIMIT:
        return SMALLEST_LIMIT
    if size >= LARGEST_LIMIT:
        return LARGEST_LIMIT
    size *= 1.0 - 1e-6
    exponent = math.floor(math.log10(size))
    candidates = (
        float(f"{digit}e{power}") for power in (exponent, exponent + 1) for digit in (1, 2, 5)
    )
    return next(value for value in candidates if value >= size)


def _colour_indices(weights: NDArray[Any], limit: float) -> NDArray[np.uint8]:
    """Return `weights` as colour indices, same shape; symmetric about 127."""
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.multiply(weights, weights.dtype.type(ZERO / limit))
    np.maximum(scaled, -ZERO, out=scaled)
    np.minimum(scaled, ZERO, out=scaled)
    np.rint(scaled, out=scaled)
    scaled += ZERO
    if math.isnan(float(scaled.sum())):
        scaled[np.isnan(scaled)] = GAP
    indices: NDArray[np.uint8] = scaled.astype(np.uint8)
    return indices
