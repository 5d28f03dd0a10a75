"""Ten digits beside one another, their mean, and how far that is from what all digits want."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.jobs.estimate import Estimate
from gdstudio.numerals import whole
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import explained, in_column, in_row
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.inside.wants_view import WantsView


class WantsPanel(QWidget):
    """Shows the table of wishes, and what it comes to.

    Attributes:
        view: The table.
        progress: How far the gradient of all digits is.
        button: Computes it.

    Signals:
        whole_requested(): The user wants the mini-batch compared with all training digits.
    """

    whole_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view, self._sentence = WantsView(), WrappedText("muted", lines=1)
        text = self.tr("Compare with all digits")
        tip = self.tr("Computes the gradient of all training digits, and the angle to it")
        self.button = explained(QPushButton(), text, tip)
        resting = QWidget()
        in_row((self._sentence, 1), self.button, of=resting, spacing=8)
        self.progress = ProgressRow(resting, words_above=True)
        in_column((self.view, 1), self.progress, of=self, spacing=4)
        self.button.clicked.connect(self.whole_requested)

    def set_look(self, look: BackpropLook) -> None:
        """Show the digits of a mini-batch; a single digit is not shown."""
        if look.is_batch:
            self.view.set_look(look)
            self._sentence.set_text(self._said(look))

    @Slot(object)
    def set_progress(self, estimate: Estimate | None) -> None:
        """Show how far the gradient of all digits is; None: none is computed."""
        self.progress.set_progress(estimate)

    def sentence(self) -> str:
        """Return what is said of the table."""
        return self._sentence.text()

    def _said(self, look: BackpropLook) -> str:
        angles = [angle for angle in look.wants.angles.tolist() if math.isfinite(angle)]
        if not angles:
            return self.tr("No digit wants anything.")
        text = self.tr("What each digit wants of the weights: {0}° to {1}° from the mean of all.")
        words = text.format(round(min(angles)), round(max(angles)))
        if len(look.digits) > len(look.examples):
            text = self.tr("These are the first {0} of the {1} digits of the mini-batch.")
            said = text.format(whole(len(look.examples)), whole(len(look.digits)))
            words = f"{words} {said}"
        angle = look.wants.whole_angle
        if angle is not None and math.isfinite(angle):
            text = self.tr("The mini-batch is {0}° from the gradient of all digits.")
            words = f"{words} {text.format(round(angle))}"
        return words
