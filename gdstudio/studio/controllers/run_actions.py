"""The actions on the run: they act in every workspace that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.state.run_model import RunModel


class RunActions(QObject):
    """Joins them with the run and lets each act only where and when it means something."""

    def __init__(
        self,
        actions: Actions,
        runs: RunModel,
        runner: RunController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions, self._runs = a, _ = actions, runs
        self._in_sight = True
        for action, slot in (
            (a.new_run, runner.reset),
            (a.step_example, runner.step_example),
            (a.step_batch, runner.step_batch),
            (a.step_epoch, runner.step_epoch),
            (a.step_back, runner.step_back),
            (a.back, runner.back),
        ):
            action.triggered.connect(slot)
        runs.run_changed.connect(self._enable)
        runs.earlier_changed.connect(self._enable)
        self._enable()

    def set_in_sight(self, in_sight: bool) -> None:
        """Let the keys for steps act only while a workspace that shows the run is in sight."""
        self._in_sight = in_sight
        self._enable()

    @Slot()
    def _enable(self) -> None:
        a, has_data = self._actions, self._runs.data is not None
        for action in (a.new_run, a.save_run, a.save_run_as, a.random_digit):
            action.setEnabled(has_data)
        for action in (*a.steps, a.step_back, a.back):
            action.setEnabled(has_data and self._in_sight)
            action.setVisible(self._in_sight)
        if self._runs.resumable is None:
            a.back.setEnabled(False)
        for action in (a.run, a.reset):
            action.setEnabled(has_data or not self._in_sight)
