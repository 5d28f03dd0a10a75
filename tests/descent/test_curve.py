from __future__ import annotations

import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.samples import (
    TOO_COARSE,
    TOO_LARGE,
    evaluate_grid,
    is_grid_too_coarse,
    picture_note,
    sample_curve,
)
from gdstudio.pictures.grid import display_range


@pytest.mark.parametrize("text", ["sin(1000x)", "x + 5 sin(3000x)", "cos(1e6 x)", "tan(900x)"])
def test_that_waves_too_fast_to_draw_are_said_to_be(text: str) -> None:
    assert sample_curve(typed_function(text, 1), -5.0, 5.0).is_too_coarse


@pytest.mark.parametrize(
    "text", ["sin(100x)", "x^2", "1/x", "abs(x)", "exp(700x)", "sign(x)", "1e16", "x^2+1e6"]
)
def test_that_other_curves_are_not(text: str) -> None:
    curve = sample_curve(typed_function(text, 1), -5.0, 5.0)
    assert not curve.is_too_coarse
    assert curve.drawn_cost is curve.cost


def test_that_waves_too_fast_are_drawn_as_the_band_they_fill() -> None:
    curve = sample_curve(typed_function("sin(1000x)", 1), -5.0, 5.0)
    low, high = curve.drawn_cost[::2], curve.drawn_cost[1::2]
    assert np.median(low) < -0.95
    assert np.median(high) > 0.95
    assert (np.diff(curve.drawn_w) >= 0).all()


def test_that_a_map_too_coarse_is_said_to_be() -> None:
    for text, expected in (("10 sin(1000x) + y^2", True), ("sin(3x) cos(2y)", False)):
        function = typed_function(text, 2)
        assert is_grid_too_coarse(function, evaluate_grid(function, columns=51)) is expected


def test_that_a_picture_says_what_it_cannot_show() -> None:
    assert picture_note(np.array([np.nan, np.inf, 1e305]), too_coarse=False) == TOO_LARGE
    assert picture_note(np.array([1.0]), too_coarse=True) == TOO_COARSE
    assert picture_note(np.array([1.0, np.nan]), too_coarse=False) == ""


@pytest.mark.parametrize("value", [0.0, 1.0, 1e16, -1e16, 1e299, 1e-320])
def test_that_a_flat_cost_has_room_on_both_sides(value: float) -> None:
    low, high = display_range(np.full((1, 9), value))
    assert low < value < high
    assert np.isfinite(high - low)
