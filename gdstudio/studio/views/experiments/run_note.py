"""What an experiment is doing or what came of it, and how far it is; always in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.jobs.estimate import Estimate
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.common.progress_row import ProgressRow

_BAR_PX: Final = 200
_NOTE_PX: Final = (360, 150)  # usually, and where room is short
_HIGH_PX: Final = 36  # as the buttons beside it


class RunNote(QWidget):
    """Fixed in width, so that nothing jumps.

    Attributes:
        note: The words.
        progress: Bar, share and time left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.note = QLabel()
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = ProgressRow(QWidget(), cancels=False, bar_width=_BAR_PX)
        middle = Qt.AlignmentFlag.AlignVCenter
        in_row((self.note, 0, middle), (self.progress, 0, middle), of=self, spacing=12)
        sized(self, minimumHeight=_HIGH_PX)
        self.set_progress(None, "")
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Shorten the note; False for the usual look."""
        sized(self.note, fixedWidth=_NOTE_PX[compact])
        self._show_note()

    def set_progress(self, estimate: Estimate | None, note: str) -> None:
        """Show how far it is, None while nothing runs, and what is done or what came of it."""
        self.note.setToolTip(note)
        self._show_note()
        self.progress.setVisible(estimate is not None)
        self.progress.set_progress(estimate)

    def _show_note(self) -> None:
        metrics, room = self.note.fontMetrics(), self.note.width()
        note = self.note.toolTip()
        self.note.setText(metrics.elidedText(note, Qt.TextElideMode.ElideRight, room))
