"""Asks a run's digits in slices, so that a slow network neither stops the run nor a command."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from enum import Enum
from typing import Final

from gdstudio.arrays import locked_copy
from gdstudio.data.digits import Digits
from gdstudio.learning.evaluation import evaluation_steps
from gdstudio.learning.moment import Kind
from gdstudio.learning.training import Training
from gdstudio.studio.state.progress import EvaluationPoint

EVALUATION_SIZE: Final = 10_000  # training examples asked: as many as there are test digits
SLICE_S: Final = 0.15  # at a stretch while the run goes on; an ordinary network needs no second one
PATIENCE_S: Final = 0.3  # at a stretch while it rests: a command waits no longer
CHUNK: Final = 500  # digits between two looks at the clock
INTERVAL_S: Final = 0.5
EARLY_INTERVAL_S: Final = 0.05  # at first, when accuracy rises from 10 to 80 % within a second
LATEST_S: Final = 2.0
SHARE: Final = 0.05  # of the time, unless that would be later than the latest
LARGEST_SHARE: Final = 0.2  # of the time, however late that is


class Extent(Enum):
    """How much of an evaluation is done before a message is handed over."""

    IF_DUE = "a slice of it, if it is time"
    NOW = "a slice of it, which is all of it for an ordinary network"
    TO_THE_END = "all of it, unless a command waits"


class Evaluator:
    """Asks training and test digits about a copy of the network; used in the worker's thread.

    Attributes:
        asked_step: The step of the last evaluation that came to its end, -1 before the first.
        took_s: Time the last evaluation took in all.
    """

    def __init__(self, test_digits: Digits, is_called: Callable[[], bool] = lambda: False) -> None:
        """Ask these digits, too; `is_called` tells whether a command waits for a run at rest."""
        self.asked_step = -1
        self.took_s = 0.0
        self._test_digits = test_digits
        self._job: Generator[None, None, EvaluationPoint] | None = None
        self._job_step = -1
        self._spent_s = 0.0
        self._due_s = self._slice_due_s = 0.0
        self._is_enough: dict[Extent, Callable[[float], bool]] = {
            Extent.IF_DUE: lambda spent_s: spent_s >= SLICE_S,
            Extent.NOW: lambda spent_s: spent_s >= PATIENCE_S,
            Extent.TO_THE_END: lambda spent_s: is_called(),
        }

    @property
    def is_under_way(self) -> bool:
        """True while an evaluation has begun and not ended."""
        return self._job is not None

    def ask(self, training: Training, seconds: float, extent: Extent) -> EvaluationPoint | None:
        """Go on asking about the network as it is, as far as told; return what came to its end.

        Args:
            training: The run.
            seconds: Time spent training so far.
            extent: How far.
        """
        now = time.perf_counter()
        if self.asked_step == training.step:
            return None
        if extent is Extent.IF_DUE:
            is_due = self.is_under_way or now >= self._due_s
            if not is_due or now < self._slice_due_s:
                return None
        if extent is not Extent.IF_DUE or not self.is_under_way:
            self.begin(training, seconds)
        point = self.go_on(self._is_enough[extent])
        self._slice_due_s = now + (time.perf_counter() - now) / LARGEST_SHARE
        if point is not None:
            usual = min(INTERVAL_S, EARLY_INTERVAL_S + point.seconds / 4)
            wait = max(usual, self.took_s / SHARE if point.seconds > 1 else 0.0)
            self._due_s = now + min(wait, max(LATEST_S, self.took_s / LARGEST_SHARE))
        return point

    def begin(self, training: Training, seconds: float) -> None:
        """Begin with the network as it is; what is under way goes on if it is of the same step."""
        if self._job is None or self._job_step != training.step:
            self._job, self._job_step = self._ask(training, seconds), training.step
            self._spent_s = 0.0

    def go_on(self, is_enough: Callable[[float], bool]) -> EvaluationPoint | None:
        """Go on with what has begun; return it if it comes to its end.

        Args:
            is_enough: From the seconds spent now, whether to leave the rest for later.
        """
        assert self._job is not None
        started_s = time.perf_counter()
        while True:
            try:
                next(self._job)
            except StopIteration as end:
                self._leave(started_s)
                self._job, self.asked_step, self.took_s = None, self._job_step, self._spent_s
                point: EvaluationPoint = end.value
                return point
            if is_enough(time.perf_counter() - started_s):
                self._leave(started_s)
                return None

    def _leave(self, started_s: float) -> None:
        self._spent_s += time.perf_counter() - started_s

    def _ask(self, training: Training, seconds: float) -> Generator[None, None, EvaluationPoint]:
        network = training.network.at(locked_copy(training.network.parameters))
        step, examples = training.step, training.examples
        moment = training.moment(Kind.EVALUATED)
        train_digits = training.digits.take(slice(0, EVALUATION_SIZE))
        train = yield from evaluation_steps(network, train_digits, training.cost, CHUNK)
        test = yield from evaluation_steps(network, self._test_digits, training.cost, CHUNK)
        return EvaluationPoint(step, examples, seconds, train, test, moment)
