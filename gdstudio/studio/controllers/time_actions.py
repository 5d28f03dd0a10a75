"""The actions on the run's time: they act in every workspace that shows the run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from gdstudio.errors import InvalidValue
from gdstudio.learning.moments import LONGEST_NAME
from gdstudio.numerals import whole
from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.time_controller import TimeController
from gdstudio.studio.icons import icon
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.time.time_strip import TimeStrip


class TimeActions(QObject):
    """Joins actions and strip with the controller, and lets each act where it means something."""

    def __init__(
        self,
        actions: Actions,
        strip: TimeStrip,
        time: TimeController,
        runs: RunModel,
        shown: Shown,
        runner: RunController,
        preferences: Preferences,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._actions, self._strip, self._time = a, _, _ = actions, strip, time
        self._runs, self._shown, self._messages = runs, shown, messages
        self._preferences, self._window = preferences, window
        self._in_sight = True
        for action, slot in (
            (a.play_forward, self._on_play_forward_triggered),
            (a.play_backward, self._on_play_backward_triggered),
            (a.moment_before, time.step_before),
            (a.moment_after, time.step_after),
            (a.show_now, time.show_now),
            (a.mark, self._on_mark_triggered),
            (a.branch_here, runner.branch),
        ):
            action.triggered.connect(slot)
        a.draw_out_beginning.toggled.connect(strip.line.set_log)
        a.draw_out_beginning.toggled.connect(self._on_draw_out_beginning_toggled)
        a.draw_out_beginning.setChecked(preferences.draws_out_beginning)
        strip.line.mark_renamed.connect(self.name_mark)
        time.playing_changed.connect(self._show_playing)
        shown.source_changed.connect(self._enable)
        runs.run_changed.connect(self._enable)
        runs.progressed.connect(self._on_runs_progressed)
        self._enable()

    def set_in_sight(self, in_sight: bool) -> None:
        """Let the keys act only while a workspace that shows the run is in sight."""
        self._in_sight = in_sight
        self._enable()

    def look_changed(self) -> None:
        """Colour the icons anew."""
        self._show_playing(self._time.direction)

    @Slot(int)
    def name_mark(self, step: int) -> None:
        """Ask for the name of the mark at a step; without one the mark is taken away."""
        run = self._runs.run
        found = None if run is None else run.moments.at(step)
        if run is None or found is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setObjectName("mark")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Mark a moment"))
        dialog.setLabelText(
            self.tr("Name of step {0}; without one it is no mark").format(whole(step))
        )
        dialog.setTextValue(found.name or self.tr("step {0}").format(whole(step)))
        dialog.textValueSelected.connect(lambda name: self.set_mark(step, name))
        dialog.open()

    def set_mark(self, step: int, name: str) -> None:
        """Give a moment a name, or take it away with ""."""
        run = self._runs.run
        if run is None:
            return
        try:
            run.moments.name(step, name[:LONGEST_NAME])
        except InvalidValue as error:
            self._messages.report(error)
        self._time.refresh()

    @Slot()
    def _enable(self) -> None:
        a, run = self._actions, self._runs.run
        has_past = run is not None and len(run.moments) > 1 and self._in_sight
        for action in (a.play_forward, a.play_backward, a.moment_before, a.moment_after, a.mark):
            action.setEnabled(has_past)
        for action in (a.show_now, a.branch_here):
            action.setEnabled(has_past and self._time.moment is not None)

    @Slot()
    def _on_runs_progressed(self) -> None:
        if not self._actions.play_forward.isEnabled():
            self._enable()

    @Slot()
    def _on_play_forward_triggered(self) -> None:
        self._time.play(0 if self._time.direction > 0 else 1)

    @Slot()
    def _on_play_backward_triggered(self) -> None:
        self._time.play(0 if self._time.direction < 0 else -1)

    @Slot()
    def _on_mark_triggered(self) -> None:
        step = self._time.keep_shown()
        if step is not None:
            self.name_mark(step)

    @Slot(int)
    def _show_playing(self, direction: int) -> None:
        for action, way, name in (
            (self._actions.play_forward, 1, "play"),
            (self._actions.play_backward, -1, "play-back"),
        ):
            action.setIcon(icon("pause" if direction == way else name, current_theme()))

    @Slot(bool)
    def _on_draw_out_beginning_toggled(self, drawn_out: bool) -> None:
        self._preferences.draws_out_beginning = drawn_out
