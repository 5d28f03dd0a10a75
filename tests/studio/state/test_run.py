"""What the window keeps of a run."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from gdstudio.files.manifest import Caption
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.plan import Plan
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import Snapshot
from gdstudio.studio.state.progress import EvaluationPoint, Progress, RunState
from gdstudio.studio.state.run import Run
from tests.studio.small_runs import left_state

NOTHING = np.zeros(3)


def a_run(history=None, recipe=None) -> Run:
    return Run(1, 2, recipe or Recipe(), RunLog(3, Plan(10, 100), history))


def a_message(step, costs, seconds, *, evaluated=True) -> Progress:
    found = Evaluation(0.5, 0.9, np.zeros((10, 10), np.int64))
    point = EvaluationPoint(step, 10 * step, seconds, found, found)
    return Progress(
        run_id=1,
        state=RunState.RUNNING,
        snapshot=Snapshot(step, 0.1, 10 * step, 0.1, 0.5, NOTHING, NOTHING),
        costs=np.full(costs, 0.5),
        evaluations=(point,) if evaluated else (),
        examples_per_second=100.0,
        seconds=seconds,
        values=NOTHING,
        tiles=None,
        optimizer=OptimizerState(0.1, {}, step),
        moments=(Moment(step, NOTHING.astype(np.float32)),),
    )


def test_that_the_clock_of_a_run_from_a_file_goes_on_where_it_stopped():
    run = a_run()
    run.add(a_message(0, 0, 0.0))
    run.add(a_message(50, 50, 30.0))
    again = a_run(History.from_arrays(run.history.to_arrays()))
    again.add(a_message(50, 0, 0.0))  # the worker's own clock begins at 0
    again.add(a_message(60, 10, 2.0))
    assert again.history.evaluations().seconds.tolist() == [0.0, 30.0, 32.0]
    History.from_arrays(again.history.to_arrays())  # what is written is read again
    again.add(a_message(65, 5, 3.0, evaluated=False))
    assert again.history.seconds_at(np.array([50, 60, 65])).tolist() == [30.0, 32.0, 33.0]


def test_that_the_title_of_a_run_names_its_large_layers():
    assert a_run().name == "run 2"
    assert a_run(recipe=Recipe(seed=7)).title == "run 2: 16-16, sgd 1.5, seed 7"
    assert a_run().title == "run 2: 16-16, sgd 1.5, seed 1"
    assert a_run(recipe=Recipe(hidden=())).title == "run 2: no hidden, sgd 1.5, seed 1"
    layers = "conv 8@5x5, pool 2, conv 16@5x5, pool 2, dropout 0.2, dense 64"
    cnn = Recipe(architecture=layers, optimizer="adam", learning_rate=0.003)
    assert a_run(recipe=cnn).title == "run 2: conv 8, conv 16, dense 64, adam 0.003, seed 1"
    pooled = a_run(recipe=cnn.changed(architecture="pool 2"))
    assert pooled.title == "run 2: pool 2, adam 0.003, seed 1"


def test_that_a_run_keeps_the_costs_and_accuracies_of_its_messages():
    run = a_run()
    assert np.isnan([*run.accuracies, run.train_cost]).all()
    assert (run.step, run.parameters, run.seconds) == (0, None, 0.0)
    run.add(a_message(50, 50, 30.0, evaluated=False))
    assert np.isnan([*run.accuracies, run.train_cost]).all()
    assert run.history.last_step == 50
    assert (run.step, run.seconds) == (50, 30.0)
    assert run.parameters is NOTHING
    run.add(a_message(60, 10, 31.0))
    assert run.accuracies == (0.9, 0.9)
    assert run.train_cost == 0.5


def test_that_a_new_run_is_drawn_and_lies_in_no_sitting():
    run = a_run()
    assert run.is_visible
    assert run.kept_step == -1
    assert np.isnan(run.rate)
    assert (run.state, run.progress, run.file, run.test, run.train) == (None,) * 5
    assert len(run.path) == 0


@pytest.mark.parametrize("is_told", [False, True])
def test_that_a_run_that_has_ended_is_where_it_was_left_whatever_was_told_before(is_told):
    run = a_run()
    if is_told:
        run.add(a_message(5, 5, 30.0))
        assert run.step == 5
        assert run.parameters is NOTHING
    run.state = left_state(7)
    assert run.step == 7
    assert run.parameters is run.state.parameters


def test_that_a_run_begun_from_a_state_is_there_before_its_first_message():
    run = a_run()
    run.begun, run.begun_step, run.is_fresh = left_state(7), 7, False
    assert (run.step, run.has_learnt, run.is_unbegun) == (7, False, False)
    assert run.parameters is run.begun.parameters
    run.add(a_message(50, 50, 30.0))
    assert (run.step, run.has_learnt, run.begun) == (50, True, None)


def test_that_a_run_taken_up_again_is_the_same_run():
    run, again, last = a_run(), a_run(), a_run()
    assert run.latest is run
    run.file, run.saved_step, run.kept_step = Path("a.gdrun"), 5, 6
    run.caption, run.keeps_moments, run.is_visible = Caption("best", "slow"), False, False
    run.begun_step, run.state = 3, left_state(7)
    run.go_on_as(again)
    again.go_on_as(last)
    assert run.latest is again.latest is last.latest is last
    assert (last.file, last.saved_step, last.kept_step) == (run.file, 5, 6)
    assert (last.caption, last.keeps_moments, last.is_visible) == (run.caption, False, False)
    assert (last.begun_step, last.is_fresh) == (3, False)


def test_that_a_run_that_has_learnt_nothing_keeps_what_it_takes_to_begin_anew():
    run = a_run()
    run.add(a_message(0, 0, 0.0, evaluated=False))
    run.state = left_state(0)
    run.forget()
    assert (run.state, run.progress, run.is_unbegun, len(run.path)) == (None, None, True, 0)


def test_that_accuracies_are_those_of_training_and_test_digits():
    run = a_run()
    run.train = Evaluation(0.5, 0.9, np.zeros((10, 10), np.int64))
    assert np.isnan(run.accuracies).all()
    run.test = Evaluation(0.4, 0.8, np.zeros((10, 10), np.int64))
    assert run.accuracies == (0.9, 0.8)
    run.train = None
    assert np.isnan(run.accuracies).all()
    assert np.isnan(run.train_cost)


def test_that_a_message_fills_history_path_and_clock():
    run = a_run()
    message = a_message(50, 50, 30.0)
    run.add(message)
    assert run.progress is message
    assert len(run.path) == 1
    found = run.history.evaluations()
    assert (found.steps.tolist(), found.seconds.tolist()) == ([50], [30.0])
    assert run.history.seconds_at(np.array([50])).tolist() == [30.0]
    assert run.train is message.evaluations[0].train
    assert run.test is message.evaluations[0].test


def test_that_the_path_has_the_places_told_at_the_steps_that_are_due():
    run = a_run()
    here = [np.full(3, step, np.float32) for step in range(31)]
    run.add(a_message(0, 0, 0.0, evaluated=False))
    told = tuple(Moment(step, here[step]) for step in range(1, 31))
    run.add(dataclasses.replace(a_message(30, 30, 1.0, evaluated=False), moments=told))
    steps = run.path.steps().tolist()
    assert steps[:12] == list(range(12))  # a tenth of the steps done, but at least one
    assert steps[-1] == 30
    assert run.path.points()[-2].tolist() == here[steps[-2]].tolist()
