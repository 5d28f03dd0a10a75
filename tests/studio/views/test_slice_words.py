import math

import numpy as np
import pytest

from gdstudio.jobs.slice_pictures import descent_picture, least_barrier, line_picture
from gdstudio.landscape.descent_slice import DescentSlice
from gdstudio.landscape.slices import Slice
from gdstudio.pictures.plane.slices import heights, role_colour
from gdstudio.pictures.ticks import brief
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.landscape.slice_words import descent_sentence, line_sentence, reading

T = np.linspace(0.0, 1.0, 61)


def hill(height: float, floor: float = 0.02) -> Slice:
    """Return costs that rise from `floor` by `height` half way."""
    return Slice(T, floor + 4 * height * T * (1 - T), np.full(61, 0.9))


def valley(current: float, *, best: float = 1.0, overshoot: float | None = 2.0) -> DescentSlice:
    """Return the slice of C(rate) = 1 + (rate - 1)^2, which starts at 2."""
    rates = np.arange(-6, 55) * 0.05
    return DescentSlice(
        rates, 1 + (rates - 1) ** 2, 2.0, current, 1 + (current - 1) ** 2, best, 1.0, overshoot
    )


def text(clauses: list) -> str:
    return " ".join(words for _, words in clauses).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        # 1 - (0.62 - 1)^2 = 0.8556 of the gain, 1 - 0.5^2 = 0.75, 1 - 0.999^2 = 0.001999
        (0.62, "The rate now takes 62 % of the best step, for 86 % of its gain."),
        (1.5, "The rate now takes 150 % of the best step: past the lowest point, for 75 % of its "),
        (0.001, "The rate now takes 0.1 % of the best step, for 0.2 % of its gain."),
        (2.1, "The rate now overshoots: the cost after this step is higher than before."),
        (2.0, "The rate now overshoots"),
    ],
)
def test_that_the_sentence_says_what_the_rate_makes_of_the_step(rate: float, said: str) -> None:
    assert text(descent_sentence(valley(rate))).startswith(said)


def test_that_a_step_to_infinite_cost_overshoots_and_a_bad_gradient_is_told() -> None:
    rates = np.array([0.0, 1.0])
    far = DescentSlice(rates, rates, 1.0, 9.0, math.inf, 0.5, 0.5, 1.0)
    bad = DescentSlice(rates, rates, 1.0, 9.0, 2.0, 0.0, 1.0, 0.0)

    assert "overshoots" in text(descent_sentence(far))
    assert "Even the smallest step" in text(descent_sentence(bad))


def test_that_a_slice_downhill_has_four_marks_where_they_belong() -> None:
    marks = {mark.role: (mark.t, mark.cost) for mark in descent_picture(valley(0.5)).marks}

    assert marks == {
        "start": (0.0, 2.0),
        "current": (0.5, 1.25),
        "best": (1.0, 1.0),
        "overshoot": (2.0, 2.0),
    }


def test_that_a_cost_that_never_comes_back_has_no_overshoot() -> None:
    picture = descent_picture(valley(0.5, overshoot=None))

    assert [mark.role for mark in picture.marks] == ["start", "current", "best"]
    assert picture.worse_from is None


def test_that_barriers_before_and_after_are_told_in_one_sentence() -> None:
    clauses = line_sentence(hill(0.42), 0.42, 0.42, hill(0.11), hill(0.02))

    assert text(clauses) == ("Barrier 0.42; after matching neurons 0.11; along the curve 0.02.")
    assert [role for role, _ in clauses] == ["straight", "matched", "bezier"]


@pytest.mark.parametrize(
    ("barrier", "rise", "said"),
    [
        (0.42, 0.42, "Barrier 0.42 above the higher end."),
        (0.0, 0.034, "No barrier; on the way the cost rises by at most 0.034."),
        (0.0, 0.0, "No barrier: the cost never rises on the way."),
        (1e-9, 1e-9, "No barrier: the cost never rises on the way."),
        (math.nan, math.nan, "On part of the way the cost is too large to be a number."),
        (math.inf, math.inf, "Barrier ∞ above the higher end."),
    ],
)
def test_that_one_line_is_told_by_its_barrier_or_rise(
    barrier: float, rise: float, said: str
) -> None:
    assert text(line_sentence(hill(0.4), barrier, rise, None, None)) == said


def test_that_the_bracket_reaches_from_the_higher_end_to_the_top() -> None:
    cost = np.interp(T, [0, 0.25, 1], [0.1, 0.9, 0.3])
    picture = line_picture(Slice(T, cost, cost), ("a", "b"), 0.6, None, None)

    assert picture.bracket is not None
    assert picture.bracket.t == pytest.approx(0.25)
    assert (picture.bracket.low, picture.bracket.high) == pytest.approx((0.3, 0.9))
    assert [(m.t, m.cost, m.label) for m in picture.marks] == [
        (0.0, pytest.approx(0.1), "a"),
        (1.0, pytest.approx(0.3), "b"),
    ]


def test_that_the_bracket_ignores_what_lies_beyond_the_ends() -> None:
    t = np.arange(-30, 91) / 60
    cost = np.where((t < 0) | (t > 1), 50.0, 0.1 + t * (1 - t))
    picture = line_picture(Slice(t, cost, cost / 50), ("a", "b"), 0.25, None, None)

    assert picture.bracket is not None
    assert picture.bracket.t == pytest.approx(0.5)


@pytest.mark.parametrize("barrier", [0.0, 1e-7, math.nan])
def test_that_no_barrier_has_no_bracket(barrier: float) -> None:
    assert line_picture(hill(0.0), ("a", "b"), barrier, None, None).bracket is None


def test_that_the_network_walks_on_the_curve_if_there_is_one_else_straight() -> None:
    straight, matched, curved = hill(0.4), hill(0.2), hill(0.1)

    names = ("a", "b")
    both = line_picture(straight, names, 0.4, matched, curved)
    assert both.walked.cost is curved.cost
    assert line_picture(straight, names, 0.4, matched, None).walked.cost is straight.cost


def test_that_the_axes_hold_every_mark_and_the_ends_but_not_a_far_excursion() -> None:
    t = np.arange(-30, 91) / 60
    cost = np.where(t < 0, 1000 * t**2, 0.3 + 0.2 * t)
    x, (low, high) = line_picture(Slice(t, cost, np.ones(121)), ("a", "b"), 0.0, None, None).ranges(
        log=False
    )

    assert x[0] < -0.5
    assert x[1] > 1.5
    assert low < 0.3
    assert 0.6 < high < 1.5


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [0.0, 3.0, 1e300, -2.0, math.nan, math.inf])
def test_that_the_axes_have_a_length_whatever_the_costs(log: bool, value: float) -> None:
    flat = Slice(T, np.full(61, value), np.full(61, 0.5))

    x, y = line_picture(flat, ("a", "b"), 0.0, None, None).ranges(log=log)

    assert np.isfinite([*x, *y]).all()
    assert x[0] < x[1]
    assert y[0] < y[1]


def test_that_heights_are_powers_of_ten_on_a_logarithmic_axis() -> None:
    costs = np.array([100.0, 0.01, 0.0, -1.0, math.inf, math.nan])

    np.testing.assert_array_equal(heights(costs, log=True), [2, -2] + [math.nan] * 4)
    np.testing.assert_array_equal(heights(costs, log=False), [100, 0.01, 0, -1] + [math.nan] * 2)


def test_that_places_outside_of_a_line_have_no_cost() -> None:
    line = descent_picture(valley(0.5)).lines[0]

    assert line.cost_at(1.0) == pytest.approx(1.0)
    assert math.isnan(line.cost_at(99.0))
    assert math.isnan(line.accuracy_at(1.0))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_lines_and_marks_are_told_apart_by_colour(theme) -> None:
    assert len({role_colour(role, theme) for role in ("straight", "matched", "bezier")}) == 3
    marks = ("start", "current", "best", "overshoot")
    assert len({role_colour(role, theme) for role in marks}) == 4


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.4213, "0.421"), (0.42, "0.42"), (13.449, "13.4"), (0.0, "0"), (3e-7, "3·10⁻⁷")],
)
def test_that_numbers_have_up_to_three_digits(value: float, written: str) -> None:
    assert brief(value) == written


def test_that_the_least_barrier_is_a_share_of_the_highest_finite_cost_between_the_ends():
    t = np.array([-0.5, 0.0, 0.5, 1.0, 1.5])
    costs = np.array([99.0, 1.0, np.inf, 3.0, 99.0])
    assert least_barrier(Slice(t, costs, t)) == least_barrier(Slice(t, np.full(5, 3.0), t)) > 0
    assert least_barrier(Slice(t, np.full(5, np.nan), t)) == 0


def test_that_a_step_is_past_the_lowest_point_only_by_more_than_half_a_percent() -> None:
    for rate, is_past in ((1.005, False), (1.0051, True)):
        assert ("past the lowest" in text(descent_sentence(valley(rate)))) == is_past


@pytest.mark.parametrize(
    ("rate", "share"),
    [
        (0.0009, "less than 0.1 %"),
        (0.001, "0.1 %"),
        (0.0994, "9.9 %"),
        (0.1, "10 %"),
        (0.0, "0.0 %"),
    ],
)
def test_that_shares_of_the_best_step_have_two_digits(rate: float, share: str) -> None:
    said = text(descent_sentence(valley(rate))) if rate else ""
    if rate:
        assert f"takes {share} of the best step" in said
    else:  # the cost is what it was
        assert "overshoots" in text(descent_sentence(valley(rate)))


def test_that_a_share_above_a_thousand_percent_is_grouped() -> None:
    rates = np.array([0.0, 1.0])
    found = DescentSlice(rates, rates, 2.0, 25.0, 1.5, 1.0, 1.0, None)
    assert "takes 2,500 % of the best step" in text(descent_sentence(found))


def test_that_a_barrier_as_low_as_the_least_is_none() -> None:
    straight = hill(0.42)
    least = least_barrier(straight)
    for barrier, rise, said in (
        (least, least, "No barrier: the cost never rises on the way."),
        (least, 2 * least, "No barrier; on the way the cost rises by at most"),
        (2 * least, 2 * least, "Barrier "),
    ):
        assert text(line_sentence(straight, barrier, rise, None, None)).startswith(said)
    assert text(line_sentence(straight, least, 0.1, straight, None)).startswith("Barrier 0; after")
    for lost in ((math.nan, 0.1), (0.1, math.nan)):
        assert text(line_sentence(straight, *lost, None, None)).startswith("On part of the way")


def test_that_a_reading_has_three_places_where_they_say_something() -> None:
    def said(cost: float) -> str:
        level = Slice(T, np.full(61, cost), None)
        picture = line_picture(level, ("a", "b"), 0.0, level, None, str)
        return reading(picture, 0.25)

    assert said(0.001) == "t = 0.250   straight 0.001   matched 0.001"
    assert said(99.5).endswith("matched 99.500")
    assert said(100.0).endswith(f"matched {brief(100.0)}")
    assert said(0.0009).endswith(f"matched {brief(0.0009)}")
