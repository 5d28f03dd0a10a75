"""Drives one training run in its thread and hands over what the window shows."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import locked
from gdstudio.data.digits import Digits
from gdstudio.jobs.run_log import Stopwatch
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import Snapshot, TrainingState
from gdstudio.learning.training import Training
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.state.progress import (
    Command,
    EvaluationPoint,
    Order,
    Place,
    Progress,
    RunState,
    StepKind,
)
from gdstudio.studio.workers.evaluator import Evaluator, Extent
from gdstudio.studio.workers.turns import Turns

MIN_INTERVAL_S: Final = 1 / 30
_PLACES: Final = 100  # of the steps done, the next place is noted one part later
PAINTING_SHARE: Final = 0.15  # of the time: what takes long to paint is shown less often


class TrainingWorker(QObject):
    """One run; lives in its own thread. It waits, paused, until told to run or to step.

    Every public method but `run` is thread-safe and called directly from the GUI thread: each only
    sets a value or an event, and never waits. (A queued slot would not run while `run` loops.)
    Commands are queued: what they change belongs to the worker's thread alone, so that none is lost
    however they cross.

    Attributes:
        last_state: How the run was left; to be read after its thread has ended.

    Signals:
        progressed: A Progress; none follows before `acknowledge`, but for the end of a step or run.
        state_taken: (run_id, TrainingState) as asked by `take_state`.
        failed: (run_id, exception) The run raised.
    """

    progressed = Signal(object)
    state_taken = Signal(int, object)
    failed = Signal(int, object)

    def __init__(
        self,
        run_id: int,
        make_training: Callable[[], Training],
        test_digits: Digits,
        quantity: str = "weights",
        command: int = 0,
        turns: Turns | None = None,
    ) -> None:
        super().__init__()  # no parent: an object with a parent cannot change thread
        self.last_state: TrainingState | None = None
        self._run_id = run_id
        self._make_training = make_training
        self._progress = _ProgressMaker(run_id, test_digits, quantity, self._is_called)
        self._wake = threading.Event()
        self._acknowledged = threading.Event()
        self._stopping = False
        self._commands: deque[Command] = deque()  # appended to by others, emptied by `run` only
        self._obeyed = command
        self._running = self._cancelled = False
        self._steps: deque[Command] = deque()
        self._turns = Turns() if turns is None else turns
        self._learning_rate: float | None = None
        self._updates_per_second: float | None = None
        self._wants_state = self._wants_refresh = False

    def obey(self, command: Command) -> None:
        """Run, pause after the present update, or go one step and pause."""
        self._commands.append(command)
        self._wake.set()

    def stop(self) -> None:
        """End the run for good."""
        self._stopping = True
        self._wake.set()

    def acknowledge(self, shown_in_s: float = 0.0) -> None:
        """The window has shown the last message and may get another.

        Args:
            shown_in_s: Seconds it took to show it, painting included; the next message waits until
                that is no more than `PAINTING_SHARE` of the time between the two.
        """
        rest_s = shown_in_s * (1 / PAINTING_SHARE - 1)
        self._progress.due_s = max(self._progress.due_s, time.perf_counter() + rest_s)
        self._acknowledged.set()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use this rate from the next update on."""
        self._learning_rate = learning_rate

    def set_speed(self, updates_per_second: float | None) -> None:
        """Slow down to so many updates a second; None is full speed."""
        self._updates_per_second = updates_per_second
        self._wake.set()

    def set_quantity(self, quantity: str) -> None:
        """Show "weights", "nudges" or "change" of the first layer from now on."""
        self._progress.quantity = quantity
        self._wants_refresh = True
        self._wake.set()

    def take_state(self) -> None:
        """Ask for `state_taken`."""
        self._wants_state = True
        self._wake.set()

    @Slot()
    def run(self) -> None:
        """Drive the run until it is stopped; runs in the worker's thread."""
        try:
            self._drive(self._make_training())
        except Exception as error:  # the thread boundary
            self.failed.emit(self._run_id, error)

    def _drive(self, training: Training) -> None:
        self._progress.begin(training)
        self._publish_end(training)
        while not self._stopping:
            self._wake.clear()  # before looking, so that no command is missed
            self._take_commands()
            self._answer_requests(training)
            if self._running:
                self._run_freely(training)
            elif self._steps:
                self._do_step(training, self._steps.popleft())
            elif self._wants_refresh:
                self._wants_refresh = False
                self._publish_end(training)
            elif self._progress.lacks_evaluation:  # it was longer than a slice
                self._publish(_state(training), Extent.TO_THE_END)
            else:
                self._wake.wait()
        self.last_state = training.state()

    def _take_commands(self) -> None:
        """Take in what was said since; a step counts as obeyed when it begins."""
        while self._commands:
            command = self._commands.popleft()
            self._running = command.order is Order.RUN
            if isinstance(command.order, StepKind):
                self._steps.append(command)
            else:
                self._steps.clear()
                self._cancelled = True
                self._obeyed = command.number

    def _is_to_rest(self) -> bool:
        self._take_commands()
        return self._stopping or not self._running

    def _run_freely(self, training: Training) -> None:
        if training.is_complete:  # Run pressed once more: as many epochs again
            training.epochs = int(training.epoch) + training.recipe.epochs
        progress = self._progress
        progress.start_clock()
        try:
            for _ in training.updates():
                progress.note_update()
                if self._is_to_rest():
                    break
                now_s = time.perf_counter()
                if now_s >= progress.due_s and self._acknowledged.is_set():
                    self._publish(RunState.RUNNING)
                self._answer_requests(training)
                self._turns.wait()
                if self._updates_per_second is not None:
                    self._wait_for_next_update()
                    if self._is_to_rest():  # not one update more
                        break
            else:
                self._running = False
        finally:
            progress.stop_clock()
            self._publish_end(training)

    def _do_step(self, training: Training, command: Command) -> None:
        self._obeyed, self._cancelled = command.number, False
        if training.is_complete:
            training.epochs += 1
        progress, epoch = self._progress, int(training.epoch)
        progress.start_clock()
        self._apply_learning_rate(training)
        if command.order is StepKind.EPOCH:
            for _ in training.updates():
                progress.note_update()
                self._take_commands()
                if int(training.epoch) > epoch or self._cancelled or self._stopping:
                    break
                if time.perf_counter() >= progress.due_s and self._acknowledged.is_set():
                    self._publish(RunState.RUNNING)
                self._answer_requests(training)
                self._turns.wait()
        else:
            training.update(1 if command.order is StepKind.EXAMPLE else None)
            progress.note_update()
        progress.stop_clock()
        self._publish_end(training)

    def _publish_end(self, training: Training) -> None:
        self._publish(_state(training), Extent.NOW)

    def _answer_requests(self, training: Training) -> None:
        self._apply_learning_rate(training)
        # What is saved holds the steps asked for before.
        if self._wants_state and not (self._commands or self._steps):
            self._wants_state = False
            self.state_taken.emit(self._run_id, training.state())

    def _apply_learning_rate(self, training: Training) -> None:
        if self._learning_rate is not None:
            training.learning_rate, self._learning_rate = self._learning_rate, None

    def _wait_for_next_update(self) -> None:
        """Slow motion: show each update, then wait; any command ends the waiting."""
        if self._acknowledged.is_set():
            self._publish(RunState.RUNNING)
        rate = self._updates_per_second
        if rate is not None:
            self._wake.wait(1 / rate)
            self._wake.clear()

    def _publish(self, state: RunState, extent: Extent = Extent.IF_DUE) -> None:
        self._acknowledged.clear()
        self.progressed.emit(self._progress.make(self._obeyed, state, extent))

    def _is_called(self) -> bool:
        """Tell whether a command waits while the run rests."""
        return self._stopping or bool(self._commands) or self._wants_state


def _state(training: Training) -> RunState:
    return RunState.COMPLETE if training.is_complete else RunState.PAUSED


class _ProgressMaker:
    """Collects what happened since the last message and makes the next one.

    Used by one worker, in its thread; `quantity` may be replaced from any thread.

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
        self._places: list[Place] = []
        self._place_due = 0
        self._watch = Stopwatch()
        self._speed_mark = (0.0, 0)
        self._speed = 0.0
        self._limits: dict[str, float] = {}
        self._rescale_due_s = 0.0

    def begin(self, training: Training) -> None:
        """Take up a run."""
        self._training = training
        self._first_layer = first_layer(training.network, PictureShape.of(training.digits))
        self._place_due = training.step

    def note_update(self) -> None:
        """Note the cost of the update just done and, now and then, where it has led to."""
        training = self._training
        self._costs.append(training.last_cost)
        if training.step >= self._place_due:
            here = locked(training.network.parameters.astype(np.float32))
            self._places.append(Place(training.step, here))
            self._place_due = training.step + max(training.step // _PLACES, 1)

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
        costs, places = locked(np.array(self._costs)), tuple(self._places)
        self._costs.clear()
        self._places.clear()
        self.due_s = time.perf_counter() + MIN_INTERVAL_S
        return Progress(
            run_id=self._run_id,
            command=command,
            state=state,
            snapshot=snapshot,
            costs=costs,
            places=places,
            evaluations=evaluations,
            examples_per_second=self._examples_per_second(),
            seconds=self._watch.seconds,
            values=values,
            tiles=self._first_layer.coloured(values, self._limit(values)),
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
