from __future__ import annotations

import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY, library
from gdstudio.descent.samples import evaluate_grid


def test_that_rows_are_y_and_columns_are_x() -> None:
    grid = evaluate_grid(typed_function("10x + y", 2), ((0.0, 2.0), (5.0, 6.0)), 3, 2)
    np.testing.assert_array_equal(grid.x, [0, 1, 2])
    np.testing.assert_array_equal(grid.y, [5, 6])
    np.testing.assert_array_equal(grid.z, [[5, 15, 25], [6, 16, 26]])
    assert (grid.low, grid.high) == (5, 26)
    assert not grid.z.flags.writeable


def test_that_one_input_gives_one_row() -> None:
    grid = evaluate_grid(LIBRARY["parabola"], columns=11)
    assert grid.z.shape == (1, 11)
    np.testing.assert_array_equal(grid.z[0], (np.arange(-4, 7) - 1) ** 2)


@pytest.mark.parametrize("text", ["log(x)", "1/x", "sqrt(x - y)", "1/0", "log(-1 - x^2)"])
def test_that_values_that_are_not_finite_are_cut_out(text: str) -> None:
    f = typed_function(text, 2)
    grid = evaluate_grid(f, columns=51)
    x, y = np.meshgrid(grid.x, grid.y)
    raw = f.value(np.stack([x, y]))
    np.testing.assert_array_equal(np.isnan(grid.z), ~np.isfinite(raw))
    np.testing.assert_array_equal(np.isnan(grid.heights), np.isnan(grid.z))
    assert np.isfinite([grid.low, grid.high]).all()
    assert grid.low < grid.high


@pytest.mark.parametrize("text", ["1/(x^2 + y^2)", "1/x^2", "-1/(x^2 + y^2)", "tan x"])
@pytest.mark.parametrize("columns", [50, 101])
def test_that_a_pole_does_not_flatten_the_rest(text: str, columns: int) -> None:
    grid = evaluate_grid(typed_function(text, 2), columns=columns)
    shown = grid.high - grid.low
    assert shown < 0.6 * (np.nanmax(grid.z) - np.nanmin(grid.z))
    assert np.nanmax(grid.heights) == grid.high or np.nanmin(grid.heights) == grid.low


@pytest.mark.parametrize("f", library(2), ids=[f.name for f in library(2)])
def test_that_the_library_is_shown_whole(f) -> None:
    grid = evaluate_grid(f)
    assert (grid.low, grid.high) == (grid.z.min(), grid.z.max())


@pytest.mark.parametrize("text", ["-exp(-5(x^2 + y^2))", "-exp(-50(x^2 + y^2))"])
def test_that_a_hole_in_a_plain_is_shown_whole(text: str) -> None:
    grid = evaluate_grid(typed_function(text, 2))
    assert grid.low == -1


def test_that_a_constant_has_a_range_around_it() -> None:
    grid = evaluate_grid(typed_function("3", 2))
    assert (grid.low, grid.high) == (2.5, 3.5)


def test_that_log_heights_follow_their_formula_and_can_be_undone() -> None:
    grid = evaluate_grid(LIBRARY["goldstein-price"])
    assert grid.log_height
    z = np.array([grid.low, grid.low + (grid.high - grid.low) / 1000, grid.high])
    np.testing.assert_allclose(grid.height(z), [0, np.log10(2), np.log10(1001)], atol=1e-12)
    np.testing.assert_allclose(grid.cost(grid.height(z)), z, rtol=1e-9)
    assert float(grid.height(grid.high * 10)) == pytest.approx(np.log10(1001))
    assert float(grid.height(-1e9)) == 0


def test_that_linear_heights_are_the_costs() -> None:
    grid = evaluate_grid(LIBRARY["himmelblau"])
    np.testing.assert_array_equal(grid.heights, grid.z)
    assert float(grid.cost(7.0)) == 7.0
