import itertools
import math
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdstudio.arrays import locked
from gdstudio.errors import InvalidValue
from gdstudio.learning.moment import (
    BUDGET,
    MOST,
    NO_KIND,
    Dues,
    Kind,
    Moment,
    dense_steps,
    due_steps,
)
from gdstudio.learning.moments import Moments
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.learning.path import ParameterPath, stored
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.schedules import SCHEDULES
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training

LEAST_BUDGET = 16 << 20
LESSON = 13_002  # 784-16-16-10
LARGE = 669_706  # 784-512-512-10
LSTM = 82_570  # 28 pixels at a time, 128 units
EPOCHS_30 = 30 * 1875  # of mini-batches of 32


def passed(step, parameters, kind=Kind.PASSED, **rest) -> Moment:
    return Moment(step, parameters, kind=kind, **rest)


def driven(n_steps, n, *, planned=None, budget=BUDGET, marks=None):
    """Return the moments of a run that is noted as it passes, and at `marks` {step: kind}."""
    here = locked(np.zeros(n, np.float32))
    moments = Moments(n, planned or n_steps, budget)
    marks = dict(marks or {})
    moments.add(passed(0, here))
    for step in itertools.takewhile(lambda step: step <= n_steps, due_steps(0, n, budget)):
        for mark in [mark for mark in marks if mark < step]:
            moments.add(passed(mark, here, marks.pop(mark)))
        moments.add(passed(step, here))
    for mark, kind in marks.items():
        moments.add(passed(mark, here, kind))
    return moments


def kept_as(moments, kind):
    return [moment.step for moment in moments.marks(kind)]


def state_of(step, parameters, recipe, **optimizer_state):
    return TrainingState(
        recipe=recipe, in_shape=PictureShape(1, 28, 28), n_out=10, optimizer_steps=step, step=step,
        examples=10 * step, epoch=0, position=0, learning_rate=0.1, epochs=3, data_identity="",
        parameters=parameters, optimizer_state=optimizer_state,
    )  # fmt: skip


def test_that_each_of_the_first_thousand_steps_is_kept():
    moments = driven(EPOCHS_30, LESSON)
    steps = moments.steps()
    assert steps[:1001].tolist() == list(range(1001))
    assert moments.dense == dense_steps(LESSON) == 1000


@pytest.mark.parametrize("batch", [10, 32])
def test_that_thirty_epochs_of_the_lesson_keep_five_hundred_moments_in_64_mb(batch):
    n_steps = 30 * math.ceil(60_000 / batch)
    ends = {n_steps * k // 30: Kind.EVALUATED | Kind.EPOCH_ENDED for k in range(1, 31)}
    moments = driven(n_steps, LESSON, marks=ends)
    assert len(moments) >= 500
    assert moments.nbytes <= BUDGET
    assert sum(moment.parameters.nbytes for moment in moments) <= BUDGET
    assert set(kept_as(moments, Kind.EVALUATED)) == set(ends)
    assert moments.last_step == n_steps


@pytest.mark.parametrize("n", [15, 219, LESSON])
def test_that_ten_million_steps_stay_within_the_budget(n):
    started = time.process_time()
    moments = driven(10_000_000, n, budget=LEAST_BUDGET)
    took = time.process_time() - started
    assert moments.nbytes <= LEAST_BUDGET
    assert len(moments) <= MOST
    assert moments.last_step > 9_900_000
    # Some 1,900 moments were taken: a thousandth of what ten million updates take.
    assert took < 10_000_000 * 1e-6


@pytest.mark.parametrize("n", [LARGE, LSTM, 1_200_000])
@pytest.mark.parametrize("budget", [LEAST_BUDGET, BUDGET])
def test_that_large_networks_stay_within_the_budget(n, budget):
    ends = {1875 * k: Kind.EVALUATED for k in range(1, 31)}
    moments = driven(EPOCHS_30, n, budget=budget, marks=ends)
    assert moments.nbytes <= max(budget, 6 * (4 * n + 1024))
    assert len(moments) >= 6
    assert moments.steps()[0] == 0
    assert moments.last_step == EPOCHS_30


@given(
    n=st.sampled_from([1_000, LESSON]),
    n_steps=st.integers(3_000, 1_000_000),
    planned=st.integers(100, 1_000_000),
)
@settings(max_examples=12)
def test_that_later_moments_are_even_in_the_logarithm_of_the_step(n, n_steps, planned):
    moments = driven(n_steps, n, budget=LEAST_BUDGET, planned=planned)
    steps = moments.steps()
    late = steps[steps >= max(moments.dense, 200)]
    gaps = np.diff(np.log(late))
    assert gaps.max() <= 0.25  # however the points of the path lie, which stay
    assert len(moments) > 150


def test_that_without_the_path_later_gaps_differ_by_no_more_than_two():
    moments = driven(2_000_000, 30_000, planned=10**12)
    late = moments.steps()
    gaps = np.diff(np.log(late[late >= moments.dense]))
    settled = gaps[1:-4]
    assert settled.max() <= 2.2 * np.median(settled)
    assert settled.min() >= 0.4 * np.median(settled)


@given(
    marks=st.dictionaries(st.integers(0, 40_000), st.sampled_from([Kind.EVALUATED, Kind.RESTED])),
    n=st.sampled_from([219, LESSON, LSTM]),
)
@settings(max_examples=8)
def test_that_what_has_passed_and_the_path_do_not_depend_on_marks(marks, n):
    bare = driven(40_000, n)
    marked = driven(40_000, n, marks=marks)
    assert kept_as(bare, Kind.PASSED) == kept_as(marked, Kind.PASSED)
    assert bare.path.steps().tolist() == marked.path.steps().tolist()
    assert kept_as(bare, Kind.ON_PATH) == bare.path.steps().tolist()
    assert marked.nbytes <= BUDGET


def test_that_evaluations_and_names_outlast_what_only_passed():
    moments = driven(500, LESSON)
    moments.add(passed(501, locked(np.ones(LESSON, np.float32)), Kind.EVALUATED))
    moments.add(passed(503, locked(np.ones(LESSON, np.float32)), Kind.RESTED))
    moments.name(503, "  before the\njump ")
    for step in due_steps(503, LESSON):
        if step > 500_000:
            break
        moments.add(passed(step, locked(np.zeros(LESSON, np.float32))))
    assert moments.named("before the jump").step == 503
    assert kept_as(moments, Kind.EVALUATED) == [501]
    assert moments.nbytes <= BUDGET


def test_that_no_evaluation_goes_while_there_is_room():
    here = locked(np.zeros(LESSON, np.float32))
    moments = driven(400, LESSON)
    evaluated = list(range(1000, 1000 + 200 * 800, 200))
    for step in evaluated:
        moments.add(passed(step, here, Kind.EVALUATED))
    assert kept_as(moments, Kind.EVALUATED) == evaluated
    for step in due_steps(160_000, LESSON):
        if step > 10**7:
            break
        moments.add(passed(step, here))
    assert moments.nbytes <= BUDGET
    kept = kept_as(moments, Kind.EVALUATED)
    bare = driven(400, LESSON)
    for step in due_steps(160_000, LESSON):
        if step > 10**7:
            break
        bare.add(passed(step, here))
    assert kept_as(moments, Kind.PASSED) == kept_as(bare, Kind.PASSED)
    assert len(kept) == BUDGET // (4 * LESSON + 1024) - len(bare)


def test_that_too_many_evaluations_are_thinned_evenly_but_names_stay():
    here = locked(np.zeros(LESSON, np.float32))
    moments = driven(1000, LESSON, planned=10**6)
    for step in range(1000, 1_000_000, 200):
        moments.add(passed(step, here, Kind.EVALUATED))
        if step % 100_000 == 0:
            moments.name(step, f"at {step}")
    kept = kept_as(moments, Kind.EVALUATED)
    assert 200 <= len(kept) <= 400
    assert kept[0] == 1000
    assert kept[-1] == 999_800
    late = [step for step in kept if step > 5000]
    assert np.diff(np.log(late)).max() < 2.5 * np.log(200) / len(late)
    assert kept_as(moments, Kind.NAMED) == list(range(100_000, 1_000_000, 100_000))


def test_that_names_are_refused_when_they_would_push_out_everything_else():
    here = locked(np.zeros(LARGE, np.float32))
    moments = Moments(LARGE, 100)
    for step in range(3):
        moments.add(passed(step, here, Kind.RESTED))
        moments.name(step, f"mark {step}")
    moments.add(passed(3, here, Kind.RESTED))
    with pytest.raises(InvalidValue, match="no more than 3 marks"):
        moments.name(3, "one more")
    moments.name(2, "another name")
    moments.name(1, "")
    assert kept_as(moments, Kind.NAMED) == [0, 2]
    with pytest.raises(InvalidValue, match="step of a mark: 77"):
        moments.name(77, "nowhere")


def test_that_moments_are_found_by_step_and_name():
    moments = driven(20, 3)
    assert moments.at(7).step == 7
    assert moments.at(21) is None
    assert (moments.up_to(99).step, moments.since(0).step) == (20, 0)
    assert (moments.up_to(-1), moments.since(21)) == (None, None)
    moments.note(5, Kind.BRANCHED)
    assert kept_as(moments, Kind.BRANCHED) == [5]
    moments.note(99, Kind.BRANCHED)
    assert [moment.step for moment in moments] == list(range(21))
    assert moments.named("nothing") is None


def test_that_two_moments_of_one_step_are_one_with_both_reasons():
    here = locked(np.ones(3, np.float32))
    recipe = Recipe(optimizer="momentum")
    moments = Moments(3)
    exact = state_of(4, here, recipe, velocity=locked(np.zeros(3, np.float32)))
    light = replace(exact, optimizer_state={}, optimizer_steps=0)
    moments.add(passed(4, here, Kind.RESTED, state=exact, rate=0.3))
    moments.add(passed(4, locked(here.copy()), Kind.EVALUATED, state=light, rate=0.3))
    (moment,) = moments
    assert moment.kind & Kind.RESTED
    assert moment.kind & Kind.EVALUATED
    assert moment.is_exact
    assert moments.nbytes == 4 * 3 + 1024 + 12


def test_that_another_network_at_a_step_lets_go_what_came_after():
    moments = driven(20, 3)
    moments.add(passed(12, locked(np.ones(3, np.float32))))
    assert moments.last_step == 12
    assert moments.path.last_step == 12
    assert moments.at(12).parameters.tolist() == [1, 1, 1]
    assert np.array_equal(moments.path.points()[-1], [1, 1, 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_that_what_is_not_finite_is_left_out(bad):
    moments = Moments(2)
    moments.add(passed(0, locked(np.array([0, bad], np.float32))))
    assert (len(moments), moments.last_step, moments.nbytes) == (0, -1, 0)


def test_that_the_path_shares_its_arrays_with_the_moments():
    moments = driven(30_000, 300, planned=30_000)
    assert len(moments.path) > 100
    for step, point in moments.path.pairs():
        assert moments.at(step).parameters is point


def test_that_a_moment_without_a_kind_is_kept_for_the_path_alone():
    here = locked(np.zeros(3, np.float32))
    moments = Moments(3, 1000)
    for step in range(1001):
        moments.add(passed(step, here, NO_KIND))
    rule = ParameterPath(3)
    for step in range(1001):
        if step >= rule.next_step(1000):
            rule.append(step, here)
    assert moments.steps().tolist() == rule.steps().tolist() == moments.path.steps().tolist()
    for step in range(1001, 3000):
        moments.add(passed(step, here, NO_KIND))
    left = set(kept_as(moments, Kind.PASSED))  # by the path, when it was full
    assert left == set(moments.steps().tolist()) - set(moments.path.steps().tolist())
    assert left


@pytest.mark.parametrize(
    ("optimizer", "dtype", "arrays"), [("sgd", "float32", 0), ("adam", "float32", 2),
                                       ("sgd", "float64", 2), ("adam", "float64", 6)],
)  # fmt: skip
def test_that_a_moment_says_whether_it_is_exact_and_what_that_takes(optimizer, dtype, arrays):
    recipe = Recipe(optimizer=optimizer, dtype=dtype)
    parameters = locked(np.zeros(5, dtype))
    names = ("mean", "square_average") if optimizer == "adam" else ()
    state = state_of(9, parameters, recipe, **dict.fromkeys(names, parameters))
    moment = Moment(9, parameters if dtype == "float32" else locked(np.zeros(5, "f4")), state)
    assert moment.is_exact
    assert moment.state_bytes == arrays * 4 * 5
    light = moment.without_optimizer()
    assert light.is_exact == (arrays == 0)
    assert light.state_bytes == 0
    assert light.state.optimizer_steps == (9 if arrays == 0 else 0)
    assert not Moment(9, moment.parameters).is_exact


def test_that_states_of_optimizers_have_half_the_share_of_marks():
    recipe = Recipe(optimizer="adam")
    moments = Moments(LESSON, 10**5)
    here = locked(np.zeros(LESSON, np.float32))
    for step in range(1, 500):
        state = state_of(step, here, recipe, mean=here, square_average=here)
        moments.add(passed(step, here, Kind.RESTED, state=state))
        if step == 17:
            moments.name(17, "mine")
    exact = [moment.step for moment in moments if moment.is_exact]
    assert 250 <= len(exact) <= 350  # two states of a moment's size: half of the memory
    assert 17 in exact
    assert exact[-1] == 499
    assert moments.nbytes <= BUDGET


def test_that_a_copy_goes_on_by_itself_and_shares_arrays():
    moments = driven(5_000, LESSON)
    other = moments.copy(up_to=700)
    assert other.last_step == other.path.steps()[-1:].max() or other.last_step == 700
    assert moments.last_step > 4_900
    assert other.at(3).parameters is moments.at(3).parameters
    other.name(3, "here")
    assert moments.named("here") is None
    smaller = moments.copy(budget=LEAST_BUDGET)
    assert smaller.nbytes <= LEAST_BUDGET
    assert set(smaller.steps().tolist()) <= set(moments.steps().tolist())


def test_that_the_same_run_has_the_same_moments_in_however_many_sittings():
    here = locked(np.zeros(LESSON, np.float32))
    whole = driven(50_000, LESSON)
    moments = Moments(LESSON, 50_000)
    moments.add(passed(0, here))
    for begin, end in ((0, 3), (3, 1777), (1777, 33_333), (33_333, 50_000)):
        moments = moments.copy()
        for step in due_steps(begin, LESSON):
            if step > end:
                break
            moments.add(passed(step, here))
    assert kept_as(whole, Kind.PASSED) == kept_as(moments, Kind.PASSED)
    assert kept_as(whole, Kind.ON_PATH) == kept_as(moments, Kind.ON_PATH)


def test_that_the_points_of_a_path_alone_make_moments():
    path = ParameterPath(4)
    for step in (0, 1, 5, 8):
        path.append(step, np.full(4, step))
    moments = Moments.restored([], path)
    assert moments.steps().tolist() == [0, 1, 5, 8]
    assert moments.at(5).state is None
    assert moments.at(5).parameters.tolist() == [5, 5, 5, 5]


def driven_training(training, moments, dues, *, exactly_at):
    """Train to the end as whoever drives a run does; return the moments at some steps, exact."""
    exact = {}
    for _ in training.updates():
        kind = dues.kind_at(training.step, int(training.epoch))
        if training.step in exactly_at:
            moments.add(training.moment(kind | Kind.RESTED, exact=True))
            exact[training.step] = moments.at(training.step)
        elif kind:
            moments.add(training.moment(kind, exact=Kind.EPOCH_ENDED in kind))
    return exact


@pytest.mark.parametrize("schedule", sorted(SCHEDULES))
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_that_a_branch_from_an_exact_moment_ends_in_the_same_bits(small_data, optimizer, schedule):
    recipe = Recipe(
        hidden=(5,), optimizer=optimizer, schedule=schedule, learning_rate=0.01, epochs=12,
        batch_size=10, label_noise=0.1, l2=0.01,
    )  # fmt: skip
    training = Training(recipe, small_data)
    n = len(training.network.parameters)
    moments = Moments(n, training.plan.steps)
    exact = driven_training(training, moments, Dues(0, 0, n), exactly_at=(1, 7))
    for moment in (*exact.values(), *moments.marks(Kind.EPOCH_ENDED)):
        assert moment.is_exact
        branch = Training(recipe, small_data, moment.state)
        assert branch.step == moment.step
        for _ in branch.updates():
            pass
        assert branch.network.parameters.tobytes() == training.network.parameters.tobytes()
        assert branch.step == training.step
    light = moments.at(5)
    assert light.is_exact == (not OPTIMIZERS[optimizer].state_names)
    assert Training(recipe, small_data, light.state).step == 5


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    "layers", [{"hidden": (5,)}, {"architecture": "conv 2@2x2, dropout 0.3, dense 5"},
               {"architecture": "lstm 4"}],
)  # fmt: skip
def test_that_every_network_is_gone_on_with_exactly_and_gone_back_to(small_data, layers, dtype):
    recipe = Recipe(
        **layers, optimizer="adam", dtype=dtype, learning_rate=0.01, epochs=3, batch_size=10
    )
    training = Training(recipe, small_data)
    moments = Moments(len(training.network.parameters))
    ends = driven_training(training, moments, Dues(0, 0, 99), exactly_at=(5, 31))
    last = training.snapshot()
    for step in (5, 31):
        training.go_to(ends[step])
        assert (training.step, training.last_cost) == (step, ends[step].cost)
        assert training.snapshot().learning_rate == ends[step].rate
        assert np.array_equal(stored(training.network.parameters), ends[step].parameters)
        for _ in training.updates():
            pass
        again = training.snapshot()
        assert again.parameters.tobytes() == last.parameters.tobytes()
        assert again.gradient.tobytes() == last.gradient.tobytes()
        assert (again.cost, again.examples) == (last.cost, last.examples)


def test_that_a_moment_without_its_optimizer_begins_it_anew(small_data):
    recipe = Recipe(hidden=(5,), optimizer="adam", learning_rate=0.01, batch_size=10, epochs=2)
    training = Training(recipe, small_data)
    for _ in range(4):
        training.update()
    light = training.moment(Kind.PASSED)
    training.update()
    training.go_to(light)
    state = training.state()
    assert state.optimizer_steps == 0
    assert not any(array.any() for array in state.optimizer_state.values())
    branch = Training(recipe, small_data, light.state)
    assert branch.update() == training.update()


def test_that_moments_of_epochs_are_not_too_near_each_other():
    dues = Dues(0, 0, 100)
    ends = [k for k in range(1, 3000) if Kind.EPOCH_ENDED in dues.kind_at(k, k)]
    assert ends[:4] == [1, 21, 41, 61]
    assert len(ends) < 200


def test_that_dues_are_the_same_wherever_a_sitting_begins():
    whole = Dues(0, 0, LESSON)
    expected = [step for step in range(30_000) if Kind.PASSED in whole.kind_at(step, 0)]
    parts = []
    for begin, end in ((0, 700), (700, 12_345), (12_345, 30_000)):
        dues = Dues(begin, 0, LESSON)
        parts += [step for step in range(begin, end) if Kind.PASSED in dues.kind_at(step, 0)]
    assert parts == expected
    assert expected[:1000] == list(range(1000))
