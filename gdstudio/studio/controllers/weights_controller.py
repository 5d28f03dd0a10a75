"""Shows the first layer of the network shown."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Slot

from gdstudio.arrays import Array, locked
from gdstudio.data.digits import DataSet
from gdstudio.jobs.subject import Subject, affordable_examples, initial_parameters
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.network import Network
from gdstudio.learning.plan import training_digits
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.weights.weights_view import WeightsView

NUDGE_EXAMPLES: Final = 1000  # whose gradient is the nudges of a network that is not learning
LEAST_EXAMPLES: Final = 50


class WeightsController(QObject):
    """Of the run as it goes what the worker has made ready, of another network the same quantity.

    The nudges of another network are those of the first training examples, as no mini-batch is its
    own.
    """

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
        self._training = training
        self._limits: dict[
            str, float
        ] = {}  # of the colours while the network is not that of the run
        self._asked: _Asked | None = None
        runs.moved.connect(self._on_runs_moved)
        runs.run_changed.connect(self._on_runs_run_changed)
        shown.source_changed.connect(self._show)
        view.quantity_chosen.connect(self._on_view_quantity_chosen)

    @Slot()
    def _show(self) -> None:
        subject = self._shown.subject
        if self._shown.is_run:
            self._show_run()
        elif subject is not None:
            self._show_other(subject)

    def _show_run(self) -> None:
        run = self._runs.run
        if run is not None and run.progress is not None:
            self._limits.clear()
            self._view.set_tiles(run.progress.tiles)
            self._view.set_values(run.progress.values)

    def _show_other(self, subject: Subject) -> None:
        network = self._shown.network
        assert network is not None
        layer, quantity = first_layer(network, subject.in_shape), self._view.quantity()
        values = locked(layer.tiles(self._vector(subject, network, quantity)))
        limit = self._limits[quantity] = nice_limit(values, self._limits.get(quantity))
        self._view.set_tiles(layer.coloured(values, limit))
        self._view.set_values(values)

    def _vector(self, subject: Subject, network: Network, quantity: str) -> Array:
        if quantity == "change":
            return subject.parameters - initial_parameters(subject)
        if quantity == "nudges":
            assert self._runs.data is not None
            if self._asked is None or self._asked.recipe is not subject.recipe:
                self._asked = _Asked(subject, self._runs.data, network)
            return self._asked.nudges(network)
        return subject.parameters

    @Slot()
    def _on_runs_moved(self) -> None:
        if self._shown.is_run:
            self._show_run()

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._asked = None

    @Slot(str)
    def _on_view_quantity_chosen(self, quantity: str) -> None:
        self._training.set_quantity(quantity)
        if not self._shown.is_run:
            self._show()


class _Asked:
    """The first training examples of a recipe, ready as floats."""

    def __init__(self, subject: Subject, data: DataSet, network: Network) -> None:
        self.recipe, self._cost = subject.recipe, subject.cost
        n = affordable_examples(network, NUDGE_EXAMPLES, LEAST_EXAMPLES)
        digits = training_digits(subject.recipe, data).take(slice(0, n))
        self._X = digits.inputs(dtype=network.dtype)
        self._T = digits.targets(dtype=network.dtype)

    def nudges(self, network: Network) -> Array:
        """Return the negative gradient of their mean cost at a network, shape (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            network.cost_and_gradient(self._X, self._T, self._cost)
        return -network.gradient
