import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.errors import InvalidValue
from gdstudio.learning.cost_buckets import DECAY, MAX_BUCKETS, decayed_averages
from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.evaluation_log import MAX_EVALUATIONS
from gdstudio.learning.history import History


def append_evaluation(history, step, cost=0.5, accuracy=0.5):
    history.append_evaluation(step, 10 * step, 0.1 * step, cost, accuracy, cost + 0.1, accuracy)


def chunks_of(costs, sizes):
    first = 0
    for size in sizes:
        yield first + 1, costs[first : first + size]
        first += size
    yield first + 1, costs[first:]


def assert_same_curve(one, other, tolerance=0.0):
    for name in ("steps", "counts", "low", "high"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)
    for name in ("mean", "smoothed"):
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), rtol=tolerance, atol=0, err_msg=name
        )


def test_that_a_short_curve_holds_every_cost():
    history = History()
    history.append_costs(1, np.array([3.0, 1.0, 2.0], np.float32))
    curve = history.curve()
    assert curve.steps.tolist() == [1, 2, 3]
    assert curve.mean.tolist() == curve.low.tolist() == curve.high.tolist() == [3.0, 1.0, 2.0]
    assert history.last_step == 3


def test_that_the_smoothed_cost_follows_the_stated_recurrence():
    costs = np.random.default_rng(3).uniform(0, 2, 9000)
    expected, s = [], 0.0
    for t, c in enumerate(costs, start=1):
        s += (c - s) * (DECAY + 1) / (t + DECAY)
        expected.append(s)
    np.testing.assert_allclose(decayed_averages(costs), expected, rtol=1e-12)


def test_that_the_first_smoothed_costs_are_the_hand_worked_ones():
    # s_1 = 3; s_2 = 3 + (1 - 3) 32 / 33 = 35 / 33
    np.testing.assert_allclose(decayed_averages(np.array([3.0, 1.0])), [3.0, 35 / 33], rtol=1e-15)


@given(sizes=st.lists(st.integers(0, 6000), max_size=12), seed=st.integers(0, 99))
def test_that_the_size_of_hand_overs_does_not_change_the_curve(sizes, seed):
    costs = np.random.default_rng(seed).lognormal(size=20_000)
    at_once, in_chunks = History(), History()
    at_once.append_costs(1, costs)
    for first, chunk in chunks_of(costs, sizes):
        in_chunks.append_costs(first, chunk)
    assert_same_curve(at_once.curve(), in_chunks.curve(), 1e-9)
    assert at_once.last_step == in_chunks.last_step == 20_000


def test_that_single_updates_give_the_same_curve_as_one_hand_over():
    costs = np.random.default_rng(5).lognormal(size=10_000)
    at_once, one_by_one = History(), History()
    at_once.append_costs(1, costs)
    for i in range(len(costs)):
        one_by_one.append_costs(i + 1, costs[i : i + 1])
    assert_same_curve(at_once.curve(), one_by_one.curve(), 1e-9)


def test_that_buckets_hold_mean_and_extremes_of_their_updates():
    costs = np.random.default_rng(1).lognormal(size=40_001)
    history = History()
    history.append_costs(1, costs)
    size = 8  # 40,001 / 8192 = 4.88, so buckets of 8
    curve = history.curve()
    pieces = [costs[i : i + size] for i in range(0, len(costs), size)]
    np.testing.assert_allclose(curve.mean, [p.mean() for p in pieces], rtol=1e-12)
    assert curve.low.tolist() == [p.min() for p in pieces]
    assert curve.high.tolist() == [p.max() for p in pieces]
    assert curve.counts.tolist() == [len(p) for p in pieces]
    assert curve.steps[:2].tolist() == [8, 16]
    assert curve.steps[-1] == 40_001


def test_that_ten_million_updates_stay_within_a_megabyte():
    history = History()
    before = len(pickle.dumps(history))
    chunk = np.linspace(2.0, 1.0, 10_000, dtype=np.float32)
    for i in range(1000):
        history.append_costs(1 + i * len(chunk), chunk)
    after = len(pickle.dumps(history))
    curve = history.curve()
    held = sum(getattr(curve, n).nbytes for n in ("steps", "counts", "mean", "low", "high"))
    assert 500_000 < before < 1_000_000
    assert after == pytest.approx(before, abs=100)  # whole numbers take a few bytes more
    assert held < 500_000
    assert MAX_BUCKETS / 2 < len(curve) <= MAX_BUCKETS
    assert curve.counts.sum() == 10_000_000
    assert (curve.mean * curve.counts).sum() == pytest.approx(15_000_000, rel=1e-6)


def test_that_a_curve_is_a_read_only_copy():
    history = History()
    history.append_costs(1, np.array([1.0]))
    before = history.curve()
    history.append_costs(2, np.array([5.0]))
    assert before.mean.tolist() == [1.0]
    assert len(history.curve()) == 2
    with pytest.raises(ValueError, match="read-only"):
        before.mean[0] = 2.0


def test_that_costs_which_are_not_finite_are_noted_and_left_out():
    history = History()
    history.append_costs(1, np.array([1.0, 2.0, math.inf, 4.0, math.nan]))
    history.append_costs(6, np.array([math.nan]))
    curve = history.curve()
    assert curve.steps.tolist() == [1, 2, 4]
    assert np.isfinite(curve.smoothed).all()
    assert history.diverged_at == 3
    assert history.last_step == 6


def test_that_enormous_finite_costs_count_as_diverged_and_overflow_nothing():
    history = History()
    history.append_costs(1, np.array([1e99, 1e100, 1.7e308, -1.7e308]))
    history.append_costs(5, np.full(10_000, 1e100))
    assert history.diverged_at == 3
    assert np.isfinite(history.curve().smoothed).all()
    assert history.curve().mean[-1] == pytest.approx(1e100)


def test_that_divergence_found_elsewhere_can_be_noted_once():
    history = History()
    history.mark_diverged(7)
    history.mark_diverged(9)
    assert history.diverged_at == 7


def test_that_no_costs_change_nothing():
    history = History()
    history.append_costs(1, np.zeros(0))
    assert len(history.curve()) == 0
    assert history.last_step == 0


def test_that_updates_may_be_left_out_but_not_given_twice():
    history = History()
    history.append_costs(5, np.array([1.0]))
    history.append_costs(10**12, np.array([2.0]))
    assert history.curve().steps.tolist() == [5, 10**12]
    assert history.curve().mean.tolist() == [1.0, 2.0]
    with pytest.raises(InvalidValue, match="first step: 7 is not accepted; give a step after"):
        history.append_costs(7, np.array([1.0]))


def test_that_evaluations_come_back_as_they_went_in():
    history = History()
    history.append_evaluation(0, 0, 0.0, 2.3, 0.1, 2.4, 0.11)
    history.append_evaluation(600, 6000, 1.5, 0.3, 0.9, 0.35, 0.89)
    table = history.evaluations()
    assert table.steps.tolist() == [0, 600]
    assert table.examples.tolist() == [0, 6000]
    assert table.seconds.tolist() == [0.0, 1.5]
    assert table.train_cost.tolist() == [2.3, 0.3]
    assert table.train_accuracy.tolist() == [0.1, 0.9]
    assert table.test_cost.tolist() == [2.4, 0.35]
    assert table.test_accuracy.tolist() == [0.11, 0.89]


def test_that_an_evaluation_at_the_same_step_replaces_the_last():
    history = History()
    for cost in (0.5, 0.4):
        append_evaluation(history, 10, cost)
    assert history.evaluations().train_cost.tolist() == [0.4]
    with pytest.raises(InvalidValue, match="step of an evaluation: 9 is not accepted"):
        append_evaluation(history, 9)


def test_that_an_evaluation_that_is_not_finite_is_noted_and_left_out():
    history = History()
    append_evaluation(history, 10, math.nan)
    assert len(history.evaluations()) == 0
    assert history.diverged_at == 10


@pytest.mark.parametrize("n", [1, 4096, 4097, 4098, 4099, 8195, 20_000])
def test_that_evaluations_are_thinned_evenly_and_keep_first_and_last(n):
    history = History()
    for step in range(n):
        append_evaluation(history, step)
    steps = history.evaluations().steps
    assert len(steps) <= MAX_EVALUATIONS + 1
    assert steps[0] == 0
    assert steps[-1] == n - 1
    gaps = np.diff(steps)
    assert len(set(gaps[:-1].tolist())) <= 1
    assert n < 2 or gaps[-1] <= gaps[0]
    assert n < 4098 or len(steps) > MAX_EVALUATIONS / 2


def test_that_examples_follow_the_evaluations_and_before_them_the_batch_size():
    history = History(batch_size=32)
    assert history.examples_at(np.array([0, 10])).tolist() == [0, 320]
    history.append_evaluation(100, 1000, 0.1, 1.0, 0.5, 1.0, 0.5)
    history.append_evaluation(200, 3000, 0.2, 1.0, 0.5, 1.0, 0.5)
    # 10 a step up to 100, then 20 a step, also beyond the last evaluation
    assert history.examples_at(np.array([50, 150, 300])).tolist() == [500, 2000, 5000]


def test_that_seconds_follow_the_evaluations_and_the_clock_beyond_them():
    history = History()
    assert history.seconds_at(np.array([0, 10])).tolist() == [0, 0]
    history.append_evaluation(0, 0, 0.0, 1.0, 0.5, 1.0, 0.5)
    history.note_seconds(10, 5.0)
    assert history.seconds_at(np.array([4, 10, 20])).tolist() == [2, 5, 10]
    history.append_evaluation(100, 1000, 30.0, 1.0, 0.5, 1.0, 0.5)
    assert history.seconds_at(np.array([10, 50, 200])).tolist() == [3, 15, 60]  # noted before it
    history.note_seconds(150, 80.0)
    assert history.seconds_at(np.array([100, 125, 150, 200])).tolist() == [30, 55, 80, 130]


def test_that_a_thinned_curve_keeps_extremes_means_and_what_lies_beside_the_view():
    rng = np.random.default_rng(2)
    history = History()
    history.append_costs(1, rng.lognormal(size=8000))
    curve = history.curve()
    thin = curve.thinned(-math.inf, math.inf, 500)
    assert len(thin) == 500  # groups of 16
    assert thin.low.min() == curve.low.min()
    assert thin.high.max() == curve.high.max()
    assert thin.mean[3] == pytest.approx(curve.mean[48:64].mean())
    assert thin.smoothed.tolist() == curve.smoothed[15::16].tolist()
    zoomed = curve.thinned(1000.5, 1010.5, 500)
    assert zoomed.steps.min() < 1000.5 < 1010.5 < zoomed.steps.max()
    assert len(zoomed) < 20


def test_that_thinned_groups_stay_the_same_while_the_curve_grows():
    costs = np.random.default_rng(4).lognormal(size=6000)
    history = History()
    history.append_costs(1, costs[:5000])
    before = history.curve().thinned(0, math.inf, 400)
    history.append_costs(5001, costs[5000:])
    after = history.curve().thinned(0, math.inf, 400)
    assert after.high[: len(before) - 1].tolist() == before.high[:-1].tolist()


def long_history():
    history = History(batch_size=20)
    costs = np.random.default_rng(8).lognormal(size=30_000)
    costs[17_000] = math.inf
    history.append_costs(1, costs)
    for step in range(0, 30_000, 5):
        append_evaluation(history, step)
    return history


def test_that_a_history_survives_its_arrays_and_goes_on_as_before():
    original = long_history()
    restored = History.from_arrays(original.to_arrays())
    assert restored.diverged_at == 17_001
    assert restored.batch_size == 20
    for history in (original, restored):
        history.append_costs(30_001, np.linspace(1, 2, 50_000))
        for step in range(30_000, 80_000, 5):
            append_evaluation(history, step)
    assert_same_curve(original.curve(), restored.curve(), 1e-12)
    assert original.last_step == restored.last_step == 80_000
    one, other = original.evaluations(), restored.evaluations()
    assert one.steps.tolist() == other.steps.tolist()
    assert one.test_cost.tolist() == other.test_cost.tolist()


def test_that_an_empty_history_survives_its_arrays():
    restored = History.from_arrays(History(7).to_arrays())
    assert restored.batch_size == 7
    assert restored.diverged_at is None
    assert len(restored.curve()) == len(restored.evaluations()) == 0
    restored.append_costs(1, np.ones(3))
    assert restored.curve().steps.tolist() == [1, 2, 3]


def spoiled(name, change):
    arrays = {key: array.copy() for key, array in long_history().to_arrays().items()}
    arrays[name] = change(arrays[name])
    return arrays


def with_value(index, value):
    def change(array):
        array[index] = value
        return array

    return change


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cost_mean", lambda a: a.astype(np.float32)),
        ("cost_mean", lambda a: a[:-1]),
        ("cost_mean", lambda a: a[None]),
        ("cost_mean", with_value(3, math.nan)),
        ("cost_mean", with_value(3, -5.0)),
        ("cost_high", with_value(3, math.inf)),
        ("cost_smoothed", with_value(0, 1e200)),
        ("cost_steps", lambda a: a[::-1]),
        ("cost_steps", with_value(0, 0)),
        ("cost_steps", with_value(-1, 2**62)),
        ("cost_counts", with_value(0, 0)),
        ("cost_counts", with_value(0, 99)),
        ("cost_low", lambda a: np.zeros(10_000)),
        ("evaluation_steps", with_value(2, 0)),
        ("evaluation_test_accuracy", with_value(2, 1.5)),
        ("evaluation_train_cost", with_value(2, math.inf)),
        ("evaluation_examples", with_value(2, -1)),
        ("history_numbers", lambda a: a[:-1]),
        ("history_numbers", with_value(0, 60)),
        ("history_numbers", with_value(1, 5)),
        ("history_numbers", with_value(2, 0)),
        ("history_numbers", with_value(3, -1)),
        ("history_numbers", with_value(4, -1)),
        ("history_numbers", with_value(5, 3)),
        ("history_numbers", with_value(5, -3)),
        ("history_numbers", lambda a: a.astype(object)),
    ],
)
def test_that_arrays_which_are_no_history_are_refused_by_name(name, change):
    with pytest.raises(InvalidValue, match="history"):
        History.from_arrays(spoiled(name, change))


def test_that_missing_and_unknown_arrays_are_refused():
    arrays = long_history().to_arrays()
    unknown = arrays | {"cost_extra": np.zeros(3)}
    with pytest.raises(InvalidValue, match="cost_extra: 'unknown'"):
        History.from_arrays(unknown)
    del arrays["cost_low"]
    with pytest.raises(InvalidValue, match="cost_low: 'missing'"):
        History.from_arrays(arrays)


def test_that_joined_buckets_weigh_their_means_by_their_counts():
    curve = CostCurve(
        steps=np.array([1, 4, 6, 8]),
        counts=np.array([1, 3, 2, 2]),
        mean=np.array([4.0, 8.0, 1.0, 3.0]),
        low=np.array([4.0, 7.0, 0.5, 2.0]),
        high=np.array([4.0, 9.0, 1.5, 4.0]),
        smoothed=np.array([4.0, 6.0, 5.0, 4.5]),
    )
    thin = curve.thinned(1, 8, 2)
    assert thin.steps.tolist() == [4, 8]
    assert thin.counts.tolist() == [4, 4]
    assert thin.mean.tolist() == [7.0, 2.0]  # (4 + 3 * 8) / 4 and (2 * 1 + 2 * 3) / 4
    assert thin.low.tolist() == [4.0, 0.5]
    assert thin.high.tolist() == [9.0, 4.0]
    assert thin.smoothed.tolist() == [6.0, 4.5]


def test_that_as_many_evaluations_as_may_be_are_all_kept():
    history = History()
    for step in range(MAX_EVALUATIONS + 1):
        append_evaluation(history, step)
    assert history.evaluations().steps.tolist() == list(range(MAX_EVALUATIONS + 1))
    append_evaluation(history, MAX_EVALUATIONS + 1)
    assert len(history.evaluations()) < MAX_EVALUATIONS


def test_that_a_mean_may_lie_beyond_the_ends_of_its_bucket_by_rounding_alone():
    history = History()
    history.append_costs(1, np.array([2.0, 3.0]))
    arrays = history.to_arrays()
    for factor in (1 - 9e-10, 1 + 9e-10):
        History.from_arrays(arrays | {"cost_mean": arrays["cost_mean"] * factor})
    for factor in (1 - 2e-9, 1 + 2e-9):
        with pytest.raises(InvalidValue, match="cost_mean"):
            History.from_arrays(arrays | {"cost_mean": arrays["cost_mean"] * factor})


def test_that_each_thing_that_is_noted_makes_a_history_more_than_empty():
    assert History().is_empty
    costs, diverged = History(), History()
    costs.append_costs(1, np.array([0.5]))
    diverged.mark_diverged(3)
    assert not costs.is_empty
    assert not diverged.is_empty


@pytest.mark.parametrize("step", [0, 1, 499, 1000])
def test_that_what_is_known_until_a_step_is_what_was_known_at_it(step):
    costs = np.random.default_rng(5).lognormal(size=1000)
    whole, then = History(10), History(10)
    whole.append_costs(1, costs)
    then.append_costs(1, costs[:step])
    for at in range(0, 1001, 50):
        append_evaluation(whole, at)
        if at <= step:
            append_evaluation(then, at)
    cut = whole.until(step)
    assert_same_curve(cut.curve(), then.curve(), 1e-12)
    assert cut.evaluations().steps.tolist() == then.evaluations().steps.tolist()
    assert cut.last_step == then.last_step
    assert whole.last_step == 1000  # it is as it was


def test_that_a_history_that_was_cut_off_goes_on_and_is_stored_like_any_other():
    costs = np.random.default_rng(5).lognormal(size=3 * MAX_BUCKETS)
    whole = History()
    whole.append_costs(1, costs)
    for at in range(3 * MAX_EVALUATIONS):
        append_evaluation(whole, at)
    at = 4 * 1000 + 2  # within a bucket of four updates
    cut = whole.until(at)
    assert cut.last_step == at
    assert (cut.evaluations().steps <= at).all()
    cut.append_costs(at + 1, costs[at : at + 100])
    append_evaluation(cut, at + 100)
    assert cut.last_step == at + 100
    assert cut.curve().counts.sum() == at + 100
    again = History.from_arrays(cut.to_arrays())
    assert_same_curve(again.curve(), cut.curve(), 1e-12)
    assert again.evaluations().steps.tolist() == cut.evaluations().steps.tolist()


def test_that_a_divergence_after_the_step_has_not_happened_yet():
    history = History()
    history.append_costs(1, np.array([1.0, np.nan, 1.0]))
    assert history.until(1).diverged_at is None
    assert history.until(2).diverged_at == 2
