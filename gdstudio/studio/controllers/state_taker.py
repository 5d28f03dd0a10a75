"""Asks the run that goes on for its state, for those who keep all of a sitting."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel


class StateTaker(QObject):
    """Answers each question once, also if the run ends meanwhile; lives in the GUI thread.

    Signals:
        taken: The TrainingState of the present run; None if it has ended, and is known by then.
    """

    taken = Signal(object)

    def __init__(
        self, runs: RunModel, training: TrainingController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training, self._is_waiting = training, False
        training.state_taken.connect(self._on_training_state_taken)
        training.run_failed.connect(self._on_run_over)
        runs.run_changed.connect(self._on_run_over)

    def ask(self) -> None:
        """Ask for `taken`; nothing more while that is awaited."""
        if self._is_waiting:
            return
        self._is_waiting = True
        if self._training.has_run:
            self._training.take_state()
        else:
            self._answer(None)

    def _answer(self, state: TrainingState | None) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.taken.emit(state)

    @Slot(object)
    def _on_training_state_taken(self, state: TrainingState) -> None:
        self._answer(state)

    @Slot()
    def _on_run_over(self) -> None:
        self._answer(None)
