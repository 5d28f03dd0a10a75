"""Make the picture again, or see how far it is and cancel: one row, of one height."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

_PARTS: Final = 1000  # of the bar
_BAR_PX: Final = 6


class RemakeRow(QStackedWidget):
    """A button at the left; while something is computed, a bar and Cancel at the right.

    The two buttons are at different ends, so that a double click on one is no click on the other.

    Signals:
        remake_requested(): The user wants the picture computed again.
        cancel_requested(): The user no longer wants what is being computed.
    """

    remake_requested = Signal()
    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.make_button = QPushButton(self.tr("Make again"))
        self.make_button.setAccessibleName(self.tr("Make again"))
        self.make_button.setToolTip(self.tr("Computes the picture for the network as it is now"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setAccessibleName(self.tr("Cancel the computation"))
        self.bar = QProgressBar()
        self.bar.setObjectName("thin")
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(_BAR_PX)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.left = QLabel()
        self.left.setObjectName("muted")
        self._lay_out()
        self.make_button.clicked.connect(self.remake_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)

    def is_computing(self) -> bool:
        """Return whether the bar is shown."""
        return self.currentIndex() == 1

    def set_progress(self, done: float | None, seconds_left: float | None) -> None:
        """Show how far something is.

        Args:
            done: Share of the work, in [0, 1]; None shows the button.
            seconds_left: An estimate; None for none.
        """
        self.setCurrentIndex(0 if done is None else 1)
        if done is not None:
            share = min(max(done, 0.0), 1.0) if math.isfinite(done) else 0.0
            self.bar.setValue(round(share * _PARTS))
            self.left.setText(f"{math.floor(100 * share)} %{time_left(seconds_left)}")

    def _lay_out(self) -> None:
        resting = QWidget()
        row = QHBoxLayout(resting)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        computing = QWidget()
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addStretch(1)
        column.addWidget(self.left)
        column.addWidget(self.bar)
        column.addStretch(1)
        row = QHBoxLayout(computing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(column, 1)
        row.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(resting)
        self.addWidget(computing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


def time_left(seconds: float | None) -> str:
    """Return an estimate to be set behind a percentage: " · 12 s left", or nothing for None."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    if seconds < 90:
        return _tr(" · {0} s left").format(max(math.ceil(seconds), 1))
    if seconds < 5400:
        return _tr(" · {0} min left").format(round(seconds / 60))
    return _tr(" · {0} h left").format(round(seconds / 3600))


def _tr(text: str) -> str:
    return QCoreApplication.translate("RemakeRow", text)
