"""Walking on the loss surface: drag the ball, and the network becomes what stands there."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.planes import LossScene
from gdstudio.jobs.subject import LossSubject, affordable_examples
from gdstudio.learning.first_layer import first_layer
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.controllers.learn_controller import LearnController

Array = NDArray[Any]

WALK_EXAMPLES: Final = 1000  # asked at each place: a millisecond with an ordinary network
LEAST_EXAMPLES: Final = 50


class WalkController(QObject):
    """Shows another network for a while; the run goes on meanwhile and is shown again after.

    Signals:
        walked: (alpha, beta, cost, accuracy) of the place the network stands at.
        returned: The network of the run is shown again.
    """

    walked = Signal(float, float, float, float)
    returned = Signal()

    def __init__(self, learn: LearnController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._learn = learn
        self._place: tuple[LossScene, float, float] | None = None
        self._walker: _Walker | None = None
        self._is_walking = False
        self._limit: float | None = None

    @property
    def is_walking(self) -> bool:
        """True while the network shown is not that of the run."""
        return self._is_walking

    def walk(self, scene: LossScene, alpha: float, beta: float) -> None:
        """Show the network at a place of a surface."""
        self._place = (scene, alpha, beta)
        parameters = scene.plane.point(alpha, beta)
        self.show(scene.subject, parameters)
        assert self._walker is not None
        self.walked.emit(alpha, beta, *self._walker.cost_and_accuracy())

    @Slot(object, object)
    def show(self, subject: LossSubject, parameters: Array) -> None:
        """Let drawing and weights show the network with these parameters, shape (n,)."""
        self._is_walking = True
        if self._walker is None or self._walker.subject is not subject:
            self._walker = _Walker(subject)
        network = self._walker.stand_at(parameters)
        values = self._walker.first_layer.tiles(network.parameters)
        self._limit = nice_limit(values, self._limit)
        mosaic = self._walker.first_layer.mosaic(values, self._limit, self._learn.weights_aspect)
        self._learn.show_other(network, mosaic, values)

    @Slot()
    def go_back(self) -> None:
        """Show the network of the run again."""
        if self._is_walking:
            self._is_walking = False
            self._limit = self._walker = None
            self._learn.show_run()
            self.returned.emit()

    @Slot()
    def keep(self) -> None:
        """Begin a new run at the place walked to last."""
        if self._place is None:
            return
        scene, alpha, beta = self._place
        self._is_walking = False
        self._place = self._walker = None
        parameters = scene.plane.point(alpha, beta).astype(scene.subject.recipe.dtype)
        self._learn.begin_at(parameters)
        self.returned.emit()


class _Walker:
    """A network that can stand anywhere, with the examples it is asked, ready as floats."""

    def __init__(self, subject: LossSubject) -> None:
        self.subject = subject
        self._layers = subject.make_network()
        n = affordable_examples(self._layers, WALK_EXAMPLES, LEAST_EXAMPLES)
        digits = subject.digits.take(slice(0, n))
        self.first_layer = first_layer(self._layers, PictureShape.of(digits))
        self._X, self._T = digits.inputs(dtype=self._layers.dtype), digits.targets()
        self._labels = digits.labels
        self._network = self._layers

    def stand_at(self, parameters: Array) -> Network:
        """Return the network with these parameters, shape (n,); a new one each time."""
        self._network = self._layers.at(parameters.astype(self._layers.dtype))
        return self._network

    def cost_and_accuracy(self) -> tuple[float, float]:
        """Return mean cost and share answered right where it stands."""
        network = self._network
        with np.errstate(over="ignore", invalid="ignore"):  # far out a cost may overflow
            Z = network.logits(self._X)
            cost = self.subject.cost.values(Z, self._T, network.output_activation)
            answers = network.output_activation.apply(Z).argmax(axis=1)
        return float(cost.mean(dtype=np.float64)), float((answers == self._labels).mean())
