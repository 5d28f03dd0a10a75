"""The status bar, and what it says beside its messages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QStyle, QStyleOption

from gdstudio.studio.text_size import px

_MARGIN_PX: Final = 6  # left and right of a message, as Qt leaves them
_SLACK_PX: Final = 24
_Panel = QStyle.PrimitiveElement


class MessageBar(QStatusBar):
    """Shows a message that has no room with an ellipsis; its tip then is the whole of it."""

    def __init__(self) -> None:
        super().__init__()
        self.messageChanged.connect(self._tell_whole)

    def seen_message(self) -> str:
        """Return the message as far as there is room for it."""
        text, room = self.currentMessage(), self._room().width()
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def _room(self) -> QRect:
        """Return where the message stands: left of what is shown all the time."""
        lefts = [note.x() for note in self.findChildren(QLabel) if note.isVisible()]
        right = min(lefts, default=self.width()) - _MARGIN_PX
        return QRect(_MARGIN_PX, 0, max(right - _MARGIN_PX, 0), self.height())

    @Slot()
    def _tell_whole(self) -> None:
        text = self.currentMessage()
        self.setToolTip("" if self.seen_message() == text else text)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.toolTip():
            super().paintEvent(event)
            return
        painter, option = QPainter(self), QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(_Panel.PE_PanelStatusBar, option, painter, self)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        text, role = self.seen_message(), self.foregroundRole()
        self.style().drawItemText(painter, self._room(), middle, self.palette(), True, text, role)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()


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
        room = self._status_bar.width() - px(_SLACK_PX)
        if not self._waiting or self._status_bar.fontMetrics().horizontalAdvance(both) > room:
            return message
        self._waiting = ""
        return both

    @Slot()
    def _on_status_bar_message_changed(self) -> None:
        if self._waiting and not self._status_bar.currentMessage():
            text, self._waiting = self._waiting, ""
            self._status_bar.showMessage(text, self._for_ms)
