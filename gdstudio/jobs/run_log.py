"""What is kept of a run while it learns: its history, its moments and its clock."""

from __future__ import annotations

import time
from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.plan import Plan

Array = NDArray[Any]


class RunLog:
    """History, moments and clock of one run. Not thread-safe: it lives where its appender lives.

    Seconds that go in are those of this sitting; what comes out goes on from the sitting before.

    Attributes:
        history: Costs and evaluations.
        moments: Where it has been.
        planned_steps: Updates the run will have done at its end, as known at its beginning.
        seconds: Time spent training, of all sittings, when it was noted last.
    """

    def __init__(
        self,
        n_parameters: int,
        plan: Plan,
        history: History | None = None,
        moments: Moments | None = None,
    ) -> None:
        """Begin, or go on with what was kept; neither is copied.

        The plan tells how long the run is going to be; history and moments are None if there are
        none.
        """
        self.history = History(plan.batch_size) if history is None else history
        self.moments = Moments(n_parameters) if moments is None else moments
        self.moments.planned_steps = self.planned_steps = plan.steps
        self.plan = plan
        table = self.history.evaluations()
        self._seconds_before = self.seconds = float(table.seconds[-1]) if len(table) else 0.0

    @property
    def path(self) -> ParameterPath:
        """The way through parameter space, as far as pictures need it."""
        return self.moments.path

    def add_costs(self, last_step: int, costs: Array) -> None:
        """Take the costs of the updates that end with `last_step`, shape (k,); k may be 0."""
        if len(costs):
            self.history.append_costs(last_step - len(costs) + 1, costs)

    def add_evaluation(
        self, step: int, examples: int, seconds: float, train: Evaluation, test: Evaluation
    ) -> None:
        """Take how good the network is after `step` updates, `examples` and `seconds` seen."""
        self.note_seconds(step, seconds)
        self.history.append_evaluation(
            step=step,
            examples=examples,
            seconds=self.seconds,
            train_cost=train.cost,
            train_accuracy=train.accuracy,
            test_cost=test.cost,
            test_accuracy=test.accuracy,
        )

    def note_seconds(self, step: int, seconds: float) -> None:
        """Take the time spent training in this sitting until `step`."""
        self.seconds = self._seconds_before + seconds
        self.history.note_seconds(step, self.seconds)

    def rewind(self, step: int) -> None:
        """Forget what came after `step`: the run has been taken back to it."""
        self.history.rewind(step)
        self.moments.forget_after(step)


class Stopwatch:
    """The time spent on one thing, rests left out; it rests at first."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since_s: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether time counts now."""
        return self._since_s is not None

    @property
    def seconds(self) -> float:
        """The time so far."""
        running = 0.0 if self._since_s is None else time.perf_counter() - self._since_s
        return self._before + running

    def start(self) -> None:
        """Let time count from now on; while it does, nothing happens."""
        if self._since_s is None:
            self._since_s = time.perf_counter()

    def stop(self) -> None:
        """Rest."""
        self._before, self._since_s = self.seconds, None

    def leave_out(self, seconds: float) -> None:
        """Take back time that was spent on something else while the watch ran."""
        if self._since_s is not None:
            self._before -= seconds
