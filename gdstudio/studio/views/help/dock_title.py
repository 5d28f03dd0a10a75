"""The title of a dock, as large as the text of the window; Qt's own keeps one size."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDockWidget, QToolButton, QWidget

from gdstudio.studio.icons import icon
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import STRETCH, called, in_row, label
from gdstudio.studio.views.common.painted_widget import FollowsLook

_ICON: Final = 16  # pixels at 100 %


class DockTitle(FollowsLook, QWidget):
    """Says what the dock is; takes it off or puts it back, and closes it.

    Attributes:
        float_button: Takes the dock off the window, or puts it back.
        close_button: Closes the dock.
    """

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._dock = dock
        self.float_button = called(
            QToolButton(),
            self.tr("Take off"),
            self.tr("Let it stand in a window of its own, or beside the workspaces again"),
        )
        self.close_button = called(QToolButton(), self.tr("Close"), self.tr("Close"))
        for button in (self.float_button, self.close_button):
            sized(button, iconSize=(_ICON, _ICON))
            button.setObjectName("fold")
        title = label("cardTitle", dock.windowTitle())
        buttons = self.float_button, self.close_button
        in_row(title, STRETCH, *buttons, of=self, spacing=4, margins=(10, 4, 6, 0))
        self.float_button.clicked.connect(self._on_float_button_clicked)
        self.close_button.clicked.connect(dock.close)
        self.follow_look()

    def look_changed(self) -> None:
        """Colour the icons anew."""
        self.float_button.setIcon(icon("fullscreen", self.theme))
        self.close_button.setIcon(icon("close", self.theme))

    @Slot()
    def _on_float_button_clicked(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())
