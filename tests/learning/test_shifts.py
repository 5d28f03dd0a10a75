import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.data.digits import Digits
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.shifts import ShiftMap, shift_accuracy, shift_outputs, shifted

SHAPE = PictureShape(1, 5, 6)


def made_up_digits(n=40) -> Digits:
    rng = np.random.default_rng(3)
    images, labels = rng.integers(0, 256, (n, SHAPE.size)), rng.integers(0, 3, n)
    return Digits(images.astype(np.uint8), labels.astype(np.uint8), 3, rows=5, columns=6)


def made_up_network(architecture="conv 2@3, dense 4") -> Network:
    network = Recipe(architecture=architecture, activation="relu").make_network(SHAPE, 3)
    network.initialize("he", np.random.default_rng(1))
    return network


def last_map(network, digits, reach) -> ShiftMap:
    *_, last = shift_accuracy(network, digits, reach)
    assert isinstance(last, ShiftMap)
    return last


def test_that_a_picture_is_moved_right_and_down_and_what_enters_is_background():
    picture = np.arange(1, 7, dtype=np.uint8).reshape(1, 2, 3)
    np.testing.assert_array_equal(shifted(picture, 1, 0), [[[0, 1, 2], [0, 4, 5]]])
    np.testing.assert_array_equal(shifted(picture, -2, 1), [[[0, 0, 0], [3, 0, 0]]])
    np.testing.assert_array_equal(shifted(picture, 0, 0), picture)
    assert not shifted(picture, 3, 0).any()
    assert not shifted(picture, 0, -5).any()


@given(dx=st.integers(-9, 9), dy=st.integers(-9, 9))
def test_that_every_pixel_moves_alike_or_leaves(dx, dy):
    pictures = np.arange(1, 41, dtype=np.uint8).reshape(2, 4, 5)
    moved = shifted(pictures, dx, dy)
    for i, r, c in np.ndindex(pictures.shape):
        is_inside = 0 <= r - dy < 4 and 0 <= c - dx < 5
        assert moved[i, r, c] == (pictures[i, r - dy, c - dx] if is_inside else 0)
    assert moved.dtype == np.uint8


def test_that_the_accuracy_at_each_shift_is_that_of_moved_digits():
    network, digits, reach = made_up_network(), made_up_digits(), 2
    found = last_map(network, digits, reach)
    assert found.shifts.tolist() == [-2, -1, 0, 1, 2]
    assert found.examples == 40
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            padded = np.pad(digits.pictures(), ((0, 0), (reach, reach), (reach, reach)))
            top, left = reach - dy, reach - dx
            moved = padded[:, top : top + 5, left : left + 6].reshape(40, -1)
            other = Digits(moved.copy(), digits.labels, 3, rows=5, columns=6)
            right = evaluate(network, other, find_cost("squared-error", "sigmoid")).accuracy
            assert found.at(dx, dy) == found.accuracy[dy + reach, dx + reach] == right


def test_that_the_map_grows_from_the_middle_and_shares_rise_to_1():
    items = list(shift_accuracy(made_up_network("dense 4"), made_up_digits(), 1))
    maps = [item for item in items if isinstance(item, ShiftMap)]
    shares = [item for item in items if isinstance(item, float)]
    assert np.isfinite(maps[0].at(0, 0))
    assert [np.isfinite(each.accuracy).sum() for each in maps] == list(range(1, 10))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with pytest.raises(ValueError, match="read-only"):
        maps[0].accuracy[0, 0] = 1


def test_that_the_share_is_told_often_for_many_digits():
    items = list(shift_accuracy(made_up_network("dense 4"), made_up_digits(1700), 0))
    assert [isinstance(item, float) for item in items] == [True] * 4 + [False]


def test_that_the_outputs_at_each_shift_are_those_of_the_moved_picture():
    network, digits = made_up_network(), made_up_digits(1)
    outputs = shift_outputs(network, digits, 2)
    assert outputs.shape == (5, 5, 3)
    for dx, dy in ((0, 0), (-2, 1), (2, 2)):
        moved = shifted(digits.pictures(), dx, dy).reshape(1, -1)
        alone = network.forward(moved.astype(np.float32) * np.float32(1 / 255))
        np.testing.assert_allclose(outputs[2 + dy, 2 + dx], alone[0], rtol=1e-5)
