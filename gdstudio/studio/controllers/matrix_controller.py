"""Shows every weight and bias of the network shown, one array at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gdstudio.inside.places import Place, WeightPlace, find_weight
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.network import Network
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.matrix_view import MatrixView
from gdstudio.studio.views.inside.weight_matrix import weight_matrix


class MatrixController(QObject):
    """Follows the network shown and the weight that is looked at, while the view is in sight."""

    def __init__(
        self,
        shown: Shown,
        inside: InsideModel,
        view: MatrixView,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown, self._inside, self._view = shown, inside, view
        self._array = "" if inside.weight is None else inside.weight.array
        self._kind: object = None  # of the network whose arrays are offered
        self._is_in_sight = False
        shown.changed.connect(self._show)
        inside.weight_changed.connect(self._on_inside_weight_changed)
        view.array_chosen.connect(self._on_view_array_chosen)
        for chosen in (view.weight_chosen, view.field.weight_found):
            chosen.connect(self._on_view_weight_chosen)
        view.neuron_opened.connect(self._on_view_neuron_opened)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._is_in_sight = in_sight
        self._show()

    @Slot()
    def _show(self) -> None:
        network, subject = self._shown.network, self._shown.subject
        if not self._is_in_sight or network is None or subject is None:
            return
        if network.slices != self._kind:
            self._kind = network.slices
            self._view.set_arrays([(part.name, part.name) for part in network.slices], self._find)
        part = next((one for one in network.slices if one.name == self._array), network.slices[0])
        self._array = part.name
        self._view.set_matrix(weight_matrix(network, part, subject.in_shape))
        self._view.set_weight(self._inside.weight)

    def _find(self, text: str) -> WeightPlace:
        network = self._shown.network
        assert network is not None  # its arrays are offered
        return find_weight(text, network)

    @Slot()
    def _on_inside_weight_changed(self) -> None:
        weight = self._inside.weight
        if weight is not None and weight.array != self._array:
            self._array = weight.array
            self._show()
        elif self._is_in_sight:
            self._view.set_weight(weight)

    @Slot(str)
    def _on_view_array_chosen(self, array: str) -> None:
        self._array = array
        self._show()

    @Slot(object)
    def _on_view_weight_chosen(self, weight: WeightPlace) -> None:
        self._inside.choose_weight(weight)

    @Slot(int, int)
    def _on_view_neuron_opened(self, layer: int, index: int) -> None:
        network = self._shown.network
        if network is not None:
            self._inside.open_in_sight(_neuron(network, layer, index))


def _neuron(network: Network, number: int, index: int) -> Place:
    """Return the neuron that a row of weights belongs to; of a filter the middle of its map."""
    layer = network.layers[number - 1]
    if isinstance(layer, Conv2D):
        _, rows, columns = layer.out_shape
        index = (index * rows + rows // 2) * columns + columns // 2
    return Place(number, min(index, layer.n_out - 1))
