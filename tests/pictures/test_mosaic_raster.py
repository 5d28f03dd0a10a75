import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect

from gdstudio.pictures.mosaic import GAP, lay_out
from gdstudio.studio.views.weights.mosaic_picture import PlacedMosaic
from tests.mosaics import make_mosaic


def test_that_an_enlargement_repeats_every_weight() -> None:
    mosaic = make_mosaic(np.random.default_rng(0).uniform(-1, 1, (4, 6)), 1.0, 1.5, (2, 3), 1)

    raster = lay_out((2, 2), (2, 3), 1, (5 * 4, 7 * 4))

    assert raster is not None
    expected = np.repeat(np.repeat(mosaic.indices, 4, axis=0), 4, axis=1)
    np.testing.assert_array_equal(raster.draw(mosaic.indices), expected)
    assert raster.tile_rectangle(3) == (16, 12, 12, 8)


def test_that_a_reduction_shows_means_and_keeps_the_gaps() -> None:
    tiles = np.array([[0.0, 1.0, 1.0, 1.0] * 2 + [-1.0] * 8, [1.0] * 16])
    mosaic = make_mosaic(tiles, 1.0, 2.0, (4, 4), 2)

    raster = lay_out((1, 2), (4, 4), 2, (2, 5))

    assert raster is not None
    # (127 + 254 + 127 + 254) / 4 = 190.5 -> 190
    expected = [[190, 254, GAP, 254, 254], [0, 0, GAP, 254, 254]]
    np.testing.assert_array_equal(raster.draw(mosaic.indices), expected)


@given(
    st.integers(1, 40),
    st.tuples(st.integers(1, 30), st.integers(1, 30)),
    st.integers(0, 4),
    st.tuples(st.integers(1, 300), st.integers(1, 300)),
)
def test_that_a_picture_fits_its_room_and_every_tile_is_drawn_alike(
    neurons: int, tile_shape: tuple[int, int], gap: int, room: tuple[int, int]
) -> None:
    tile = np.random.default_rng(neurons).uniform(-1, 1, tile_shape[0] * tile_shape[1])
    mosaic = make_mosaic(np.tile(tile, (neurons, 1)), 1.0, room[1] / room[0], tile_shape, gap)
    raster = lay_out((mosaic.rows, mosaic.columns), tile_shape, gap, room)
    assume(raster is not None)
    assert raster is not None

    screen = raster.draw(mosaic.indices)

    assert screen.shape[0] <= room[0]
    assert screen.shape[1] <= room[1]
    for neuron in range(neurons):
        left, top, width, height = raster.tile_rectangle(neuron)
        drawn = screen[top : top + height, left : left + width]
        np.testing.assert_array_equal(drawn, screen[:height, :width])


@pytest.mark.parametrize("room", [(1, 1), (0, 50), (50, 3), (-4, 10)])
def test_that_too_small_a_room_holds_no_picture(room: tuple[int, int]) -> None:
    assert lay_out((4, 4), (28, 28), 2, room) is None


def test_that_the_weight_under_a_point_is_found_on_a_fine_screen() -> None:
    mosaic = make_mosaic(np.zeros((2, 784)), 1.0, 2.0)
    placed = PlacedMosaic(mosaic, -1, QRect(10, 20, 58, 28), 2.0)

    assert placed.pixel_at(QPointF(10.2, 20.2)) == (0, 0, 0)
    assert placed.pixel_at(QPointF(10 + 5.9, 20 + 12.1)) == (0, 12, 5)
    assert placed.pixel_at(QPointF(10 + 30 + 27.5, 20 + 27.5)) == (1, 27, 27)
    assert placed.pixel_at(QPointF(10 + 29, 25)) is None
    assert placed.pixel_at(QPointF(9.9, 25)) is None


def test_that_an_enlarged_neuron_fills_the_room_and_keeps_its_name() -> None:
    mosaic = make_mosaic(np.zeros((9, 784)), 1.0)
    placed = PlacedMosaic(mosaic, 7, QRect(0, 0, 300, 280), 1.0)

    assert placed.pixel_at(QPointF(10 + 5 * 10 + 1, 12 * 10 + 9)) == (7, 12, 5)
    assert placed.pixel_at(QPointF(9, 100)) is None
    assert placed.pixel_rectangle(12, 5) == QRect(60, 120, 10, 10)
