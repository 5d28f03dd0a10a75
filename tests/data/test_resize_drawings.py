from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gdstudio.data.mnist import load_mnist
from gdstudio.data.resize import ink_box, normalize_drawing
from gdstudio.errors import InvalidValue


def centre_of_mass(picture: NDArray[np.uint8]) -> tuple[float, float]:
    """Return row and column, the middle of the first pixel being 0."""
    weights = picture.astype(float)
    r, c = np.indices(picture.shape)
    return (weights * r).sum() / weights.sum(), (weights * c).sum() / weights.sum()


def longest_side(picture: NDArray[np.uint8]) -> int:
    rows, columns = np.nonzero(picture)
    return int(max(np.ptp(rows), np.ptp(columns))) + 1


def stroke(points: list[tuple[float, float]], radius: float, size: int) -> NDArray[np.uint8]:
    """Return straight lines with round ends, drawn without any library."""
    y, x = np.mgrid[:size, :size] + 0.5
    ink = np.zeros((size, size))
    for (y0, x0), (y1, x1) in pairwise(points):
        dy, dx = y1 - y0, x1 - x0
        length = dy * dy + dx * dx
        along = np.clip(((y - y0) * dy + (x - x0) * dx) / length if length else 0 * y, 0, 1)
        distance = np.hypot(y - y0 - along * dy, x - x0 - along * dx)
        ink = np.maximum(ink, np.clip(radius + 0.5 - distance, 0, 1))
    return np.rint(ink * 255).astype(np.uint8)


def recipe_by_the_book(ink: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The published steps, pixel by pixel, for boxes that can be squared in whole pixels."""
    rows, columns = np.nonzero(ink)
    box = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].astype(float)
    height, width = box.shape
    m = max(height, width, 10)
    assert (m - height) % 2 == (m - width) % 2 == 0
    square = np.pad(box, (((m - height) // 2,) * 2, ((m - width) // 2,) * 2))
    # Twenty copies of each pixel per axis make areas whole: one of m x m is then a mean of blocks.
    patch = square.repeat(20, 0).repeat(20, 1).reshape(20, m, 20, m).mean(axis=(1, 3))
    patch = np.rint(patch / patch.max() * 255)
    barycentre = [
        sum((k + 0.5) * patch.take(k, axis).sum() for k in range(20)) / patch.sum()
        for axis in (0, 1)
    ]
    top, left = (int(np.floor(15 - b)) for b in barycentre)
    field = np.zeros((28, 28), np.uint8)
    for r in range(20):
        for c in range(20):
            if 0 <= r + top < 28 and 0 <= c + left < 28:
                field[r + top, c + left] = patch[r, c]
    return field


SEVEN = [(150.0, 160.0), (150.0, 300.0), (420.0, 200.0)]


@pytest.mark.parametrize(("height", "width"), [(60, 34), (20, 8), (100, 100), (14, 90), (6, 4)])
def test_that_the_recipe_of_mnist_is_followed(height: int, width: int) -> None:
    ink = np.random.default_rng(3).integers(1, 256, (height, width), dtype=np.uint8)
    drawn = normalize_drawing(np.pad(ink, ((3, 40), (17, 5))))
    difference = drawn.astype(int) - recipe_by_the_book(ink)
    assert np.abs(difference).max() <= 1  # rounding


@given(
    points=st.lists(
        st.tuples(st.floats(10, 110), st.floats(10, 110)), min_size=2, max_size=5, unique=True
    ),
    radius=st.floats(6, 9),  # the recipe does not enlarge what is below 10 pixels to 20
)
def test_that_any_stroke_looks_like_a_digit_of_mnist(
    points: list[tuple[float, float]], radius: float
) -> None:
    drawn = normalize_drawing(stroke(points, radius, 120))
    assert drawn.shape == (28, 28)
    assert drawn.dtype == np.uint8
    assert drawn.max() == 255
    assert 0 < np.count_nonzero(drawn) <= 400
    touches_border = drawn[[0, -1]].any() or drawn[:, [0, -1]].any()
    if not touches_border:  # else a part may have been moved out, as in three digits of MNIST
        assert longest_side(drawn) == 20
        assert all(13.5 - 1e-9 < c <= 14.5 + 1e-9 for c in centre_of_mass(drawn))


def test_that_three_times_the_size_makes_no_difference() -> None:
    small = stroke(SEVEN, 14, 560)
    large = small.repeat(3, axis=0).repeat(3, axis=1)
    smooth = stroke([(3 * y, 3 * x) for y, x in SEVEN], 42, 1680)
    reference = normalize_drawing(small)
    assert np.array_equal(normalize_drawing(large), reference)
    assert np.abs(normalize_drawing(smooth).astype(int) - reference).max() <= 4


@pytest.mark.parametrize("odd", [0, 1])
def test_that_three_times_the_size_makes_no_difference_whatever_the_parity(odd: int) -> None:
    ink = np.random.default_rng(7).integers(0, 256, (200, 120 + odd), dtype=np.uint8)
    large = ink.repeat(3, axis=0).repeat(3, axis=1)
    difference = normalize_drawing(large).astype(int) - normalize_drawing(ink)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize(("dy", "dx"), [(0, 200), (100, -100), (-101, 37)])
def test_that_the_place_on_the_canvas_makes_no_difference(dy: int, dx: int) -> None:
    moved = [(y + dy, x + dx) for y, x in SEVEN]
    drawn, elsewhere = (normalize_drawing(stroke(points, 14, 560)) for points in (SEVEN, moved))
    assert np.array_equal(drawn, elsewhere)


def test_that_ink_may_be_bytes_fractions_or_yes_and_no() -> None:
    ink = stroke(SEVEN, 14, 560)
    from_bytes = normalize_drawing(ink)
    for dtype in (np.float32, np.float64):
        assert np.array_equal(normalize_drawing(ink.astype(dtype) / dtype(255)), from_bytes)
    assert np.array_equal(
        normalize_drawing(ink > 0), normalize_drawing((ink > 0).astype(np.uint8) * 255)
    )


def test_that_paler_ink_makes_no_difference() -> None:
    ink = (stroke(SEVEN, 14, 560) > 127).astype(np.float64)
    assert np.array_equal(normalize_drawing(ink * 0.3), normalize_drawing(ink))


@pytest.mark.parametrize("shape", [(560, 560), (1, 1), (28, 28), (0, 0), (0, 5)])
def test_that_an_empty_drawing_is_an_empty_picture(shape: tuple[int, int]) -> None:
    assert ink_box(np.zeros(shape, np.uint8)) is None
    assert not normalize_drawing(np.zeros(shape, np.uint8)).any()


def test_that_ink_too_faint_to_count_is_an_empty_picture() -> None:
    assert not normalize_drawing(np.full((4, 4), 1e-320)).any()


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.1, 1.1])
def test_that_fractions_beyond_0_and_1_are_refused(value: float) -> None:
    ink = np.zeros((5, 5))
    ink[2, 2] = value
    with pytest.raises(InvalidValue, match="ink from 0 to 1"):
        normalize_drawing(ink)


def test_that_a_line_one_pixel_wide_stays_a_line() -> None:
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 77] = 255
    drawn = normalize_drawing(ink)
    columns = np.flatnonzero(drawn.any(axis=0))
    assert np.count_nonzero(drawn.any(axis=1)) == 20
    assert len(columns) <= 2
    assert drawn.max() == 255


def test_that_a_single_pixel_becomes_a_dot_of_two_by_two_in_the_middle() -> None:
    ink = np.zeros((560, 560), np.uint8)
    ink[3, 550] = 9
    # Pixel [4.5, 5.5) of a square of 10 is [9, 11) of the patch of 20. Its centre of mass is 10,
    # so the patch is moved by floor(15 - 10) = 5.
    expected = np.zeros((28, 28), np.uint8)
    expected[14:16, 14:16] = 255
    assert np.array_equal(normalize_drawing(ink), expected)


def test_that_the_box_ends_before_bottom_and_right() -> None:
    ink = np.zeros((50, 60), np.uint8)
    ink[10, 20] = ink[14, 50] = 1
    box = ink_box(ink)
    assert box == (10, 15, 20, 51)
    assert box is not None
    assert box.square == 31


@pytest.mark.parametrize("factor", [1, 2, 10, 20])
def test_that_digits_of_mnist_enlarged_come_back(factor: int) -> None:
    pictures = load_mnist().test.pictures()[:400]
    large = pictures.repeat(factor, axis=1).repeat(factor, axis=2)
    back = np.array([normalize_drawing(picture) for picture in large])
    difference = np.abs(back.astype(int) - pictures).max(axis=(1, 2))
    assert difference.max() <= 1  # a peak of 254 becomes 255


@pytest.mark.parametrize("size", [(8, 8), (64, 64), (28, 20), (16, 40)])
def test_that_a_drawing_of_another_size_is_prepared_in_the_same_proportions(size):
    drawn = normalize_drawing(stroke(SEVEN, 14, 560), size)
    assert drawn.shape == size
    assert drawn.max() == 255
    rows, columns = (np.flatnonzero(drawn.any(axis=axis)) for axis in (1, 0))
    longest = max(np.ptp(rows), np.ptp(columns)) + 1
    assert longest <= round(min(size) * 20 / 28)
    if min(size) > 8:
        middles = [
            (drawn.sum(axis=axis) @ (np.arange(n) + 0.5)) / drawn.sum(dtype=np.int64)
            for axis, n in ((1, size[0]), (0, size[1]))
        ]
        for middle, n in zip(middles, size, strict=True):
            assert n / 2 <= middle <= n / 2 + 1
