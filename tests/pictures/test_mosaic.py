import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.pictures.mosaic import (
    GAP,
    Mosaic,
    neuron_pixel_at,
    nice_limit,
    tile_grid,
)
from tests.mosaics import make_mosaic


def test_that_a_hand_drawn_mosaic_has_every_weight_at_its_place() -> None:
    weights = np.array([[-2.0, 0.0, 1.0, 0.5, -1.0, 0.25], [2.0, 1e9, -1e9, 0.0, 0.0, -0.5]])

    mosaic = make_mosaic(weights, limit=2.0, aspect=7 / 2, tile_shape=(2, 3), gap=1)

    # round(127 * w / 2), half to even, + 127: 1 -> 63.5 -> 64 + 127, 0.5 -> 31.75 -> 32 + 127,
    # -1 -> -64 + 127, 0.25 -> 15.875 -> 16 + 127, -0.5 -> -32 + 127
    expected = [[0, 127, 191, 255, 254, 254, 0], [159, 63, 143, 255, 127, 127, 95]]
    np.testing.assert_array_equal(mosaic.indices, expected)
    assert (mosaic.rows, mosaic.columns, mosaic.neurons, mosaic.limit) == (1, 2, 2, 2.0)


def test_that_opposite_weights_get_opposite_colours() -> None:
    weights = np.linspace(-1.3, 1.3, 784).reshape(1, 784)

    there = make_mosaic(weights, 1.0).indices.astype(int)
    back = make_mosaic(-weights, 1.0).indices.astype(int)

    np.testing.assert_array_equal(there - 127, 127 - back)


def test_that_zero_is_exactly_the_neutral_colour_at_any_limit() -> None:
    for limit in (1e-9, 0.3, 1e30, 1e308):
        for dtype in (np.float32, np.float64):
            assert (make_mosaic(np.zeros((1, 4), dtype), limit, 1.0, (2, 2)).indices == 127).all()


@given(
    st.integers(1, 60), st.integers(1, 5), st.integers(1, 5), st.integers(0, 3), st.floats(0.1, 10)
)
def test_that_every_weight_is_drawn_once_and_found_again(
    neurons: int, rows: int, columns: int, gap: int, aspect: float
) -> None:
    n = neurons * rows * columns
    weights = np.random.default_rng(n).uniform(-1, 1, (neurons, rows * columns))

    mosaic = make_mosaic(weights, 1.0, aspect, (rows, columns), gap)

    found = 0
    for y in range(-2, mosaic.indices.shape[0] + 2):
        for x in range(-2, mosaic.indices.shape[1] + 2):
            place = neuron_pixel_at(mosaic, y, x)
            if place is not None:
                neuron, row, column = place
                weight = weights[neuron, row * columns + column]
                assert abs(mosaic.indices[y, x] - (127 + 127 * weight)) <= 0.501
                found += 1
            elif 0 <= y < mosaic.indices.shape[0] and 0 <= x < mosaic.indices.shape[1]:
                assert mosaic.indices[y, x] == GAP
    assert found == n


def test_that_nothing_is_found_outside_between_tiles_and_in_empty_places() -> None:
    mosaic = make_mosaic(np.zeros((3, 4)), 1.0, aspect=1.0, tile_shape=(2, 2), gap=1)

    assert (mosaic.rows, mosaic.columns) == (2, 2)
    assert neuron_pixel_at(mosaic, 4, 1) == (2, 1, 1)
    for y, x in ((2, 0), (0, 2), (3, 3), (-1, 0), (0, -1), (5, 0), (0, 5), (0, 6)):
        assert neuron_pixel_at(mosaic, y, x) is None


def test_that_a_tile_is_the_picture_of_its_neuron() -> None:
    weights = np.random.default_rng(3).uniform(-1, 1, (7, 6)).astype(np.float32)

    mosaic = make_mosaic(weights, 1.0, 1.5, (2, 3), 2)

    for neuron in range(7):
        expected = np.rint(127 + 127 * weights[neuron].astype(float)).reshape(2, 3)
        np.testing.assert_array_equal(mosaic.tile(neuron), expected)


def test_that_what_is_not_a_number_is_left_blank_and_infinity_saturates() -> None:
    weights = np.array([[np.nan, np.inf, -np.inf, 1e38]], np.float32)

    mosaic = make_mosaic(weights, 1e-9, 1.0, (2, 2))

    np.testing.assert_array_equal(mosaic.indices, [[GAP, 254], [0, 254]])


def test_that_a_mosaic_is_read_only_and_shares_nothing() -> None:
    weights = np.zeros((2, 4))

    mosaic = make_mosaic(weights, 1.0, 1.0, (2, 2))
    weights[:] = 1.0

    assert (mosaic.tile(1) == 127).all()
    with pytest.raises(ValueError, match="read-only"):
        mosaic.indices[0, 0] = 1
    with pytest.raises(AttributeError):
        mosaic.limit = 2.0  # type: ignore[misc]


def test_that_transposed_weights_are_drawn_as_they_read() -> None:
    stored = np.random.default_rng(5).uniform(-1, 1, (6, 5))

    of_view = make_mosaic(stored.T, 1.0, 2.0, (2, 3))
    of_copy = make_mosaic(stored.T.copy(), 1.0, 2.0, (2, 3))

    np.testing.assert_array_equal(of_view.indices, of_copy.indices)


@pytest.mark.parametrize(
    ("neurons", "aspect", "expected"),
    [(1, 3.0, (1, 1)), (2, 3.0, (1, 2)), (2, 0.3, (2, 1)), (16, 1.0, (4, 4)), (16, 4.0, (2, 8))],
)
def test_that_the_grid_follows_the_room(
    neurons: int, aspect: float, expected: tuple[int, int]
) -> None:
    assert tile_grid(neurons, aspect) == expected


@given(st.integers(1, 512), st.floats(0.05, 20))
def test_that_no_other_grid_draws_tiles_much_larger(neurons: int, aspect: float) -> None:
    def size(rows: int, columns: int) -> float:
        return min(aspect / (30 * columns - 2), 1 / (30 * rows - 2))

    rows, columns = tile_grid(neurons, aspect)

    best = max(size(math.ceil(neurons / c), c) for c in range(1, neurons + 1))
    assert rows * columns >= neurons > (rows - 1) * columns
    assert size(rows, columns) >= 0.92 * best - 1e-12


@pytest.mark.parametrize(
    ("size", "limit"),
    [(0.1, 0.1), (0.11, 0.2), (0.2, 0.2), (0.3, 0.5), (0.51, 1.0), (1.0, 1.0), (7.0, 10.0)],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_limit_is_the_next_of_1_2_5(size: float, limit: float, dtype: type) -> None:
    assert nice_limit(np.full((2, 50), -size, dtype)) == limit


def test_that_a_few_stray_weights_do_not_stretch_the_scale() -> None:
    weights = np.full(1000, 0.09)
    weights[:5] = 40.0
    assert nice_limit(weights) == 0.1

    weights[5] = 40.0
    assert nice_limit(weights) == 50.0


def test_that_a_limit_in_use_only_grows_and_only_when_it_must() -> None:
    weights = np.full(1000, 0.01)
    assert nice_limit(weights, current=0.5) == 0.5

    weights[:20] = 0.9
    assert nice_limit(weights, current=0.5) == 0.5

    weights[20] = 0.9
    assert nice_limit(weights, current=0.5) == 1.0


def test_that_every_input_has_a_limit_that_can_be_drawn() -> None:
    for values in ([0.0], [], [np.nan, np.inf], [1e-300], [1.7e308], [np.nan, 0.3], [5e-324]):
        weights = np.array(values)
        for current in (None, 0.5):
            limit = nice_limit(weights, current)
            assert 1e-9 <= limit <= 1e308
    assert nice_limit(np.array([np.nan, np.inf, 0.3])) == 0.5
    assert nice_limit(np.array([np.inf, np.inf, 0.3]), current=0.5) == 0.5


def test_that_512_neurons_fit_one_mosaic() -> None:
    weights = np.random.default_rng(0).normal(0, 0.1, (512, 784)).astype(np.float32)

    mosaic = make_mosaic(weights, nice_limit(weights), 2.3)

    assert isinstance(mosaic, Mosaic)
    assert (mosaic.indices != GAP).sum() == 512 * 784
