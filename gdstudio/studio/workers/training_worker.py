"""Drives one training run in its thread and hands over what the window shows."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import Array, locked_copy
from gdstudio.data.digits import Digits
from gdstudio.learning.moment import Kind, Moment
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training
from gdstudio.studio.state.progress import (
    Command,
    Order,
    Progress,
    RunState,
    StepKind,
)
from gdstudio.studio.workers.evaluator import Extent
from gdstudio.studio.workers.progress_maker import ProgressMaker
from gdstudio.studio.workers.turns import Turns

MOST_BACK: Final = 100  # steps by hand that can be taken back
_MOST_BACK_BYTES: Final = 64 << 20  # that they may take; at least one can be taken back
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
        self._progress = ProgressMaker(run_id, test_digits, quantity, self._is_called)
        self._wake = threading.Event()
        self._acknowledged = threading.Event()
        self._stopping = False
        self._commands: deque[Command] = deque()  # appended to by others, emptied by `run` only
        self._obeyed = command
        self._running = self._cancelled = False
        self._steps: deque[Command] = deque()
        self._before: deque[tuple[Moment, Array]] = deque()  # each step by hand, with the gradient
        self._turns = Turns() if turns is None else turns
        self._learning_rate: float | None = None
        self._frozen_layers: tuple[int, ...] | None = None
        self._updates_per_second: float | None = None
        self._unheard: deque[Progress] = deque()  # appended to by `run`, emptied by others
        self._wants_state = self._wants_refresh = False

    def obey(self, command: Command) -> None:
        """Run, pause after the present update, go one step and pause, or take one back.

        Steps by hand are taken back exactly, the last first, as many as `MOST_BACK` since the run
        rested; optimiser, shuffling, cost and gradient are again what they were. Without any, that
        order only pauses.
        """
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

    def note_heard(self, progress: Progress) -> None:
        """The window has taken in this message, and with it those before."""
        while self._unheard and self._unheard.popleft() is not progress:
            pass

    @property
    def unheard(self) -> tuple[Progress, ...]:
        """The messages that the window has not taken in, the oldest first."""
        return tuple(self._unheard)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use this rate from the next update on."""
        self._learning_rate = learning_rate

    def set_frozen_layers(self, layers: tuple[int, ...]) -> None:
        """Freeze these layers and no others from the next update on; they must be there."""
        self._frozen_layers = layers
        self._wants_refresh = True
        self._wake.set()

    def set_speed(self, updates_per_second: float | None) -> None:
        """Slow down to so many updates a second; None is full speed."""
        self._updates_per_second = updates_per_second
        self._wake.set()

    def set_limits(self, limits: Mapping[str, float]) -> None:
        """Begin with these ends of the colours, by quantity; before `run` alone."""
        self._progress.set_limits(limits)

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
            elif self._steps and self._steps[0].order is Order.STEP_BACK:
                self._step_back(training, self._steps.popleft())
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
            if isinstance(command.order, StepKind) or command.order is Order.STEP_BACK:
                self._steps.append(command)
            else:
                self._steps.clear()
                self._cancelled = True
                self._obeyed = command.number

    def _is_to_rest(self) -> bool:
        self._take_commands()
        return self._stopping or not self._running

    def _run_freely(self, training: Training) -> None:
        training.go_on()
        self._before.clear()
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
        self._apply_settings(training)
        self._keep_before(training)
        training.go_on()
        progress, epoch = self._progress, int(training.epoch)
        progress.start_clock()
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

    def _keep_before(self, training: Training) -> None:
        moment, gradient = training.moment(Kind.RESTED, exact=True), training.network.gradient
        size = moment.parameters.nbytes + moment.state_bytes + gradient.nbytes
        self._before.append((moment, locked_copy(gradient)))
        while len(self._before) > min(MOST_BACK, max(_MOST_BACK_BYTES // size, 1)):
            self._before.popleft()

    def _step_back(self, training: Training, command: Command) -> None:
        self._obeyed, self._cancelled = command.number, False
        if self._before:
            training.go_to(*self._before.pop())
            self._progress.note_step_back()
        self._publish_end(training)

    def _publish_end(self, training: Training) -> None:
        self._progress.note(Kind.RESTED, exact=True)
        self._publish(_state(training), Extent.NOW)

    def _answer_requests(self, training: Training) -> None:
        self._apply_settings(training)
        # What is saved holds the steps asked for before.
        if self._wants_state and not (self._commands or self._steps):
            self._wants_state = False
            self.state_taken.emit(self._run_id, training.state())

    def _apply_settings(self, training: Training) -> None:
        if self._frozen_layers is not None:
            layers, self._frozen_layers = self._frozen_layers, None
            training.freeze(layers)
            self._progress.note(Kind.LAYERS_FROZEN, exact=True)
        if self._learning_rate is not None:
            training.learning_rate, self._learning_rate = self._learning_rate, None
            self._progress.note(Kind.RATE_CHANGED, exact=True)

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
        progress = self._progress.make(self._obeyed, state, extent)
        self._unheard.append(progress)
        self.progressed.emit(progress)

    def _is_called(self) -> bool:
        """Tell whether a command waits while the run rests."""
        return self._stopping or bool(self._commands) or self._wants_state


def _state(training: Training) -> RunState:
    return RunState.COMPLETE if training.is_complete else RunState.PAUSED
