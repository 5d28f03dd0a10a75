"""Waits a moment for what is computed of the workspace in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal, Slot

from gdstudio.studio.workers.background_job import BackgroundJob
from gdstudio.studio.workspaces.workspace import Workspace

MOST_MS: Final = 650  # from the key; what takes longer says so at its place
_LOOK_MS: Final = 15


class Settling(QObject):
    """Lives in the GUI thread; its parent owns it.

    Signals:
        settled: Of all that is computed something is there, or it takes long; once a `begin`.
    """

    settled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None
        self._deadline = QDeadlineTimer()
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._on_look_timeout)

    def begin(self) -> None:
        """Begin to count the time; what was waited for before is forgotten."""
        self._look.stop()
        self._deadline = QDeadlineTimer(MOST_MS)

    def wait(self, workspace: Workspace) -> None:
        """Wait for what a workspace computes now, as long as there is time."""
        self._workspace = workspace
        self._look.start()

    def stop(self) -> None:
        """Wait no longer, and tell nothing."""
        self._look.stop()

    @Slot()
    def _on_look_timeout(self) -> None:
        workspace = self._workspace
        assert workspace is not None
        jobs = workspace.findChildren(BackgroundJob)
        if self._deadline.hasExpired() or not any(_is_awaited(job) for job in jobs):
            self.stop()
            self.settled.emit()


def _is_awaited(job: BackgroundJob) -> bool:
    return job.has_made_nothing and job.is_in_sight
