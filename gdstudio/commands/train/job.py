"""The loop of `gdstudio train`: updates, the history of the run and the progress line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine, duration
from gdstudio.data.digits import DataSet
from gdstudio.errors import TrainingDiverged
from gdstudio.jobs.run_log import RunLog, Stopwatch
from gdstudio.learning.moment import NO_KIND, Dues, Kind
from gdstudio.learning.plan import validation_digits
from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import percent

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
        log: What is kept of it.
    """

    def __init__(self, training: Training, data: DataSet, log: RunLog) -> None:
        self.training = training
        self.data = data
        self.log = log
        self._first_step = training.step
        self._watch = Stopwatch()
        self._costs: list[float] = []
        self._path_due = 0
        self._test_accuracy: float | None = None
        self._sample = training.digits.take(slice(0, _EVALUATION_SIZE))

    def drive(self, interruption: Interruption, stop_at: int | None = None) -> None:
        """Train until all epochs are done, so many updates are, or an end is requested.

        Raises:
            TrainingDiverged: The cost is no longer finite; noted in the history.
        """
        progress = ProgressLine()
        epochs_done = int(self.training.epoch)
        evaluated_step = self.training.step
        dues = Dues(self.training.step, epochs_done, len(self.training.network.parameters))
        self._note_rest(dues.kind_at(self.training.step, epochs_done))
        self._watch.start()
        try:
            while not (self._is_done(stop_at) or interruption.requested):
                self._costs.append(self.training.update())
                if len(self._costs) == _NOTE_EVERY:
                    self._note_costs()
                self._note_moment(dues.kind_at(self.training.step, int(self.training.epoch)))
                if int(self.training.epoch) > epochs_done:
                    epochs_done = int(self.training.epoch)
                    is_first = epochs_done == 1
                    if is_first or self.training.step - evaluated_step >= _EVALUATE_EVERY:
                        evaluated_step = self.training.step
                        self._evaluate_on_the_way()
                if progress.is_due():
                    progress.show(self._progress_text())
        except TrainingDiverged as error:
            self.log.history.mark_diverged(error.step)
            raise
        finally:
            self._watch.stop()
            self._note_costs()
            self._note_rest()
            progress.clear()

    def _is_done(self, stop_at: int | None) -> bool:
        at_stop = stop_at is not None and self.training.step >= stop_at
        return at_stop or self.training.is_complete

    def result(self) -> TrainResult:
        """Return cost and accuracy on all digits, and note them."""
        training = self.training
        train, test = training.evaluate(training.digits), training.evaluate(self.data.test)
        self._note_evaluation(train, test)
        held_out = validation_digits(training.recipe, self.data)
        validation = training.evaluate(held_out) if len(held_out) else None
        done = training.step - self._first_step
        seconds = self._watch.seconds
        rate = done / seconds if seconds > 0 else 0.0
        return TrainResult(training.step, seconds, rate, train, test, validation)

    def _evaluate_on_the_way(self) -> None:
        self._watch.stop()
        test = self.training.evaluate(self.data.test)
        self._note_evaluation(self.training.evaluate(self._sample), test)
        self._test_accuracy = test.accuracy
        self._watch.start()

    def _note_evaluation(self, train: Evaluation, test: Evaluation) -> None:
        training = self.training
        self.log.moments.add(training.moment(Kind.EVALUATED))
        self.log.add_evaluation(training.step, training.examples, self._watch.seconds, train, test)

    def _note_costs(self) -> None:
        self.log.add_costs(self.training.step, np.array(self._costs, np.float64))
        self._costs.clear()

    def _note_moment(self, kind: Kind) -> None:
        """Note where the run is if that is due, for whatever reason or for the path alone."""
        if kind or self.training.step >= self._path_due:
            self.log.moments.add(self.training.moment(kind, exact=Kind.EPOCH_ENDED in kind))
            self._path_due = self.log.moments.path_due

    def _note_rest(self, kind: Kind = NO_KIND) -> None:
        """Note where a sitting begins and ends, exactly; the path goes through there."""
        step, moments = self.training.step, self.log.moments
        moments.add(self.training.moment(Kind.RESTED | kind, exact=True))
        if moments.path.last_step < step and moments.at(step) is not None:
            moments.note_path(step)
        self._path_due = moments.path_due

    def _progress_text(self) -> str:
        training = self.training
        per_second = (training.step - self._first_step) / self._watch.seconds
        updates_left = (training.epochs - training.epoch) * len(training.digits)
        seconds_left = updates_left / (training.batch_size * per_second)
        test = "" if self._test_accuracy is None else f"  test {percent(self._test_accuracy)}"
        return (
            f"epoch {training.epoch:.1f}/{training.epochs}  step {training.step:,}  "
            f"cost {cost_text(training.last_cost)}{test}  {per_second:,.0f} steps/s  "
            f"{duration(seconds_left)} left"
        )
