"""A framed panel with a small title: the unit of which workspaces are made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

MARGIN = 8


class Card(QFrame):
    """Shows one widget under a title, with room for small controls at the title's right.

    Attributes:
        body: The widget shown.
    """

    def __init__(self, title: str, body: QWidget, *controls: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body = body
        self._title = QLabel(title)
        self._title.setObjectName("cardTitle")
        header = QHBoxLayout()
        header.setSpacing(MARGIN)
        header.addWidget(self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        for control in controls:
            header.addWidget(control)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN + 2, MARGIN, MARGIN + 2, MARGIN)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(body, 1)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
