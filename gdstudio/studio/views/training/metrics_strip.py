"""The figures of a run, always in sight: step, epoch, speed, cost, accuracies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QMouseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gdstudio import numerals
from gdstudio.studio.state.run import RunFigures
from gdstudio.studio.style import in_figures, numeral_font
from gdstudio.studio.views.common.copied_value import offer_value
from gdstudio.studio.views.common.figures import Figures
from gdstudio.studio.views.common.layouts import fill, in_column, label
from gdstudio.studio.views.common.measured import measured
from gdstudio.studio.views.common.painted_widget import FollowsLook

_FACTOR: Final = 1.4  # of the figures to the font of the window: 21 pixels high at 150 %
_SPACING: Final = (18, 8)  # pixels between them: usually, and where room is short


class Metric(FollowsLook, QWidget):
    """One figure over its caption, in a fixed width so that nothing jumps.

    A click offers to copy it, with either button.
    """

    def __init__(
        self, caption: str, widest: str, explanation: str = "", factor: float = _FACTOR
    ) -> None:
        """Show nothing yet.

        Args:
            caption: Stands below the figure.
            widest: What may be written.
            explanation: The tip.
            factor: Size of the figure over that of other texts.
        """
        super().__init__()
        self._factor = factor
        self.setToolTip(explanation)
        self._value = QLabel("–")
        self._is_computing = False
        self._app_font = self._figure_font = QFont()  # as they were taken up last
        self._widest = widest
        self._caption = label("muted", caption)
        for text in (self._value, self._caption):
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
        if factor != _FACTOR:  # stands on one line with larger ones
            self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        in_column(self._value, self._caption, of=self, spacing=0)
        self.setAccessibleName(caption)
        self.follow_look()

    def look_changed(self) -> None:
        """Take up the font in force."""
        font = self._app_font = QApplication.font()
        wide = QFontMetrics(numeral_font(font, self._factor)).horizontalAdvance(self._widest)
        high = QFontMetricsF(numeral_font(font, _FACTOR)).height()
        self._value.setMinimumSize(wide, math.ceil(high))  # a label rounds it up
        self._take_font()
        self.updateGeometry()  # at once: the header asks for the width before the next event

    @property
    def text(self) -> str:
        """The figure as shown."""
        return self._value.text()

    def set_text(self, text: str) -> None:
        """Show a figure."""
        if text != self._value.text():
            self._value.setText(text)
            if self._is_computing:
                self._is_computing = False
                self._take_font()
            self.setAccessibleDescription(text)

    def set_computing(self) -> None:
        """Say that the figure is being computed, in letters that need no more room than it."""
        text = self.tr("computing…")
        self.set_text(text)
        self._is_computing = True
        self._take_font()

    def _take_font(self) -> None:
        if self._is_computing:
            in_figures(self._value)
        else:
            in_figures(self._value, self._factor)
        self._figure_font = QFont(self._value.font())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # A new style sheet takes fonts off what is hidden; whatever is set anew is laid out anew.
        is_as_taken = self._value.font() == self._figure_font
        if not is_as_taken or QApplication.font() != self._app_font:
            self.look_changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not offer_value(self.text, self, event.globalPosition().toPoint()):
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not offer_value(self.text, self, event.globalPos()):
            super().contextMenuEvent(event)


class MetricsStrip(Figures):
    """Six figures in a row; setters only."""

    def __init__(self) -> None:
        super().__init__(_SPACING)
        cost = self.tr("Mean cost on up to 10,000 training examples")
        train = self.tr("Share answered right of up to 10,000 training examples")
        test = self.tr("Share answered right of the test examples")
        figures = (
            (self.tr("step"), "10,000,000", self.tr("Updates of the parameters done so far")),
            (self.tr("epoch"), "100.00", self.tr("Passes over all training examples")),
            (self.tr("examples/s"), "999k", self.tr("Training examples used in a second")),
            (measured("train_cost"), "0.0000", cost),
            (measured("train_accuracy"), "100.00 %", train),
            (measured("test_accuracy"), "100.00 %", test),
        )
        self._metrics = tuple(Metric(*figure) for figure in figures)
        self.step, self.epoch, self.speed, self.cost, *accuracies = self._metrics
        self.train_accuracy, self.test_accuracy = accuracies
        fill(self._row, *self._metrics, spacing=_SPACING[False])

    def metrics(self) -> tuple[Metric, ...]:
        """Return the figures from left to right."""
        return self._metrics

    def set_compact(self, compact: bool) -> None:
        """Move the figures closer together; False for the usual look."""
        self._space(compact)

    def _show_spared(self) -> None:
        self.speed.setVisible(not self._is_brief)

    def _last(self) -> Sequence[QWidget]:
        return self.cost, self.train_accuracy, self.test_accuracy

    @Slot()
    def clear(self) -> None:
        """Show that nothing is known yet."""
        for metric in self._metrics:
            metric.set_text("–")

    def set_counts(self, step: int, epoch: float, examples_per_second: float) -> None:
        """Show how far the run is and how fast it goes."""
        self.step.set_text(numerals.whole(step))
        self.epoch.set_text(f"{epoch:.2f}")
        speed = numerals.short_count(examples_per_second) if examples_per_second else "–"
        self.speed.set_text(speed)

    def set_cost(self, cost: float) -> None:
        """Show the cost on training examples; NaN for one that is being computed."""
        if math.isnan(cost):
            self.cost.set_computing()
        else:
            self.cost.set_text(numerals.cost(cost))

    def set_accuracies(self, train: float, test: float) -> None:
        """Show accuracies in [0, 1]; NaN for one that is being computed."""
        for metric, share in ((self.train_accuracy, train), (self.test_accuracy, test)):
            if math.isnan(share):
                metric.set_computing()
            else:
                metric.set_text(numerals.percent(share))


def show_figures(metrics: MetricsStrip, figures: RunFigures) -> None:
    """Write the figures of a run at one moment."""
    metrics.set_counts(figures.step, figures.epoch, figures.examples_per_second)
    if math.isnan(figures.train_accuracy):
        metrics.set_cost(figures.cost)
    else:  # all of it is known: what is no number now stays none
        metrics.cost.set_text(numerals.cost(figures.cost))
    metrics.set_accuracies(figures.train_accuracy, figures.test_accuracy)


def show_place(metrics: MetricsStrip, cost: float, accuracy: float) -> None:
    """Write what is known of a place beside the run, which is no step of it; NaN for nothing."""
    metrics.clear()
    if not math.isnan(accuracy):
        metrics.train_accuracy.set_text(numerals.percent(accuracy))
    if not math.isnan(cost):
        metrics.cost.set_text(numerals.cost(cost))
