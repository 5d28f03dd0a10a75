"""What the window tells, said: sentences in the status bar, what could not be done in a box."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot
from PySide6.QtWidgets import QMainWindow, QMessageBox

from gdstudio.errors import GdstudioError
from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import can_be_kept, user_folder
from gdstudio.studio.views.common.status_bar import ClickedBar, NotKeptNote, SaidOnce

STATUS_MS: Final = 8000


class StatusController(QObject):
    """Fills the status bar, which is as high as one line; lives in the GUI thread."""

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
        self._window, self._bar = window, window.statusBar()
        self._once = SaidOnce(self._bar, STATUS_MS)
        ClickedBar(self._bar, actions.messages)
        self._bar.setSizeGripEnabled(False)
        if not (preferences.are_kept and can_be_kept()):
            self._bar.addPermanentWidget(NotKeptNote((preferences.folder, user_folder())))
        self._bar.setFixedHeight(self._bar.sizeHint().height())
        messages.said.connect(self._on_messages_said)
        messages.fault_met.connect(self._on_messages_fault_met)
        appearance.text_size_changed.connect(self._on_appearance_text_size_changed)

    def say_once(self, text: str) -> None:
        """Say this beside the next message or after it; whatever is asked for later never."""
        self._once.say(text)

    @Slot(str)
    def _on_messages_said(self, text: str) -> None:
        self._bar.showMessage(self._once.beside(text), STATUS_MS)

    @Slot(object)
    def _on_messages_fault_met(self, error: Exception) -> None:
        if not isinstance(error, GdstudioError):
            raise error  # a fault of the program: the exception hook logs and tells it
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("That did not work"), told(error))
        box.setParent(self._window, box.windowFlags())
        box.open()

    @Slot()
    def _on_appearance_text_size_changed(self) -> None:
        # It asks what it holds for their heights only now.
        QCoreApplication.sendEvent(self._bar, QEvent(QEvent.Type.LayoutRequest))
        self._bar.setFixedHeight(self._bar.sizeHint().height())
