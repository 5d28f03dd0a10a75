"""Whether the settings shown are those of the run, and what becomes of those that are not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.training.training_panel import TrainingPanel


class AppliedSettings(QObject):
    """Gives a run the rate that the user sets, and says where settings wait for a new run.

    The rate is the one setting that a run takes while it goes on; it does so only while all others
    shown are its own, for the rate beside another optimiser is meant for that one.
    """

    def __init__(
        self, panel: TrainingPanel, training: TrainingController, runs: RunModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel, self._training, self._runs = panel, training, runs
        panel.learning_rate_edited.connect(self._on_panel_learning_rate_edited)
        panel.revert_requested.connect(self._on_panel_revert_requested)

    def begin(self) -> None:
        """Take note of a new run, whose settings are those shown."""
        self._panel.set_not_applied("")

    def forget(self) -> None:
        """Take note that the run has broken off: the next one begins with what is shown."""
        self._panel.set_not_applied("")

    def review(self, run: Run) -> None:
        """Compare the settings shown with those of a run that has learned something."""
        shown = self._panel.shown()
        applied = self.is_applied(run)
        goes_on = "" if applied or not self._training.has_run else self._network_name(run)
        self._panel.set_not_applied(goes_on)
        if applied and shown is not None:
            self._set_rate(run, shown.learning_rate)

    def is_applied(self, run: Run) -> bool:
        """Return whether the settings shown are those of the run, the rate apart."""
        shown = self._panel.shown()
        return shown is not None and _apart_from_rate(shown) == _apart_from_rate(run.recipe)

    def _set_rate(self, run: Run, learning_rate: float) -> None:
        if learning_rate != run.rate:
            run.rate = learning_rate
            self._training.set_learning_rate(learning_rate)

    def _network_name(self, run: Run) -> str:
        assert self._runs.data is not None
        train = self._runs.data.train
        return run.recipe.network_name(PictureShape.of(train), train.n_classes)

    @Slot(float)
    def _on_panel_learning_rate_edited(self, learning_rate: float) -> None:
        run = self._runs.run
        if run is not None and self.is_applied(run):
            self._set_rate(run, learning_rate)

    @Slot()
    def _on_panel_revert_requested(self) -> None:
        run = self._runs.run
        if run is not None:
            self._panel.set_recipe(run.recipe.changed(learning_rate=run.rate))
        self._panel.set_not_applied("")


def _apart_from_rate(recipe: Recipe) -> Recipe:
    """Return the recipe without what may be changed during a run or is set elsewhere."""
    return recipe.changed(learning_rate=1.0, data="mnist", name="")
