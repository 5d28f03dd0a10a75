"""A framed panel with a small title: the unit of which workspaces are made."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

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
        self._usual_fonts: list[tuple[QWidget, QFont]] = []  # while its texts are grown
        self._title = label("cardTitle", title)
        self.explain("")
        title_part = (self._title, 1, Qt.AlignmentFlag.AlignVCenter)
        header = in_row(title_part, *controls, spacing=MARGIN)
        margins = (MARGIN + 2, MARGIN, MARGIN + 2, MARGIN)
        in_column(header, (body, 1), of=self, spacing=6, margins=margins)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def explain(self, about: str) -> None:
        """Say in one sentence what the card is, in the tip of its title and to screen readers."""
        enlarges = self.tr("Double click: fill the page, or go back (Ctrl+E)")
        self._title.setToolTip(f"{about}\n{enlarges}".strip())
        self.setAccessibleDescription(about)

    def has_title_at(self, place: QPoint) -> bool:
        """Return whether a place in the card belongs to its title, not to what it shows."""
        return 0 <= place.y() < self.body.geometry().top()

    def grow_texts(self, factor: float) -> None:
        """Show all texts in the card larger, or smaller, by a factor; 1 for their usual size."""
        for widget, font in reversed(self._usual_fonts):  # who set a part's font sets it anew
            if isValid(widget):
                widget.setFont(font)
        self._usual_fonts = []
        if factor != 1:
            held = self.findChildren(QWidget)
            self._usual_fonts = [(widget, QFont(widget.font())) for widget in held]
        for widget, font in self._usual_fonts:  # a style sheet keeps fonts from being inherited
            grown = QFont(font)
            grown.setPointSizeF(font.pointSizeF() * factor)
            widget.setFont(grown)
