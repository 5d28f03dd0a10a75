"""Opens one neuron beside the diagram."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.inside.places import Place, find_weight
from gdstudio.jobs.open_neuron import NeuronLook
from gdstudio.studio.controllers.neuron_looks import NeuronLooks
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.neuron_card import NeuronCard


class NeuronController(QObject):
    """Shows the card while a neuron is open, and opens what is clicked in it.

    Signals:
        weight_look_requested: The weight that is looked at is to be seen among the others.
    """

    weight_look_requested = Signal()

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        card: NeuronCard,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown, self._inside, self._card = shown, inside, card
        self._looks = NeuronLooks(runs, shown, drawing, inside, messages, self)
        self._looks.looked.connect(self._on_looks_looked)
        self._looks.nothing_seen.connect(self._on_looks_nothing_seen)
        inside.chosen_changed.connect(self._on_inside_chosen_changed)
        card.neuron_opened.connect(self._on_card_neuron_opened)
        card.recurrent.slider.valueChanged.connect(self._on_slider_value_changed)
        card.weight_opened.connect(self._on_card_weight_opened)
        card.closed.connect(self._on_card_closed)

    def set_in_sight(self, in_sight: bool) -> None:
        """A neuron that nobody sees costs nothing."""
        self._looks.set_in_sight(in_sight)

    @Slot(object)
    def _on_looks_looked(self, look: NeuronLook) -> None:
        self._card.set_look(look)

    @Slot(str)
    def _on_looks_nothing_seen(self, reason: str) -> None:
        place = self._inside.chosen
        if place is not None:
            self._card.set_reason(place, reason)

    @Slot()
    def _on_inside_chosen_changed(self) -> None:
        self._card.setVisible(self._inside.chosen is not None)

    @Slot(object, object)
    def _on_card_neuron_opened(self, place: Place, row: int | None) -> None:
        self._inside.choose(place, row)

    @Slot(int)
    def _on_slider_value_changed(self, row: int) -> None:
        self._inside.choose(self._inside.chosen, row)

    @Slot(str)
    def _on_card_weight_opened(self, name: str) -> None:
        network = self._shown.network
        if network is not None:
            self._inside.choose_weight(find_weight(name, network))
            self.weight_look_requested.emit()

    @Slot()
    def _on_card_closed(self) -> None:
        self._inside.choose(None)
