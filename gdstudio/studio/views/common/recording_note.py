"""The red dot in the status bar while the window is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gdstudio.studio.views.common.layouts import explained


class RecordingNote(QPushButton):
    """Says how long the window has been recorded; a click stops that."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("recording")
        self.setFlat(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        explained(self, "", self.tr("The window is recorded; stop and keep the film"))
        self.setAccessibleName(self.tr("Stop recording"))
        self.show_seconds(0)

    def show_seconds(self, seconds: int) -> None:
        """Show how long."""
        self.setText(self.tr("● Recording {0}").format(f"{seconds // 60}:{seconds % 60:02}"))
