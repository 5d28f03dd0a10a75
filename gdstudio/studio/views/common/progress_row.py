"""How far a computation is, how long the rest takes, and Cancel; or what stands there otherwise."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QSizePolicy, QStackedWidget, QWidget

from gdstudio.jobs.estimate import Estimate
from gdstudio.numerals import percent
from gdstudio.studio.style import in_figures, wide_enough
from gdstudio.studio.text_size import sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.painted_widget import FollowsLook

_PARTS: Final = 1000  # of the bar
_BAR_PX: Final = 6


class _Bar(QProgressBar):
    """Is painted with all else; Qt would do so at once, and with it whatever has changed till then.

    A page that is just being shown would be painted before it is laid out.
    """

    def setValue(self, value: int) -> None:
        self.setUpdatesEnabled(False)
        super().setValue(value)
        self.setUpdatesEnabled(True)


class ProgressRow(FollowsLook, QStackedWidget):
    """Bar, share and time left while something is computed, in the place of something else.

    Attributes:
        bar: The share done.
        left: Share and time left in words.
        cancel_button: At the right; hidden where something else cancels.

    Signals:
        cancel_requested(): The user no longer wants what is being computed.
    """

    cancel_requested = Signal()

    def __init__(
        self,
        resting: QWidget,
        *,
        cancels: bool = True,
        words_above: bool = False,
        bar_width: int | None = None,
    ) -> None:
        """Show what rests.

        Args:
            resting: Shown while nothing is computed.
            cancels: Whether there is Cancel.
            words_above: Share and time stand above the bar, else beside it.
            bar_width: In pixels at 100 %; None takes what there is.
        """
        super().__init__()
        self.bar, self.left = called(_Bar(), self.tr("Progress")), label("muted")
        cancel = QPushButton(self.tr("Cancel"))
        self.cancel_button = called(cancel, self.tr("Cancel the computation"))
        if not cancels:  # made visible before it has a parent, it would be a window for a moment
            self.cancel_button.hide()
        self.bar.setObjectName("thin")
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        sized(self.bar, fixedHeight=_BAR_PX)
        if bar_width is not None:
            sized(self.bar, fixedWidth=bar_width)
        self._is_beside = not words_above
        self.follow_look()
        self._lay_out(resting)
        self.cancel_button.clicked.connect(self.cancel_requested)

    @Slot(object)
    def set_progress(self, estimate: Estimate | None) -> None:
        """Show how far something is; None shows what rests."""
        self.setCurrentIndex(0 if estimate is None else 1)
        if estimate is not None:
            share = min(max(estimate.share, 0.0), 1.0) if math.isfinite(estimate.share) else 0.0
            self.bar.setValue(round(share * _PARTS))
            done = percent(math.floor(100 * share) / 100, 0)
            self.left.setText(done + time_left(estimate.seconds_left))

    def look_changed(self) -> None:
        """Take the font in force."""
        in_figures(self.left)
        if self._is_beside:  # of one width, so that nothing jumps
            wide_enough(self.left, percent(1, 0) + time_left(89), beside=8)

    def _lay_out(self, resting: QWidget) -> None:
        computing, middle = QWidget(), Qt.AlignmentFlag.AlignVCenter
        cancel = (self.cancel_button, 0, middle)
        if self._is_beside:
            beside = ((self.bar, 1, middle), (self.left, 0, middle), cancel)
            in_row(*beside, of=computing, spacing=12)
        else:
            column = in_column(STRETCH, self.left, self.bar, STRETCH, spacing=2)
            in_row((column, 1), cancel, of=computing, spacing=8)
        self.addWidget(resting)
        self.addWidget(computing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class RemakeRow(ProgressRow):
    """A button at the left; while something is computed, a bar and Cancel at the right.

    The two buttons are at different ends, so that a double click on one is no click on the other.

    Attributes:
        make_button: Shown while nothing is computed.

    Signals:
        remake_requested(): The user wants the picture computed again.
    """

    remake_requested = Signal()

    def __init__(self) -> None:
        resting = QWidget()
        super().__init__(resting, words_above=True)
        tip = self.tr("Computes the picture for the network as it is now")
        text = self.tr("Make again")
        self.make_button = called(QPushButton(text), text, tip)
        in_row((self.make_button, 0, Qt.AlignmentFlag.AlignVCenter), STRETCH, of=resting)
        self.make_button.clicked.connect(self.remake_requested)


def time_left(seconds: float | None) -> str:
    """Return an estimate to be set behind a percentage: " · 12 s left", or nothing for None."""
    if seconds is None or not math.isfinite(seconds):
        return ""
    if seconds < 90:
        return tr(" · {0} s left").format(max(math.ceil(seconds), 1))
    if seconds < 5400:
        return tr(" · {0} min left").format(round(seconds / 60))
    return tr(" · {0} h left").format(round(seconds / 3600))
