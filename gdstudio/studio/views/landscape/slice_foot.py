"""The lines under a slice: what it says, or how far its computation is, in the same place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget

from gdstudio.studio.views.landscape.slice_progress import SliceProgress

_LINES: Final = 2  # room is kept for so many
_DESCENT_PX: Final = 2  # by which rich text is lower than it says


class SliceFoot(QStackedWidget):
    """Shows words, or progress while something is computed.

    Signals:
        cancel_requested(): The user wants no more of it.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._words.setContentsMargins(4, 0, 4, 0)
        self._progress = SliceProgress()
        self.addWidget(self._words)
        self.addWidget(self._progress)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._progress.cancel_requested.connect(self.cancel_requested)

    def set_words(self, html: str) -> None:
        """Show this rich text."""
        if html != self._words.text():
            self._words.setText(html)
            self._take_height()

    def set_progress(self, done: float | None, seconds_left: float | None) -> None:
        """Show the share done and the time left, if it is known; None shows the words again."""
        if done is not None:
            self._progress.set_progress(done, seconds_left)
        self.setCurrentIndex(0 if done is None else 1)

    def _take_height(self) -> None:
        lines = _LINES * self.fontMetrics().lineSpacing()
        words = max(lines, self._words.heightForWidth(self.width())) + _DESCENT_PX
        self.setFixedHeight(max(words, self._progress.sizeHint().height()))

    def changeEvent(self, event: QEvent) -> None:
        """Take the height for the new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height for the new width."""
        super().resizeEvent(event)
        self._take_height()
