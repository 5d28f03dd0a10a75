"""Can backpropagation be trusted? Gradients beside measured slopes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio.inside.trust import WeightCheck
from gdstudio.jobs.backprop_look import BackpropLook
from gdstudio.numerals import numeral
from gdstudio.pictures.figure import Figure
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import explained, in_column, in_row
from gdstudio.studio.views.inside.backprop_rows import check_rows
from gdstudio.studio.views.inside.inside_figures import trust_figure
from gdstudio.studio.views.inside.number_table import NumberTable

CHECKED = 100  # weights at random


class TrustPanel(QWidget):
    """Shows the weight that is followed, and those that were checked at random.

    Attributes:
        table: A row a weight.
        button: Checks weights at random.

    Signals:
        check_requested(): The user wants weights at random checked.
        weight_chosen(int): The user wants a weight followed: its place in the vector.
    """

    check_requested = Signal()
    weight_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._look: BackpropLook | None = None
        self._checks: tuple[WeightCheck, ...] = ()
        self.table = NumberTable(self.tr("Backpropagation beside measured slopes"))
        text = self.tr("Check {0} at random").format(CHECKED)
        tip = self.tr(
            "Measures the slope along weights and biases at random, over 1,000 digits at most"
        )
        self.button = explained(QPushButton(), text, tip)
        self._sentence, self._verdict = WrappedText("muted", lines=2), WrappedText(lines=1)
        self._sentence.set_text(
            self.tr(
                "Measured: [C(w + e) − C(w − e)] / 2e with e = 10⁻⁵, in float64. Both are the same "
                "but for rounding, unless a ReLU changes sides between the two points."
            )
        )
        head = in_row(self.button, (self._verdict, 1), spacing=12)
        in_column(self._sentence, head, (self.table, 1), of=self, spacing=6)
        self.button.clicked.connect(self.check_requested)
        self.table.row_chosen.connect(self._on_table_row_chosen)

    def set_look(self, look: BackpropLook) -> None:
        """Show the weight that is followed."""
        self._look = look
        self._show()

    def set_checks(self, checks: Sequence[WeightCheck]) -> None:
        """Show weights checked at random, the worst first; none for none."""
        self._checks = tuple(checks)
        self._verdict.set_text(self._said() if checks else "")
        self._show()

    def figure(self) -> Figure | None:
        """Return the table with what is said of it; None without a weight."""
        checks = self.shown()
        return trust_figure(checks, self.verdict()) if checks else None

    def verdict(self) -> str:
        """Return what is said of those that were checked."""
        return self._verdict.text()

    def _said(self) -> str:
        agreeing = sum(check.agrees for check in self._checks)
        worst = numeral(self._checks[0].relative_error, 2)
        text = self.tr("{0} of {1} agree; the largest relative difference is {2}.")
        return text.format(agreeing, len(self._checks), worst)

    def _show(self) -> None:
        self.table.set_rows(check_rows(self.shown()))

    def shown(self) -> tuple[WeightCheck, ...]:
        """Return the rows: the weight that is followed, then those that were checked."""
        followed = () if self._look is None else (self._look.check,)
        return (*followed, *self._checks)

    @Slot(int)
    def _on_table_row_chosen(self, row: int) -> None:
        checks = self.shown()
        self.weight_chosen.emit(checks[row].index)
