"""Makes the messages of a run: what happened since the last one, and what the window shows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.digits import Digits
from gdstudio.jobs.run_log import Stopwatch
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.moment import Dues, Kind, Moment
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import Snapshot
from gdstudio.learning.training import Training
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.state.progress import EvaluationPoint, Progress, RunState
from gdstudio.studio.workers.evaluator import Evaluator, Extent

MIN_INTERVAL_S: Final = 1 / 30
MOST_REMEMBERED: Final = 250_000  # numbers: copied 30 times a second, a thousandth of the time


class ProgressMaker:
    """Collects what happened since the last message and makes the next one.

    Not thread-safe: used by one worker, in its thread; `quantity` may be replaced from any thread.

    Attributes:
        quantity: What is shown of the first layer: "weights", "nudges" (negative gradient) or
            "change" (since the start).
        due_s: Time (`time.perf_counter`) before which no further message is wanted.
    """

    def __init__(
        self, run_id: int, test_digits: Digits, quantity: str, is_called: Callable[[], bool]
    ) -> None:
        self.quantity = quantity
        self.due_s = 0.0
        self._run_id = run_id
        self._evaluator = Evaluator(test_digits, is_called)
        self._costs: list[float] = []
        self._moments: list[Moment] = []
        self._rewound = False
        self._watch = Stopwatch()
        self._speed_mark = (0.0, 0)
        self._speed = 0.0
        self._limits: dict[str, float] = {}
        self._rescale_due_s = 0.0

    def begin(self, training: Training) -> None:
        """Take up a run."""
        self._training = training
        self._first_layer = first_layer(training.network, PictureShape.of(training.digits))
        step, epoch = training.step, int(training.epoch)
        self._dues = Dues(step, epoch, len(training.network.parameters))
        kind = self._dues.kind_at(step, epoch)
        if kind:
            self.note(kind)

    def note_update(self) -> None:
        """Note the cost of the update just done and, now and then, where it has led to."""
        training = self._training
        self._costs.append(training.last_cost)
        kind = self._dues.kind_at(training.step, int(training.epoch))
        if kind:
            self.note(kind, exact=Kind.EPOCH_ENDED in kind)

    def note(self, kind: Kind, *, exact: bool = False) -> None:
        """Note where the run is now, for whatever reason."""
        self._moments.append(self._training.moment(kind, exact=exact))

    def note_step_back(self) -> None:
        """Note that the run has been taken back to where it is now."""
        self._costs.clear()
        self._moments.clear()
        self._rewound = True
        self.begin(self._training)

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

    def make(self, command: int, state: RunState, extent: Extent) -> Progress:
        """Return the next message; `command` is the number of the last one obeyed."""
        snapshot = self._training.snapshot()
        values = self._values(snapshot)
        evaluations = self._evaluations(extent)
        costs, moments = locked(np.array(self._costs)), tuple(self._moments)
        self._costs.clear()
        self._moments.clear()
        rewound, self._rewound = self._rewound, False
        self.due_s = time.perf_counter() + MIN_INTERVAL_S
        return Progress(
            run_id=self._run_id,
            command=command,
            state=state,
            snapshot=snapshot,
            costs=costs,
            moments=moments,
            rewound=rewound,
            evaluations=evaluations,
            examples_per_second=self._examples_per_second(),
            seconds=self._watch.seconds,
            values=values,
            tiles=self._first_layer.coloured(values, self._limit(values)),
            optimizer=self._optimizer_state(),
        )

    def _optimizer_state(self) -> OptimizerState:
        """Return the optimiser; what it remembers unless copying it often would cost training."""
        is_little = self._training.numbers_remembered <= MOST_REMEMBERED
        return self._training.optimizer_state(with_arrays=is_little)

    def _values(self, snapshot: Snapshot) -> NDArray[Any]:
        """Return the wanted first-layer quantity, shape (tiles, weights of a tile), read-only."""
        vector = snapshot.parameters
        if self.quantity == "nudges":
            vector = -snapshot.gradient
        elif self.quantity == "change":
            vector = snapshot.parameters - self._training.initial_parameters
        return locked(self._first_layer.tiles(vector))

    def set_limits(self, limits: Mapping[str, float]) -> None:
        """Take these ends of the colours for those in use, by quantity."""
        self._limits.update(limits)

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

    def _evaluations(self, extent: Extent) -> tuple[EvaluationPoint, ...]:
        began_s = time.perf_counter()
        point = self._evaluator.ask(self._training, self._watch.seconds, extent)
        self._watch.leave_out(time.perf_counter() - began_s)  # evaluation is not training
        return () if point is None else (point,)

    def _examples_per_second(self) -> float:
        if not self._watch.is_running:
            return 0.0
        now, (mark_s, mark_examples) = time.perf_counter(), self._speed_mark
        if now - mark_s >= 0.5:
            self._speed = (self._training.examples - mark_examples) / (now - mark_s)
            self._speed_mark = (now, self._training.examples)
        return self._speed
