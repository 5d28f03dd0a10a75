import numpy as np
import pytest

from gdstudio.numerals import change, cost, place
from gdstudio.pictures.frame import PlaneFrame

FRAME = PlaneFrame((-2.0, 2.0), (0.0, 10.0), 400.0, 200.0)


def test_that_data_land_on_their_pixels() -> None:
    # x: 400 px for 4 units; y: 200 px for 10 units, downwards.
    assert FRAME.to_pixels([(-2, 0), (0, 5), (1, 10)]) == pytest.approx(
        np.array([(0, 200), (200, 100), (300, 0)])
    )


def test_that_pixels_lead_back_to_data() -> None:
    for point in [(-2.0, 0.0), (0.3, 7.25), (2.0, 10.0)]:
        assert FRAME.to_data(*FRAME.to_pixels([point])[0]) == pytest.approx(point)


def test_that_pixels_outside_are_the_nearest_data_inside() -> None:
    assert FRAME.to_data(-50, 1000) == (-2.0, 0.0)
    assert FRAME.to_data(401, -1) == (2.0, 10.0)


def test_that_far_points_keep_their_direction_and_stay_drawable() -> None:
    far = FRAME.to_pixels([(1e300, 5.0), (1.7e308, -1.7e308), (-1e12, 5 + 2e12)])

    assert np.isfinite(far).all()
    assert np.abs(far).max() < 3e4
    assert far[0] == pytest.approx([20_200, 100])
    # 1.7e308 units are 100 px each to the right and 20 px each down.
    assert (far[1] - [200, 100]) == pytest.approx([2e4, 4e3])
    assert (far[2] - [200, 100]) == pytest.approx([-2e4, -8e3], rel=1e-6)


def test_that_what_is_not_finite_has_no_pixel() -> None:
    pixels = FRAME.to_pixels([(np.nan, 1), (0, np.inf), (-np.inf, np.nan), (0, 0)])

    assert np.isnan(pixels[:3]).all()
    assert np.isfinite(pixels[3]).all()


def test_that_a_direction_is_the_one_on_the_screen() -> None:
    # One unit of x is 100 px, one of y is 20 px upwards.
    assert FRAME.direction((1.0, 5.0)) == pytest.approx(np.array([1, -1]) / np.sqrt(2))
    assert FRAME.direction((-1e300, 0.0)) == pytest.approx([-1, 0])
    assert np.isnan(FRAME.direction((0.0, 0.0))).all()
    assert np.isnan(FRAME.direction((np.nan, 1.0))).all()


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (place(-1.23456, 10.0), "−1.23"),
        (place(0.5, 0.02), "0.50000"),
        (place(-0.0001, 10.0), "0.00"),
        (place(12345.6, 40000.0), "12346"),
        (cost(0.01234), "0.0123"),
        (cost(-78.3323), "−78.3323"),
        (cost(181.6171), "181.6"),
        (cost(3.761e-11), "3.76·10⁻¹¹"),
        (cost(np.inf), "∞"),
        (cost(-np.inf), "−∞"),
        (cost(np.nan), "–"),
        (change(-1.934), "−1.93"),
        (change(0.19), "+0.190"),
        (change(0.0), "0"),
    ],
)
def test_that_numbers_are_written_as_exactly_as_the_picture(written: str, text: str) -> None:
    assert written == text
