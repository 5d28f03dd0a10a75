from __future__ import annotations

import numpy as np
import pytest

from gdstudio.descent.diagnosis import diagnose
from gdstudio.descent.functions import typed_function
from gdstudio.descent.local_shape import local_shape
from tests.descents import descend


@pytest.mark.parametrize(
    ("text", "place", "shape"),
    [
        ("x^4", (0.0,), "minimum"),
        ("x^4", (0.006,), "minimum"),
        ("x^6", (0.04,), "minimum"),
        ("-x^4", (0.0,), "maximum"),
        ("x^3", (0.0,), "level"),
        ("x^3", (5e-4,), "level"),
        ("x^5", (0.0,), "level"),
        ("x^4-4x^3+6x^2-4x+1", (1.0,), "minimum"),
        ("sin(100x)", (-np.pi / 200,), "minimum"),
        ("sin(100x)", (np.pi / 200,), "maximum"),
        ("1e8 x^2", (0.0,), "minimum"),
        ("1e-8 x^2", (0.0,), "minimum"),
        ("1e-8 x^2", (3.0,), "slope"),
        ("1e-300 x", (3.0,), "slope"),
        ("abs(x)", (0.0,), "minimum"),
        ("-abs(x)", (0.0,), "maximum"),
        ("abs(x-1) + abs(x+1)", (0.5,), "flat"),
        ("max(x, -x)", (0.0,), "minimum"),
        ("min(x, -x)", (0.0,), "maximum"),
        ("sqrt(abs(x))", (0.0,), "minimum"),
        ("5", (1.0,), "flat"),
        ("0x", (1.0,), "flat"),
        ("1e16", (3.0,), "flat"),
        ("x^2 + 1e15", (0.0,), "minimum"),
        ("sqrt(x^2 + y^2)", (0.0, 0.0), "minimum"),
        ("-sqrt((x-1)^2 + (y+2)^2)", (1.0, -2.0), "maximum"),
        ("abs(x) + abs(y)", (0.0, 0.0), "minimum"),
        ("abs(x) - abs(y)", (0.0, 0.0), "saddle"),
        ("x^2 - y^2", (0.0, 0.0), "saddle"),
        ("x^3 + y^2", (0.0, 0.0), "level"),
        ("x^2 + 0y", (0.0, 2.0), "minimum"),
        ("(x+2y-1)^2", (1.0, 1e-8), "minimum"),
        ("-(x-y)^2", (2.0, 2.0), "maximum"),
        ("x^2 - y^4", (0.0, 0.0), "saddle"),
        ("x^2 + y^4", (0.0, 0.0), "minimum"),
    ],
)
def test_that_the_shape_is_judged_at_the_place_itself(
    text: str, place: tuple[float, ...], shape: str
) -> None:
    assert local_shape(typed_function(text, len(place)), place) == shape


@pytest.mark.parametrize(
    ("text", "start", "rate", "ended", "part"),
    [
        ("sqrt(x^2+y^2)", (3.0, 0.0), 1.0, "converged", "settles in a minimum"),
        ("sqrt((x-1)^2+(y+2)^2) + 3", (3.0, -2.0), 1.0, "converged", "settles in a minimum"),
        ("sin(100x)", (3.0,), None, "converged", "settles in a minimum"),
        ("max(x, -x)", (3.0,), 1.0, "converged", "settles in a minimum"),
        ("sqrt(x)", (0.0,), None, "diverged", "The slope is infinite at the start."),
        ("1/x", (0.0,), None, "diverged", "infinite, or too large for a number"),
        ("1e308 x", (3.0,), None, "diverged", "too large for a number"),
        ("log(x)", (-1.0,), None, "diverged", "The cost is not defined at the start."),
        ("-x^4", (3.0,), None, "diverged", "falls without end"),
        ("100 sin(x)", (3.0,), 50.0, "diverged", "A step led far outside"),
        ("-x^4", (0.0,), None, "converged", "the start lies on a maximum"),
        ("1e16", (3.0,), None, "converged", "the start lies on flat ground"),
    ],
)
def test_that_the_word_on_a_descent_is_right(
    text: str, start: tuple[float, ...], rate: float | None, ended: str, part: str
) -> None:
    function = typed_function(text, len(start))
    path = list(descend(function, start, learning_rate=rate, steps=200))
    assert path[-1].ended == ended
    assert part in diagnose(function, path, "gradient-descent").reason


def test_that_steps_that_shrink_far_from_a_minimum_are_told_with_its_limit() -> None:
    function = typed_function("x^4/4 - 2x^2 + x/2 + 5", 1)
    path = list(descend(function, (3.2,), learning_rate=0.32, steps=4))
    found = diagnose(function, path, "gradient-descent", 0.3)
    if "as far as the last time" in found.reason:
        assert "near the minimum steps grow" in found.reason


@pytest.mark.parametrize(
    ("text", "place", "slope"),
    [
        ("sqrt(x^2)", (0.0,), (0.0,)),
        ("x sqrt(x)", (0.0,), (0.0,)),
        ("sqrt(x^2+y^2)", (0.0, 0.0), (0.0, 0.0)),
        ("(x^2+y^2)^0.5 + x", (0.0, 0.0), (1.0, 0.0)),
        ("max(x, 0)", (0.0,), (0.0,)),
        ("max(x, 2x)", (0.0,), (1.0,)),
        ("min(x, -x)", (0.0,), (0.0,)),
        ("sqrt(x)", (0.0,), (np.inf,)),
    ],
)
def test_that_a_slope_that_does_not_exist_is_zero_by_convention(
    text: str, place: tuple[float, ...], slope: tuple[float, ...]
) -> None:
    assert typed_function(text, len(place)).gradient(place).tolist() == list(slope)
