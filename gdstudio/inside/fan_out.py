"""Where a neuron or an input goes: the weights over which later layers see it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import InvalidValue
from gdstudio.inside.places import Place
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network, ParameterSlice
from gdstudio.learning.recurrent import Recurrent
from gdstudio.texts import Text

Indices = NDArray[np.intp]


def unit_of(network: Network, place: Place) -> int:
    """Return which row of its layer's weights a neuron has: of a feature map its filter."""
    shape = network.layers[place.layer - 1].out_shape
    return place.index // math.prod(shape[1:])


def fan_out(network: Network, place: Place) -> Indices:
    """Return where in the parameter vector the weights stand that lead out of a neuron.

    The neurons of a feature map share their weights, so of a map these are the weights that lead
    out of all of it. A recurrent unit leads to its own layer's next step, too.

    Raises:
        InvalidValue: It is an output, or of a layer without weights.
    """
    layer = network.layers[place.layer - 1]
    following = next_with_weights(network, place.layer)
    if following is None or not layer.parameter_shapes:
        raise InvalidValue(Text("neuron"), str(place), _with_outgoing(network))
    unit = unit_of(network, place)
    n_units = network.layers[place.layer - 1].out_shape[0]
    found = [_columns(network, following, unit, n_units)]
    if isinstance(layer, Recurrent):
        found.append(_part(network, f"U{place.layer}")[:, unit])
    return np.concatenate([one.ravel() for one in found])


def input_fan_out(network: Network, index: int) -> Indices:
    """Return where in the parameter vector the weights stand that lead out of an input.

    Raises:
        InvalidValue: There is no such input, or the first layer's weights are shared among many.
    """
    last = network.n_in - 1
    if not 0 <= index <= last:
        raise InvalidValue(Text("input"), index, Text("an input from 0 to {0}", last))
    first = next_with_weights(network, 0)
    assert first is not None
    if first != 1 or not isinstance(network.layers[0], Dense):
        accepted = Text("a network whose first layer is dense: others share weights among inputs")
        raise InvalidValue(Text("input"), index, accepted)
    return _part(network, "W1")[:, index].ravel()


def _columns(network: Network, number: int, unit: int, n_units: int) -> Indices:
    """Return the weights of a layer that see one of the units or maps before it."""
    layer, W = network.layers[number - 1], _part(network, f"W{number}")
    if isinstance(layer, Conv2D):
        return W[:, unit]
    inputs = layer.n_features if isinstance(layer, Recurrent) else layer.n_in
    of_a_unit = inputs // n_units  # channels stand one after the other, whatever reads them
    return W[:, unit * of_a_unit : (unit + 1) * of_a_unit]


def next_with_weights(network: Network, number: int) -> int | None:
    """Return the first layer behind a layer that has weights, from 1; None if there is none."""
    for k in range(number + 1, len(network.layers) + 1):
        if network.layers[k - 1].parameter_shapes:
            return k
    return None


def _part(network: Network, name: str) -> Indices:
    """Return where the numbers of an array stand in the vector, in the array's shape."""
    part: ParameterSlice = next(one for one in network.slices if one.name == name)
    return np.arange(part.start, part.stop).reshape(part.shape)


def _with_outgoing(network: Network) -> Text:
    numbers = [k for k, layer in enumerate(network.layers, 1) if layer.parameter_shapes][:-1]
    if not numbers:
        return Text("a neuron of a hidden layer: this network has none")
    return Text("a neuron of layer {0}", ", ".join(map(str, numbers)))
