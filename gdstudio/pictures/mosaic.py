"""The first layer as one picture: a tile a neuron, filter or gate, and a pixel a weight."""

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

    Attributes:
        indices: uint8, read-only, shape (neurons, tile_rows, tile_columns); see `Mosaic`.
        limit: The absolute weight at either end of the colours.
        gap: Pixels between neighbouring tiles.
        kind: What a tile shows.
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
        """Return the tiles side by side.

        Args:
            aspect: Width / height of the room the mosaic should fill, above 0.
        """
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
        limit: The absolute weight shown in the strongest colour, at least 1e-9; see `nice_limit`.
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

    Of grids that draw them within 8 % as large, the one with the fewest empty places wins.

    Args:
        neurons: Number of tiles, at least 1.
        aspect: Width / height of the room, above 0.
        tile_shape: Height and width of a tile.
        gap: Pixels between tiles.
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

    A scale that followed every step would hide growth and flicker. So `current`, once given, only
    ever grows, and only when more than 2 % of the weights lie outside it.

    Args:
        weights: Any shape; what is not finite is left out.
        current: The limit in use; None chooses afresh.

    Returns:
        The smallest such value that covers 99.5 % of the absolute weights, from 1e-9 to 1e308.
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
