"""How far a computation is: a bar, the time left, and Cancel."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_STEPS = 1000


class SliceProgress(QWidget):
    """Shows the share done.

    Signals:
        cancel_requested(): The user wants no more of it.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._left = QLabel()
        self._cancel = QPushButton(self.tr("Cancel"))
        self._bar.setObjectName("thin")
        self._left.setObjectName("muted")
        self._cancel.setObjectName("plain")
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setAccessibleName(self.tr("Share done"))
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._cancel.setFixedHeight(28)
        self._cancel.setAccessibleName(self.tr("Cancel the slice"))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._bar, 1)
        row.addWidget(self._left)
        row.addWidget(self._cancel)
        self._cancel.clicked.connect(self.cancel_requested)

    def set_progress(self, done: float, seconds_left: float | None) -> None:
        """Show the share done, in [0, 1], and the time left; None if it is not known."""
        share = min(max(done, 0.0), 1.0) if math.isfinite(done) else 0.0
        self._bar.setValue(round(_STEPS * share))
        known = seconds_left is not None and math.isfinite(seconds_left)
        self._left.setText(self._time(max(float(seconds_left or 0.0), 0.0)) if known else "")

    def _time(self, seconds: float) -> str:
        if seconds < 90:
            return self.tr("{0} s left").format(math.ceil(seconds))
        return self.tr("{0} min left").format(math.ceil(seconds / 60))
