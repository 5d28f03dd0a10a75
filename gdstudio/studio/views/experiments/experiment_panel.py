"""Which experiment, with which settings, on how many processes; and what came out before."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QWidget

from gdstudio.experiments.experiment import Experiment
from gdstudio.settings.settings import Settings
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.experiments.preset_form import PresetForm


class ExperimentPanel(FollowsLook, QWidget):
    """Shows one experiment of several and says what the user wants of it.

    Signals:
        experiment_chosen(int): Index of the experiment to be shown.
        outcome_chosen(int): Index of an earlier result; -1 for the run under way.
        finished_requested(): Open the result that comes with the program.
    """

    experiment_chosen = Signal(int)
    outcome_chosen = Signal(int)
    finished_requested = Signal()

    def __init__(self, experiments: Sequence[Experiment], open_: QAction, save: QAction) -> None:
        super().__init__()
        self.list = called(QListWidget(), self.tr("Experiments"))
        self.list.setObjectName("experiments")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._titles = [told(experiment.title) for experiment in experiments]
        for experiment in experiments:
            self.list.addItem(told(experiment.title))
            self.list.item(self.list.count() - 1).setToolTip(told(experiment.question))
        self.question = WrappedText("muted", lines=2)
        workers = NumberField(1, max(os.cpu_count() or 1, 1), whole=True)
        tip = self.tr("How many processes share the work; the result is the same")
        self.workers = called(workers, self.tr("Processes"), tip)
        self.form = PresetForm(self.tr("Processes"), self.workers)
        self.message = WrappedText("warning")
        self.message.hide()
        self.outcomes = called(ChoiceBox((), cuts=True), self.tr("Results of this sitting"))
        text, tip = self.tr("Open the finished result"), self.tr("It comes with the program")
        self.finished = called(QPushButton(text), text, tip)
        self._lay_out(open_, save)
        self.follow_look()
        self.finished.clicked.connect(self.finished_requested)
        self.list.currentRowChanged.connect(self.experiment_chosen)
        self.outcomes.activated.connect(self._on_outcomes_activated)
        self.set_outcomes((), -1, is_running=False)

    def set_experiment(self, index: int, experiment: Experiment, settings: Settings) -> None:
        """Show an experiment with these settings; nothing is emitted."""
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(index)
        self.question.set_text(experiment.question)
        self.form.set_presets(experiment.soonest_first)
        self.form.set_settings(settings)
        self.set_message("")

    def set_running(self, index: int | None) -> None:
        """Mark the experiment that runs; None for none."""
        for k, title in enumerate(self._titles):
            text = self.tr("{0} – running").format(title) if k == index else title
            self.list.item(k).setText(text)

    def set_outcomes(self, names: Sequence[str], shown: int, *, is_running: bool) -> None:
        """List what came out, the oldest first; nothing is emitted.

        `shown` is the index of the one looked at; -1 for the run under way or none.
        """
        now = [(-1, self.tr("running now"))] if is_running else []
        results = list(enumerate(names))[::-1]
        self.outcomes.offer(now + results or [(-1, self.tr("no result yet"))])
        self.outcomes.setCurrentIndex(self.outcomes.findData(shown))
        self.outcomes.setEnabled(bool(names))

    def set_message(self, text: str) -> None:
        """Show why it could not be done, or nothing."""
        self.message.set_text(text)
        self.message.setVisible(bool(text))

    def look_changed(self) -> None:
        """Give the list the height of its lines."""
        row = self.fontMetrics().lineSpacing() + 10
        self.list.setFixedHeight(self.list.count() * row + 2)

    def _lay_out(self, open_: QAction, save: QAction) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        in_column(self.form, STRETCH, of=body, margins=(0, 0, 4, 0))
        scroll = called(PanelScroll(), self.tr("Settings of the experiment"))
        scroll.setWidget(body)
        files = in_row(_button(save, self.tr("Save…")), _button(open_, self.tr("Open…")))
        results = self.outcomes, self.finished, files
        in_column(self.list, self.question, (scroll, 1), self.message, *results, of=self, spacing=6)

    @Slot()
    def _on_outcomes_activated(self) -> None:
        self.outcome_chosen.emit(int(self.outcomes.currentData()))


def _button(action: QAction, text: str) -> QPushButton:
    button = called(QPushButton(text), action.text().replace("&", ""), action.toolTip())
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button
