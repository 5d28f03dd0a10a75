"""Joins the run with the views of the workspace Learn."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue, TrainingDiverged
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.run_log import RunLog
from gdstudio.learning.history import History
from gdstudio.learning.network import Network
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.learning.snapshot import TrainingState
from gdstudio.learning.training import Training, planned
from gdstudio.pictures.mosaic import Mosaic
from gdstudio.studio.controllers.applied_settings import AppliedSettings
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.formatting import whole
from gdstudio.studio.session import Run, Session
from gdstudio.studio.views.common.class_names import use_class_names
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import WeightsView
from gdstudio.studio.workers.progress import PictureRequest, Progress, RunState, StepKind


class LearnController(QObject):
    """The only one who starts and ends runs.

    Attributes:
        session: The runs of this sitting.

    Signals:
        running_changed: True when training goes on, False when it rests.
        run_changed: A new run has begun, or its name has changed.
        snapshot_shown: The network of the run has moved, and is shown unless another one is.
        message_raised: One sentence for the status bar.
        run_broken: The exception of a run that failed for a reason that is not divergence.
    """

    running_changed = Signal(bool)
    run_changed = Signal()
    snapshot_shown = Signal()
    message_raised = Signal(str)
    run_broken = Signal(object)

    def __init__(
        self,
        panel: TrainingPanel,
        metrics: MetricsStrip,
        cost_plot: CostPlot,
        weights: WeightsView,
        drawing: DrawingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._metrics = panel, metrics
        self._cost_plot, self._weights, self._drawing = cost_plot, weights, drawing
        self._training = TrainingController(self)
        self._network: Network | None = None
        self.session = Session()
        self._running = False
        self._shows_other = False
        self._shows_costs = False  # in turns with the network, while both change without a rest
        self._applied = AppliedSettings(panel, self._training, self.session, self)
        self._connect()

    @property
    def training(self) -> TrainingController:
        """The thread of the present run."""
        return self._training

    @property
    def run(self) -> Run | None:
        """The present run; None before the digits are loaded."""
        return self.session.run

    @property
    def is_running(self) -> bool:
        """True while training goes on."""
        return self._running

    @property
    def earlier_run(self) -> Run | None:
        """The run before the last reset, if it can go on."""
        return self.session.resumable

    def set_data(self, data: DataSet) -> None:
        """Learn from these digits from now on; begins a new run."""
        self.session.data = data
        use_class_names(data.train.names)
        self._drawing.set_test_digits(data.test)
        self._panel.set_data_shape(PictureShape.of(data.train), data.train.n_classes)
        self.reset()

    def open_run(self, run_file: RunFile) -> None:
        """Go on with a saved run, whose data must be loaded; begins paused."""
        self._show_settings(run_file.state)
        self._begin(run_file.state.recipe, run_file.state, run_file.history, run_file.trajectory)

    @Slot()
    def toggle_running(self) -> None:
        """Run or pause."""
        if self._running:
            self._training.pause()
            self._set_running(False)
            return
        if not self._settings_are_accepted():
            return
        if not self._training.has_run:  # the last run has diverged: begin afresh
            self.reset()
        if not self._training.has_run:  # the settings are not accepted
            return
        self._set_running(True)
        self._training.start_running()

    @Slot()
    def step_example(self) -> None:
        """Learn from one example."""
        self._step(StepKind.EXAMPLE)

    @Slot()
    def step_batch(self) -> None:
        """Learn from one mini-batch."""
        self._step(StepKind.BATCH)

    @Slot()
    def step_epoch(self) -> None:
        """Learn until the epoch is over."""
        self._step(StepKind.EPOCH)

    @Slot()
    def reset(self) -> None:
        """Begin a new run with the settings shown; the present one joins the earlier ones."""
        if self.session.data is None or not self._settings_are_accepted():
            return
        left = self.session.run
        self._begin(self._panel.recipe().changed(data=self.session.data.name))
        if left is not None and left.step > 0:
            text = self.tr("A fresh network. Shift+R goes back to {0}, step {1}.")
            self.message_raised.emit(text.format(left.name, whole(left.step)))

    @Slot()
    def return_to_last_run(self) -> None:
        """Go on with the run before the last reset."""
        run = self.earlier_run
        if run is None or run.state is None:
            return
        self.session.earlier.remove(run)
        self._show_settings(run.state)
        self._begin(run.recipe, run.state, run.history, run.path, run.number)
        assert self.session.run is not None
        self.session.run.file = run.file
        text = self.tr("Back to {0} at step {1}.").format(run.name, whole(run.step))
        self.message_raised.emit(text)

    @Slot(float)
    def set_speed(self, updates_per_second: float) -> None:
        """Slow down; 0 is full speed."""
        self._training.set_speed(updates_per_second or None)

    @property
    def weights_aspect(self) -> float:
        """Width / height of the room for the weights' picture."""
        return self._weights.aspect()

    def show_other(self, network: Network, mosaic: Mosaic, values: NDArray[Any]) -> None:
        """Show another network until `show_run`; the run goes on unseen.

        Args:
            network: What answers the drawing.
            mosaic: Its first layer as a picture.
            values: The same as numbers, shape (tiles, weights of a tile).
        """
        self._shows_other = True
        self._weights.set_mosaic(mosaic)
        self._weights.set_values(values)
        self._drawing.set_network(network)

    def show_run(self) -> None:
        """Show the network of the run again, exactly as it is now."""
        self._shows_other = False
        if self.session.run is not None and self.session.run.progress is not None:
            self._show_network(self.session.run.progress)

    def begin_at(self, parameters: NDArray[Any]) -> None:
        """Begin a new run of the same recipe from these parameters, shape (n,)."""
        run, data = self.session.run, self.session.data
        if run is None or data is None:
            return
        fresh = Training(run.recipe, data).state()
        self._begin(run.recipe, dataclasses.replace(fresh, parameters=parameters))

    def add_earlier(self, runs: Sequence[tuple[RunFile, Path | None]]) -> None:
        """Put runs of a former sitting, each with its file, before those of this one."""
        self.session.take_up(runs)
        self._show_earlier()
        self.run_changed.emit()

    def shutdown(self) -> None:
        """End the present run before the window closes, and note how it was left."""
        state = self._training.shutdown()
        if self.session.run is not None and state is not None:
            self.session.run.state = state

    def _connect(self) -> None:
        self._training.progress_changed.connect(self._on_training_progress_changed)
        self._training.run_failed.connect(self._on_training_run_failed)
        self._panel.recipe_edited.connect(self._on_panel_recipe_edited)
        self._panel.learning_rate_settled.connect(self._on_panel_learning_rate_settled)
        self._panel.new_run_requested.connect(self.reset)
        self._weights.quantity_chosen.connect(self._on_weights_quantity_chosen)
        self._weights.aspect_changed.connect(self._on_weights_aspect_changed)
        self._cost_plot.run_visibility_changed.connect(self._on_run_visibility_changed)
        self._cost_plot.runs_cleared_requested.connect(self._on_runs_cleared_requested)

    def _begin(
        self,
        recipe: Recipe,
        state: TrainingState | None = None,
        history: History | None = None,
        path: ParameterPath | None = None,
        number: int | None = None,
    ) -> None:
        assert self.session.data is not None
        before = self.session.run
        if number is None and before is not None and before.step == 0:
            number = before.number  # nothing was learned: this run takes its place
        self._end()
        data = self.session.data
        run_id = self._training.start(lambda: Training(recipe, data, state), data.test)
        self._network = recipe.make_network(PictureShape.of(data.train), data.train.n_classes)
        plan = planned(recipe, len(data.train), None if state is None else state.epochs)
        log = RunLog(len(self._network.parameters), plan, history, path)
        if number is None:
            self.session.count = number = self.session.count + 1
        self.session.run = Run(run_id, number, recipe, log)
        self._shows_other = False
        self._cost_plot.set_history(self.session.run.history)
        self._show_earlier()
        self._metrics.clear()
        self._drawing.set_network(None)
        self._panel.set_message("")
        self._applied.begin(recipe.learning_rate if state is None else state.learning_rate)
        self.run_changed.emit()

    def _end(self) -> None:
        """End the present run; keep it for comparison if it has learned anything."""
        state = self._training.shutdown()
        self._set_running(False)
        run = self.session.run
        if run is not None:
            run.state = state
            if run.step > 0:
                self.session.earlier.append(run)
        self.session.run = None

    def _step(self, kind: StepKind) -> None:
        if self.session.data is None or not self._settings_are_accepted():
            return
        if not self._training.has_run:
            self.reset()
        if not self._training.has_run:
            return
        self._training.step(kind)
        self._set_running(kind is StepKind.EPOCH)  # a long one can be ended like a run

    def _show_settings(self, state: TrainingState) -> None:
        """Show what a run was begun with, and the rate it has now."""
        self._panel.set_recipe(state.recipe.changed(learning_rate=state.learning_rate))

    def _settings_are_accepted(self) -> bool:
        """Take what is being typed; say what is not accepted, at its field and in a word."""
        try:
            self._panel.recipe()
        except InvalidValue as error:
            self._panel.show_refused(error)
            self.message_raised.emit(self.tr("Not started: {0}").format(error))
            return False
        return True

    def _set_running(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)

    def _show_earlier(self) -> None:
        self._cost_plot.set_runs(
            [(run.run_id, run.title, run.history, run.is_visible) for run in self.session.earlier]
        )

    @Slot(object)
    def _on_training_progress_changed(self, progress: Progress) -> None:
        run = self.session.run
        assert run is not None
        run.add(progress)
        snapshot = progress.snapshot
        self._metrics.set_counts(snapshot.step, snapshot.epoch, progress.examples_per_second)
        self._metrics.set_cost(run.train_cost)
        self._metrics.set_accuracies(*run.accuracies)
        self._show(progress)
        if self._training.knows_last_command(progress):
            self._set_running(progress.state is RunState.RUNNING)
        self._panel.set_rate_in_force(snapshot.learning_rate)
        if progress.state is RunState.COMPLETE:
            text = self.tr("Finished {0} epochs. Space trains as many more.")
            self.message_raised.emit(text.format(round(snapshot.epoch)))

    def _show(self, progress: Progress) -> None:
        """Show costs and network: in turns while the run is at full speed, else both at once.

        Painting all views with every message would take two fifths of the window's thread; fifteen
        pictures a second of each are as smooth to the eye.
        """
        in_turns = progress.state is RunState.RUNNING and self._training.speed is None
        self._shows_costs = not self._shows_costs
        if self._shows_costs or not in_turns:
            self._cost_plot.refresh()
        if not (self._shows_costs and in_turns):
            if not self._shows_other:
                self._show_network(progress)
            self.snapshot_shown.emit()

    def _show_network(self, progress: Progress) -> None:
        assert self._network is not None
        self._weights.set_mosaic(progress.mosaic)
        self._weights.set_values(progress.values)
        self._network = self._network.at(progress.snapshot.parameters)
        self._drawing.set_network(self._network)

    @Slot(object)
    def _on_training_run_failed(self, error: Exception) -> None:
        self._set_running(False)
        self._applied.forget()
        if isinstance(error, TrainingDiverged):
            text = self.tr("Diverged at step {0}, learning rate {1:g}: the steps are too large.")
            text = text.format(error.step, error.learning_rate)
            self._panel.set_message(text + " " + self.tr("Lower the rate and press Reset."))
            self.message_raised.emit(text)
            if self.session.run is not None:
                self.session.run.history.mark_diverged(error.step)
                self._cost_plot.refresh()
        elif isinstance(error, InvalidValue):
            self._panel.set_message(str(error))
        else:
            self.run_broken.emit(error)

    @Slot(object)
    def _on_panel_recipe_edited(self, recipe: Recipe) -> None:
        run = self.session.run
        if run is None or run.step == 0:
            self.reset()  # nothing is lost: show the network of the new settings at once
        else:
            self._applied.review(run)

    @Slot()
    def _on_panel_learning_rate_settled(self) -> None:
        """Let a run that has not begun bear the rate, in its title and its file."""
        run, shown = self.session.run, self._panel.shown()
        if run is None or run.step > 0 or self._running or shown is None:
            return
        if shown.learning_rate != run.recipe.learning_rate and self._applied.is_applied(run):
            self.reset()

    @Slot(str)
    def _on_weights_quantity_chosen(self, quantity: str) -> None:
        self._training.set_picture(PictureRequest(quantity, self._weights.aspect()))

    @Slot(float)
    def _on_weights_aspect_changed(self, aspect: float) -> None:
        self._training.set_picture(PictureRequest(self._weights.quantity(), aspect))

    @Slot(int, bool)
    def _on_run_visibility_changed(self, run_id: int, visible: bool) -> None:
        for run in self.session.earlier:
            if run.run_id == run_id:
                run.is_visible = visible

    @Slot()
    def _on_runs_cleared_requested(self) -> None:
        self.session.earlier.clear()
        self._show_earlier()
