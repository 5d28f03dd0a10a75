"""The runs of one sitting: what the window keeps of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.workers.progress import Progress


@dataclass(slots=True, eq=False)
class Run:
    """One run; owned by the session, in the GUI thread.

    Attributes:
        run_id: Number of the run's thread; messages of others are dropped.
        number: Number of the run in this sitting, from 1.
        recipe: What it began with.
        history: Its costs and accuracies; grows with each Progress.
        path: Where it has been; grows with each Progress.
        planned_steps: Updates it will have done after its epochs.
        state: How it was left, once it has ended; None while it goes on.
        progress: The last message about it.
        is_visible: Drawn for comparison once it is an earlier run.
        test: The last evaluation on the test digits.
        train: The last evaluation on training digits.
    """

    run_id: int
    number: int
    recipe: Recipe
    history: History
    path: ParameterPath
    planned_steps: int
    state: TrainingState | None = None
    progress: Progress | None = None
    is_visible: bool = True
    test: Evaluation | None = None
    train: Evaluation | None = None

    @property
    def title(self) -> str:
        """A short name that tells runs apart, e.g. "2: 16-16, sgd, 1.5"."""
        recipe = self.recipe
        hidden = "-".join(str(size) for size in recipe.hidden) or "no hidden"
        return f"{self.number}: {hidden}, {recipe.optimizer} {recipe.learning_rate:g}"

    @property
    def step(self) -> int:
        """Updates done."""
        return self.progress.snapshot.step if self.progress is not None else 0

    @property
    def accuracies(self) -> tuple[float, float]:
        """Last training and test accuracy, NaN before the first evaluation."""
        if self.train is None or self.test is None:
            return math.nan, math.nan
        return self.train.accuracy, self.test.accuracy

    @property
    def cost(self) -> float:
        """Smoothed mini-batch cost; before the first update the cost on training digits, or NaN."""
        smoothed = self.history.smoothed_cost
        if math.isnan(smoothed) and self.train is not None:
            return self.train.cost
        return smoothed

    def add(self, progress: Progress) -> None:
        """Take in one message."""
        first_step = progress.snapshot.step - len(progress.costs) + 1
        if len(progress.costs):
            self.history.append_costs(first_step, progress.costs)
        for point in progress.evaluations:
            self.train, self.test = point.train, point.test
            self.history.append_evaluation(
                step=point.step,
                examples=point.examples,
                seconds=point.seconds,
                train_cost=point.train.cost,
                train_accuracy=point.train.accuracy,
                test_cost=point.test.cost,
                test_accuracy=point.test.accuracy,
            )
        snapshot = progress.snapshot
        if snapshot.step >= self.path.next_step(self.planned_steps):
            self.path.append(snapshot.step, snapshot.parameters)
        self.progress = progress
