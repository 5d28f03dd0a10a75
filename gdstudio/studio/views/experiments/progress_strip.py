"""How far an experiment is: note, bar, share and time left, always in sight."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.remake_row import time_left

_PARTS: Final = 1000
_BAR: Final = (200, 6)  # pixels
_NOTE_PX: Final = (360, 150)  # usually, and where room is short


class ProgressStrip(QWidget):
    """Fixed in width, so that nothing jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.note, self.share = QLabel(), QLabel()
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.share.setObjectName("muted")
        self.share.setFont(numeral_font(self.font()))
        widest = "100 %" + time_left(89)
        self.share.setFixedWidth(QFontMetrics(self.share.font()).horizontalAdvance(widest) + 8)
        self.bar = QProgressBar()
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(*_BAR)
        self.bar.setAccessibleName(self.tr("Progress"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self.note, self.bar, self.share):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_progress(None, "", None)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Shorten the note; False for the usual look."""
        self.note.setFixedWidth(_NOTE_PX[compact])
        self._show_note()

    def set_progress(self, done: float | None, note: str, seconds_left: float | None) -> None:
        """Show how far it is.

        Args:
            done: Share of the work, in [0, 1]; None while nothing runs.
            note: What is being done, or what came of it.
            seconds_left: An estimate; None for none.
        """
        self.note.setToolTip(note)
        self._show_note()
        self.bar.setVisible(done is not None)
        self.share.setVisible(done is not None)
        if done is not None:
            self.bar.setValue(round(_PARTS * min(max(done, 0.0), 1.0)))
            self.share.setText(f"{math.floor(100 * done)} %{time_left(seconds_left)}")

    def _show_note(self) -> None:
        metrics, room = self.note.fontMetrics(), self.note.width()
        note = self.note.toolTip()
        self.note.setText(metrics.elidedText(note, Qt.TextElideMode.ElideRight, room))
