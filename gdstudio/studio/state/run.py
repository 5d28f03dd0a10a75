"""One run: what the window keeps of it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from numpy.typing import NDArray

from gdstudio.files.manifest import NO_CAPTION, Caption
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.learning.evaluation import Evaluation
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.plan import Plan
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.snapshot import TrainingState
from gdstudio.numerals import numeral
from gdstudio.settings.choices import title_of
from gdstudio.studio.state.progress import Progress
from gdstudio.studio.translation import told, tr

_LONGEST_NAME: Final = 80  # characters of a file's name


@dataclass(frozen=True, slots=True)
class RunFigures:
    """The figures of a run at one moment.

    Attributes:
        step: Updates done.
        epoch: Passes over the training examples.
        examples_per_second: Training speed; 0 while the run rests.
        cost: Mean cost on training examples; NaN while it is not known.
        train_accuracy: Share of them answered right; NaN while it is not known.
        test_accuracy: Share of the test examples answered right; NaN while it is not known.
        test_cost: Mean cost on the test examples; NaN while it is not known.
    """

    step: int
    epoch: float
    examples_per_second: float = 0.0
    cost: float = math.nan
    train_accuracy: float = math.nan
    test_accuracy: float = math.nan
    test_cost: float = math.nan


@dataclass(slots=True, eq=False)
class Run:
    """One run; owned by the `RunModel`, in the GUI thread.

    Attributes:
        run_id: Number of the run's thread; messages of others are dropped.
        number: Number of the run in this sitting, from 1.
        recipe: What it began with; its frozen layers are those told since.
        log: Its history, moments and clock; grows with each Progress.
        rate: The learning rate it was begun or taken up with, or told since; before its schedule.
        begun: The state it was begun or taken up with, until its first message; None of none.
        begun_step: The step from which it has learnt by itself: 0, or that of its file or branch.
        is_fresh: Begun with nothing but its recipe, and not taken up again since it learnt.
        again: The same run as it was taken up again; None while it is this.
        state: How it was left, once it has ended; None while it goes on.
        progress: The last message about it; None of one that ended in an earlier sitting.
        file: The file it was opened from or saved to last.
        saved_step: The step at which `file` holds it; -1 if it does not.
        kept_step: The step at which it lies in a kept sitting; -1 if it does not.
        caption: What the user calls it and has noted.
        keeps_moments: Whether its file holds its moments, not its path alone.
        is_visible: Drawn for comparison once it is an earlier run.
        test: The last evaluation on the test digits.
        train: The last evaluation on training digits.
    """

    run_id: int
    number: int
    recipe: Recipe
    log: RunLog
    rate: float = math.nan
    begun: TrainingState | None = None
    begun_step: int = 0
    is_fresh: bool = True
    again: Run | None = None
    state: TrainingState | None = None
    progress: Progress | None = None
    file: Path | None = None
    saved_step: int = -1
    kept_step: int = -1
    caption: Caption = NO_CAPTION
    keeps_moments: bool = True
    is_visible: bool = True
    test: Evaluation | None = None
    train: Evaluation | None = None

    @property
    def name(self) -> str:
        """What sentences and narrow places call it: "run 2", or as the user does."""
        return self.caption.name or tr("run {0}").format(self.number)

    @property
    def title(self) -> str:
        """What tells it from the others, for lists: "run 2: 16-16, sgd 1.5, seed 1"."""
        recipe = self.recipe
        method = f"{told(title_of(recipe.optimizer))} {numeral(recipe.learning_rate)}"
        return tr("{0}: {1}, {2}, seed {3}").format(self.name, self._layers, method, recipe.seed)

    @property
    def file_name(self) -> str:
        """A name for its file that every system takes: "16-16-sgd-1.5-step-4000.gdrun"."""
        recipe = self.recipe
        words = f"{self._layers} {recipe.optimizer} {recipe.learning_rate:g} step {self.step}"
        return re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-.")[:_LONGEST_NAME] + ".gdrun"

    @property
    def is_modified(self) -> bool:
        """Whether it has learnt something that its file does not hold."""
        return self.step not in (0, self.saved_step)

    @property
    def _layers(self) -> str:
        recipe = self.recipe
        if recipe.architecture:
            return _large_layers(recipe.architecture)
        return "-".join(str(size) for size in recipe.hidden) or tr("no hidden")

    @property
    def step(self) -> int:
        """Updates done; of one that has ended also those of which no message told."""
        if self.state is None and self.progress is not None:
            return self.progress.snapshot.step
        state = self.state or self.begun
        return 0 if state is None else state.step

    @property
    def has_learnt(self) -> bool:
        """Whether it has learnt anything by itself."""
        return self.step > self.begun_step

    @property
    def is_unbegun(self) -> bool:
        """Whether it has learnt nothing, and its recipe is all it takes to begin it anew."""
        return self.step == 0 and self.is_fresh

    @property
    def latest(self) -> Run:
        """The same run as it was taken up last."""
        run = self
        while run.again is not None:
            run = run.again
        return run

    @property
    def parameters(self) -> NDArray[Any] | None:
        """The parameters as they are, shape (n,); None before the first message of a fresh run."""
        if self.state is None and self.progress is not None:
            return self.progress.snapshot.parameters
        state = self.state or self.begun
        return None if state is None else state.parameters

    @property
    def history(self) -> History:
        """Its costs and accuracies."""
        return self.log.history

    @property
    def moments(self) -> Moments:
        """Where it has been, to be shown again and gone on from."""
        return self.log.moments

    @property
    def plan(self) -> Plan:
        """How long it is going to be."""
        return self.log.plan

    @property
    def path(self) -> ParameterPath:
        """Where it has been, as far as pictures need it."""
        return self.log.path

    @property
    def seconds(self) -> float:
        """Time spent training."""
        return self.log.seconds

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

    @property
    def figures(self) -> RunFigures | None:
        """The figures of the run as it is; None before the first message."""
        if self.progress is None:
            return None
        snapshot, speed = self.progress.snapshot, self.progress.examples_per_second
        here = snapshot.step, snapshot.epoch, speed
        table = self.history.evaluations()
        if self.test is None and len(table) and table.steps[-1] == snapshot.step:
            # Of a run that was opened the digits have been asked here before.
            last = table.train_cost, table.train_accuracy, table.test_accuracy, table.test_cost
            return RunFigures(*here, *(float(values[-1]) for values in last))
        test = math.nan if self.test is None else self.test.cost
        return RunFigures(*here, self.train_cost, *self.accuracies, test)

    def copy_of_past(self) -> tuple[History, Moments]:
        """Return history and moments as they are: the run may go on while a file is written."""
        return History.from_arrays(self.history.to_arrays()), self.moments.copy()

    def add(self, progress: Progress) -> None:
        """Take in one message."""
        log, snapshot = self.log, progress.snapshot
        if progress.rewound:
            log.rewind(snapshot.step)
        for moment in progress.moments:
            log.moments.add(moment)
        log.add_costs(snapshot.step, progress.costs)
        for point in progress.evaluations:
            self.train, self.test = point.train, point.test
            log.add_evaluation(point.step, point.examples, point.seconds, point.train, point.test)
            if point.moment is not None:
                log.moments.add(point.moment)
        log.note_seconds(snapshot.step, progress.seconds)
        self.progress, self.begun = progress, None

    def go_on_as(self, again: Run) -> None:
        """Say that a run just begun is this one, taken up again: what is known of it holds."""
        self.again = again
        again.is_fresh, again.begun_step = self.is_unbegun, self.begun_step
        again.file, again.saved_step, again.kept_step = self.file, self.saved_step, self.kept_step
        again.caption, again.keeps_moments = self.caption, self.keeps_moments
        again.is_visible = self.is_visible

    def forget(self) -> None:
        """Keep no more than it takes to begin it anew; it must be over and have learnt nothing."""
        if self.progress is not None:
            self.state = self.progress = None
            self.log = RunLog(1, Plan(1, 0))


def _large_layers(architecture: str) -> str:
    """Return the layers that have a size, e.g. "conv 8, conv 16, dense 64"."""
    parts = [part for part in parse_architecture(architecture) if part.size]
    return ", ".join(f"{part.kind} {part.size}" for part in parts) or architecture
