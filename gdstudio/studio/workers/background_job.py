"""What takes long is made in a thread of its own, when it is wanted and somebody sees it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from gdstudio.jobs.estimate import Estimate, Estimator, share_of
from gdstudio.studio.workers.pace import Pace, Policy, Urgency, WhenBusy

PROGRESS_INTERVAL_S: Final = 0.05
SHUTDOWN_MS: Final = 60_000
MOST_LEAVING: Final = 1  # threads that are told to end and have not; one may hang in a file

log = logging.getLogger(__name__)

MakeItems = Callable[[], Iterator[Any]]


def once(work: Callable[..., Any], *arguments: Any, gives: Any = None) -> MakeItems:
    """Return a job of one item, once a function has done its work: what it returns, or `gives`."""

    def items() -> Iterator[Any]:
        found = work(*arguments)
        yield found if gives is None else gives

    return items


class GeneratorWorker(QObject):
    """Runs one generator once; lives in its own thread.

    Signals:
        item_made: (job_id, what the generator yielded; of bare floats, which tell the share done,
            only so many a second that the window is not flooded).
        failed: (job_id, the exception it raised); not of one that was cancelled.
        finished: (job_id) Always, exactly once, last.
    """

    item_made = Signal(int, object)
    failed = Signal(int, object)
    finished = Signal(int)

    def __init__(self, job_id: int, make_items: MakeItems) -> None:
        super().__init__()  # no parent: an object with a parent cannot change thread
        self._job_id = job_id
        self._make_items = make_items
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Stop before the next item. Thread-safe: only sets an event."""
        self._cancelled.set()

    @Slot()
    def run(self) -> None:
        """Drive the generator to its end; runs in the worker's thread."""
        try:
            self._drive()
        except Exception as error:  # the thread boundary
            if self._cancelled.is_set():
                log.info("a job failed when it was cancelled", exc_info=error)
            else:
                self.failed.emit(self._job_id, error)
        finally:
            self.finished.emit(self._job_id)

    def _drive(self) -> None:
        if self._cancelled.is_set():
            return
        told_s = -math.inf
        items = self._make_items()
        try:
            for item in items:
                if self._cancelled.is_set():
                    return
                if isinstance(item, float):  # the share done: often enough is not every time
                    if time.monotonic() - told_s < PROGRESS_INTERVAL_S:
                        continue
                    told_s = time.monotonic()
                self.item_made.emit(self._job_id, item)
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()  # here and now, not when somebody collects the garbage


class BackgroundJob(QObject):
    """One kind of work, done again and again, one at a time; lives in the GUI thread.

    Either its owner says each time what is to be done (`start`), or the job was told once how to
    begin (`make`) and is only asked (`request`, `make_again`): then it works while
    it is in sight, rests as its policy says, and makes up for what it was asked meanwhile. Nothing
    is heard any longer of what was cancelled, replaced or forgotten.

    Signals:
        made: What the generator yielded, but for bare shares.
        progress_changed: An Estimate, the first at the beginning; None when nothing is done.
        failed: The exception that ended it; nothing is made by itself until `forget`.
        ended: It has come to its end, well or not; last.
    """

    made = Signal(object)
    progress_changed = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        make: Callable[[], MakeItems | None] | None = None,
        policy: Policy | None = None,
        *,
        in_sight: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing made.

        Args:
            parent: Owns it; `shut_down` finds it there.
            make: Returns what is to be made of the present state, None if there is nothing to make;
                called in the GUI thread, its result in another one.
            policy: How often it may work.
            in_sight: Whether somebody sees what comes of it.
            clock: Returns seconds that never fall.
        """
        super().__init__(parent)
        self._make = make
        self._policy = Policy() if policy is None else policy
        self._clock = clock
        self._pace = Pace(self._policy, in_sight=in_sight, clock=clock)
        self._estimator = Estimator(clock)
        self._job_id = 0
        self._waiting: deque[MakeItems] = deque()
        self._worker: GeneratorWorker | None = None
        self._threads: list[tuple[QThread, GeneratorWorker]] = []  # the present one is the last
        self._needs_sight = self._is_over = False
        self._has_made = False  # anything of what it does now
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._go_on)

    @property
    def is_running(self) -> bool:
        """True until what was begun has ended."""
        return self._worker is not None or bool(self._waiting)

    @property
    def has_made_nothing(self) -> bool:
        """True from its beginning until the first of what it makes is there, however coarse."""
        return self.is_running and (self._worker is None or not self._has_made)

    @property
    def is_in_sight(self) -> bool:
        """True while somebody sees what comes of it."""
        return self._pace.in_sight

    def start(self, make_items: MakeItems) -> None:
        """Do this, whether in sight or not; what is under way is cancelled, or waited for."""
        self._needs_sight = False
        self._start(make_items)

    @Slot()
    def request(self, *, at_once: bool = False) -> None:
        """What is there is out of date: make it anew when sight, policy and, else, rest allow."""
        self._pace.ask(Urgency.NOW if at_once else Urgency.SOME)
        self._go_on()

    @Slot()
    def make_again(self) -> None:
        """The user wants it: as `request` at once, but even after a failure or `cancel`."""
        self._pace.ask(Urgency.AGAIN)
        self._go_on()

    def set_in_sight(self, in_sight: bool) -> None:
        """Tell whether somebody sees what comes of it; what was missed is made up for."""
        self._pace.in_sight = in_sight
        if not in_sight and self._needs_sight:
            self._leave()
        self._go_on()

    @Slot()
    def cancel(self) -> None:
        """The user wants no more of it: keep what is there until it is wanted again."""
        self._leave()
        self._pace.hold()
        self._later.stop()

    @Slot()
    def forget(self) -> None:
        """What it is about is another one now: stop, and begin without rest and grudge."""
        self._leave()
        self._pace.forget()
        self._later.stop()

    def end(self) -> None:
        """Cancel, but for what is in a queue, and begin nothing more, whoever wants it."""
        self._is_over = True
        if self._policy.when_busy is not WhenBusy.QUEUE:
            self.cancel()

    def wait(self, timeout_ms: int = SHUTDOWN_MS) -> None:
        """Wait for every thread, after `end`.

        Raises:
            RuntimeError: One did not end in time.
        """
        self._begin_next()
        while self._threads:
            thread, worker = self._threads[-1]
            if not thread.wait(timeout_ms):
                raise RuntimeError(f"a background thread did not end within {timeout_ms} ms")
            self._threads.pop()
            if worker is self._worker:
                self._worker = None
            self._begin_next()

    def _start(self, make_items: MakeItems) -> None:
        if self._is_over:
            return
        if self._policy.when_busy is not WhenBusy.QUEUE:
            self._abandon()
        is_behind = self.is_running
        self._waiting.append(make_items)
        self._later.stop()
        self._pace.begin()
        self._begin_next()
        if not is_behind:
            self._tell(Estimate(0.0))

    @Slot()
    def _go_on(self) -> None:
        """Make what is wanted, or see to it that it is made when it may be."""
        if self._make is None or self._is_over:
            return
        if self._policy.when_busy is WhenBusy.REPLACE and self._pace.is_overtaken:
            self._leave()
        wait_s = self._pace.wait_s()
        if wait_s is None:
            self._later.stop()
        elif wait_s > 0:
            self._later.start(math.ceil(1000 * wait_s))
        else:
            make_items = self._make()
            if make_items is None:
                self._pace.skip()
            else:
                self._needs_sight = True
                self._start(make_items)

    @Slot()
    def _begin_next(self) -> None:
        self._threads = [
            (thread, worker)
            for thread, worker in self._threads
            if worker is self._worker or not _has_ended(thread)
        ]
        leaving = len(self._threads) - (self._worker is not None)
        if self._worker is not None or not self._waiting or leaving > MOST_LEAVING:
            return
        self._job_id += 1
        self._has_made = False
        self._estimator = Estimator(self._clock)
        thread, worker = QThread(), GeneratorWorker(self._job_id, self._waiting.popleft())
        self._worker = worker
        self._threads.append((thread, worker))
        worker.moveToThread(thread)
        thread.started.connect(worker.run)
        thread.finished.connect(self._begin_next)
        worker.item_made.connect(self._on_worker_item_made)
        worker.failed.connect(self._on_worker_failed)
        worker.finished.connect(self._on_worker_finished)
        worker.finished.connect(thread.quit, Qt.ConnectionType.DirectConnection)
        thread.start()

    def _abandon(self) -> None:
        """Stop what runs, without waiting for it."""
        self._job_id += 1  # every queued signal of it is stale from here on
        self._waiting.clear()
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _leave(self) -> None:
        """Stop what runs, and tell that nothing is done."""
        was_running = self.is_running
        self._abandon()
        self._pace.drop()
        if was_running:
            self.progress_changed.emit(None)

    def _tell(self, estimate: Estimate) -> None:
        runs_for_s = self._pace.runs_for_s
        if runs_for_s is not None and runs_for_s >= self._policy.quiet_s:
            self.progress_changed.emit(estimate)

    @Slot(int, object)
    def _on_worker_item_made(self, job_id: int, item: object) -> None:
        if job_id != self._job_id:
            return
        share = share_of(item)
        if share is not None:
            self._tell(self._estimator.tell(share))
        if not isinstance(item, float) and job_id == self._job_id:  # a receiver may have cancelled
            self._has_made = True
            self.made.emit(item)

    @Slot(int, object)
    def _on_worker_failed(self, job_id: int, error: object) -> None:
        if job_id == self._job_id:
            self._pace.fail()
            self.failed.emit(error)

    @Slot(int)
    def _on_worker_finished(self, job_id: int) -> None:
        if job_id != self._job_id:
            return
        self._worker = None
        self._pace.end()
        if self._waiting:
            self._pace.begin()
        else:
            self.progress_changed.emit(None)
        self.ended.emit()
        self._begin_next()
        self._go_on()


def shut_down(*owners: QObject) -> None:
    """End the background jobs of some objects: all are told before any is waited for.

    Args:
        owners: Jobs, or objects below which jobs are.

    Raises:
        RuntimeError: A thread did not end in time.
    """
    jobs: list[BackgroundJob] = []
    for owner in owners:
        if isinstance(owner, BackgroundJob):
            jobs.append(owner)
        jobs += owner.findChildren(BackgroundJob)
    for job in jobs:
        job.end()
    for job in jobs:
        job.wait()


def _has_ended(thread: QThread) -> bool:
    """Tell whether a thread may be dropped; one that is ending is waited for, which is at once."""
    return thread.isFinished() and thread.wait()
