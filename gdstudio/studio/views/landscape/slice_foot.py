"""The lines under a slice: what it says, or how far its computation is, in the same place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gdstudio.studio.views.common.progress_row import ProgressRow

_LINES: Final = 2  # room is kept for so many
_DESCENT_PX: Final = 2  # by which rich text is lower than it says


class SliceFoot(ProgressRow):
    """Shows words, or progress while something is computed."""

    def __init__(self) -> None:
        words = QLabel()
        super().__init__(words)
        self.cancel_button.setAccessibleName(self.tr("Cancel the slice"))
        self._words = words
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._words.setContentsMargins(4, 0, 4, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, html: str) -> None:
        """Show this rich text."""
        if html != self._words.text():
            self._words.setText(html)
            self._take_height()

    def _take_height(self) -> None:
        lines = _LINES * self.fontMetrics().lineSpacing()
        words = max(lines, self._words.heightForWidth(self.width())) + _DESCENT_PX
        self.setFixedHeight(max(words, self.cancel_button.sizeHint().height()))

    def changeEvent(self, event: QEvent) -> None:
        """Take the height for the new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height for the new width."""
        super().resizeEvent(event)
        self._take_height()
