"""The figures of a run, always in sight: step, epoch, speed, cost, accuracies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from gdstudio import numerals
from gdstudio.studio.state.run import RunFigures
from gdstudio.studio.style import numeral_font
from gdstudio.studio.views.common.figures import Figures
from gdstudio.studio.views.common.layouts import fill, in_column, label
from gdstudio.studio.views.common.measured import measured
from gdstudio.studio.views.common.painted_widget import FollowsLook

# Usually, and where room is short.
_FACTOR: Final = (1.25, 1.1)  # of the figures to the font of the window
_SPACING: Final = (18, 8)  # pixels between them


class Metric(FollowsLook, QWidget):
    """One figure over its caption, in a fixed width so that nothing jumps.

    A right click offers to copy it.
    """

    def __init__(self, caption: str, widest: str, explanation: str = "") -> None:
        super().__init__()
        self.setToolTip(explanation)
        self._value = QLabel("–")
        self._is_computing = False
        self._widest = widest
        self._caption = label("muted", caption)
        for text in (self._value, self._caption):
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
        in_column(self._value, self._caption, of=self, spacing=0)
        self.setAccessibleName(caption)
        self._is_compact = False
        self.follow_look()

    def look_changed(self) -> None:
        """Take up the font in force."""
        self.set_compact(self._is_compact)

    def set_compact(self, compact: bool) -> None:
        """Use a smaller figure; False for the usual one."""
        self._is_compact = compact
        self._figures = numeral_font(self.font(), _FACTOR[compact], bold=True)
        self._value.setFont(self._caption.font() if self._is_computing else self._figures)
        metrics = QFontMetrics(self._figures)
        height = math.ceil(QFontMetricsF(self._figures).height())  # a label rounds it up
        self._value.setMinimumSize(metrics.horizontalAdvance(self._widest), height)
        self.updateGeometry()  # at once: the header asks for the width before the next event

    @property
    def text(self) -> str:
        """The figure as shown."""
        return self._value.text()

    def set_text(self, text: str) -> None:
        """Show a figure."""
        if text != self._value.text():
            self._value.setText(text)
            self._is_computing = False
            self._value.setFont(self._figures)
            self.setAccessibleDescription(text)

    def set_computing(self) -> None:
        """Say that the figure is being computed, in letters that need no more room than it."""
        text = self.tr("computing…")
        self.set_text(text)
        self._is_computing = True
        self._value.setFont(self._caption.font())

    @Slot()
    def _on_copy_triggered(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_compact(self._is_compact)  # a new style sheet takes fonts off what is hidden

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy {0}").format(self.text))
        copy.triggered.connect(self._on_copy_triggered)
        menu.popup(event.globalPos())


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
        """Move the figures closer together and write them smaller; False for the usual look."""
        self._space(compact)
        for metric in self._metrics:
            metric.set_compact(compact)

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
    metrics.set_cost(figures.cost)
    metrics.set_accuracies(figures.train_accuracy, figures.test_accuracy)
