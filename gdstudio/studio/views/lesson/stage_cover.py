"""Covers a window: black, or a still of what was seen in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.lesson.overlay import Overlay


class StageCover(Overlay):
    """Lies over all of its window while it is shown; keys go to what lies behind it.

    Signals:
        lifted: It was clicked: what lies behind it is wanted again.
    """

    lifted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._still = QPixmap()
        self.setCursor(Qt.CursorShape.BlankCursor)

    def cover(self, still: QPixmap | None = None) -> None:
        """Lie over the window, with a still or black."""
        self._still = QPixmap() if still is None else still
        words = self.tr("The picture is frozen") if still else self.tr("The picture is blank")
        called(self, words)
        self.lie()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.lifted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        if not self._still.isNull():
            painter.drawPixmap(self.rect(), self._still)
        painter.end()
