import numpy as np
import pytest

from gdstudio.pictures.spans import Span, chart_span, count_span

BEGUN = Span(0.0, 0.0)


def inner(span: Span) -> tuple[float, float]:
    """The ends without the margin of 2 % at both."""
    low, high = span.ends
    room = 0.02 * (high - low) / 1.04
    return low + room, high - room


def test_that_an_axis_at_rest_is_as_short_as_round_numbers_allow() -> None:
    assert inner(chart_span([np.array([0.0, 2100.0])])) == pytest.approx((0, 2100))
    assert inner(chart_span([np.array([0.11, 0.205])])) == pytest.approx((0.11, 0.21))
    assert inner(chart_span([np.array([-0.3, 0.8])])) == pytest.approx((-0.3, 0.9))


def test_that_an_axis_begins_at_zero_if_that_is_near_and_wanted() -> None:
    values = [np.array([0.02, 0.1])]
    assert inner(chart_span(values))[0] == pytest.approx(0, abs=1e-9)
    assert 0.01 < inner(chart_span(values, from_zero=False))[0] <= 0.02
    assert 0.45 < inner(chart_span([np.array([0.5, 0.9])]))[0] <= 0.5
    assert inner(chart_span([np.array([0.5, 0.9])], before=BEGUN))[0] == pytest.approx(0, abs=1e-9)


def test_that_the_axis_of_a_growing_chart_moves_seldom_and_in_steps() -> None:
    span, ends = BEGUN, set()
    for n in range(1, 2001):
        span = chart_span([np.arange(n, dtype=float)], before=span)
        assert span.low <= 0
        assert span.high >= n - 1
        ends.add(span.high)
    assert len(ends) < 35


def test_that_an_axis_much_too_long_is_shortened() -> None:
    long = chart_span([np.array([0.0, 10.0])], before=BEGUN)
    assert chart_span([np.array([0.0, 6.0])], before=long) is long
    assert chart_span([np.array([0.0, 2.0])], before=long).high < 3


def test_that_a_logarithmic_axis_leaves_out_what_has_no_logarithm() -> None:
    span = chart_span([np.array([25.0, 500.0, 0.0, -3.0])], is_log=True)
    assert span.is_log
    assert 20 <= span.low < 25
    assert 500 < span.high <= 640


def test_that_known_ends_are_kept_and_seen_whole() -> None:
    span = chart_span([np.array([0.4])], (0.0, 1.0), is_share=True)
    assert inner(span) == pytest.approx((0, 1))
    assert span.ticks(5).labels[-1] == "100 %"


def test_that_nothing_and_what_is_not_finite_still_give_an_axis() -> None:
    assert inner(chart_span([])) == pytest.approx((0, 1))
    assert inner(chart_span([np.array([np.nan, np.inf])])) == pytest.approx((0, 1))
    low, high = inner(chart_span([np.array([3.0, 3.0])]))
    assert low < 3 < high
    wide = chart_span([np.array([-1e308, 1e308])])
    assert np.isfinite(wide.ends).all()


def test_that_counts_stand_on_zero_below_the_top() -> None:
    assert count_span(31).low == 0
    assert count_span(31).high == pytest.approx(32.86)
    assert count_span(11_000).ticks(5).labels == ["0", "2k", "4k", "6k", "8k", "10k"]
    live = count_span(31, BEGUN)
    assert live.high == 40
    assert count_span(25, live) is live
    assert count_span(41, live).high == 50
    assert count_span(0).high > 0
