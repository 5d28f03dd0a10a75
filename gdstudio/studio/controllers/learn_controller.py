"""Joins the run with settings and curves of the workspace Learn."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.errors import InvalidValue, TrainingDiverged
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.numerals import numeral
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, RunAsItGoes, Shown
from gdstudio.studio.translation import told
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.training.training_panel import TrainingPanel


class AppliedSettings(QObject):
    """Gives a run what it takes while it goes on, and says where settings wait for a new run.

    It takes its rate and which layers are frozen, but only while all other settings shown are its
    own: the rate beside another optimiser is meant for that one.
    """

    def __init__(
        self,
        panel: TrainingPanel,
        training: TrainingController,
        runs: RunModel,
        runner: RunController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel, self._training, self._runs, self._runner = panel, training, runs, runner
        panel.edited.connect(self._on_panel_edited)
        panel.not_applied.new_run_requested.connect(runner.reset)
        panel.not_applied.revert_requested.connect(self._on_bar_revert_requested)
        runner.deeds.settings_put.connect(self._on_deeds_settings_put)
        runs.run_changed.connect(self._on_runs_run_changed)

    def _review(self, run: Run, shown: Recipe) -> None:
        """Compare the settings shown with those of a run that has learned something."""
        applied = _lasting(shown) == _lasting(run.recipe)
        goes_on = "" if applied or not self._training.has_run else self._network_name(run)
        self._panel.set_not_applied(goes_on)
        if applied:
            self._give(run, shown)

    def _begin_anew(self, run: Run | None, shown: Recipe) -> None:
        """Show the network of other settings at once, in the place of a run that has not begun.

        A rate that is being moved is taken by the run; at its end it stands in title and file.
        """
        if run is not None and _lasting(shown) == _lasting(run.recipe):
            self._give(run, shown)
            is_borne = shown.learning_rate == run.recipe.learning_rate
            if is_borne or self._panel.is_held or self._runs.is_running:
                return
        try:
            self._panel.recipe()
        except InvalidValue:
            return  # the field says so
        self._runner.begin_afresh()

    def _give(self, run: Run, shown: Recipe) -> None:
        if shown.learning_rate != run.rate:
            run.rate = shown.learning_rate
            self._training.set_learning_rate(run.rate)
        if shown.frozen_layers != run.recipe.frozen_layers:
            run.recipe = run.recipe.changed(frozen_layers=shown.frozen_layers)
            self._training.set_frozen_layers(shown.frozen_layers)

    def _network_name(self, run: Run) -> str:
        assert self._runs.data is not None
        train = self._runs.data.train
        return run.recipe.network_name(PictureShape.of(train), train.n_classes)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        run, shown = self._runs.run, self._panel.shown()
        if run is None or shown is None:
            self._panel.set_not_applied("")
        else:
            self._review(run, shown)

    @Slot(object)
    def _on_panel_edited(self, shown: Recipe) -> None:
        run = self._runs.run
        if run is None or run.step == 0:
            self._begin_anew(run, shown)
        else:
            self._review(run, shown)
        self._runner.deeds.note_settings(held=self._panel.is_held)

    @Slot()
    def _on_bar_revert_requested(self) -> None:
        run = self._runs.run
        if run is not None:
            self._panel.set_recipe(run.recipe.changed(learning_rate=run.rate))
        self._panel.set_not_applied("")
        self._runner.deeds.note_settings(held=False)

    @Slot(object)
    def _on_deeds_settings_put(self, settings: Recipe) -> None:
        """Show settings again beside the run beside which they stood."""
        run = self._runs.run
        self._panel.set_recipe(settings)
        if run is not None:
            self._review(run, settings)


def _lasting(recipe: Recipe) -> Recipe:
    """Return the recipe without what may be changed during a run or is set elsewhere."""
    return recipe.changed(learning_rate=1.0, frozen_layers=(), data="mnist", name="")


class LearnController(QObject):
    """Gives the panel's settings to new runs, and shows what becomes of them."""

    def __init__(
        self,
        panel: TrainingPanel,
        cost_plot: CostPlot,
        runs: RunModel,
        shown: Shown,
        runner: RunController,
        training: TrainingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._cost_plot = panel, cost_plot
        self._runs, self._shown = runs, shown
        AppliedSettings(panel, training, runs, runner, self)
        runner.take_settings_from(panel.recipe, panel.shown)
        runner.run_taken_up.connect(panel.set_recipe)
        runner.settings_refused.connect(panel.show_refused)
        training.run_failed.connect(self._on_training_run_failed)
        runs.data_changed.connect(self._on_runs_data_changed)
        runs.run_changed.connect(self._on_runs_run_changed)
        runs.earlier_changed.connect(self._on_runs_earlier_changed)
        shown.changed.connect(self._on_shown_changed)
        runs.costs_changed.connect(cost_plot.refresh)
        cost_plot.run_visibility_changed.connect(runs.set_visible)
        cost_plot.footer.runs.cleared_requested.connect(runner.deeds.clear_earlier)

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
        self._panel.set_message("")

    @Slot()
    def _on_runs_earlier_changed(self) -> None:
        self._cost_plot.set_runs(
            [(run.run_id, run.title, run.history, run.is_visible) for run in self._runs.earlier]
        )

    @Slot()
    def _on_shown_changed(self) -> None:
        """Say the rate of the last update before what is shown."""
        source = self._shown.base
        if isinstance(source, Past):
            self._panel.set_rate_in_force(source.moment.rate)
        elif isinstance(source, RunAsItGoes):
            self._panel.set_rate_in_force(source.progress.snapshot.learning_rate)

    @Slot(object)
    def _on_training_run_failed(self, error: Exception) -> None:
        self._panel.set_not_applied("")  # the next one begins with what is shown
        if isinstance(error, TrainingDiverged):
            text = self.tr(
                "Diverged at step {0:,}, learning rate {1}: the steps are too large. "
                "Lower the rate and press Reset."
            )
            self._panel.set_message(text.format(error.step, numeral(error.learning_rate)))
        elif isinstance(error, InvalidValue):
            self._panel.set_message(told(error))
