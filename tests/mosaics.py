"""Mosaics of weights, as tests draw them."""

from gdstudio.pictures.mosaic import TileKind, colour_tiles


def make_mosaic(weights, limit, aspect=1.0, tile_shape=(28, 28), gap=2, kind=TileKind.NEURON):
    """Return coloured tiles side by side."""
    return colour_tiles(weights, limit, tile_shape, gap, kind).arranged(aspect)
