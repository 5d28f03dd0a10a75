"""The figures of a descent: step, position, cost, slope, state."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from gdstudio import numerals
from gdstudio.descent.functions import VARIABLES, CostFunction
from gdstudio.descent.path import DescentStep
from gdstudio.numerals import MINUS, scientific
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.figures import Figures
from gdstudio.studio.views.training.metrics_strip import Metric

_SPACING: Final = (16, 11)  # pixels between the figures: usually, and where room is short
_WORDS: Final = 1.0  # size of words over that of other texts: figures are larger
WIDEST: Final = f"{MINUS}1.2·10⁻¹⁵"
_WIDEST_PLACE: Final = f"{MINUS}1.2·10¹⁵"  # of a position, none of which is written smaller


def figure(value: float) -> str:
    """Return a cost or slope of any sign and size with about four digits; a dash for NaN."""
    size = abs(value)
    if math.isnan(size):
        return "–"
    if size == 0:
        return "0"
    if math.isinf(size):
        text = "∞"
    elif not 1e-3 <= size < 1e5:
        text = scientific(size, 2)
    else:
        text = f"{size:,.{max(0, 4 - len(str(int(size))))}f}"
    return text if value > 0 else MINUS + text


def coordinate(value: float) -> str:
    """Return a position in at most eight characters; what is smaller than 0.00005 is zero."""
    return figure(value) if abs(value) >= 1e-3 or math.isnan(value) else f"{value:z.4f}"


def state_words() -> dict[str, str]:
    """Return what is said of a descent that has ended in a way, is "ready", or goes on ("")."""
    return {
        "": tr("under way"),
        "ready": tr("ready"),
        "converged": tr("converged"),
        "diverged": tr("diverged"),
        "steps": tr("stopped"),
    }


class DescentMetrics(Figures):
    """Figures in a row; setters only."""

    def __init__(self) -> None:
        super().__init__(_SPACING)
        self._variables: tuple[str, ...] = ()
        self.step = Metric(self.tr("step"), "99,999")
        self.position: tuple[Metric, ...] = ()
        self.cost = Metric(self.tr("cost"), WIDEST)
        self.slope = Metric(self.tr("slope"), WIDEST)
        self.gradient_norm = Metric(self.tr("gradient"), WIDEST)
        words = max(state_words().values(), key=len)
        self.state = Metric(self.tr("state"), words, factor=_WORDS)
        for metric, tip in (
            (self.step, self.tr("Updates done so far")),
            (self.cost, self.tr("The cost at this position")),
            (self.slope, self.tr("The derivative of the cost at this position")),
            (self.gradient_norm, self.tr("Length of the gradient at this position")),
            (self.state, self.tr("Converged: the gradient is almost zero")),
        ):
            metric.setToolTip(tip)
            self._row.addWidget(metric)
        self._name(VARIABLES[1])

    def metrics(self) -> tuple[Metric, ...]:
        """Return the figures shown, from left to right."""
        slope = self.slope if len(self._variables) == 1 else self.gradient_norm
        return (self.step, *self.position, self.cost, slope, self.state)

    def set_compact(self, compact: bool) -> None:
        """Move the figures closer together; False for the usual look."""
        self._space(compact)

    def _show_spared(self) -> None:
        # Both stand in the words of the next step, and in the picture.
        self.slope.setVisible(len(self._variables) == 1 and not self._is_brief)
        self.gradient_norm.setVisible(len(self._variables) == 2 and not self._is_brief)

    def _last(self) -> Sequence[QWidget]:
        return self.cost, self.slope, self.gradient_norm, self.state

    def set_function(self, function: CostFunction) -> None:
        """Name the figures of the position after the inputs of a function."""
        self._name(function.variables)

    def set_step(self, step: DescentStep | None) -> None:
        """Show where a descent is; None for no descent."""
        if step is None:
            for metric in self.metrics():
                metric.set_text("–")
            return
        if len(step.position) != len(self._variables):
            self._name(VARIABLES[len(step.position)])
        self.step.set_text(numerals.whole(step.step))
        for metric, x in zip(self.position, step.position, strict=True):
            metric.set_text(coordinate(float(x)))
        self.cost.set_text(figure(step.cost))
        self.slope.set_text(figure(float(step.gradient[0])))
        self.gradient_norm.set_text(figure(step.gradient_norm))
        self.state.set_text(state_words()[step.ended or ("ready" if step.step == 0 else "")])

    def _name(self, variables: tuple[str, ...]) -> None:
        if variables == self._variables:
            return
        self._variables = variables
        for metric in self.position:
            self._row.removeWidget(metric)
            metric.hide()
            metric.deleteLater()
        self.position = tuple(Metric(name, _WIDEST_PLACE) for name in variables)
        for i, metric in enumerate(self.position):
            metric.setToolTip(self.tr("Where the descent is"))
            self._row.insertWidget(1 + i, metric)
        self._show_spared()
