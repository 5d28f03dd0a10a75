"""The two short texts that lie on the cost plot: a hint while it is empty, and that it diverged."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlotTexts:
    """Two labels over the curves, in fixed places, through which the mouse passes.

    Args:
        parent: The widget they lie on.
        hint: What is said while there is nothing to draw.
    """

    def __init__(self, parent: QWidget, hint: str) -> None:
        self._inside = QRect()
        self.hint = QLabel(hint, parent)
        self.hint.setWordWrap(True)
        self.hint.setObjectName("muted")
        self.note = QLabel(parent)
        self.note.setObjectName("diverged")
        for label in (self.hint, self.note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.hide()

    def set_note(self, text: str) -> None:
        """Show a note at the top; none if `text` is empty."""
        if text != self.note.text():
            self.note.setText(text)
            self.place()
        self.note.setVisible(bool(text))

    def place(self, rectangle: QRect | None = None) -> None:
        """Put the texts where they belong in the rectangle of the curves, the last if None."""
        inside = self._inside = self._inside if rectangle is None else rectangle
        self.hint.setGeometry(inside.adjusted(16, 0, -16, 0))
        size = self.note.sizeHint()
        left = inside.center().x() - size.width() // 2
        self.note.setGeometry(left, inside.top() + 8, size.width(), size.height())
