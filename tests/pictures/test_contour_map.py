import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.samples import evaluate_grid
from gdstudio.pictures.contour_map import (
    WHOLE,
    basin_indices,
    contour_levels,
    contour_lines,
    cost_at,
    map_picture,
    typical_gradient,
    zoomed,
)
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.palette import VIRIDIS

WHITE = np.full(3, 255, np.uint8)
PLANE = evaluate_grid(typed_function("x + 10 y", 2), columns=11)  # -55 ... 55 on [-5, 5]^2


def test_that_levels_are_round_numbers_inside_of_the_range() -> None:
    assert contour_levels(PLANE) == pytest.approx(np.arange(-50.0, 51.0, 10.0))


def test_that_logarithmic_levels_are_round_and_keep_apart() -> None:
    grid = evaluate_grid(LIBRARY["rosenbrock"])

    levels = contour_levels(grid)

    mantissas = levels / 10 ** np.floor(np.log10(levels) + 1e-9)
    assert np.isin(mantissas.round(6), [1, 2, 5]).all()
    assert np.diff(grid.height(levels)).min() > 0.04 * grid.height(grid.high)
    assert 7 <= len(levels) <= 25


@pytest.mark.parametrize("name", ["six-hump-camel", "goldstein-price", "easom", "beale"])
def test_that_every_map_has_enough_lines(name: str) -> None:
    grid = evaluate_grid(LIBRARY[name])

    assert 5 <= len(contour_levels(grid)) <= 30
    assert len(contour_lines(grid)) > 20


def test_that_lines_lie_where_the_cost_is_the_level() -> None:
    ends = contour_lines(PLANE).reshape(-1, 2)

    costs = ends[:, 0] + 10 * ends[:, 1]
    assert costs / 10 == pytest.approx(np.round(costs / 10), abs=1e-9)
    assert set(np.round(costs)) == set(range(-50, 51, 10))


def test_that_the_picture_has_high_y_on_top_and_x_to_the_right() -> None:
    picture = map_picture(PLANE, 40, 30, VIRIDIS, WHITE)

    assert picture.shape == (30, 40, 3)
    # Pixel (row 0, column 39) is in the middle of its place: x = 4.875, y = 4.8333, C = 53.208.
    share = (4.875 + 48.3333 + 55) / 110
    assert picture[0, 39, :3].tolist() == VIRIDIS[round(255 * share)].tolist()
    share = (-4.875 - 48.3333 + 55) / 110
    assert picture[29, 0, :3].tolist() == VIRIDIS[round(255 * share)].tolist()


def test_that_what_is_cut_out_has_the_colour_of_the_ground() -> None:
    grid = evaluate_grid(typed_function("log(x) + y", 2), columns=11)

    is_ground = (map_picture(grid, 40, 40, VIRIDIS, WHITE) == 255).all(axis=2)

    # The column x = 0 is NaN, so all cells left of x = 1 are: 6 of 10.
    assert is_ground[:, :24].all()
    assert not is_ground[:, 24:].any()


def test_that_a_map_of_nothing_is_empty() -> None:
    axis = np.linspace(0, 1, 5)
    grid = Grid(axis, axis, np.full((5, 5), np.nan), 0.0, 1.0)

    assert (map_picture(grid, 8, 8, VIRIDIS, WHITE) == 255).all()
    assert not len(contour_lines(grid))
    assert typical_gradient(grid) == 1.0


def test_that_basins_are_found_under_the_pixels_of_a_map() -> None:
    # Two by two basins on the right two thirds of the plane, from x = -5/3 to 5 and y = -5 to 5.
    rows, columns = basin_indices(PLANE, np.array([0.0, 10 / 3]), np.array([-2.5, 2.5]), 6, 4)

    assert rows[:, 0].tolist() == [1, 1, 0, 0]
    assert columns[0].tolist() == [-1, -1, 0, 0, 1, 1]


def test_that_the_cost_is_read_between_the_points() -> None:
    assert cost_at(PLANE, 0.25, -1.5) == pytest.approx(-14.75)
    assert np.isnan(cost_at(PLANE, 5.01, 0.0))


def test_that_the_typical_gradient_is_that_of_a_plane() -> None:
    assert typical_gradient(PLANE) == pytest.approx(np.hypot(1, 10))


def test_that_a_window_stays_inside_of_the_grid_and_is_never_too_small() -> None:
    right = zoomed(WHOLE, 2.0, (0.9, 0.5))
    assert right == (pytest.approx((0.45, 0.95)), pytest.approx((0.25, 0.75)))
    assert zoomed(right, 0.5, (0.9, 0.5)) == WHOLE
    assert zoomed(right, 0.8, (0.5, 0.5))[0] == pytest.approx((0.375, 1.0), abs=0.07)
    smallest = zoomed(WHOLE, 1e9, (1.0, 0.0))
    assert smallest == ((1 - 1 / 16, 1.0), (0.0, 1 / 16))


def test_that_a_part_of_a_map_is_the_part_of_the_picture() -> None:
    whole = map_picture(PLANE, 40, 40, VIRIDIS, WHITE)
    part = map_picture(PLANE, 20, 20, VIRIDIS, WHITE, ((0.5, 1.0), (0.0, 0.5)))
    assert (part == whole[20:, 20:]).all()
