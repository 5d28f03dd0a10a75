"""What the presenter alone sees: notes, the next scene, the clock, and time used."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTime, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from gdstudio.studio.state.lesson_model import LessonModel
from gdstudio.studio.state.scene_times import SceneTimes
from gdstudio.studio.views.lesson.presenter_dock import PresenterDock
from gdstudio.studio.workspaces.audience import Audience

_TICK_MS: Final = 1000


class Presenter(QObject):
    """Fills the presenter's panel while it is seen; lives in the GUI thread, the window owns it.

    Attributes:
        times: How long each scene has stood.
        dock: The panel; None until it is asked for first.
    """

    def __init__(
        self, action: QAction, model: LessonModel, audience: Audience, window: QMainWindow
    ) -> None:
        """Show no panel yet; the action shows and hides it."""
        super().__init__(window)
        self._action, self._model, self._audience = action, model, audience
        self._window = window
        self.times = SceneTimes()
        self.dock: PresenterDock | None = None
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        action.toggled.connect(self._on_action_toggled)
        audience.opened.connect(self._on_audience_opened)
        model.lesson_changed.connect(self._on_model_lesson_changed)
        model.scene_wanted.connect(self._on_model_scene_wanted)

    @Slot()
    def _on_audience_opened(self) -> None:
        self._action.setChecked(True)

    @Slot(bool)
    def _on_action_toggled(self, wanted: bool) -> None:
        if wanted and self.dock is None:
            self.dock = PresenterDock(self._window)
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
            self.dock.visibilityChanged.connect(self._on_dock_visibility_changed)
        if self.dock is not None:
            self.dock.setVisible(wanted)
            self._show()

    @Slot(bool)
    def _on_dock_visibility_changed(self, _visible: bool) -> None:
        assert self.dock is not None
        self._action.setChecked(not self.dock.isHidden())  # closed by its own cross

    @Slot()
    def _on_model_lesson_changed(self) -> None:
        self.times.clear()
        self._show()

    @Slot()
    def _on_model_scene_wanted(self) -> None:
        self.times.enter(self._model.index)
        self._show()

    def _show(self) -> None:
        dock, model = self.dock, self._model
        if dock is None or dock.isHidden():
            self._tick.stop()
            return
        scene, following = model.scene, model.following
        notes = self.tr("No lesson is given.") if scene is None else scene.notes
        after = self.tr("This is the last scene.") if scene is not None else ""
        if following is not None:
            after = self.tr("Next: {0}. {1}").format(following.title, following.sentence)
        dock.show_scene(notes, after)
        self._show_time()
        self._tick.start()

    @Slot()
    def _show_time(self) -> None:
        dock, lesson, times = self.dock, self._model.lesson, self.times
        if dock is None:
            return
        scenes = () if lesson is None else lesson.scenes
        used = ""
        if scenes:
            said = self.tr("this scene {0}, the lesson {1}")
            used = said.format(_told(times.used(self._model.index)), _told(times.total))
        dock.show_clock(QTime.currentTime().toString("HH:mm:ss"), used)
        rows = [(f"{k + 1}  {one.title}", _told(times.used(k))) for k, one in enumerate(scenes)]
        dock.show_times(rows, self._model.index)
        cost = self._audience.frame_ms
        seen = self._audience.shown is not None
        words = self.tr("a picture for the audience takes {0} ms").format(round(cost))
        dock.audience.setText(words if seen else "")


def _told(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
