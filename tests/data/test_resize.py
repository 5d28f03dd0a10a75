import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.data.digits import Digits
from gdstudio.data.resize import area_means, area_weights, block_means

sides = st.integers(1, 70)


def test_that_weights_are_the_shares_of_area() -> None:
    # Two stretches of 1.5 pixels over three pixels: the middle pixel is halved.
    expected = np.array([[1, 0.5, 0], [0, 0.5, 1]]) / 1.5
    np.testing.assert_allclose(area_weights(3, 2), expected, atol=1e-15)


def test_that_stretches_may_reach_beyond_the_pixels() -> None:
    # Stretches [-1, 1), [1, 3), [3, 5) over pixels [0, 1), [1, 2).
    expected = [[0.5, 0], [0, 0.5], [0, 0]]
    assert area_weights(2, 3, start=-1, length=6).tolist() == expected


@given(n_in=sides, n_out=sides)
def test_that_mass_is_kept_and_an_even_picture_stays_even(n_in: int, n_out: int) -> None:
    weights = area_weights(n_in, n_out)
    assert weights.shape == (n_out, n_in)
    np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-12)
    np.testing.assert_allclose(weights.sum(axis=0) * n_in / n_out, 1, atol=1e-12)
    assert (weights >= 0).all()


@given(n=sides, factor=st.integers(1, 9))
def test_that_enlarging_by_a_whole_factor_and_back_changes_nothing(n: int, factor: int) -> None:
    there, back = area_weights(n, n * factor), area_weights(n * factor, n)
    np.testing.assert_allclose(back @ there, np.eye(n), atol=1e-12)


def test_that_blocks_are_averaged_by_one_whole_factor() -> None:
    picture = np.arange(40, dtype=np.uint8).reshape(4, 10)
    # ceil(10 / 4) = 3: one row of blocks, three columns; what fills no block is left out.
    assert block_means(picture, 4).tolist() == [[11, 14, 17]]
    assert block_means(picture, 10).tolist() == picture.tolist()
    assert block_means(np.full((1, 1000), 7, np.uint8), 10).tolist() == [[7] * 10]


@pytest.mark.parametrize("size", [10, 14, 28, 30])
def test_that_area_means_keep_the_mass_of_ink_to_a_millionth(size: int) -> None:
    # Claim C-5: 28 is no multiple of 10, so every pixel is shared out exactly.
    generator = np.random.default_rng(5)
    images = generator.integers(256, size=(3000, 28 * 28), dtype=np.uint8)
    digits = Digits(images, generator.integers(10, size=3000, dtype=np.uint8))
    small = area_means(digits, size)
    assert (small.shape, small.dtype) == ((3000, size * size), np.float32)
    mass = small.astype(np.float64).sum(axis=1) * (28 / size) ** 2
    np.testing.assert_allclose(mass, images.sum(axis=1), rtol=1e-6)


def test_that_area_means_of_a_28th_are_shared_out_by_hand() -> None:
    # One pixel of 28 x 28 is 10/28 of a small one across and down. Column 2 covers [2, 3) of 28,
    # which is [0.714, 1.071) of 10: 0.8 of its width falls into column 0, 0.2 into column 1.
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, 0, 2] = 196
    small = area_means(Digits(picture.reshape(1, 784), np.zeros(1, np.uint8)), 10)
    expected = 196 * (10 / 28) ** 2 * np.array([0.8, 0.2])
    np.testing.assert_allclose(small[0, :2], expected, rtol=1e-6)
    assert not small[0, 2:].any()


def test_that_area_means_keep_what_is_up_and_what_is_left() -> None:
    picture = np.zeros((1, 4, 6), np.uint8)
    picture[0, :2, :3] = 200
    picture[0, 3, 5] = 60
    small = area_means(Digits(picture.reshape(1, 24), np.zeros(1, np.uint8), 10, 4, 6), 2)
    assert small.tolist() == [[200, 0, 0, 10]]
