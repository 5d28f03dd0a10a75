"""Shows the first layer of the network shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.jobs.subject import Subject
from gdstudio.learning.first_layer import first_layer
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.weights.weights_view import WeightsView


class WeightsController(QObject):
    """Of the run as it goes what the worker has made ready, of another network its weights."""

    def __init__(
        self,
        view: WeightsView,
        runs: RunModel,
        shown: Shown,
        training: TrainingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._runs, self._shown = view, runs, shown
        self._limit: float | None = None  # of the colours while the network is not that of the run
        runs.moved.connect(self._on_runs_moved)
        shown.source_changed.connect(self._on_shown_source_changed)
        view.quantity_chosen.connect(training.set_quantity)

    def _show_run(self) -> None:
        run = self._runs.run
        if run is not None and run.progress is not None:
            self._limit = None
            self._view.set_tiles(run.progress.tiles)
            self._view.set_values(run.progress.values)

    def _show_other(self, subject: Subject) -> None:
        network = self._shown.network
        assert network is not None
        layer = first_layer(network, subject.in_shape)
        values = layer.tiles(subject.parameters)
        self._limit = nice_limit(values, self._limit)
        self._view.set_tiles(layer.coloured(values, self._limit))
        self._view.set_values(values)

    @Slot()
    def _on_runs_moved(self) -> None:
        if self._shown.is_run:
            self._show_run()

    @Slot()
    def _on_shown_source_changed(self) -> None:
        subject = self._shown.subject
        if self._shown.is_run:
            self._show_run()
        elif subject is not None:
            self._show_other(subject)
