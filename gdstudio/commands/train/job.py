"""The loop of `gdstudio train`: updates, the history of the run and the progress line."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine, duration
from gdstudio.data.digits import DataSet
from gdstudio.errors import TrainingDiverged
from gdstudio.learning.history import History
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.training import validation_digits

if TYPE_CHECKING:
    from gdstudio.learning.evaluation import Evaluation
    from gdstudio.learning.training import Training

_NOTE_EVERY: Final = 1000  # updates between two entries of costs into the history
_EVALUATE_EVERY: Final = 1000  # updates at least between two evaluations: some 5 % of the time
_EVALUATION_SIZE: Final = 10_000  # training digits asked on the way: as many as test digits


@dataclass(frozen=True, slots=True, eq=False)
class TrainResult:
    """What came out.

    Attributes:
        steps: Updates done in all.
        seconds: Time spent training in this sitting, evaluations left out.
        steps_per_second: Updates of this sitting per second; 0 if there were none.
        train: On all training digits, label noise included.
        test: On all test digits.
        validation: On the digits held out; None if there are none.
    """

    steps: int
    seconds: float
    steps_per_second: float
    train: Evaluation
    test: Evaluation
    validation: Evaluation | None


class TrainRun:
    """One sitting of one run.

    Attributes:
        training: The run.
        data: Where its digits come from.
        history: What was noted so far.
        trajectory: The way through parameter space so far.
    """

    def __init__(
        self,
        training: Training,
        data: DataSet,
        history: History,
        trajectory: ParameterPath | None = None,
    ) -> None:
        self.training = training
        self.data = data
        self.history = history
        n = len(training.network.parameters)
        self.trajectory = ParameterPath(n) if trajectory is None else trajectory
        table = history.evaluations()
        self._seconds_before = float(table.seconds[-1]) if len(table) else 0.0
        self._first_step = training.step
        self._seconds = 0.0
        self._costs: list[float] = []
        self._test_accuracy: float | None = None
        self._sample = training.digits.take(slice(0, _EVALUATION_SIZE))

    def drive(self, interruption: Interruption) -> None:
        """Train until all epochs are done or an end is requested.

        Raises:
            TrainingDiverged: The cost is no longer finite; noted in the history.
        """
        progress = ProgressLine()
        epochs_done = int(self.training.epoch)
        evaluated_step = self.training.step
        self._note_place()
        self._since_s = time.perf_counter()
        try:
            while not (self.training.is_complete or interruption.requested):
                self._costs.append(self.training.update())
                if len(self._costs) == _NOTE_EVERY:
                    self._note_costs()
                if self.training.step >= self._place_due:
                    self._note_place()
                if int(self.training.epoch) > epochs_done:
                    epochs_done = int(self.training.epoch)
                    is_first = epochs_done == 1
                    if is_first or self.training.step - evaluated_step >= _EVALUATE_EVERY:
                        evaluated_step = self.training.step
                        self._evaluate_on_the_way()
                if progress.is_due():
                    progress.show(self._progress_text())
        except TrainingDiverged as error:
            self.history.mark_diverged(error.step)
            raise
        finally:
            self._stop_clock()
            self._note_costs()
            self._note_place()
            progress.clear()

    def result(self) -> TrainResult:
        """Return cost and accuracy on all digits, and note them."""
        training = self.training
        train, test = training.evaluate(training.digits), training.evaluate(self.data.test)
        self._note_evaluation(train, test)
        held_out = validation_digits(training.recipe, self.data)
        validation = training.evaluate(held_out) if len(held_out) else None
        done = training.step - self._first_step
        rate = done / self._seconds if self._seconds > 0 else 0.0
        return TrainResult(training.step, self._seconds, rate, train, test, validation)

    def _evaluate_on_the_way(self) -> None:
        self._stop_clock()
        test = self.training.evaluate(self.data.test)
        self._note_evaluation(self.training.evaluate(self._sample), test)
        self._test_accuracy = test.accuracy
        self._since_s = time.perf_counter()

    def _note_evaluation(self, train: Evaluation, test: Evaluation) -> None:
        self.history.append_evaluation(
            self.training.step,
            self.training.examples,
            self._seconds_before + self._seconds,
            train.cost,
            train.accuracy,
            test.cost,
            test.accuracy,
        )

    def _note_costs(self) -> None:
        first_step = self.training.step - len(self._costs) + 1
        self.history.append_costs(first_step, np.array(self._costs, np.float64))
        self._costs.clear()

    def _note_place(self) -> None:
        training = self.training
        self.trajectory.append(training.step, training.network.parameters)
        per_epoch = -(-len(training.digits) // training.batch_size)
        self._place_due = self.trajectory.next_step(training.epochs * per_epoch)

    def _stop_clock(self) -> None:
        now = time.perf_counter()
        self._seconds, self._since_s = self._seconds + now - self._since_s, now

    def _progress_text(self) -> str:
        self._stop_clock()
        training = self.training
        per_second = (training.step - self._first_step) / self._seconds
        updates_left = (training.epochs - training.epoch) * len(training.digits)
        seconds_left = updates_left / (training.batch_size * per_second)
        test = "" if self._test_accuracy is None else f"  test {self._test_accuracy:.2%}"
        return (
            f"epoch {training.epoch:.1f}/{training.epochs}  step {training.step:,}  "
            f"cost {training.last_cost:.4f}{test}  {per_second:,.0f} steps/s  "
            f"{duration(seconds_left)} left"
        )
