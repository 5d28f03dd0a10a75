"""What one neuron sees: which inputs come in over which weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats
from gdstudio.inside.fan_out import unit_of
from gdstudio.inside.places import Place, WeightPlace
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FanIn:
    """The inputs of one neuron, k in number, and its weights; nothing of the network is copied.

    Attributes:
        inputs: Which inputs of the layer they are, shape (k,). -1 - j stands for unit j of the
            layer's own hidden state one step before.
        weights: Where their weights stand in the parameter vector, shape (k,).
        bias: Where its bias stands there.
    """

    inputs: Indices
    weights: Indices
    bias: int


def fan_in(network: Network, place: Place) -> FanIn | None:
    """Return what a neuron sees; None where a layer has no weighted sum of its own.

    A neuron in a feature map sees the pixels of its window that lie in the picture. Pooling has no
    weights, and a recurrent unit other inputs after each row; see `gate_fan_in`.
    """
    layer = network.layers[place.layer - 1]
    if isinstance(layer, Dense):
        return _of_dense(network, place, layer)
    return _of_convolution(network, place, layer) if isinstance(layer, Conv2D) else None


def fan_in_weights(network: Network, place: Place) -> Indices | None:
    """Return where the weights of a neuron's inputs stand in the parameter vector, shape (k,).

    Of a feature map they are those of its filter, of a recurrent unit those of all its gates, of
    what the layer reads. None of a layer that has no weights.
    """
    part = next((one for one in network.slices if one.name == f"W{place.layer}"), None)
    if part is None:
        return None
    unit, units = unit_of(network, place), network.layers[place.layer - 1].out_shape[0]
    found: Indices = np.arange(part.start, part.stop).reshape(part.shape)[unit::units].ravel()
    return found


def leads_into(network: Network, weight: WeightPlace, place: Place) -> bool:
    """Return whether a weight or bias is one of a neuron's own, or of its filter or unit."""
    units = network.layers[place.layer - 1].out_shape[0]
    return weight.layer == place.layer and weight.at[0] % units == unit_of(network, place)


def gate_fan_in(network: Network, place: Place, gate: int, row: int) -> FanIn:
    """Return what one sum of a recurrent unit sees: a row, or a pixel, and the state before it.

    Args:
        network: Whose unit it is.
        place: A unit of a recurrent layer.
        gate: Which of its sums, from 0: of an LSTM as in `GATES`, else the only one.
        row: The row, or the pixel in reading order, from 0.
    """
    layer = network.layers[place.layer - 1]
    assert isinstance(layer, Recurrent)
    read = rows_read(layer, np.arange(layer.n_in))[row]
    states, at = np.arange(layer.n_out), gate * layer.n_out + place.index
    W = _start(network, "W", place.layer) + at * layer.n_features
    U = _start(network, "U", place.layer) + at * layer.n_out
    return FanIn(
        np.concatenate([read, -1 - states]),
        np.concatenate([W + np.arange(layer.n_features), U + states]),
        _start(network, "b", place.layer) + at,
    )


def rows_read(layer: Recurrent, a_in: NDArray[Any]) -> NDArray[Any]:
    """Return the inputs (n_in,) of a recurrent layer as it reads them, shape (rows, features)."""
    pictures = a_in.reshape(layer.in_shape)
    if layer.by_pixel:
        return pictures.reshape(len(pictures), -1).T
    return pictures.transpose(1, 0, 2).reshape(layer.n_steps, -1)


def states_of(network: Network, number: int, a_in: Floats) -> Floats:
    """Return a recurrent layer's hidden states after each of its rows, shape (rows, units).

    Args:
        network: Whose layer it is.
        number: Which layer, from 1.
        a_in: Its inputs, shape (n_in,), in the network's dtype.
    """
    layer = network.layers[number - 1]
    assert isinstance(layer, Recurrent)
    parameters = [network.part(part.name) for part in network.slices if part.layer == number - 1]
    states: Floats = layer.states(parameters, a_in[np.newaxis])[:, 0]
    return states


def _of_dense(network: Network, place: Place, layer: Dense) -> FanIn:
    inputs = np.arange(layer.n_in)
    start = _start(network, "W", place.layer) + place.index * layer.n_in
    return FanIn(inputs, start + inputs, _start(network, "b", place.layer) + place.index)


def _of_convolution(network: Network, place: Place, layer: Conv2D) -> FanIn:
    shape = layer.in_shape
    which, row, column = np.unravel_index(place.index, layer.out_shape)
    channel, i, j = np.indices((shape.channels, *layer.kernel)).reshape(3, -1)
    rows = int(row) * layer.stride[0] - layer.padding[0] + i
    columns = int(column) * layer.stride[1] - layer.padding[1] + j
    inside = (rows >= 0) & (rows < shape.rows) & (columns >= 0) & (columns < shape.columns)
    kept = np.flatnonzero(inside)  # channel, i, j run as the filter's numbers do
    start = _start(network, "W", place.layer) + int(which) * len(channel)
    inputs = (channel[kept] * shape.rows + rows[kept]) * shape.columns + columns[kept]
    return FanIn(inputs, start + kept, _start(network, "b", place.layer) + int(which))


def _start(network: Network, array: str, number: int) -> int:
    return next(part.start for part in network.slices if part.name == f"{array}{number}")
