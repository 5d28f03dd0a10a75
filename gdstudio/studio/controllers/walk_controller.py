"""Walking on the loss surface: drag the ball, and the network becomes what stands there."""

from __future__ import annotations

from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.mosaic import make_mosaic, nice_limit
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.loss_scene import LossScene, LossSubject

WALK_EXAMPLES: Final = 1000  # asked at each place: some 5 ms


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
        subject = scene.subject
        self.show(subject, parameters)
        network = subject.make_network().at(parameters.astype(subject.recipe.dtype))
        result = evaluate(network, subject.digits.take(slice(0, WALK_EXAMPLES)), subject.cost)
        self.walked.emit(alpha, beta, result.cost, result.accuracy)

    @Slot(object, object)
    def show(self, subject: LossSubject, parameters: NDArray[Any]) -> None:
        """Let drawing and weights show the network with these parameters, shape (n,)."""
        self._is_walking = True
        network = subject.make_network()
        typed = parameters.astype(network.dtype)
        part = network.slices[0]
        values = typed[part.start : part.stop].reshape(part.shape)
        self._limit = nice_limit(values, self._limit)
        mosaic = make_mosaic(values, self._limit, self._learn.weights_aspect)
        self._learn.show_other(network.at(typed), mosaic, values)

    @Slot()
    def go_back(self) -> None:
        """Show the network of the run again."""
        if self._is_walking:
            self._is_walking = False
            self._limit = None
            self._learn.show_run()
            self.returned.emit()

    @Slot()
    def keep(self) -> None:
        """Begin a new run at the place walked to last."""
        if self._place is None:
            return
        scene, alpha, beta = self._place
        self._is_walking = False
        parameters = scene.plane.point(alpha, beta).astype(scene.subject.recipe.dtype)
        self._place = None
        self._learn.begin_at(parameters)
        self.returned.emit()
