"""Keys of the window that nothing in it wants, and those that it leaves to lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QMainWindow

from gdstudio.studio.views.common.split_page import SplitPage
from gdstudio.studio.workspaces.shared import Shared

_ENDS: Final = (Qt.Key.Key_Home, Qt.Key.Key_End)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class SpareKeys(QObject):
    """Escape puts cards back, then ends the presentation; arrows walk through time, Delete clears.

    A list or a text that has the focus keeps Ctrl+Home and Ctrl+End, whatever actions have them.
    Lives in the GUI thread; the window owns it.
    """

    def __init__(self, shared: Shared, page: Callable[[], SplitPage], window: QMainWindow) -> None:
        """Listen to what comes to the window itself; `page` returns the one in sight."""
        super().__init__(window)
        self._shared, self._page = shared, page
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and _is_of_list(event):
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._take(event)

    def _take(self, event: QKeyEvent) -> bool:
        a, key = self._shared.actions, event.key()
        if key == Qt.Key.Key_Escape:
            return self._page().put_away() or self._end_presentation()
        if event.modifiers() not in _PLAIN:
            return False
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            (a.moment_before if key == Qt.Key.Key_Left else a.moment_after).trigger()
            return True
        if key == Qt.Key.Key_Delete and self._may_clear():
            a.clear.trigger()
            return True
        return False

    def _end_presentation(self) -> bool:
        """End the presentation; return whether one was given."""
        action = self._shared.actions.presentation
        was_given = action.isChecked()
        action.setChecked(False)
        return was_given

    def _may_clear(self) -> bool:
        """Return whether Delete means the canvas: it is seen, and no list or text has the keys."""
        canvas, focus = self._shared.drawing_panel.canvas, QApplication.focusWidget()
        return canvas.isVisible() and not isinstance(focus, QAbstractScrollArea | QLineEdit)


def _is_of_list(event: QKeyEvent) -> bool:
    is_list = isinstance(QApplication.focusWidget(), QAbstractScrollArea)
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return is_list and control and event.key() in _ENDS
