import numpy as np
import pytest

from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from gdstudio.pictures.mosaic import GAP, TileKind
from tests.networks import make_network

DIGIT = PictureShape(1, 28, 28)


def layout(architecture, pictures=DIGIT):
    network = make_network(architecture, pictures, 10, dtype=np.float64)
    return network, first_layer(network, pictures)


def test_that_a_tile_is_all_weights_of_a_neuron():
    network = Network.dense([784, 16, 10], dtype=np.float64)
    layer = first_layer(network, DIGIT)
    network.part("W1")[3, 5 * 28 + 7] = 0.25  # pixel in row 5, column 7
    tiles = layer.tiles(network.parameters)
    assert (layer.kind, layer.n_tiles, layer.tile_shape) == (TileKind.NEURON, 16, (28, 28))
    assert tiles[3].reshape(28, 28)[5, 7] == 0.25
    assert np.count_nonzero(tiles) == 1


def test_that_a_tile_is_a_filter_and_not_its_mirror_image():
    network, layer = layout("conv 4@3x5, pool 2, dense 8")
    network.part("W1")[2, 0, 1, 4] = -0.5
    tiles = layer.tiles(network.parameters)
    assert (layer.kind, layer.n_tiles, layer.tile_shape) == (TileKind.FILTER, 4, (3, 5))
    assert tiles[2].reshape(3, 5)[1, 4] == -0.5
    assert np.count_nonzero(tiles) == 1


def test_that_a_tile_is_a_gate_pixels_down_and_units_across():
    network, layer = layout("lstm 6")
    network.part("W1")[1 * 6 + 4, 9] = 0.75  # gates stand in the order i, f, o, g
    tiles = layer.tiles(network.parameters)
    assert (layer.kind, layer.n_tiles, layer.tile_shape) == (TileKind.GATE, 4, (28, 6))
    assert tiles[1].reshape(28, 6)[9, 4] == 0.75
    assert np.count_nonzero(tiles) == 1


def test_that_a_simple_recurrent_layer_has_one_tile():
    network, layer = layout("rnn 5")
    network.part("W1")[4, 27] = 1.0
    assert (layer.kind, layer.n_tiles, layer.tile_shape) == (TileKind.GATE, 1, (28, 5))
    assert layer.tiles(network.parameters)[0].reshape(28, 5)[27, 4] == 1.0


def test_that_weights_behind_a_pool_have_the_shape_of_what_it_makes():
    network, layer = layout("average pool 2, dense 3", PictureShape(1, 28, 20))
    network.part("W2")[1, 2 * 10 + 9] = 1.0
    assert (layer.kind, layer.n_tiles, layer.tile_shape) == (TileKind.NEURON, 3, (14, 10))
    assert layer.tiles(network.parameters)[1].reshape(14, 10)[2, 9] == 1.0


@pytest.mark.parametrize(("architecture", "gap"), [("conv 4@3x5", 1), ("rnn 5", 2), ("", 2)])
def test_that_filters_stand_closer_than_other_tiles(architecture, gap):
    network, layer = layout(architecture or "dense 7")
    assert layer.coloured(layer.tiles(network.parameters), 1.0).gap == gap


def test_that_the_mosaic_stands_upright():
    network, layer = layout("lstm 3")
    network.part("W1")[0 * 3 + 2, 1] = 1.0  # input gate, unit 2, pixel 1
    mosaic = layer.coloured(layer.tiles(network.parameters), 1.0).arranged(1.0)
    assert mosaic.kind is TileKind.GATE
    assert mosaic.tile(0)[1, 2] == 254
    assert np.count_nonzero((mosaic.indices != 127) & (mosaic.indices != GAP)) == 1
