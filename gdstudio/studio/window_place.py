"""Where the window stood, kept as text, and where it may stand on the screens there are now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

DEFAULT_SIZE = (1280, 720)
FRAME_PX = 60  # title bar and task bar, about
_TEXT = re.compile(r"(\d{1,5})x(\d{1,5})([+-]\d{1,5})([+-]\d{1,5})( maximised)?")


@dataclass(frozen=True, slots=True)
class WindowPlace:
    """The place of a window that is not maximised, and whether it is.

    Attributes:
        rect: Place and size without the frame, in logical pixels.
        is_maximised: It fills its screen; `rect` is what it goes back to.
    """

    rect: QRect
    is_maximised: bool

    @classmethod
    def of(cls, window: QWidget) -> Self:
        """Return where a window stands; in full screen, where it will stand afterwards."""
        state = window.windowState()
        rect = window.normalGeometry() if state else window.geometry()
        return cls(rect, bool(state & Qt.WindowState.WindowMaximized))

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the place that `text` tells of, or None for any other text."""
        found = _TEXT.fullmatch(text)
        if found is None:
            return None
        width, height, x, y = (int(part) for part in found.groups()[:4])
        return cls(QRect(x, y, width, height), found[5] is not None)

    def text(self) -> str:
        """Return what `read` takes."""
        r = self.rect
        mark = " maximised" if self.is_maximised else ""
        return f"{r.width()}x{r.height()}{r.x():+d}{r.y():+d}{mark}"

    def take_up(self, window: QWidget) -> None:
        """Put the window there, or where the screens of today let it be seen whole."""
        screen = QGuiApplication.screenAt(self.rect.center()) or window.screen()
        window.setGeometry(fitted(self.rect, screen.availableGeometry()))
        if self.is_maximised:
            window.setWindowState(Qt.WindowState.WindowMaximized)


class FullScreen(QObject):
    """Lets a window fill its screen, and gives it back the place it had: maximised stays so.

    The action follows the window manager, which has keys for full screen of its own.
    """

    def __init__(self, action: QAction, window: QWidget) -> None:
        """Obey a checkable action; the window owns this."""
        super().__init__(window)
        self._action, self._window = action, window
        self._before = window.geometry()
        action.toggled.connect(self._on_action_toggled)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange:
            with QSignalBlocker(self._action):
                self._action.setChecked(self._window.isFullScreen())
        return super().eventFilter(watched, event)

    @Slot(bool)
    def _on_action_toggled(self, full: bool) -> None:
        window, flag = self._window, Qt.WindowState.WindowFullScreen
        if full:
            self._before = window.geometry()
        state = window.windowState()
        window.setWindowState(state | flag if full else state & ~flag)
        if not full and not window.isMaximized():
            window.setGeometry(self._before)  # what Qt goes back to may be older


def take_usual_place(window: QWidget) -> None:
    """Use the usual size; fill a screen on which window and frame would not have room."""
    room = window.screen().availableGeometry()
    width, height = DEFAULT_SIZE
    window.resize(min(width, room.width()), min(height, room.height() - FRAME_PX))
    if room.height() < height + FRAME_PX or room.width() < width:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def resize_within_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog this size, or less where the screen has no room for it and its frame."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(width, room.width()), min(height, room.height() - FRAME_PX))


def fitted(rect: QRect, room: QRect) -> QRect:
    """Return a rectangle as near to `rect` as there is room for, no larger than the room."""
    width, height = min(rect.width(), room.width()), min(rect.height(), room.height())
    x = min(max(rect.x(), room.x()), room.x() + room.width() - width)
    y = min(max(rect.y(), room.y()), room.y() + room.height() - height)
    return QRect(x, y, width, height)
