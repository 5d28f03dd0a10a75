"""What every step of the self-test is done with."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Slot

from gdstudio.learning.snapshot import Snapshot
from gdstudio.studio.bench.bench_window import run_until
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.selftest.fault_watch import FaultWatch
from gdstudio.studio.workspaces.learn import LearnWorkspace

PATIENCE_S: Final = 60


class Stage(QObject):
    """The window, and an ear for everything that goes wrong in it.

    Attributes:
        window: The real window.
    """

    def __init__(self, window: MainWindow, faults: FaultWatch) -> None:
        super().__init__(window)
        self.window = window
        self._faults = faults
        window.shared.messages.fault_met.connect(self._on_fault_met)

    @property
    def learn(self) -> LearnWorkspace:
        """The workspace Learn, which holds the run."""
        return self.window.learn

    @property
    def snapshot(self) -> Snapshot:
        """Where the run stands; there must be one."""
        progress = self.window.runs.progress
        assert progress is not None
        return progress.snapshot

    @property
    def accuracy(self) -> float:
        """Share of the test digits that the run answers rightly; NaN before it was asked."""
        run = self.window.runs.run
        return math.nan if run is None else run.accuracies[1]

    def wait(self, is_reached: Callable[[], bool], what: str) -> None:
        """Let the window live until something is reached.

        Raises:
            StepFailed: Something went wrong meanwhile.
            GdstudioError: It was not reached within a minute.
        """

        def is_reached_so_far() -> bool:
            self._faults.check()
            return is_reached()

        run_until(is_reached_so_far, PATIENCE_S, what)

    @Slot(object)
    def _on_fault_met(self, error: Exception) -> None:
        self._faults.note(error)
