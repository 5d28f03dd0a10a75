import numpy as np
import pytest

from gdstudio.learning.shapes import PictureShape, as_pictures, as_rows, pair_text

SHAPE = PictureShape(2, 3, 4)


@pytest.mark.parametrize("batch", [0, 1, 5])
def test_that_rows_and_pictures_hold_the_same_numbers(batch):
    X = np.arange(batch * 24.0).reshape(batch, 24)
    for rows in (X, np.asfortranarray(X)):
        pictures = as_pictures(rows, SHAPE)
        assert pictures.shape == (2, 3, 4, batch)
        assert pictures.flags.c_contiguous
        for n in range(batch):
            assert pictures[..., n].tolist() == X[n].reshape(SHAPE).tolist()
        np.testing.assert_array_equal(as_rows(pictures), X)


def test_that_only_what_stands_the_other_way_is_copied():
    X = np.zeros((5, 24))
    assert not np.shares_memory(as_pictures(X, SHAPE), X)
    pictures = np.zeros((2, 3, 4, 5))
    rows = as_rows(pictures)
    assert np.shares_memory(rows, pictures)
    assert np.shares_memory(as_pictures(rows, SHAPE), pictures)


def test_that_pairs_are_short_where_they_can_be():
    assert SHAPE.size == 24
    assert pair_text((5, 3)) == "5x3"
    assert pair_text((2, 2)) == "2"
