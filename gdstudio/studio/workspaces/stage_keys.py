"""Keys of the presenter: they act whatever has the focus, but a field in which somebody types."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gdstudio.studio.views.common.painted_widget import ENTER_KEYS

_TYPED_S: Final = 2.0  # between two figures of the number of a scene
_MOST_FIGURES: Final = 3


class StageKeys(QObject):
    """Listens to the window with the focus and to dialogs over it, while it is on.

    Signals:
        number_entered: (int) Figures were typed, then Enter.
        voted: (int) A figure was typed while `takes_votes`.
    """

    number_entered = Signal(int)
    voted = Signal(int)

    def __init__(
        self, actions: Sequence[QAction], in_dialogs: Sequence[QAction], window: QMainWindow
    ) -> None:
        """Do nothing yet.

        Args:
            actions: Nothing in the window takes their keys.
            in_dialogs: Those of them whose keys act while a dialog is open, too.
            window: Of the program.
        """
        super().__init__(window)
        self._actions, self._in_dialogs, self._window = actions, in_dialogs, window
        self.takes_votes = False
        self._uses: dict[str, bool] = {}
        self._typed, self._typed_s = "", 0.0
        self._heard: QWindow | None = None

    def set_on(self, use: str, on: bool) -> None:
        """Listen from now on for a reason, or no longer for that one."""
        was_on = any(self._uses.values())
        self._uses[use] = on
        if any(self._uses.values()) == was_on:
            return
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        if on:
            app.focusWindowChanged.connect(self._on_focus_window_changed)
            self._on_focus_window_changed(app.focusWindow())
        else:
            app.focusWindowChanged.disconnect(self._on_focus_window_changed)
            self._hear(None)

    @Slot(QWindow)
    def _on_focus_window_changed(self, window: QWindow | None) -> None:
        is_popup = window is not None and window.type() == Qt.WindowType.Popup
        self._hear(None if is_popup else window or self._window.windowHandle())

    def _hear(self, window: QWindow | None) -> None:
        if self._heard is not None:
            self._heard.removeEventFilter(self)
            self._heard.destroyed.disconnect(self._on_heard_destroyed)
        self._heard = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._on_heard_destroyed)

    @Slot()
    def _on_heard_destroyed(self) -> None:
        self._heard = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        is_own = watched is self._window.windowHandle()
        if event.type() == QEvent.Type.ShortcutOverride:
            if not is_own or self._action_of(event, self._actions) is None:
                return False
            event.setAccepted(is_typing())  # to a field as any other key, else to the action
            return not is_typing()
        if event.type() != QEvent.Type.KeyPress or is_typing():
            return False
        if not is_own:
            action = self._action_of(event, self._in_dialogs)
            if action is not None:
                action.trigger()
            return action is not None
        return self._take_figure(event)

    def _take_figure(self, event: QKeyEvent) -> bool:
        now_s, text = time.monotonic(), event.text()
        if now_s - self._typed_s > _TYPED_S:
            self._typed = ""
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if len(text) == 1 and text in "0123456789" and event.modifiers() in plain:
            self._typed, self._typed_s = (self._typed + text)[-_MOST_FIGURES:], now_s
            if self.takes_votes:
                self._typed = ""
                self.voted.emit(int(text))
            return self.takes_votes
        typed, self._typed = self._typed, ""
        if typed and event.key() in ENTER_KEYS:
            self.number_entered.emit(int(typed))
            return True
        return False

    def _action_of(self, event: QKeyEvent, actions: Sequence[QAction]) -> QAction | None:
        pressed = QKeySequence(event.keyCombination())
        keypad = Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & keypad:
            modifiers = event.modifiers() & ~keypad
            pressed = QKeySequence(modifiers.value | event.key())
        enabled = (one for one in actions if one.isEnabled())
        return next((one for one in enabled if pressed in one.shortcuts()), None)


def is_typing() -> bool:
    """Return whether somebody types into a field."""
    widget: QWidget | None = QApplication.focusWidget()
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox)
