"""One job in a thread of its own: loading, saving, exporting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

Job = Callable[[], Any]


class JobWorker(QObject):
    """Runs one function once.

    Signals:
        succeeded: What the function returned.
        failed: The exception it raised.
        finished: Always, last.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, job: Job) -> None:
        super().__init__()  # no parent: an object with a parent cannot change thread
        self._job = job

    @Slot()
    def run(self) -> None:
        """Do the job; runs in the worker's thread."""
        try:
            self.succeeded.emit(self._job())
        except Exception as error:  # the thread boundary
            self.failed.emit(error)
        finally:
            self.finished.emit()


class BackgroundJob(QObject):
    """Owns the thread of one job; lives in the GUI thread.

    Signals:
        succeeded: What the function returned.
        failed: The exception it raised.
    """

    succeeded = Signal(object)
    failed = Signal(object)

    def __init__(self, job: Job, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._worker = JobWorker(job)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.succeeded.connect(self._on_succeeded)
        self._worker.failed.connect(self._on_failed)
        self._worker.finished.connect(self._thread.quit)

    @property
    def is_over(self) -> bool:
        """True once the thread has ended."""
        return self._thread.isFinished()

    def start(self) -> None:
        """Begin; the signals tell the end."""
        self._thread.start()

    def wait(self, timeout_ms: int = 10_000) -> None:
        """Wait for the thread to end, as before the program closes."""
        self._thread.quit()
        if not self._thread.wait(timeout_ms):
            raise RuntimeError(f"a background job did not end within {timeout_ms} ms")

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        self.wait()
        self.succeeded.emit(result)

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        self.wait()
        self.failed.emit(error)
