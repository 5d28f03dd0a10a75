"""What is done to the picture that an audience sees, in the window itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Signal, Slot
from PySide6.QtGui import QCursor, QMouseEvent, QPixmap
from PySide6.QtWidgets import QMainWindow, QWidget

from gdstudio.studio.actions import Actions
from gdstudio.studio.state.stage_model import CIRCLE, PARTS, StageModel
from gdstudio.studio.views.lesson.pointer_halo import PointerHalo
from gdstudio.studio.views.lesson.scene_curtain import SceneCurtain
from gdstudio.studio.views.lesson.spotlight import Spotlight
from gdstudio.studio.views.lesson.stage_cover import StageCover

_MOVES: Final = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress)


class Stage(QObject):
    """Obeys the actions of the stage; lives in the GUI thread, the window owns it.

    Attributes:
        model: What is done now.
        cover: Lies over the window while it is blank or frozen.
        curtain: Hides a scene until it stands.
        halo: The ring round the mouse.
        spotlight: What dims all else.
        actions: They act while there is an audience.
        mouse: Where it is in the window; None where it has not moved since it came.

    Signals:
        light_moved: Ring or light may stand elsewhere, or nowhere.
    """

    light_moved = Signal()

    def __init__(
        self,
        actions: Actions,
        seen: QWidget,
        bar: QWidget,
        parts: Callable[[], list[QRect]],
        window: QMainWindow,
    ) -> None:
        """Do nothing yet.

        Args:
            actions: Those of the stage act while there is an audience.
            seen: All that a scene changes, a child of the window.
            bar: Of the lesson, which stands in it.
            parts: Returns where what is looked at is seen in the window.
            window: Owns this.
        """
        super().__init__(window)
        self._seen, self._parts, self._window = seen, parts, window
        self._uses: dict[str, bool] = {}
        self._is_elsewhere = False
        self.mouse: QPoint | None = None
        self.model = model = StageModel(self)
        self.cover, self.spotlight = StageCover(window), Spotlight(window)
        self.curtain, self.halo = SceneCurtain(window, seen, bar), PointerHalo(window)
        a = actions
        self.actions = a.blank, a.freeze, a.halo, a.spotlight
        slots = model.toggle_blank, model.toggle_frozen, model.toggle_halo, model.turn_spotlight
        for action, slot in zip(self.actions, slots, strict=True):
            action.triggered.connect(slot)
            action.setEnabled(False)
        self.cover.lifted.connect(model.uncover)
        model.changed.connect(self._show)

    def set_use(self, name: str, used: bool) -> None:
        """Say whether there is an audience: the actions act while there is one for any reason.

        Args:
            name: "lesson", "presentation" or "audience".
            used: Whether there is one for this reason.
        """
        self._uses[name] = used
        is_used = any(self._uses.values())
        for action in self.actions:
            action.setEnabled(is_used)
        self._hear(is_used)
        if name == "presentation":
            self.model.set_halo(used)
        if name == "audience":
            self._is_elsewhere = used
            self._show()
        if not is_used:
            self.model.clear()

    def begin_change(self) -> QPixmap:
        """Let the audience see what it sees until `end_change`; return a still of that."""
        if not self.model.is_changing:
            self.curtain.fall(self._still())
            self.model.set_changing(True)
            for above in (self.halo, self.cover):
                above.raise_()
        return self.curtain.still

    def end_change(self) -> None:
        """Let the audience see at once all that has changed."""
        self.curtain.lift()
        self.model.set_changing(False)
        self.follow_parts()

    def _still(self) -> QPixmap:
        """Return what is seen: frames and light, too, but not the ring, which goes on."""
        if not self.cover.isHidden():
            return self._seen.grab()
        ring = self.halo.isVisible()
        self.halo.hide()
        still = self._window.grab(self._seen.geometry())
        self.halo.setVisible(ring)
        return still

    @Slot()
    def follow_parts(self) -> None:
        """Light what is looked at where it stands now."""
        if self.model.is_changing:
            return
        self.model.has_parts = bool(self._parts())
        if self.model.spotlight == PARTS:
            self.spotlight.light_parts(self._parts())
            self.light_moved.emit()
        if not self.cover.isHidden():
            self.cover.raise_()  # over frames that have just moved

    @Slot()
    def _show(self) -> None:
        model, here = self.model, not self._is_elsewhere
        self._show_spotlight()
        self._show_halo()
        if model.is_blank and here:
            self.cover.cover()
        elif model.is_frozen and here:
            if self.cover.isHidden():
                self.cover.cover(self._window.grab())
        else:
            self.cover.hide()
        self.light_moved.emit()

    def _show_halo(self) -> None:
        if self.model.has_halo and self.mouse is not None:
            self.halo.stand_at(self.mouse)
            self.halo.show()
            self.halo.raise_()
        else:
            self.halo.hide()

    def _show_spotlight(self) -> None:
        place = self._window.mapFromGlobal(QCursor.pos())
        if self.model.is_changing:
            self.spotlight.hide()  # the still has it
        elif self.model.spotlight == CIRCLE:
            self.spotlight.light_circle(place)
        elif self.model.spotlight == PARTS:
            self.spotlight.light_parts(self._parts())
        else:
            self.spotlight.hide()

    def _hear(self, wanted: bool) -> None:
        """Listen to the mouse wherever it moves in the window, or no longer."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            if wanted:
                handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in _MOVES:
            self._follow(event.position().toPoint())
        elif event.type() == QEvent.Type.Leave:
            self.mouse = None
            self._show_halo()
            self.light_moved.emit()
        return False

    def _follow(self, place: QPoint) -> None:
        self.mouse = place
        model = self.model
        if model.has_halo:
            self.halo.stand_at(place)
            if self.halo.isHidden():
                self._show_halo()
        if model.spotlight == CIRCLE and not model.is_changing:
            self.spotlight.light_circle(place)
        if model.has_halo or model.spotlight == CIRCLE:
            self.light_moved.emit()
