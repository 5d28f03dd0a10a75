"""Walking on the loss surface: drag the ball, and the network becomes what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import locked
from gdstudio.jobs.subject import LossSubject, Subject, affordable_examples
from gdstudio.learning.network import Network
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Source, Walk

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.planes import LossScene

Array = NDArray[Any]

WALK_EXAMPLES: Final = 1000  # asked at each place: a millisecond with an ordinary network
LEAST_EXAMPLES: Final = 50


class WalkController(QObject):
    """Shows the network of a place for a while; the run goes on meanwhile and is shown again after.

    Signals:
        walked: (alpha, beta, cost, accuracy) of the place the network stands at.
    """

    walked = Signal(float, float, float, float)

    def __init__(self, runs: RunModel, shown: Shown, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs, self._shown = runs, shown
        self._asked: _Asked | None = None
        shown.source_changed.connect(self._on_shown_source_changed)

    def walk(self, scene: LossScene, alpha: float, beta: float) -> None:
        """Show the network at a place of a surface."""
        self.show(scene.subject, scene.plane.point(alpha, beta), (scene, alpha, beta))
        self._tell_figures(scene, alpha, beta)

    def show_again(self, walk: Walk) -> None:
        """Show the network of a place that was shown before."""
        self._shown.show(walk)
        if walk.place is not None:
            self._tell_figures(*walk.place)

    def _tell_figures(self, scene: LossScene, alpha: float, beta: float) -> None:
        if self._asked is None or self._asked.subject is not scene.subject:
            self._asked = _Asked(scene.subject)
        network = self._shown.network
        assert network is not None
        self.walked.emit(alpha, beta, *self._asked.cost_and_accuracy(network))

    @Slot(object, object)
    def show(
        self,
        subject: LossSubject,
        parameters: Array,
        place: tuple[LossScene, float, float] | None = None,
    ) -> None:
        """Show the network with these parameters, shape (n,), and their place on a surface."""
        run = self._runs.run
        name = self.tr("a place on the loss surface")
        self._shown.show(
            Walk(
                Subject(
                    key="walk",
                    title=name,
                    name=name,
                    recipe=subject.recipe,
                    in_shape=PictureShape.of(subject.digits),
                    n_classes=subject.digits.n_classes,
                    parameters=locked(parameters.astype(subject.recipe.dtype)),
                    step=0 if run is None else run.step,
                ),
                place,
            )
        )

    @Slot()
    def _on_shown_source_changed(self) -> None:
        if not isinstance(self._shown.source, Walk):
            self._asked = None


class WalkDeeds(QObject):
    """Notes a walk as one deed, from what was shown before to the last place.

    Attributes:
        scene: The surface that is walked on; None if there is none.
        is_in_sight: Whether anybody sees it: else no walk is done again.
    """

    def __init__(
        self, walk: WalkController, shown: Shown, deeds: Deeds, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._walk, self._shown, self._deeds = walk, shown, deeds
        self.scene: LossScene | None = None
        self.is_in_sight = False
        shown.source_changed.connect(deeds.review)

    @Slot(float, float)
    def walk(self, alpha: float, beta: float) -> None:
        """Walk to a place of the surface."""
        if self.scene is not None:
            before = None if self._shown.is_run else self._shown.source
            self._walk.walk(self.scene, alpha, beta)
            self._deeds.note(
                self.tr("walk"),
                self._put,
                before,
                self._shown.source,
                can_put=self._can_put,
                key="walk",
                held=True,
            )

    def _can_put(self, wanted: Source | None, here: Source | None) -> bool:
        is_here = self._shown.is_run if here is None else self._shown.source is here
        if not is_here or not isinstance(wanted, Walk) or wanted.place is None:
            return is_here
        # The same plane, whether or not it has been made finer meanwhile.
        is_there = self.scene is not None and wanted.place[0].plane is self.scene.plane
        return self.is_in_sight and is_there

    def _put(self, wanted: Source | None) -> None:
        if wanted is None:
            self._shown.leave()
        elif isinstance(wanted, Walk):
            self._walk.show_again(wanted)
        else:
            self._shown.show(wanted)


class _Asked:
    """The examples that are asked at each place, ready as floats."""

    def __init__(self, subject: LossSubject) -> None:
        self.subject = subject
        network = subject.make_network()
        n = affordable_examples(network, WALK_EXAMPLES, LEAST_EXAMPLES)
        digits = subject.digits.take(slice(0, n))
        self._X, self._T = digits.inputs(dtype=network.dtype), digits.targets()
        self._labels = digits.labels

    def cost_and_accuracy(self, network: Network) -> tuple[float, float]:
        """Return mean cost and share answered right by a network."""
        with np.errstate(over="ignore", invalid="ignore"):  # far out a cost may overflow
            Z = network.logits(self._X)
            cost = self.subject.cost.values(Z, self._T, network.output_activation)
            answers = network.output_activation.apply(Z).argmax(axis=1)
        return float(cost.mean(dtype=np.float64)), float((answers == self._labels).mean())
