"""The audience's window: a live picture of the workspace, never in the way of the presenter."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.lesson.audience_window import AudienceWindow, Light
from gdstudio.studio.views.lesson.mirror import Mirror
from gdstudio.studio.workspaces.presentation import presented
from gdstudio.studio.workspaces.stage import Stage
from gdstudio.studio.workspaces.workspace import Workspace

LEAST_MS: Final = 67  # between two pictures: at most fifteen a second
_BUDGET_S: Final = 0.012  # of one picture, after which no further card is begun
_SHARE: Final = 0.2  # of the window's thread that they may take


class Audience(QObject):
    """Paints the workspace in sight for a second window, when it has changed and there is time.

    Lives in the GUI thread; the window owns it.

    Attributes:
        shown: The audience's window; None while it is closed.
        mirror: Paints the picture.
        frame_ms: What the last picture took; 0 before the first one.

    Signals:
        opened: The window has been opened.
    """

    opened = Signal()

    def __init__(
        self,
        actions: Actions,
        appearance: Appearance,
        messages: Messages,
        stage: Stage,
        workspace: Callable[[], Workspace],
        window: QMainWindow,
    ) -> None:
        """Show no window yet; `workspace` returns the one in sight."""
        super().__init__(window)
        self._actions, self._stage = actions, stage
        self._appearance, self._messages = appearance, messages
        self._workspace, self._window = workspace, window
        self.shown: AudienceWindow | None = None
        self.frame_ms = 0.0
        self.mirror, self._words = Mirror(), ""
        self._was_changing = False
        self._next = QTimer(self, singleShot=True, interval=LEAST_MS)
        self._next.timeout.connect(self._paint)
        self._actions.audience.toggled.connect(self._on_action_toggled)
        stage.model.changed.connect(self._show_stage)
        stage.light_moved.connect(self._show_light)

    def set_words(self, words: str) -> None:
        """Show what the audience reads; "" while no lesson is given."""
        self._words = words
        if self.shown is not None and not self._stage.model.is_still:
            self.shown.set_words(words)

    @Slot()
    def close(self) -> None:
        """Close the window, if it is open."""
        self._actions.audience.setChecked(False)

    @Slot(bool)
    def _on_action_toggled(self, wanted: bool) -> None:
        if wanted and self.shown is None:
            self._open()
        elif not wanted and self.shown is not None:
            shown, self.shown = self.shown, None
            self._next.stop()
            self._window.removeEventFilter(self)
            shown.close()
            shown.deleteLater()
            self._stage.set_use("audience", False)
            self._appearance.give_back("audience")

    def _open(self) -> None:
        self.shown = shown = AudienceWindow(self._window.windowIcon())
        shown.closed.connect(self.close)
        shown.addActions(self._actions.all())  # keys act there, too
        screen, size = self._other_screen(), self._window.size()
        self._appearance.enlarge("audience", presented(self._appearance.text_size, size))
        shown.open_on(screen)
        shown.set_words(self._words)
        self._window.installEventFilter(self)
        self._stage.set_use("audience", True)
        if screen is None:
            said = self.tr("There is one screen: the audience's window stands before this one.")
            self._messages.say(said)
        else:
            self._window.activateWindow()  # the keys stay with the presenter
        self.mirror.notice_change()
        self._paint()
        self.opened.emit()

    def _other_screen(self) -> QScreen | None:
        own = self._window.screen()
        return next((one for one in QGuiApplication.screens() if one is not own), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest:  # something of the window is painted anew
            self._notice_change()
        return False

    @Slot()
    def _paint(self) -> None:
        """Show the workspace as it is, then leave the thread to others for a while."""
        mirror, shown = self.mirror, self.shown
        if shown is None or not mirror.behind or self._stage.model.is_still:
            return
        begun_s = time.perf_counter()
        workspace, view = self._workspace(), shown.view
        room = view.size(), view.devicePixelRatioF()
        mirror.paint(workspace.page, workspace.header.figures, *room, _BUDGET_S)
        view.show_picture(mirror.picture)
        self._show_light()
        self.frame_ms = 1000 * (time.perf_counter() - begun_s)
        self._next.start(max(LEAST_MS, round(self.frame_ms / _SHARE)))

    @Slot()
    def _show_light(self) -> None:
        """Show ring and light where they are in the picture."""
        stage, shown = self._stage, self.shown
        if shown is not None and not stage.model.is_still:
            shown.view.set_light(self._light())

    def _light(self) -> Light:
        stage, light, circle = self._stage, self._stage.spotlight, None
        mouse = stage.mouse if stage.model.has_halo else None
        ring = None if mouse is None else self._moved(mouse)
        if light.isHidden():
            return Light(ring)
        moved = self.mirror.moved
        parts = [one for part in light.parts for one in moved(QRectF(part), self._window)]
        if light.circle is not None:
            middle = self._moved(light.circle.center().toPoint())
            circle = QRectF() if middle is None else light.circle
            circle.moveCenter(middle or QPointF())
        return Light(ring, True, tuple(parts), circle)

    def _moved(self, place: QPoint) -> QPointF | None:
        """Return where a place of the window is in the picture; None if it is not seen there."""
        found = self.mirror.moved(QRectF(place, QSize(1, 1)), self._window)
        return found[0].topLeft() if found else None

    def _notice_change(self) -> None:
        self.mirror.notice_change()
        if not self._next.isActive():
            self._next.start()

    @Slot()
    def _show_stage(self) -> None:
        model, shown = self._stage.model, self.shown
        if shown is None:
            return
        shown.set_blank(model.is_blank)
        if self._was_changing and not model.is_changing:
            self.mirror.begin_anew()
        self._was_changing = model.is_changing
        if not model.is_still:
            shown.set_words(self._words)
            self._notice_change()
