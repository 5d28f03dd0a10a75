"""The line under a flat plot: what the pointer reads at the left, a note at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.studio.views.common.painted_widget import PaintedWidget

_GAP = 16


class PlaneReadout(PaintedWidget):
    """Two texts in fixed places; without room for both the left one is cut short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = self._text = self._note = ""
        self._warning = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Return what is written at the left."""
        return self._text or self._hint

    def note(self) -> str:
        """Return what is written at the right."""
        return self._note

    def set_hint(self, hint: str) -> None:
        """Write this at the left while there is nothing to read."""
        self._hint = hint
        self.update()

    def set_text(self, text: str) -> None:
        """Write this at the left; nothing shows the hint."""
        if text != self._text:
            self._text = text
            self.update()

    def set_note(self, note: str, *, warning: bool) -> None:
        """Write this at the right, in the colour of warnings or not."""
        if (note, warning) != (self._note, self._warning):
            self._note, self._warning = note, warning
            self.setAccessibleDescription(note)
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.numeral_font())
        metrics = painter.fontMetrics()
        room = self.rect().adjusted(4, 0, -4, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        note = metrics.elidedText(self._note, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(self.theme.warning if self._warning else self.theme.muted))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, note)
        taken = metrics.horizontalAdvance(note) + _GAP if note else 0
        left = QRect(room.left(), room.top(), max(room.width() - taken, 0), room.height())
        painter.setPen(QColor(self.theme.text if self._text else self.theme.muted))
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumSizeHint().height())
