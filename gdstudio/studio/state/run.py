"""One run: what the window keeps of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.state.progress import Progress


@dataclass(slots=True, eq=False)
class Run:
    """One run; owned by the `RunModel`, in the GUI thread.

    Attributes:
        run_id: Number of the run's thread; messages of others are dropped.
        number: Number of the run in this sitting, from 1.
        recipe: What it began with.
        history: Its costs and accuracies; grows with each Progress.
        path: Where it has been; grows with each Progress.
        planned_steps: Updates it will have done after its epochs.
        rate: The learning rate it was begun or taken up with, or told since; before its schedule.
        seconds_before: Time spent training before it was taken up from a file.
        state: How it was left, once it has ended; None while it goes on.
        progress: The last message about it; None of one that ended in an earlier sitting.
        file: The file it was opened from or saved to last.
        kept_step: The step at which it lies in a kept sitting; -1 if it does not.
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
    rate: float = math.nan
    seconds_before: float = field(init=False)
    state: TrainingState | None = None
    progress: Progress | None = None
    file: Path | None = None
    kept_step: int = -1
    is_visible: bool = True
    test: Evaluation | None = None
    train: Evaluation | None = None

    def __post_init__(self) -> None:
        table = self.history.evaluations()
        self.seconds_before = float(table.seconds[-1]) if len(table) else 0.0

    @property
    def name(self) -> str:
        """What sentences and narrow places call it: "run 2"."""
        return f"run {self.number}"

    @property
    def title(self) -> str:
        """What tells it from the others, for lists: "run 2: 16-16, sgd 1.5, seed 1"."""
        recipe = self.recipe
        layers = "-".join(str(size) for size in recipe.hidden) or "no hidden"
        if recipe.architecture:
            layers = _large_layers(recipe.architecture)
        method = f"{recipe.optimizer} {recipe.learning_rate:g}"
        return f"{self.name}: {layers}, {method}, seed {recipe.seed}"

    @property
    def step(self) -> int:
        """Updates done."""
        if self.progress is not None:
            return self.progress.snapshot.step
        return self.state.step if self.state is not None else 0

    @property
    def parameters(self) -> NDArray[Any] | None:
        """The parameters as they are, shape (n,), read-only; None before the first message."""
        if self.progress is not None:
            return self.progress.snapshot.parameters
        return self.state.parameters if self.state is not None else None

    @property
    def seconds(self) -> float:
        """Time spent training."""
        return self.seconds_before + (self.progress.seconds if self.progress is not None else 0.0)

    @property
    def accuracies(self) -> tuple[float, float]:
        """Last training and test accuracy, NaN before the first evaluation."""
        if self.train is None or self.test is None:
            return math.nan, math.nan
        return self.train.accuracy, self.test.accuracy

    @property
    def train_cost(self) -> float:
        """Cost on training digits when they were asked last, NaN before."""
        return math.nan if self.train is None else self.train.cost

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
                seconds=self.seconds_before + point.seconds,
                train_cost=point.train.cost,
                train_accuracy=point.train.accuracy,
                test_cost=point.test.cost,
                test_accuracy=point.test.accuracy,
            )
        snapshot = progress.snapshot
        self.history.note_seconds(snapshot.step, self.seconds_before + progress.seconds)
        if snapshot.step >= self.path.next_step(self.planned_steps):
            self.path.append(snapshot.step, snapshot.parameters)
        self.progress = progress


def _large_layers(architecture: str) -> str:
    """Return the layers that have a size, e.g. "conv 8, conv 16, dense 64"."""
    parts = [part for part in parse_architecture(architecture) if part.size]
    return ", ".join(f"{part.kind} {part.size}" for part in parts) or architecture
