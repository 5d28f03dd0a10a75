"""A text for the audience, in the largest type that its place has room for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from gdstudio.studio.text_size import text_scale
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.painted_widget import FollowsLook

LEAST_PX: Final = 20  # of what an audience reads from the last row
_LINE_PX: Final = 26  # of one line of it
_SMALLEST_PX: Final = 12  # of a text that is longer than a scene should say
_FROM_SCALE: Final = 1.5  # larger texts let it grow
_FLAGS: Final = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft


class FittedText(FollowsLook, QLabel):
    """Plain text of one or more lines, never cut: smaller where it is long, then higher."""

    def __init__(self, name: str, *, lines: int = 2) -> None:
        """Show nothing yet.

        Args:
            name: The rule of the style sheet.
            lines: Of large type for which there is room.
        """
        super().__init__()
        self._room_px = lines * _LINE_PX
        self._growth = 1.0
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.follow_look()

    def set_text(self, text: str) -> None:
        """Show a text, in the language in use."""
        text = told(text)
        if text != self.text():
            self.setText(text)
            self.setToolTip(text)
            self.look_changed()

    def set_growth(self, growth: float) -> None:
        """Have larger type and more room by a factor, where the place is large."""
        if growth != self._growth:
            self._growth = growth
            self.look_changed()

    def look_changed(self) -> None:
        """Choose the size of type anew."""
        scale = max(self._growth, text_scale() / _FROM_SCALE)
        room = round(self._room_px * scale)
        font, needed = QFont(self.font()), 0
        for pixels in range(round(LEAST_PX * scale), _SMALLEST_PX - 1, -1):
            font.setPixelSize(pixels)
            needed = self._needed(font)
            if needed <= room:
                break
        self.setFixedHeight(max(room, needed))
        if font != self.font():
            self.setFont(font)

    def _needed(self, font: QFont) -> int:
        width = max(self.width(), 1)
        metrics = QFontMetrics(font)
        found = metrics.boundingRect(QRect(0, 0, width, 1 << 16), _FLAGS, self.text())
        return found.height() if found.width() <= width else 1 << 16

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look_changed()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
