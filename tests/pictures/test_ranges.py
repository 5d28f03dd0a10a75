import math

import numpy as np
import pytest

from gdstudio.pictures.spans import accuracy_span, cost_span, share_to_plot, to_plot, x_span
from gdstudio.pictures.ticks import round_up
from gdstudio.studio.views.cost_plot.box import CostAxis, CountAxis


@pytest.mark.parametrize(
    ("value", "rounded"), [(1, 1), (1.01, 1.5), (0.021, 0.03), (70, 80), (8.5e6, 1e7), (0.3, 0.3)]
)
def test_that_limits_are_rounded_up_to_readable_numbers(value, rounded):
    assert round_up(value) == pytest.approx(rounded)


def test_that_the_horizontal_axis_grows_in_steps_and_not_with_every_update():
    spans, span = set(), None
    for last in range(1, 20_001):
        span = x_span(last, span)
        assert span.high >= last
        assert last < 10 or span.high < 1.6 * last
        spans.add(span)
    assert len(spans) < 30


def test_that_a_diverged_end_does_not_flatten_the_run():
    course = np.r_[np.full(100, 0.5), 1e6, 1e12]
    span = cost_span([course], log=False, before=None)
    assert 5.0 <= span.high < 6.0  # ten times the median, rounded up, and a small margin


def test_that_the_beginning_of_a_run_is_in_sight():
    course = np.r_[2.3, np.full(1000, 0.01)]
    assert cost_span([course], log=False, before=None).high >= 2.3


def test_that_the_cost_axis_stays_while_the_data_fit():
    before = cost_span([np.array([1.9, 1.0])], log=False, before=None)
    assert cost_span([np.array([1.8, 0.9])], log=False, before=before) is before
    assert cost_span([np.array([2.8, 0.9])], log=False, before=before) != before
    assert cost_span([np.array([0.3, 0.2])], log=False, before=before).high < 0.5


@pytest.mark.parametrize("costs", [[0.0, 0.0], [1.0, 0.0], [0.5, 0.5], [1e-30], [1e100], [-1.0]])
@pytest.mark.parametrize("log", [False, True])
def test_that_odd_costs_get_a_usable_axis(costs, log):
    span = cost_span([np.array(costs)], log=log, before=None)
    assert math.isfinite(span.low)
    assert math.isfinite(span.high)
    assert span.high > span.low
    shown = to_plot(np.array(costs), log=log)
    assert span.low <= shown.max() <= span.high


def test_that_a_logarithmic_axis_holds_the_curve_and_at_least_one_decade():
    span = cost_span([np.array([2.0, 0.2, 0.003])], log=True, before=None)
    assert span.low < math.log10(0.003)
    assert span.high > math.log10(2.0)
    narrow = cost_span([np.array([0.5])], log=True, before=None)
    assert narrow.high - narrow.low >= 1.0


def test_that_counts_are_written_short_and_whole(qtbot):
    axis = CountAxis("bottom", "1000k")
    assert axis.tickStrings([0, 2000, 4000], 1.0, 2000) == ["0", "2k", "4k"]
    assert axis.tickStrings([0, 200, 1000], 1.0, 200) == ["0", "200", "1000"]
    assert axis.tickStrings([12_000, 12_500], 1.0, 500) == ["12k", "12.5k"]
    assert axis.tickStrings([5e6, 1e7], 1.0, 5e6) == ["5M", "10M"]
    assert all(spacing >= 1 for spacing, _ in axis.tickSpacing(0.0, 1.5, 400.0))


def test_that_costs_are_written_with_as_many_digits_as_their_spacing_needs(qtbot):
    axis = CostAxis("left", "0.0005")
    assert axis.tickStrings([0.0, 0.5, 1.0], 1.0, 0.5) == ["0.0", "0.5", "1.0"]
    assert axis.tickStrings([0.0, 0.05], 1.0, 0.05) == ["0.00", "0.05"]
    assert axis.tickStrings([0.0, 2e-5], 1.0, 2e-5) == ["0", "2e-5"]
    assert axis.tickStrings([0.0, 2e5], 1.0, 2e5) == ["0", "2e5"]
    axis.setLogMode(False, True)
    assert axis.tickStrings([-3.0, 0.0, 2.0], 1.0, None) == ["0.001", "1", "100"]


def test_that_ticks_of_a_logarithmic_axis_never_crowd(qtbot):
    axis = CostAxis("left", "0.0005")
    axis.setLogMode(False, True)
    for low, high in ((-1.0, 0.0), (-3.0, 1.0), (-12.0, 100.0)):
        [(_, values)] = axis.tickValues(low, high, 200.0)
        inside = [value for value in values if low <= value <= high]
        assert 2 <= len(inside) <= 8


def test_that_costs_stand_at_their_logarithms_on_a_logarithmic_plot_and_at_themselves_on_another():
    costs = np.array([1e-12, 0.003, 1.0, 250.0])
    assert to_plot(costs, log=True).tolist() == pytest.approx([-12.0, -2.5228787, 0.0, 2.39794])
    assert to_plot(costs, log=False).tolist() == costs.tolist()


def test_that_a_logit_axis_holds_every_share_and_is_as_short_as_round_ends_allow():
    def ends(*shares):
        span = accuracy_span([np.array(shares)], logit=True)
        return [1 / (1 + 10.0**-end) for end in (span.low, span.high)]

    assert ends() == pytest.approx([0.0449, 0.9911], abs=1e-4)  # 5 and 99 %, with a margin
    assert ends(0.1, 0.95, math.nan) == ends()
    assert ends(0.0, 1.0) == pytest.approx([0.0001, 0.9999], abs=1e-4)
    for share in (0.0004, 0.02, 0.5, 0.9899, 0.995, 0.9995):
        low, high = ends(share)
        assert low < share < high
    assert accuracy_span([np.array([0.5])], logit=False) == accuracy_span([], logit=False)


def test_that_the_logit_of_a_share_is_finite_and_grows_with_it():
    shares = np.array([0.0, 0.1, 0.5, 0.9, 1.0])
    places = share_to_plot(shares, logit=True)
    np.testing.assert_allclose(places[1:4], [-math.log10(9), 0.0, math.log10(9)], atol=1e-12)
    assert places[0] == pytest.approx(-places[4]) == pytest.approx(-math.log10(9999))
    assert share_to_plot(shares, logit=False) is shares
