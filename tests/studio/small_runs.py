"""Runs of a small network, without a thread: a test says where they are."""

import dataclasses

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.plan import Plan
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import Snapshot, TrainingState
from gdstudio.learning.training import Training
from gdstudio.pictures.mosaic import colour_tiles
from gdstudio.studio.state.progress import EvaluationPoint, Progress, RunState
from gdstudio.studio.state.run import Run

RECIPE = Recipe(hidden=(4,), batch_size=10, epochs=1_000_000, learning_rate=0.1, data="small")


def random_digits(n):
    rng = np.random.default_rng(n)
    return Digits(rng.integers(0, 256, (n, 784), np.uint8), rng.integers(0, 10, n).astype(np.uint8))


DATA = DataSet("small", random_digits(100), random_digits(20))


N_PARAMETERS = RECIPE.parameter_count()


def parameters_at(step, n=N_PARAMETERS):
    parameters = np.random.default_rng(step).normal(0, 0.1, n).astype(np.float32)
    parameters.setflags(write=False)
    return parameters


def begin(runs, number=1, recipe=RECIPE):
    """Begin a run; the one before is over and cannot go on."""
    if runs.data is None:
        runs.set_data(DATA)
    runs.end(None)
    log = RunLog(recipe.parameter_count(), Plan(10, 100))
    runs.begin(Run(number, number, recipe, log, recipe.learning_rate))


def move(runs, step, *, state=RunState.PAUSED, costs=0, evaluated=False, in_turns=False):
    """Let the present run be so far."""
    parameters = parameters_at(step, runs.run.recipe.parameter_count())
    values = parameters[: 784 * 4].reshape(4, 784)
    found = Evaluation(0.5, 0.9, np.zeros((10, 10), np.int64))
    point = EvaluationPoint(step, 10 * step, 1.0, found, found)
    progress = Progress(
        run_id=runs.run.run_id,
        state=state,
        snapshot=Snapshot(step, step / 10, 10 * step, 0.1, 0.5, parameters, -parameters),
        costs=np.full(costs, 0.5),
        evaluations=(point,) if evaluated else (),
        examples_per_second=100.0,
        seconds=1.0,
        values=values,
        tiles=colour_tiles(values, 0.5),
        optimizer=OptimizerState(0.1, {}, step),
        moments=(Moment(step, parameters),),
    )
    runs.take_in(progress, in_turns=in_turns)


def left_state(step) -> TrainingState:
    """How a run of that length is left."""
    fresh = Training(RECIPE, DATA).state()
    return dataclasses.replace(fresh, parameters=parameters_at(step), step=step)
