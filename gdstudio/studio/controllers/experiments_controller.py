"""Runs experiments, one at a time, and shows them live and afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.errors import GdstudioError
from gdstudio.experiments.experiment import Experiment, Update
from gdstudio.experiments.workshop import Piece
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.jobs.estimate import Estimate
from gdstudio.jobs.experiment_job import (
    ExperimentJob,
    PiecesOfRun,
    SittingPieces,
    perform,
    workers_here,
)
from gdstudio.learning.network import Network
from gdstudio.settings.settings import SeededSettings
from gdstudio.studio.controllers.experiment_times import ExperimentTimes
from gdstudio.studio.state.experiment_sitting import Outcome, Sitting
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import told
from gdstudio.studio.views.charts.chart_board import ChartBoard
from gdstudio.studio.views.experiments.experiment_panel import ExperimentPanel
from gdstudio.studio.views.experiments.experiments_page import ExperimentsPage
from gdstudio.studio.views.experiments.findings_view import FindingsView
from gdstudio.studio.views.experiments.paper_view import PaperView
from gdstudio.studio.views.experiments.run_note import RunNote
from gdstudio.studio.workers.background_job import BackgroundJob


class ExperimentsController(QObject):
    """Owns what runs and what came out in this sitting; lives in the GUI thread.

    Signals:
        running_changed: True when an experiment runs, False when none does.
        outcome_shown: The Outcome looked at, or None; also when another experiment is selected.
    """

    running_changed = Signal(bool)
    outcome_shown = Signal(object)

    def __init__(
        self,
        experiments: Mapping[str, Experiment],
        views: tuple[ExperimentPanel, ChartBoard, FindingsView, PaperView],
        workspace: ExperimentsPage,
        run_note: RunNote,
        messages: Messages,
        times: ExperimentTimes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages, self._times = messages, times
        self._panel, self._board, self._findings, self._paper = views
        self._workspace, self._run_note = workspace, run_note
        self._sittings = [Sitting(one, _first_of(one)) for one in experiments.values()]
        self._pieces = SittingPieces()
        self._of_run = PiecesOfRun(self._pieces)
        self._selected = self._sittings[0]
        self._running: Sitting | None = None
        self._under_way = Estimate(0.0)
        self._doing = ""
        self._runs = BackgroundJob(self)
        self._connect()
        self._show_selected()

    @property
    def is_running(self) -> bool:
        """True while an experiment runs."""
        return self._running is not None

    @property
    def selected(self) -> Experiment:
        """The experiment looked at."""
        return self._selected.experiment

    @property
    def settings(self) -> SeededSettings:
        """The settings of the experiment looked at."""
        return self._selected.settings

    @property
    def outcome(self) -> Outcome | None:
        """The result looked at."""
        return self._selected.shown

    def run(self, data: DataSet | None, network: Network | None = None) -> None:
        """Run the experiment shown with the settings shown; `network` is that of Learn."""
        settings = self._panel.form.settings()
        if data is None:
            self._tell(self._selected, self.tr("The digits are not there yet."))
            return
        if not isinstance(settings, SeededSettings) or not self._panel.workers.commit():
            self._tell(self._selected, self.tr("A setting is not accepted; see above."))
            return
        sitting = self._selected
        sitting.settings, sitting.shown, sitting.charts = settings, None, ()
        sitting.note = sitting.message = ""
        self._of_run = PiecesOfRun(self._pieces)
        workers = workers_here(self._workers)
        job = ExperimentJob(sitting.experiment, settings, data, self._of_run, workers, network)
        self._running, self._doing = sitting, self.tr("Starting")
        self._runs.start(partial(perform, job))
        self._show_selected()
        self.running_changed.emit(True)

    @Slot()
    def cancel(self) -> None:
        """Stop what runs; finished pieces stay for the next run with the same settings."""
        if self._running is None:
            return
        self._runs.cancel()
        self._running.note = self.tr("Cancelled. Run goes on from what is finished.")
        self._messages.say(self._running.note)
        self._end()

    def reset(self) -> None:
        """Back to the first preset of the experiment shown; what runs is cancelled."""
        usual = _first_of(self._selected.experiment)
        if self.is_running:
            self.cancel()  # which says so
        elif self._selected.settings != usual or self._selected.shown is not None:
            text = self.tr("The usual settings again. Every result stays in the list of results.")
            self._messages.say(text)
        self._selected.settings = usual
        self._selected.charts, self._selected.shown = (), None
        self._selected.note = self._selected.message = ""
        self._show_selected()

    def add_outcome(self, outcome: Outcome) -> None:
        """Show a result that was opened."""
        name = outcome.saved.experiment.name
        self._selected = next(s for s in self._sittings if s.experiment.name == name)
        self._selected.settings = outcome.saved.settings
        self._selected.add(outcome)
        self._show_selected()

    def show_finished(self) -> bool:
        """Show the result that comes with the program; False if it was not opened yet."""
        sitting = self._selected
        sitting.shown = next((one for one in sitting.outcomes if one.comes_along), sitting.shown)
        found = sitting.shown is not None and sitting.shown.comes_along
        if found:
            self._show_outcome()
        return found

    def restore(
        self,
        results: Sequence[Outcome],
        pieces: Mapping[str, Piece],
        unfinished: tuple[Experiment, SeededSettings] | None,
    ) -> None:
        """Take up what a sitting has left, and show what Run would finish, or the last result.

        Results stand oldest first; what else is finished are pieces by name.
        """
        for name, piece in pieces.items():
            self._pieces.put(name, piece)
        for outcome in results:
            for name, piece in outcome.pieces.items():
                self._pieces.put(name, piece)
            self.add_outcome(outcome)
        if unfinished is not None and self._running is None:
            name = unfinished[0].name
            self._selected = next(s for s in self._sittings if s.experiment.name == name)
            self._selected.settings, self._selected.shown = unfinished[1], None
            self._show_selected()

    def select(self, experiment: Experiment, settings: SeededSettings) -> None:
        """Look at an experiment, with these settings unless it shows a result or runs."""
        self._selected = next(s for s in self._sittings if s.experiment is experiment)
        if self._selected.shown is None and self._selected is not self._running:
            self._selected.settings = settings
        self._show_selected()

    def outcomes(self) -> list[Outcome]:
        """Return what came out or was opened, oldest first."""
        found = [outcome for sitting in self._sittings for outcome in sitting.outcomes]
        return sorted(found, key=lambda outcome: outcome.saved.saved_at)

    @property
    def running(self) -> tuple[Experiment, SeededSettings] | None:
        """What runs, and with which settings."""
        one = self._running
        return None if one is None else (one.experiment, one.settings)

    @property
    def pieces(self) -> SittingPieces:
        """Where finished pieces are found."""
        return self._pieces

    def _connect(self) -> None:
        self._runs.made.connect(self._on_runs_made)
        self._runs.progress_changed.connect(self._on_runs_progress_changed)
        self._runs.failed.connect(self._on_runs_failed)
        self._panel.experiment_chosen.connect(self._on_panel_experiment_chosen)
        self._panel.form.edited.connect(self._on_form_edited)
        self._panel.workers.edited.connect(self._on_workers_edited)
        self._times.changed.connect(self._on_times_changed)
        self._panel.outcome_chosen.connect(self._on_panel_outcome_chosen)

    def _show_selected(self) -> None:
        """Show list, form, charts and texts of the experiment selected."""
        sitting = self._selected
        index = self._sittings.index(sitting)
        self._panel.set_experiment(index, sitting.experiment, sitting.settings)
        self._panel.set_message(sitting.message)
        self._paper.set_experiment(sitting.experiment)
        self._ask_for_time()
        self._show_outcome()

    @property
    def _workers(self) -> int:
        return int(self._panel.workers.value())

    def _ask_for_time(self) -> None:
        self._times.look_at(self._selected.experiment, self._selected.settings, self._workers)

    def _show_outcome(self) -> None:
        sitting, shown = self._selected, self._selected.shown
        charts = sitting.charts if shown is None else shown.saved.result.charts
        findings = () if shown is None else shown.saved.result.findings
        runs = sitting is self._running
        self._board.set_charts(charts, is_live=runs and shown is None)
        self._findings.set_findings(findings)
        self._workspace.show_page("paper" if shown is None else "findings")
        self.show_outcomes()
        self._show_progress()
        self.outcome_shown.emit(shown)

    def _show_progress(self) -> None:
        """Show how far the run under way is, else what came of the experiment looked at.

        The board says, as long as it is empty, what Space does now.
        """
        sitting, running = self._selected, self._running
        if running is sitting:
            self._board.set_hint(self.tr("Pictures come as soon as there is something to see."))
        elif running is not None:
            text = self.tr("{0}\n\n“{1}” is running: Space cancels it.")
            title = told(running.experiment.title)
            self._board.set_hint(text.format(told(sitting.experiment.question), title))
        else:
            text = self.tr("{0}\n\nPress Space to run it. {1}")
            question = told(sitting.experiment.question)
            self._board.set_hint(text.format(question, self._times.words()).rstrip())
        if running is not None:
            note = self._doing
            if running is not sitting:
                note = self.tr("{0}: {1}").format(told(running.experiment.title), note)
            self._run_note.set_progress(self._under_way, note)
            return
        shown = sitting.shown
        done_in = self.tr("Done in {0}.")
        note = sitting.note or self._times.words()
        if shown is not None:
            comes_along = self.tr("This result comes with the program.")
            done = done_in.format(_duration(shown.saved.seconds))
            note = comes_along if shown.comes_along else done
        self._run_note.set_progress(None, note)

    def _tell(self, sitting: Sitting, message: str) -> None:
        """Keep a message with the experiment it is about, and show it if that is looked at."""
        sitting.message = message
        if sitting is self._selected:
            self._panel.set_message(message)

    def show_outcomes(self) -> None:
        """Write the list of results anew, as after one was saved."""
        sitting = self._selected
        names = [self._name_of(outcome) for outcome in sitting.outcomes]
        shown = sitting.outcomes.index(sitting.shown) if sitting.shown is not None else -1
        self._panel.set_outcomes(names, shown, is_running=sitting is self._running)
        running = None if self._running is None else self._sittings.index(self._running)
        self._panel.set_running(running)

    def _name_of(self, outcome: Outcome) -> str:
        saved = outcome.saved
        if outcome.comes_along:
            return self.tr("comes with the program · seed {0}").format(saved.settings.seed)
        at = saved.saved_at.astimezone().strftime("%H:%M")
        kept = "" if outcome.folder is None else f" · {outcome.folder.name}"
        return self.tr("{0} · seed {1}{2}").format(at, saved.settings.seed, kept)

    def _end(self) -> None:
        self._running = None
        self._show_progress()
        self.show_outcomes()
        self.running_changed.emit(False)

    @Slot(object)
    def _on_runs_progress_changed(self, estimate: Estimate | None) -> None:
        if estimate is not None:
            self._under_way = estimate
            self._show_progress()

    @Slot(object)
    def _on_runs_made(self, item: Update | SavedExperiment) -> None:
        sitting = self._running
        if sitting is None:
            return
        if isinstance(item, SavedExperiment):
            outcome = Outcome(item, self._of_run.used())
            if self._of_run.is_all_new:
                self._times.note(item.experiment, item.settings, self._workers, item.seconds)
            sitting.add(outcome)
            self._end()
            if sitting is self._selected:
                self._show_outcome()
            return
        self._doing = told(item.note)
        self._show_progress()
        if item.charts is not None:
            sitting.charts = item.charts
            if sitting is self._selected and sitting.shown is None:
                self._board.set_charts(item.charts, is_live=True)

    @Slot(object)
    def _on_runs_failed(self, error: Exception) -> None:
        sitting = self._running
        self._end()
        if isinstance(error, GdstudioError) and sitting is not None:
            self._tell(sitting, told(error))
        else:
            self._messages.report(error)

    @Slot(int)
    def _on_panel_experiment_chosen(self, index: int) -> None:
        if index >= 0:
            self._selected = self._sittings[index]
            self._show_selected()

    @Slot(object)
    def _on_form_edited(self, settings: object) -> None:
        self._tell(self._selected, "")
        if settings is not None:
            self._selected.settings = settings  # type: ignore[assignment]
            self._ask_for_time()
            self._show_progress()

    @Slot()
    def _on_workers_edited(self) -> None:
        self._ask_for_time()
        self._show_progress()

    @Slot()
    def _on_times_changed(self) -> None:
        if self._running is None:
            self._show_progress()

    @Slot(int)
    def _on_panel_outcome_chosen(self, index: int) -> None:
        sitting = self._selected
        sitting.shown = sitting.outcomes[index] if index >= 0 else None
        if sitting.shown is not None:
            sitting.settings = sitting.shown.saved.settings
            self._panel.form.set_settings(sitting.settings)
        self._show_outcome()


def _first_of(experiment: Experiment) -> SeededSettings:
    return next(iter(experiment.soonest_first.values()))


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{max(seconds, 0.1):.1f} s"
