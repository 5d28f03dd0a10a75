"""The weights that see the picture, laid out as tiles: of neurons, of filters or of gates."""

from __future__ import annotations

from dataclasses import dataclass

from gdstudio.arrays import Array
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.network import Network, ParameterSlice
from gdstudio.learning.recurrent import Recurrent
from gdstudio.learning.shapes import PictureShape
from gdstudio.pictures.mosaic import TileKind, Tiles, colour_tiles


@dataclass(frozen=True, slots=True)
class FirstLayer:
    """How the first weights of a network become tiles.

    Attributes:
        part: Where they stand in the vector.
        kind: What a tile is: all weights of a neuron, in the shape of the picture; one filter; or
            the input weights of one gate, a row for each number of a step and a column for each
            unit.
        n_tiles: Number of tiles.
        tile_shape: Rows and columns of a tile.
    """

    part: ParameterSlice
    kind: TileKind
    n_tiles: int
    tile_shape: tuple[int, int]

    def tiles(self, vector: Array) -> Array:
        """Return what stands in `vector` (n,) as (n_tiles, tile_rows * tile_columns).

        A view where the memory allows it, else a copy.
        """
        values = vector[self.part.start : self.part.stop]
        if self.kind is TileKind.GATE:
            n_features, n_units = self.tile_shape
            values = values.reshape(self.n_tiles, n_units, n_features).transpose(0, 2, 1)
        return values.reshape(self.n_tiles, -1)

    def coloured(self, tiles: Array, limit: float) -> Tiles:
        """Return tiles as pictures, see `colour_tiles`."""
        gap = 1 if self.kind is TileKind.FILTER else 2
        return colour_tiles(tiles, limit, self.tile_shape, gap, self.kind)


def first_layer(network: Network, in_shape: PictureShape) -> FirstLayer:
    """Return the layout of the first layer that has weights.

    Args:
        network: Any network; its parameters do not matter.
        in_shape: Shape of the pictures it sees.
    """
    part = network.slices[0]
    layer = network.layers[part.layer]
    if isinstance(layer, Conv2D):
        filters, channels, rows, columns = part.shape
        return FirstLayer(part, TileKind.FILTER, filters * channels, (rows, columns))
    if isinstance(layer, Recurrent):
        shape = layer.n_features, layer.n_out
        return FirstLayer(part, TileKind.GATE, layer.n_gates, shape)
    before = network.layers[part.layer - 1].out_shape if part.layer else in_shape
    channels, rows, columns = before
    return FirstLayer(part, TileKind.NEURON, part.shape[0], (channels * rows, columns))
