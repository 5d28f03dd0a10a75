"""Joins the run with settings, figures and curves of the workspace Learn."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.errors import InvalidValue, TrainingDiverged
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.controllers.applied_settings import AppliedSettings
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.training_panel import TrainingPanel


class LearnController(QObject):
    """Gives the panel's settings to new runs, and shows what becomes of them."""

    def __init__(
        self,
        panel: TrainingPanel,
        metrics: MetricsStrip,
        cost_plot: CostPlot,
        runs: RunModel,
        runner: RunController,
        training: TrainingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._metrics, self._cost_plot = panel, metrics, cost_plot
        self._runs, self._runner = runs, runner
        self._applied = AppliedSettings(panel, training, runs, runner, self)
        runner.take_settings_from(panel.recipe)
        runner.run_taken_up.connect(self._on_runner_run_taken_up)
        runner.settings_refused.connect(self._on_runner_settings_refused)
        training.run_failed.connect(self._on_training_run_failed)
        runs.data_changed.connect(self._on_runs_data_changed)
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.earlier_changed.connect(self._on_runs_earlier_changed)
        runs.progressed.connect(self._on_runs_progressed)
        runs.costs_changed.connect(self._on_runs_costs_changed)
        cost_plot.run_visibility_changed.connect(self._on_cost_plot_run_visibility_changed)
        cost_plot.footer.runs.cleared_requested.connect(self._on_cost_plot_runs_cleared_requested)

    @Slot(object)
    def _on_runner_run_taken_up(self, recipe: Recipe) -> None:
        self._panel.set_recipe(recipe)

    @Slot(object)
    def _on_runner_settings_refused(self, error: InvalidValue) -> None:
        self._panel.show_refused(error)

    @Slot()
    def _on_runs_data_changed(self) -> None:
        assert self._runs.data is not None
        train = self._runs.data.train
        self._panel.set_data_shape(PictureShape.of(train), train.n_classes)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        run = self._runs.run
        assert run is not None
        self._cost_plot.set_history(run.history)
        self._metrics.clear()
        self._panel.set_message("")
        self._applied.begin()

    @Slot()
    def _on_runs_earlier_changed(self) -> None:
        self._cost_plot.set_runs(
            [(run.run_id, run.title, run.history, run.is_visible) for run in self._runs.earlier]
        )

    @Slot()
    def _on_runs_progressed(self) -> None:
        run = self._runs.run
        assert run is not None
        assert run.progress is not None
        snapshot = run.progress.snapshot
        self._metrics.set_counts(snapshot.step, snapshot.epoch, run.progress.examples_per_second)
        self._metrics.set_cost(run.train_cost)
        self._metrics.set_accuracies(*run.accuracies)
        self._panel.set_rate_in_force(snapshot.learning_rate)

    @Slot()
    def _on_runs_costs_changed(self) -> None:
        self._cost_plot.refresh()

    @Slot(object)
    def _on_training_run_failed(self, error: Exception) -> None:
        self._applied.forget()
        if isinstance(error, TrainingDiverged):
            text = self.tr(
                "Diverged at step {0}, learning rate {1:g}: the steps are too large. "
                "Lower the rate and press Reset."
            )
            self._panel.set_message(text.format(error.step, error.learning_rate))
        elif isinstance(error, InvalidValue):
            self._panel.set_message(told(error))

    @Slot(int, bool)
    def _on_cost_plot_run_visibility_changed(self, run_id: int, visible: bool) -> None:
        self._runs.set_visible(run_id, visible)

    @Slot()
    def _on_cost_plot_runs_cleared_requested(self) -> None:
        self._runs.clear_earlier()
