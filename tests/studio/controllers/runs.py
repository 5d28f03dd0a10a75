"""Runs without a thread: a test puts the network where it wants it."""

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.moment import Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.plan import Plan
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import Snapshot
from gdstudio.studio.state.progress import Progress, RunState
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown


def digits(n):
    rng = np.random.default_rng(n)
    images = rng.integers(0, 255, (n, 784)).astype(np.uint8)
    return Digits(images, rng.integers(0, 10, n).astype(np.uint8))


class Runs(RunModel):
    """A run that is wherever a test puts it, and the network shown."""

    def __init__(self):
        super().__init__()
        self.shown = Shown(self)
        self.set_data(DataSet("mnist", digits(30), digits(40)))

    def begin(self, architecture="", number=1):
        layers = {"architecture": architecture} if architecture else {"hidden": (6,)}
        recipe = Recipe(output_activation="softmax", cost="cross-entropy", **layers)
        log = RunLog(recipe.parameter_count(), Plan(10, 100))
        self.run = None
        super().begin(Run(number, number, recipe, log))
        self.move(0)

    def move(self, step):
        n = self.run.recipe.parameter_count()
        parameters = np.random.default_rng(step).normal(0, 0.1, n).astype(np.float32)
        snapshot = Snapshot(step, step / 3, 10 * step, 0.1, 1.0, parameters, parameters)
        progress = Progress(
            1,
            RunState.PAUSED,
            snapshot,
            np.zeros(0),
            (),
            0.0,
            0.0,
            parameters,
            None,
            OptimizerState(0.1, {}, step),
            moments=(Moment(step, parameters),),
        )
        self.take_in(progress, in_turns=False)
