import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gdstudio.data.augmentation import resample
from gdstudio.data.opening import load_data_set


def places(n, rows, columns):
    """Return the places that leave every pixel where it is."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return np.tile(x, (n, 1, 1)), np.tile(y, (n, 1, 1))


def level_at(image, x, y):
    """Return the level at one place, from the definition: a tent around every pixel."""
    rows, columns = image.shape
    return sum(
        float(image[r, c]) * max(0.0, 1 - abs(y - r)) * max(0.0, 1 - abs(x - c))
        for r in range(rows)
        for c in range(columns)
    )


def test_that_pixels_read_in_their_places_stay_as_they_are():
    images = np.random.default_rng(1).integers(0, 256, (5, 7, 4), np.uint8)
    np.testing.assert_array_equal(resample(images, *places(5, 7, 4)), images)


def test_that_a_level_between_four_pixels_is_the_one_worked_by_hand():
    # At a quarter to the right and a half down of [[10, 50], [90, 210]]:
    # upper 10 + 40 / 4 = 20, lower 90 + 120 / 4 = 120, between them 70.
    image = np.array([[[10, 50], [90, 210]]], np.uint8)
    x, y = np.full((1, 2, 2), 0.25, np.float32), np.full((1, 2, 2), 0.5, np.float32)
    np.testing.assert_array_equal(resample(image, x, y), np.full((1, 2, 2), 70))


@given(seed=st.integers(0, 2**32), rows=st.integers(1, 6), columns=st.integers(1, 6))
def test_that_every_level_is_the_sum_of_tents(seed, rows, columns):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (2, rows, columns), np.uint8)
    x, y = rng.uniform(-3, 9, (2, 2, rows, columns)).astype(np.float32)
    found = resample(images, x, y)
    for place in np.ndindex(images.shape):
        wanted = level_at(images[place[0]], float(x[place]), float(y[place]))
        assert abs(float(found[place]) - wanted) <= 0.5 + 1e-3


@pytest.mark.parametrize("far", [-1e30, -2.0, 28.0, 1e30])
def test_that_nothing_is_seen_outside_the_picture(far):
    images = np.full((1, 28, 28), 255, np.uint8)
    x, y = places(1, 28, 28)
    assert not resample(images, np.full_like(x, far), y).any()
    assert not resample(images, x, np.full_like(y, far)).any()


def test_that_a_turned_and_slanted_digit_is_the_one_pillow_draws():
    digits = load_data_set("mnist").train.pictures(slice(0, 40))
    x, y = places(40, 28, 28)
    a, b, c, d, e, f = 0.95, -0.2, 2.4, 0.15, 1.05, -1.7
    found = resample(digits, a * x + b * y + c, d * x + e * y + f)
    # Pillow counts from the corner of a pixel, half a pixel before its centre.
    corner = (a, b, c + 0.5 - (a + b) / 2, d, e, f + 0.5 - (d + e) / 2)
    for mine, digit in zip(found, digits, strict=True):
        theirs = Image.fromarray(digit).transform(
            (28, 28), Image.Transform.AFFINE, corner, Image.Resampling.BILINEAR
        )
        inner = np.s_[4:-4, 4:-4]  # at the border it has no pixel to fall to
        assert np.abs(mine[inner].astype(int) - np.asarray(theirs)[inner]).max() <= 1
