import numpy as np
import pytest

from gdstudio.arrays import locked
from gdstudio.data.opening import load_data_set
from gdstudio.jobs.run_log import RunLog, Stopwatch
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.moment import NO_KIND, Kind, Moment
from gdstudio.learning.plan import Plan, planned
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.training import Training

FOUND = Evaluation(0.5, 0.9, np.zeros((10, 10), np.int64))
HERE = locked(np.zeros(3, np.float32))


def a_log(history=None, moments=None, steps=1000) -> RunLog:
    return RunLog(3, Plan(10, steps), history, moments)


def test_that_costs_end_with_the_last_step():
    log = a_log()
    log.add_costs(0, np.empty(0))
    assert log.history.is_empty
    log.add_costs(3, np.array([3.0, 2.0, 1.0]))
    log.add_costs(4, np.array([0.5]))
    curve = log.history.curve()
    assert curve.steps.tolist() == [1, 2, 3, 4]
    assert curve.mean.tolist() == [3.0, 2.0, 1.0, 0.5]


def test_that_the_clock_goes_on_where_the_sitting_before_stopped():
    log = a_log()
    log.add_evaluation(50, 500, 30.0, FOUND, FOUND)
    assert log.seconds == 30.0
    again = a_log(History.from_arrays(log.history.to_arrays()), log.moments)
    assert again.seconds == 30.0
    again.add_evaluation(60, 600, 2.0, FOUND, FOUND)
    again.note_seconds(65, 3.0)
    assert again.seconds == 33.0
    assert again.history.evaluations().seconds.tolist() == [30.0, 32.0]
    assert again.history.seconds_at(np.array([50, 60, 65])).tolist() == [30.0, 32.0, 33.0]


def test_that_points_of_the_path_are_taken_when_they_are_due():
    log = a_log()
    for step in range(500):
        log.moments.add(Moment(step, HERE, kind=NO_KIND))
    steps = log.path.steps()
    assert steps[:12].tolist() == list(range(12))
    assert steps[-1] in range(490, 500)
    assert np.diff(steps).max() == 10  # a hundredth of the planned run
    assert log.path.last_step < 499
    log.moments.add(Moment(499, HERE, kind=Kind.RESTED))
    assert log.path.last_step < 499
    log.moments.note_path(499)
    assert log.path.last_step == 499
    again = a_log(moments=log.moments)
    again.moments.add(Moment(500, HERE, kind=NO_KIND))
    assert log.path.last_step == 499  # due at 509
    again.moments.add(Moment(509, HERE, kind=NO_KIND))
    assert log.path.last_step == 509


def test_that_what_comes_after_a_step_back_is_forgotten():
    log = a_log()
    for step in range(1, 31):
        log.add_costs(step, np.array([1.0 / step]))
        log.moments.add(Moment(step, HERE))
        if step % 10 == 0:
            log.add_evaluation(step, 10 * step, 0.1 * step, FOUND, FOUND)
    log.rewind(19)
    assert log.history.last_step == 19
    assert log.moments.last_step == log.path.last_step == 19
    assert log.history.curve().steps.tolist() == list(range(1, 20))
    assert log.history.evaluations().steps.tolist() == [10]
    log.add_costs(21, np.array([7.0, 8.0]))
    assert log.history.curve().mean[-2:].tolist() == [7.0, 8.0]
    History.from_arrays(log.history.to_arrays())  # what is written is read again


@pytest.mark.parametrize("recipe", [*(named.recipe for named in RECIPES.values()), Recipe()])
@pytest.mark.parametrize(("train_size", "held_out"), [(None, 0), (1005, 0), (1005, 300)])
def test_that_a_run_is_planned_before_its_digits_are_chosen(recipe, train_size, held_out):
    data = load_data_set("mnist")
    recipe = recipe.changed(train_size=train_size, validation_size=held_out)
    training = Training(recipe, data)
    plan = planned(recipe, len(data.train))
    assert plan == training.plan
    assert plan.batch_size == training.batch_size
    updates_of_an_epoch = -(-len(training.digits) // training.batch_size)
    assert plan.steps == recipe.epochs * updates_of_an_epoch
    training.epochs += 2
    assert training.plan.steps == plan.steps + 2 * updates_of_an_epoch
    assert planned(recipe, len(data.train), training.epochs) == training.plan


def test_that_a_recipe_that_wants_too_many_digits_is_planned_with_those_there_are():
    assert planned(Recipe(train_size=500, epochs=1), 100) == Plan(10, 10, 100)
    assert planned(Recipe(validation_size=100, epochs=1), 100) == Plan(1, 1)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_that_a_stopwatch_leaves_out_rests_and_what_is_taken_back(monkeypatch):
    clock = Clock()
    monkeypatch.setattr("gdstudio.jobs.run_log.time.perf_counter", clock)
    watch = Stopwatch()
    clock.now += 5
    assert (watch.seconds, watch.is_running) == (0.0, False)
    watch.start()
    clock.now += 2
    watch.start()
    clock.now += 1
    assert (watch.seconds, watch.is_running) == (3.0, True)
    watch.leave_out(0.5)
    assert watch.seconds == 2.5
    watch.stop()
    clock.now += 10
    watch.leave_out(1.0)  # it rests: nothing of it counts
    assert watch.seconds == 2.5
    watch.start()
    clock.now += 1
    assert watch.seconds == 3.5
