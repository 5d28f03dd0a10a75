"""One job in a thread of its own: loading, saving, exporting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, SignalInstance, Slot

Job = Callable[[], Any]
Receiver = Callable[[Any], Any] | SignalInstance


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


class BackgroundJobs:
    """The jobs that one controller has under way, each kept until its thread has ended.

    Lives in the GUI thread.
    """

    def __init__(self, parent: QObject) -> None:
        """Belong to a controller."""
        self._parent = parent
        self._jobs: list[BackgroundJob] = []

    @property
    def is_busy(self) -> bool:
        """True while something is read or written."""
        return any(not job.is_over for job in self._jobs)

    def start(self, job: Job, on_success: Receiver, on_failure: Receiver) -> None:
        """Do a job in a thread of its own.

        Args:
            job: What to do; nothing of the window.
            on_success: A slot or signal that takes what the job returned.
            on_failure: One that takes the exception it raised.
        """
        self._jobs = [running for running in self._jobs if not running.is_over]
        background = BackgroundJob(job, self._parent)
        background.succeeded.connect(on_success)
        background.failed.connect(on_failure)
        self._jobs.append(background)
        background.start()

    def wait(self) -> None:
        """Wait for all of them, as before the program closes."""
        for job in self._jobs:
            job.wait()
