"""The cost of this digit: its terms, their sum, and beside it the mean over the training digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gdstudio.numerals import cost, whole
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import in_column
from gdstudio.studio.views.inside.cost_rows import cost_rows
from gdstudio.studio.views.inside.cost_table import CostTable
from gdstudio.studio.views.inside.target_chooser import target_words

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.digit_cost import DigitCost, MeanCost


class CostOfDigit(QWidget):
    """Shows what one digit costs.

    Attributes:
        table: The outputs.
        total: The line with their sum.
        mean: The line with the mean over the training digits.

    Signals:
        sight_changed(bool): It has come into sight, or has gone.
    """

    sight_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.table = CostTable()
        self.total, self.mean = FittingLabel(), FittingLabel()
        in_figures(self.total, bold=True)
        in_figures(self.mean)
        self.mean.setObjectName("muted")
        tip = self.tr("The mean of the same sum over all training digits is what is lowered")
        self.mean.setToolTip(tip)
        in_column((self.table, 1), self.total, self.mean, of=self, spacing=2)
        self.setAccessibleName(self.tr("The cost of this digit"))

    def set_cost(self, found: DigitCost) -> None:
        """Show what a digit costs, or without a target only what is answered."""
        rows, written, unit = cost_rows(found)
        self.total.setToolTip(target_words(found.target)[0])
        self.table.set_rows(rows, f"{self._term_title(found)}{unit}")
        if found.target is None:
            long = self.tr("Which digit is it? Click its row: the target.")
            short = self.tr("Which digit is it? Click its row.")
            self.total.set_forms((long, short, self.tr("Click the right row.")))
            return
        name = class_name(found.target.label)
        if found.target.is_own_answer:
            long = self.tr("target {0}, the network's own answer: C = {1}; click another")
            middle = self.tr("target {0}, the network's own answer: C = {1}")
            short = self.tr("target {0}, own answer: C = {1}")
            self.total.set_forms([text.format(name, written) for text in (long, middle, short)])
            return
        text = self.tr("cost of this digit, a {0}: C = {1}").format(name, written)
        self.total.set_forms((text, self.tr("this digit: C = {0}").format(written)))

    def clear(self, reason: str) -> None:
        """Say why there is nothing to show."""
        self.table.set_rows([], "")
        self.total.set_forms((reason,))

    def set_mean(self, mean: MeanCost | None, step: int, asked_above: int = 0) -> None:
        """Show the mean over all training digits of the network shown.

        Args:
            mean: None for one that is being computed.
            step: Updates that the network shown has behind it.
            asked_above: How many digits the cost in the header is of; 0 for none.
        """
        if mean is None:
            text = self.tr("mean over the training digits: computing…")
            self.mean.set_forms((text, self.tr("mean: computing…")))
            return
        number, value = whole(mean.examples), cost(mean.cost)
        forms = [
            self.tr("mean over all {0} training digits: {1}").format(number, value),
            self.tr("mean over {0} digits: {1}").format(number, value),
        ]
        if mean.examples > asked_above > 0:  # so that nobody wonders why the two differ
            above = self.tr("{0} (at the top: of {1})")
            brief = self.tr("mean of {0} digits: {1}").format(number, value)
            forms[:0] = [above.format(text, whole(asked_above)) for text in (forms[0], brief)]
        if mean.subject.step != step:
            at = self.tr("(step {0})").format(whole(mean.subject.step))
            forms = [f"{forms[0]} {at}", f"{forms[-1]} {at}", forms[-1]]
        forms.append(self.tr("mean: {0}").format(value))
        self.mean.set_forms(forms)

    def _term_title(self, found: DigitCost) -> str:
        recipe = found.subject.recipe
        if recipe.cost == "squared-error":
            return "(a − y)²"
        return "−ln a" if recipe.output_activation == "softmax" else self.tr("adds")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sight_changed.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.sight_changed.emit(False)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(200), px(150)))
