from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdstudio.descent.diagnosis import diagnose, rate_limit
from gdstudio.descent.functions import typed_function
from gdstudio.descent.library import LIBRARY
from tests.descents import descend


@pytest.mark.parametrize(
    ("rate", "steps", "behaviour", "part"),
    [
        (0.1, 300, "settles", "in a minimum"),
        (0.1, 5, "underway", "same direction"),
        (0.6, 300, "overshoots", "then settles in a minimum"),
        (0.9, 10, "overshoots", "0.8 as far"),
        (1.0, 40, "bounces", "not below 2 / curvature = 1"),
        (1.1, 12, "diverges", "1.1 is not below 2 / curvature = 1"),
        (1.1, 300, "diverges", "1.1 is not below 2 / curvature = 1"),
    ],
)
def test_that_the_rate_decides_what_happens_on_a_parabola(
    rate: float, steps: int, behaviour: str, part: str
) -> None:
    f = LIBRARY["parabola"]  # C'' = 2
    path = list(descend(f, (-3.0,), learning_rate=rate, steps=steps))
    found = diagnose(f, path, "gradient-descent")
    assert found.behaviour == behaviour
    assert part in found.reason
    assert found.limit == pytest.approx(1.0)


def test_that_turns_are_counted() -> None:
    f = LIBRARY["parabola"]
    path = list(descend(f, (-3.0,), learning_rate=0.75, steps=4))  # factor -1/2 each time
    assert diagnose(f, path, "gradient-descent").turns == 3


def test_that_steps_of_one_size_bounce_around_a_kink() -> None:
    f = LIBRARY["kink"]
    path = list(descend(f, (3.3,), learning_rate=0.4, steps=50))
    found = diagnose(f, path, "gradient-descent")
    assert found.behaviour == "bounces"
    assert found.limit is None
    assert "0.4 is too large" in found.reason


@pytest.mark.parametrize(
    ("text", "start", "rate", "behaviour", "part"),
    [
        ("x^2 - y^2", (1.0, 0.1), 0.1, "diverges", "falls without end"),
        ("x^2 - y^2", (1.0, 0.0), 0.1, "settles", "on a saddle"),
        ("0.5 x^2 + 5 y^2", (1.0, 1.0), 0.21, "diverges", "2 / curvature = 0.2"),
        ("0.5 x^2 + 5 y^2", (1.0, 1.0), 0.05, "settles", "in a minimum"),
        ("log(x) + y^2", (-1.0, 0.0), 0.1, "diverges", "not defined at the start"),
        ("log(x)", (0.5, 0.0), 0.3, "diverges", "not defined"),
        ("exp(-x^2 - y^2)", (0.0, 0.0), 0.1, "settles", "on a maximum"),
        ("-exp(-x^2 - y^2)", (4.9, 4.9), 0.1, "settles", "almost zero"),
        ("x^3 - 3 x y^2", (0.0, 0.0), 0.1, "settles", "level"),
    ],
)
def test_that_the_reason_is_told(
    text: str, start: tuple[float, float], rate: float, behaviour: str, part: str
) -> None:
    f = typed_function(text, 2)
    path = list(descend(f, start, learning_rate=rate, steps=3000))
    found = diagnose(f, path, "gradient-descent")
    assert found.behaviour == behaviour
    assert part in found.reason


def test_that_the_limit_is_that_of_the_nearest_minimum() -> None:
    f = LIBRARY["two-valleys"]  # C'' = 3 w^2 - 4
    for start, w in ((-3.0, -2.0597919701), (3.0, 1.9342978758)):
        limit, minimum = rate_limit(f, (start,))
        assert minimum.point[0] == pytest.approx(w)
        assert limit == pytest.approx(2 / (3 * w * w - 4))


def test_that_there_is_no_limit_without_a_curved_minimum_or_for_other_methods() -> None:
    assert rate_limit(typed_function("w", 1), (1.0,)) is None
    assert rate_limit(LIBRARY["quartic"], (1.0,)) is None
    f = LIBRARY["parabola"]
    path = list(descend(f, (3.0,), "adam", 0.1, 20))
    assert diagnose(f, path, "adam").limit is None
    assert diagnose(f, path[:1], "adam").behaviour == "ready"


def test_that_standing_still_or_turning_aside_is_no_turn() -> None:
    f = typed_function("x^2 + y^2", 2)
    steps = list(descend(f, (1.0, 1.0), learning_rate=0.1, steps=5))
    updates = [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0), (0.0, -1.0), (0.0, 1.0)]
    path = [
        steps[0],
        *(replace(s, update=np.array(u)) for s, u in zip(steps[1:], updates, strict=True)),
    ]
    assert diagnose(f, path, "gradient-descent").turns == 1


def test_that_swings_that_begin_with_none_do_not_grow_without_end() -> None:
    f = typed_function("x^2 + y^2", 2)
    steps = list(descend(f, (1.0, 1.0), learning_rate=0.1, steps=6))
    updates = [(0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (1.0, 0.0)]
    path = [
        steps[0],
        *(replace(s, update=np.array(u)) for s, u in zip(steps[1:], updates, strict=True)),
    ]
    found = diagnose(f, path, "gradient-descent")
    assert (found.behaviour, found.turns) == ("overshoots", 4)


def test_that_the_limit_of_a_path_is_that_of_its_start() -> None:
    f = LIBRARY["two-valleys"]
    path = list(descend(f, (3.0,), learning_rate=0.3, steps=1))  # 3 - 0.3 * 15.5 = -1.65
    assert path[1].position[0] == pytest.approx(-1.65)
    found = rate_limit(f, (3.0,))
    assert found is not None
    for part in (path, path[:1]):
        assert diagnose(f, part, "gradient-descent").limit == found[0]
    assert diagnose(f, path, "gradient-descent", 0.5).limit == 0.5
