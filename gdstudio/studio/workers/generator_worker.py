"""Drives a generator of results in a thread of its own; to be cancelled at any time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from PySide6.QtCore import QObject, QThread, Signal, Slot

PROGRESS_INTERVAL_S: Final = 0.05

MakeItems = Callable[[], Iterator[Any]]


class GeneratorWorker(QObject):
    """Runs one generator once; lives in its own thread.

    Signals:
        item_made: (job_id, what the generator yielded; of bare floats, which tell the share done,
            only so many a second that the window is not flooded).
        failed: (job_id, the exception it raised).
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
            told_s = 0.0
            for item in self._make_items():
                if self._cancelled.is_set():
                    break
                if isinstance(item, float):  # the share done: often enough is not every time
                    if time.monotonic() - told_s < PROGRESS_INTERVAL_S:
                        continue
                    told_s = time.monotonic()
                self.item_made.emit(self._job_id, item)
        except Exception as error:  # the thread boundary
            self.failed.emit(self._job_id, error)
        finally:
            self.finished.emit(self._job_id)


class BackgroundGenerator(QObject):
    """Owns the thread of one generator at a time; lives in the GUI thread.

    Starting another cancels the one before, whose late items are dropped.

    Signals:
        item_made: An item of the present generator.
        failed: The exception that ended it.
        ended: It has come to its end, cancelled or not.
    """

    item_made = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job_id = 0
        self._worker: GeneratorWorker | None = None
        self._leaving: list[tuple[QThread, GeneratorWorker]] = []

    @property
    def is_running(self) -> bool:
        """True until the present generator has ended."""
        return self._worker is not None

    def start(self, make_items: MakeItems) -> None:
        """Cancel what runs and drive another generator."""
        self.cancel()
        thread, worker = QThread(), GeneratorWorker(self._job_id, make_items)
        self._worker = worker
        self._leaving.append((thread, worker))
        worker.moveToThread(thread)
        thread.started.connect(worker.run)
        worker.item_made.connect(self._on_worker_item_made)
        worker.failed.connect(self._on_worker_failed)
        worker.finished.connect(self._on_worker_finished)
        worker.finished.connect(thread.quit)
        thread.start()

    def cancel(self) -> None:
        """Stop what runs, without waiting for it; nothing more is heard of it."""
        self._job_id += 1  # every queued signal of the old job is stale from here on
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None
        self._leaving = [(t, w) for t, w in self._leaving if not t.isFinished()]

    def shutdown(self, timeout_ms: int = 5000) -> None:
        """Cancel and wait for every thread, before the program closes."""
        self.cancel()
        for thread, _ in self._leaving:
            thread.quit()
            if not thread.wait(timeout_ms):
                raise RuntimeError(f"a background thread did not end within {timeout_ms} ms")
        self._leaving.clear()

    @Slot(int, object)
    def _on_worker_item_made(self, job_id: int, item: object) -> None:
        if job_id == self._job_id:
            self.item_made.emit(item)

    @Slot(int, object)
    def _on_worker_failed(self, job_id: int, error: object) -> None:
        if job_id == self._job_id:
            self.failed.emit(error)

    @Slot(int)
    def _on_worker_finished(self, job_id: int) -> None:
        if job_id == self._job_id:
            self._worker = None
            self.ended.emit()
