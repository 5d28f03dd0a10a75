"""The largest curvature where the network stands, and the learning rate it allows."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio.numerals import numeral, whole
from gdstudio.pictures.ticks import brief
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_column


class CurvatureLine(QWidget):
    """A button and, below it, the sentence it brings.

    Signals:
        measure_requested(): The user wants the curvature measured.
    """

    measure_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        tip = self.tr("Finds the largest eigenvalue of the Hessian where the network stands")
        self.button = called(QPushButton(), self.tr("Measure curvature"), tip)
        self.result = WrappedText(lines=3)
        at_left = Qt.AlignmentFlag.AlignLeft
        in_column((self.button, 0, at_left), self.result, of=self, spacing=4)
        self.button.clicked.connect(self.measure_requested)
        self.set_busy(False)
        self.set_curvature(None, None)

    def set_curvature(
        self,
        largest: float | None,
        rate_limit: float | None,
        step: int = 0,
        learning_rate: float = 0.0,
    ) -> None:
        """Say what was measured.

        Args:
            largest: The largest eigenvalue of the Hessian, λ; None for not measured.
            rate_limit: 2/λ; None or infinite where no direction bends up.
            step: Updates done by the network that was measured.
            learning_rate: The rate in force then.
        """
        self.result.set_text(self._sentence(largest, rate_limit, step, learning_rate))
        self.result.set_name("muted" if largest is None else "")

    def set_message(self, text: str) -> None:
        """Say why nothing could be measured."""
        self.result.set_text(text)
        self.result.set_name("warning")

    def set_busy(self, busy: bool) -> None:
        """Show that a measurement is under way, or that one can be asked for."""
        self.button.setMinimumWidth(self.button.sizeHint().width())  # the longer text stays in
        self.button.setText(self.tr("Measuring…") if busy else self.tr("Measure curvature"))
        self.button.setEnabled(not busy)

    def _sentence(
        self, largest: float | None, rate_limit: float | None, step: int, learning_rate: float
    ) -> str:
        if largest is None:
            return self.tr("How sharply the cost bends here limits the learning rate.")
        if not math.isfinite(largest):
            return self.tr("At step {0} the curvature is not finite.").format(whole(step))
        if largest <= 0 or rate_limit is None or not math.isfinite(rate_limit):
            return self.tr("Largest curvature at step {0}: {1}; no direction bends up.").format(
                whole(step), brief(largest)
            )
        return self.tr(
            "Largest curvature at step {0}: {1}; plain descent bounces above a rate of"
            " 2/λ = {2}, the rate is {3}."
        ).format(whole(step), brief(largest), brief(rate_limit), numeral(learning_rate, 3))
