"""What the window tells, said: sentences in the status bar, what could not be done in a box."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, Slot
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from gdstudio.errors import GdstudioError
from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import can_be_kept, user_folder
from gdstudio.studio.views.common.status_bar import ClickedBar, MessageBar, NotKeptNote, SaidOnce

STATUS_MS: Final = 8000


class StatusController(QObject):
    """Fills the status bar, which is as high as one line; lives in the GUI thread.

    What the bar says of a control under the mouse stands there as long as the mouse; then the
    message is back for the rest of its time.
    """

    def __init__(
        self,
        actions: Actions,
        messages: Messages,
        preferences: Preferences,
        appearance: Appearance,
        window: QMainWindow,
    ) -> None:
        """Say nothing yet, but that nothing can be kept where that is so.

        Args:
            actions: The list of messages, which a click on the bar opens.
            messages: What is told.
            preferences: May have no file.
            appearance: The size of the text.
            window: Has the bar; owns this.
        """
        super().__init__(window)
        self._window, self._bar, self._messages = window, MessageBar(), messages
        window.setStatusBar(self._bar)
        self._once = SaidOnce(self._bar, STATUS_MS)
        self._said, self._age = "", QElapsedTimer()
        ClickedBar(self._bar, actions.messages)
        self._bar.setSizeGripEnabled(False)
        if not (preferences.are_kept and can_be_kept()):
            self._bar.addPermanentWidget(NotKeptNote((preferences.folder, user_folder())))
        self._bar.setFixedHeight(self._bar.sizeHint().height())
        messages.said.connect(self._on_messages_said)
        messages.fault_met.connect(self._on_messages_fault_met)
        appearance.text_size_changed.connect(self._on_appearance_text_size_changed)
        window.installEventFilter(self)

    def say_once(self, text: str) -> None:
        """Say this beside the next message or after it; whatever is asked for later never."""
        self._once.say(text)
        if text and text not in [said for _, said in self._messages.past]:
            self._messages.note(text)

    def clear(self) -> None:
        """Say nothing: what was said is out of place now."""
        self._said = ""
        self._bar.clearMessage()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QStatusTipEvent) and not event.tip() and self._said:
            left_ms = STATUS_MS - self._age.elapsed()
            if left_ms > 0:
                self._bar.showMessage(self._said, left_ms)
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_messages_said(self, text: str) -> None:
        self._said = self._once.beside(text)
        self._age.start()
        self._bar.showMessage(self._said, STATUS_MS)

    @Slot(object)
    def _on_messages_fault_met(self, error: Exception) -> None:
        if not isinstance(error, GdstudioError):
            raise error  # a fault of the program: the exception hook logs and tells it
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), told(error))
        box.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a file
        box.setParent(self._window, box.windowFlags())
        box.open()

    @Slot()
    def _on_appearance_text_size_changed(self) -> None:
        # It asks what it holds for their heights only now.
        QCoreApplication.sendEvent(self._bar, QEvent(QEvent.Type.LayoutRequest))
        self._bar.setFixedHeight(self._bar.sizeHint().height())
