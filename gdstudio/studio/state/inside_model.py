"""What of the network's inside a person is about: a neuron, a weight, the digit's target."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.inside.places import Place, WeightPlace, weight_at
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent
from gdstudio.studio.state.digit_target import DigitTarget
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.shown import Shown


class InsideModel(QObject):
    """Owned by the window, lives in the GUI thread; every view of the inside follows it.

    Attributes:
        target: The class taken for the right one of the digit on the canvas.

    Signals:
        chosen_changed: Another neuron is open, or none, or the unit after another row.
        weight_changed: Another weight or bias is looked at, or none.
        nudged_changed: Other weights have the largest nudges.
        look_requested: The neuron that is open is to be seen, wherever it was opened.
    """

    chosen_changed = Signal()
    weight_changed = Signal()
    nudged_changed = Signal()
    look_requested = Signal()

    def __init__(self, shown: Shown, drawing: DrawingModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.target = DigitTarget(shown, drawing, self)
        self._shown = shown
        self._chosen: Place | None = None
        self._row: int | None = None
        self._weight: WeightPlace | None = None
        self._nudged: tuple[WeightPlace, ...] = ()
        shown.changed.connect(self._on_shown_changed)

    @property
    def chosen(self) -> Place | None:
        """The neuron that is open; None for none. The network shown has it."""
        return self._chosen

    @property
    def row(self) -> int | None:
        """After which row the unit that is open is looked at, from 0; None for the last."""
        return self._row

    @property
    def weight(self) -> WeightPlace | None:
        """The weight or bias that is looked at; None for none. The network shown has it."""
        return self._weight

    @property
    def nudged(self) -> tuple[WeightPlace, ...]:
        """The weights with the largest nudges, as they were listed last; none for none."""
        return self._nudged

    def mark_nudged(self, weights: tuple[WeightPlace, ...]) -> None:
        """Mark the weights with the largest nudges."""
        if weights != self._nudged:
            self._nudged = weights
            self.nudged_changed.emit()

    def choose(self, place: Place | None, row: int | None = None) -> None:
        """Open a neuron, or none; a recurrent unit after one of its rows, None for the last."""
        if (place, row) != (self._chosen, self._row):
            self._chosen, self._row = place, row
            self.chosen_changed.emit()

    def choose_weight(self, weight: WeightPlace | None) -> None:
        """Look at a weight or a bias, or at none."""
        if weight != self._weight:
            self._weight = weight
            self.weight_changed.emit()

    @Slot(int)
    def choose_weight_at(self, index: int) -> None:
        """Look at the weight or bias at a place of the parameter vector, if there is one."""
        network = self._shown.network
        if network is not None and index < len(network.parameters):
            self.choose_weight(weight_at(network, index))

    def open_in_sight(self, place: Place, row: int | None = None) -> None:
        """Open a neuron where it can be seen."""
        self.choose(place, row)
        self.look_requested.emit()

    @Slot()
    def _on_shown_changed(self) -> None:
        """Let go what another network does not have."""
        network = self._shown.network
        if network is None:
            return
        if self._chosen is not None and not _has(network, self._chosen):
            self.choose(None)
        if self._chosen is not None and self._row is not None:
            layer = network.layers[self._chosen.layer - 1]
            if not isinstance(layer, Recurrent) or self._row >= layer.n_steps:
                self.choose(self._chosen)
        if self._weight is not None and not _has_weight(network, self._weight):
            self.choose_weight(None)
        if not all(_has_weight(network, weight) for weight in self._nudged):
            self.mark_nudged(())


def _has(network: Network, place: Place) -> bool:
    layers = network.layers
    return place.layer <= len(layers) and place.index < layers[place.layer - 1].n_out


def _has_weight(network: Network, weight: WeightPlace) -> bool:
    is_there = weight.index < len(network.parameters)
    return is_there and weight_at(network, weight.index) == weight
