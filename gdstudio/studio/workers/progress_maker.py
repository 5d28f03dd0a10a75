"""Collects what happened since the last message and makes the next one; no Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.digits import Digits
from gdstudio.jobs.run_log import Stopwatch
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import Snapshot
from gdstudio.learning.training import Training
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.state.progress import EvaluationPoint, Progress, RunState
from gdstudio.studio.workers.evaluator import PATIENCE_S, SLICE_S, Evaluator

EVALUATION_INTERVAL_S: Final = 0.5
EARLY_INTERVAL_S: Final = 0.05  # at first, when accuracy rises from 10 to 80 % within a second
EVALUATION_LATEST_S: Final = 2.0
EVALUATION_SHARE: Final = 0.05  # of the time, unless that would be later than the latest
LARGEST_SHARE: Final = 0.2  # of the time, however late that is


class Asking(Enum):
    """How far a message is to tell how good the network is; the rest of it comes later."""

    IF_DUE = "a slice of it, if it is time"
    NOW = "a slice of it, which is all of it for an ordinary network"
    TO_THE_END = "all of it, unless a command waits"


class ProgressMaker:
    """Used by one worker, in its thread; `quantity` may be replaced from any thread.

    Attributes:
        quantity: What is shown of the first layer.
        due_s: Time (`time.perf_counter`) before which no further message is wanted.
    """

    def __init__(
        self,
        run_id: int,
        test_digits: Digits,
        quantity: str,
        is_called: Callable[[], bool] = lambda: False,
    ) -> None:
        """Note what is asked for.

        Args:
            run_id: Of the messages.
            test_digits: Asked how good the network is.
            quantity: What is shown of the first layer: "weights", "nudges" (negative gradient) or
                "change" (since the start).
            is_called: Whether a command waits for the run, which rests.
        """
        self.quantity = quantity
        self.due_s = 0.0
        self._run_id = run_id
        self._evaluator = Evaluator(test_digits)
        self._is_enough: dict[Asking, Callable[[float], bool]] = {
            Asking.IF_DUE: lambda spent_s: spent_s >= SLICE_S,
            Asking.NOW: lambda spent_s: spent_s >= PATIENCE_S,
            Asking.TO_THE_END: lambda spent_s: is_called(),
        }
        self._costs: list[float] = []
        self._watch = Stopwatch()
        self._evaluation_due_s = self._slice_due_s = 0.0
        self._speed_mark = (0.0, 0)
        self._speed = 0.0
        self._limits: dict[str, float] = {}
        self._rescale_due_s = 0.0

    def begin(self, training: Training) -> None:
        """Take up a run."""
        self._training = training
        self._first_layer = first_layer(training.network, PictureShape.of(training.digits))

    def add_cost(self, cost: float) -> None:
        """Note the cost of one update."""
        self._costs.append(cost)

    def start_clock(self) -> None:
        """Training goes on."""
        self._watch.start()
        self._speed_mark = (time.perf_counter(), self._training.examples)

    def stop_clock(self) -> None:
        """Training rests."""
        self._watch.stop()
        self._speed = 0.0

    @property
    def lacks_evaluation(self) -> bool:
        """True if nobody has asked the network as it is now."""
        return self._evaluator.asked_step != self._training.step

    def make(
        self, command: int, state: RunState, min_interval_s: float, asking: Asking
    ) -> Progress:
        """Return the next message.

        Args:
            command: Number of the last command obeyed.
            state: What the run is doing.
            min_interval_s: Least time until the next message.
            asking: Whether, and how long, to ask how good the network is.
        """
        snapshot = self._training.snapshot()
        values = self._values(snapshot)
        limit = self._limit(values)
        evaluations = self._evaluations(asking)
        costs = locked(np.array(self._costs))
        self._costs.clear()
        self.due_s = time.perf_counter() + min_interval_s
        return Progress(
            run_id=self._run_id,
            command=command,
            state=state,
            snapshot=snapshot,
            costs=costs,
            evaluations=evaluations,
            examples_per_second=self._examples_per_second(),
            seconds=self._watch.seconds,
            values=values,
            tiles=self._first_layer.coloured(values, limit),
        )

    def _values(self, snapshot: Snapshot) -> NDArray[Any]:
        """Return the wanted first-layer quantity, shape (tiles, weights of a tile), read-only."""
        vector = snapshot.parameters
        if self.quantity == "nudges":
            vector = -snapshot.gradient
        elif self.quantity == "change":
            vector = snapshot.parameters - self._training.initial_parameters
        return locked(self._first_layer.tiles(vector))

    def _limit(self, values: NDArray[Any]) -> float:
        """Return the end of the colour scale: fixed, but for steps when the values outgrow it.

        Gradients also shrink as the network learns, so their scale is looked at anew once a second
        and follows when it is five times too wide.
        """
        if not values.any():
            return 1.0
        quantity, now = self.quantity, time.perf_counter()
        current = self._limits.get(quantity)
        limit = nice_limit(values, current)
        if quantity == "nudges" and now >= self._rescale_due_s:
            self._rescale_due_s = now + 1.0
            fresh = nice_limit(values)
            limit = fresh if fresh <= limit / 5 else limit
        self._limits[quantity] = limit
        return limit

    def _evaluations(self, asking: Asking) -> tuple[EvaluationPoint, ...]:
        evaluator, now = self._evaluator, time.perf_counter()
        if not self.lacks_evaluation:
            return ()
        if asking is Asking.IF_DUE:
            is_due = evaluator.is_under_way or now >= self._evaluation_due_s
            if not is_due or now < self._slice_due_s:
                return ()
        if asking is not Asking.IF_DUE or not evaluator.is_under_way:
            evaluator.begin(self._training, self._watch.seconds)
        point = evaluator.go_on(self._is_enough[asking])
        spent = time.perf_counter() - now
        self._watch.leave_out(spent)  # asking is not training
        self._slice_due_s = now + spent / LARGEST_SHARE
        if point is None:
            return ()
        usual = min(EVALUATION_INTERVAL_S, EARLY_INTERVAL_S + point.seconds / 4)
        wait = max(usual, evaluator.took_s / EVALUATION_SHARE if point.seconds > 1 else 0.0)
        latest = max(EVALUATION_LATEST_S, evaluator.took_s / LARGEST_SHARE)
        self._evaluation_due_s = now + min(wait, latest)
        return (point,)

    def _examples_per_second(self) -> float:
        if not self._watch.is_running:
            return 0.0
        now, (mark_s, mark_examples) = time.perf_counter(), self._speed_mark
        if now - mark_s >= 0.5:
            self._speed = (self._training.examples - mark_examples) / (now - mark_s)
            self._speed_mark = (now, self._training.examples)
        return self._speed
