"""A framed panel with a small title: the unit of which workspaces are made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from gdstudio.studio.views.common.layouts import in_column, in_row, label

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
        self._title = label("cardTitle", title)
        title_part = (self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        header = in_row(title_part, *controls, spacing=MARGIN)
        margins = (MARGIN + 2, MARGIN, MARGIN + 2, MARGIN)
        in_column(header, (body, 1), of=self, spacing=6, margins=margins)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
