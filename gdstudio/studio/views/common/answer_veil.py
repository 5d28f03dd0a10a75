"""Stands in the place of what tells an answer, as long as that is hidden."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget


class AnswerVeil(QLabel):
    """Says that something is hidden, in its place.

    Attributes:
        is_down: The answer is hidden.
    """

    def __init__(self, hidden: QWidget, column: QBoxLayout) -> None:
        """Stand behind a widget in its row or column, unseen."""
        super().__init__(self.tr("Hidden until the answer is revealed (Shift+V)."))
        self.setObjectName("muted")
        self._hidden, self.is_down = hidden, False
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        column.insertWidget(column.indexOf(hidden) + 1, self, 1)
        self.hide()

    def set_down(self, down: bool) -> None:
        """Hide the widget, or show it again."""
        self.is_down = down
        self._hidden.setVisible(not down)
        self.setVisible(down)
