"""One weight or bias in backpropagation: its gradient, and the two factors it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from gdstudio.inside.passes import Pass
from gdstudio.inside.places import Place, WeightPlace
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network


@dataclass(frozen=True, slots=True)
class OpenWeight:
    """A weight or bias with what one example wants of it.

    Attributes:
        place: Which weight or bias.
        value: What it is.
        gradient: dC/dw of the example; of a dense layer dC_dz times input, to rounding.
        neuron: The neuron it leads to; None but in a dense layer, where it serves that one alone.
        dC_dz: Gradient of the cost by that neuron's pre-activation; None without a neuron.
        input: The activation that comes in over it, 1 for a bias; None without a neuron.
        input_index: Which input of the layer that is; None for a bias and without a neuron.
    """

    place: WeightPlace
    value: float
    gradient: float
    neuron: Place | None = None
    dC_dz: float | None = None
    input: float | None = None
    input_index: int | None = None


def open_weight(opened: Pass, network: Network, place: WeightPlace) -> OpenWeight:
    """Take the gradient by one weight apart; the pass has a target.

    In a convolution and a recurrent layer a weight serves in many sums, whose gradients are added.

    Args:
        opened: The pass; of this network.
        network: Any dtype; not changed.
        place: A weight or bias of it.
    """
    assert opened.gradient is not None
    value, gradient = float(network.parameters[place.index]), float(opened.gradient[place.index])
    layer = opened.layer(place.layer)
    if not isinstance(network.layers[place.layer - 1], Dense):
        return OpenWeight(place, value, gradient)
    assert layer.dC_dz is not None
    which = place.at[0]
    index = place.at[1] if len(place.at) > 1 else None
    return OpenWeight(
        place,
        value,
        gradient,
        Place(place.layer, which),
        float(layer.dC_dz[which]),
        1.0 if index is None else float(layer.a_in[index]),
        index,
    )
