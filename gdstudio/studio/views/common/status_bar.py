"""What the status bar says beside its messages: that nothing can be kept, and a word said once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QStatusBar

from gdstudio.studio.text_size import px


class NotKeptNote(QLabel):
    """Says that nothing outlives this sitting; its tool tip says why."""

    def __init__(self, folders: Iterable[Path]) -> None:
        super().__init__(self.tr("Settings and the last run are not kept"))
        self.setObjectName("muted")
        self.setContentsMargins(0, 0, 12, 0)
        names = " · ".join(str(folder) for folder in folders)
        self.setToolTip(self.tr("Not every folder for them can be written: {0}").format(names))


class ClickedBar(QObject):
    """Triggers an action by a click on the status bar, its parent."""

    def __init__(self, status_bar: QStatusBar, action: QAction) -> None:
        super().__init__(status_bar)
        self._action = action
        status_bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._action.trigger()
        return super().eventFilter(watched, event)


_MARGINS_PX = 24


class SaidOnce(QObject):
    """Waits with a sentence for the next message, so that neither hides the other.

    Args:
        status_bar: Where it is said; the parent.
        for_ms: How long it stands there, in milliseconds.
    """

    def __init__(self, status_bar: QStatusBar, for_ms: int) -> None:
        super().__init__(status_bar)
        self._status_bar, self._for_ms = status_bar, for_ms
        self._waiting = ""
        self._is_known = False
        # Queued: a status bar that is still telling of an end tells the next message twice.
        status_bar.messageChanged.connect(
            self._on_status_bar_message_changed, Qt.ConnectionType.QueuedConnection
        )

    def say(self, text: str) -> None:
        """Say this as soon as there is room; whatever is asked for later is never said."""
        if text and not self._is_known:
            self._is_known = True
            self._waiting = text
            self._on_status_bar_message_changed()

    def beside(self, message: str) -> str:
        """Return the message to show: with the sentence at its side if both fit in one line."""
        both = f"{message} {self._waiting}"
        room = self._status_bar.width() - px(_MARGINS_PX)
        if not self._waiting or self._status_bar.fontMetrics().horizontalAdvance(both) > room:
            return message
        self._waiting = ""
        return both

    @Slot()
    def _on_status_bar_message_changed(self) -> None:
        if self._waiting and not self._status_bar.currentMessage():
            text, self._waiting = self._waiting, ""
            self._status_bar.showMessage(text, self._for_ms)
