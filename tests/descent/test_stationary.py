from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.stationary import minima_of, stationary_points


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("w^2", [(0, "minimum")]),
        ("w^3 - 3w", [(-1, "maximum"), (1, "minimum")]),
        ("w^3", [(0, "degenerate")]),
        ("(w - 0.1234)^3", [(0.1234, "degenerate")]),
        ("-(w - 1.2345)^4", [(1.2345, "maximum")]),
        ("sin w", [(-1.5, "minimum"), (-0.5, "maximum"), (0.5, "minimum"), (1.5, "maximum")]),
        ("abs(w - 0.77)", [(0.77, "minimum")]),
        ("-abs(w)", [(0, "maximum")]),
        ("sqrt(abs(w))", [(0, "minimum")]),
        ("min(abs(w - 2), abs(w + 1))", [(-1, "minimum"), (0.5, "maximum"), (2, "minimum")]),
        ("relu(abs(w) - 1)^2", [(0, "minimum")]),
        ("relu(w)", [(-2.5, "degenerate")]),
        ("3", [(0, "degenerate")]),
        ("w", []),
        ("1/w", []),
        ("1/w^2", []),
        ("1/(w - 0.3337)^2", []),
        ("tan w", []),
        ("log(abs(w))", []),
        ("log(abs(w - 0.3337))", []),
        ("1/abs(w - 0.3337)", []),
        ("log(abs(w^2 - 2))", [(0, "maximum")]),  # no float is exactly the root of 2
        ("-1/(w - 0.1)^2", []),
        ("sqrt(abs(w - 0.3337))", [(0.3337, "minimum")]),
        ("1e9 + (w - 0.3337)^2", [(0.3337, "minimum")]),
        ("log w", []),
        ("log(-1 - w^2)", []),
    ],
)
def test_that_stationary_points_of_one_input_are_all_found(
    text: str, expected: list[tuple[float, str]]
) -> None:
    found = stationary_points(typed_function(text, 1))
    if text == "sin w":  # in units of pi, and mirrored
        expected = [(-1.5, "maximum"), (-0.5, "minimum"), (0.5, "maximum"), (1.5, "minimum")]
        expected = [(x * math.pi, kind) for x, kind in expected]
    assert [p.kind for p in found] == [kind for _, kind in expected]
    np.testing.assert_allclose([p.point[0] for p in found], [x for x, _ in expected], atol=3e-3)
    for p in found:
        assert p.value == float(typed_function(text, 1).value(p.point))


def test_that_smooth_turning_points_are_exact() -> None:
    found = stationary_points(typed_function("w^3 - 3w + 1", 1))
    np.testing.assert_allclose([p.point[0] for p in found], [-1, 1], atol=1e-12)
    np.testing.assert_allclose([p.value for p in found], [3, -1], atol=1e-12)


def test_that_the_range_can_be_chosen() -> None:
    f = typed_function("cos w", 1)
    assert len(stationary_points(replace(f, domain=((-40.0, 40.0),)))) == 25
    assert len(stationary_points(replace(f, domain=((0.5, 3.0),)))) == 0


@pytest.mark.parametrize("f", LIBRARY.values(), ids=list(LIBRARY))
def test_that_known_points_are_among_those_found(f) -> None:
    found = stationary_points(f)
    for known in f.known:
        match = [p for p in found if math.dist(p.point, known.point) < 1e-6]
        assert len(match) == 1
        assert match[0].kind == known.kind


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("himmelblau", (4, 1, 4)),
        ("six-hump-camel", (6, 2, 7)),
        ("three-hump-camel", (3, 0, 2)),
        ("styblinski-tang", (4, 1, 4)),
        ("goldstein-price", (4, 1, 4)),
        ("rastrigin", (121, 100, 220)),  # 11, 10 extrema a coordinate: 11 x 11, 10 x 10, 2 x 110
        ("two-valleys", (2, 1, 0)),
        ("wavy", (7, 8, 0)),
    ],
)
def test_that_no_point_is_missed_or_counted_twice(name: str, counts: tuple[int, int, int]) -> None:
    kinds = [p.kind for p in stationary_points(LIBRARY[name])]
    assert tuple(kinds.count(k) for k in ("minimum", "maximum", "saddle")) == counts
    assert kinds.count("degenerate") == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2 + 3y^2", [(0, 0, "minimum")]),
        ("x y", [(0, 0, "saddle")]),
        ("-x^2 - y^2", [(0, 0, "maximum")]),
        ("x^3 - 3 x y^2", [(0, 0, "degenerate")]),
        ("-exp(-5(x^2 + y^2))", [(0, 0, "minimum")]),
        ("x", []),
        ("x^2", []),
        ("3", []),
        ("1/(x^2 + y^2)", []),
        ("log(-1 - x^2)", []),
    ],
)
def test_that_two_inputs_give_isolated_points_only(
    text: str, expected: list[tuple[float, float, str]]
) -> None:
    found = stationary_points(typed_function(text, 2))
    assert [p.kind for p in found] == [kind for *_, kind in expected]
    for p, (x, y, _) in zip(found, expected, strict=True):
        assert math.dist(p.point, (x, y)) < 1e-6


def test_that_minima_are_the_minima() -> None:
    assert [p.value for p in minima_of(LIBRARY["goldstein-price"])] == pytest.approx(
        [30, 3, 840, 84]
    )


def test_that_waves_by_the_hundred_are_all_found() -> None:
    found = stationary_points(typed_function("sin(100x)", 1))
    expected = np.pi / 200 * np.arange(-317, 318, 2)  # odd multiples of pi / 200 inside of [-5, 5]
    np.testing.assert_allclose([p.point[0] for p in found], expected, atol=1e-9)
    assert [p.kind for p in found[:2]] == ["minimum", "maximum"]
    assert {round(p.value, 9) for p in found} == {-1.0, 1.0}


def test_that_waves_too_short_for_the_samples_give_no_points() -> None:
    assert stationary_points(typed_function("sin(1000x)", 1)) == ()
