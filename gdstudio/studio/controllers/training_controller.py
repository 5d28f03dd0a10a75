"""Owns the thread of the present run, and has the model take in what it says."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from gdstudio.data.digits import Digits
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training
from gdstudio.studio.state.progress import Command, Order, Progress, RunState, StepKind
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers.training_worker import TrainingWorker
from gdstudio.studio.workers.turns import Turns

SHUTDOWN_MS = 5000


class TrainingController(QObject):
    """Starts, steers and ends runs; lives in the GUI thread.

    A run begins paused, with one Progress that shows its network before the first step. The worker
    sends the next one only after the model has taken in the one before and what that changed is
    painted.

    Signals:
        state_taken: The TrainingState asked for by `take_state`.
        run_failed: The exception that ended the present run.
        message_shown: A message is painted; the seconds since it came.
    """

    state_taken = Signal(object)
    run_failed = Signal(object)
    message_shown = Signal(float)

    def __init__(self, runs: RunModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self._run_id = self._command = 0
        self._thread: QThread | None = None
        self._worker: TrainingWorker | None = None
        self._speed: float | None = None
        self._quantity = "weights"
        self._limits: dict[str, float] = {}  # of the colours of the next run
        self._turns = Turns()
        self._received_s: float | None = None  # of the message that is being painted
        self._painted = QTimer(self)  # comes after the paint events of what was shown before
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._on_painted_timeout)

    @property
    def has_run(self) -> bool:
        """True while there is a run that can go on."""
        return self._worker is not None

    def start(self, make_training: Callable[[], Training], test_digits: Digits) -> int:
        """Begin another run, paused, and return its id; the present one must have been ended."""
        assert self._worker is None
        self._run_id += 1
        self._command += 1
        self._received_s = None
        self._thread = QThread()
        self._worker = worker = TrainingWorker(
            self._run_id, make_training, test_digits, self._quantity, self._command, self._turns
        )
        worker.set_limits(self._limits)
        self._limits = {}
        worker.set_speed(self._speed)
        worker.moveToThread(self._thread)
        self._thread.started.connect(worker.run)
        worker.progressed.connect(self._on_worker_progressed)
        worker.state_taken.connect(self._on_worker_state_taken)
        worker.failed.connect(self._on_worker_failed)
        self._thread.start()
        return self._run_id

    def start_running(self) -> None:
        """Let the run go on."""
        self._tell(Order.RUN)

    def pause(self) -> None:
        """Let the run rest after the present update."""
        self._tell(Order.PAUSE)

    def step(self, kind: StepKind) -> None:
        """Go one step of that kind."""
        self._tell(kind)

    def step_back(self) -> int:
        """Take back the last step by hand; return the number of the command."""
        self._tell(Order.STEP_BACK)
        return self._command

    def take_in(self, progress: Progress) -> None:
        """Have the model take in a message of the present run.

        What a message made before the last command was obeyed says of running or resting is out of
        date.
        """
        runs = progress.state is RunState.RUNNING
        self._runs.take_in(progress, in_turns=runs and self._speed is None)
        if progress.command >= self._command:
            self._runs.set_running(runs)

    def set_learning_rate(self, learning_rate: float) -> None:
        """Use this rate from the next update on."""
        if self._worker is not None:
            self._worker.set_learning_rate(learning_rate)

    def set_frozen_layers(self, layers: tuple[int, ...]) -> None:
        """Freeze these layers and no others from the next update on."""
        if self._worker is not None:
            self._worker.set_frozen_layers(layers)

    @Slot(float)
    def set_speed(self, updates_per_second: float) -> None:
        """Slow down this run and the next ones; 0 is full speed."""
        self._speed = updates_per_second or None
        if self._worker is not None:
            self._worker.set_speed(self._speed)

    @Slot(str)
    def set_quantity(self, quantity: str) -> None:
        """Show "weights", "nudges" or "change" of the first layer in this run and the next."""
        self._quantity = quantity
        if self._worker is not None:
            self._worker.set_quantity(quantity)

    def begin_with_limit(self, limit: float) -> None:
        """Let the next run begin with this end of the colours of the first layer."""
        self._limits = {self._quantity: limit}

    @Slot()
    def take_turn(self) -> None:
        """Let training wait until what is shown now is painted."""
        self._turns.take()
        self._painted.start(0)

    def take_state(self) -> None:
        """Ask for `state_taken`."""
        if self._worker is not None:
            self._worker.take_state()

    def shutdown(self) -> TrainingState | None:
        """End the present run, if any, wait for its thread, and return how it was left.

        The run takes in what the thread said last, of which nothing is shown any more.
        """
        self._run_id += 1  # every queued signal of the old run is stale from here on
        worker = self._worker
        if worker is None:
            return None
        worker.stop()
        self._end_thread()
        self._runs.take_in_last(worker.unheard)
        return worker.last_state

    def _tell(self, order: Order | StepKind) -> None:
        if self._worker is not None:
            self._command += 1
            self._worker.obey(Command(self._command, order))

    def _end_thread(self) -> None:
        assert self._thread is not None
        self._thread.quit()
        if not self._thread.wait(SHUTDOWN_MS):
            raise RuntimeError(f"the training thread did not end within {SHUTDOWN_MS} ms")
        self._thread = self._worker = None

    @Slot(object)
    def _on_worker_progressed(self, progress: Progress) -> None:
        if progress.run_id != self._run_id or self._worker is None:
            return
        self._received_s = time.perf_counter()
        self._worker.note_heard(progress)
        self.take_turn()
        self.take_in(progress)

    @Slot()
    def _on_painted_timeout(self) -> None:
        self._turns.give_back()
        if self._received_s is None:
            return
        shown_in_s, self._received_s = time.perf_counter() - self._received_s, None
        self.message_shown.emit(shown_in_s)
        if self._worker is not None:  # a receiver may have ended the run
            self._worker.acknowledge(shown_in_s)

    @Slot(int, object)
    def _on_worker_state_taken(self, run_id: int, state: object) -> None:
        if run_id == self._run_id:
            self.state_taken.emit(state)

    @Slot(int, object)
    def _on_worker_failed(self, run_id: int, error: object) -> None:
        if run_id == self._run_id and self._worker is not None:
            self._end_thread()  # at once: no command must reach a run that is over
            self.run_failed.emit(error)
