"""Neurons and inputs that count for nothing: no weight leads out of them that is not 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.inside.edits import Edit, SwitchOffInput, SwitchOffNeuron
from gdstudio.inside.fan_out import next_with_weights, unit_of
from gdstudio.inside.places import Place
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Revival:
    """An edit after which something counts again that an earlier one has switched off.

    Attributes:
        switched_off: The earlier edit.
        by: The later one.
    """

    switched_off: SwitchOffNeuron | SwitchOffInput
    by: Edit


def cut_off(network: Network, number: int) -> Bools:
    """Return which units of a layer no later layer sees: all weights out of them are 0.

    Args:
        network: The network; NaN is no 0.
        number: Which layer, from 1; 0 for the inputs, which are known of a dense first layer only.

    Returns:
        Shape (units,), of maps one each; of inputs (n_in,). Outputs are always seen.
    """
    units = network.n_in if number == 0 else network.layers[number - 1].out_shape[0]
    following = next_with_weights(network, number)
    if following is None or (number == 0 and not _reads_each_input(network, following)):
        return np.zeros(units, np.bool_)
    W = network.part(f"W{following}")
    if isinstance(network.layers[following - 1], Conv2D):
        seen = W.any(axis=(0, 2, 3))
    else:
        seen = W.reshape(len(W), units, -1).any(axis=(0, 2))
    if number and isinstance(network.layers[number - 1], Recurrent):
        seen = seen | network.part(f"U{number}").any(axis=0)
    return np.asarray(~seen)


def is_cut_off(network: Network, place: Place) -> bool:
    """Return whether no later layer sees a neuron, or the map that it lies in."""
    return bool(cut_off(network, place.layer)[unit_of(network, place)])


def switched_off_by(
    edits: Sequence[Edit], network: Network, place: Place
) -> SwitchOffNeuron | None:
    """Return the last of some edits that switches a neuron, or its map, off; None for none."""
    unit = unit_of(network, place)
    found = [
        edit
        for edit in edits
        if isinstance(edit, SwitchOffNeuron)
        and (edit.place.layer, unit_of(network, edit.place)) == (place.layer, unit)
    ]
    return found[-1] if found else None


def revivals(edits: Sequence[Edit], network: Network, parameters: Array) -> tuple[Revival, ...]:
    """Return which edits give back a weight to what an earlier one has switched off.

    Args:
        edits: In the order in which they are made.
        network: Its layers are looked at, not its parameters.
        parameters: Before the edits, shape (n,); not changed.

    Raises:
        InvalidValue: The network has not what is edited.
    """
    edited, found = np.array(parameters), list[Revival]()
    off: list[SwitchOffNeuron | SwitchOffInput] = []
    for edit in edits:
        edit.change(network, edited)
        for one in tuple(off):
            if edited[one.weights(network)].any():
                found.append(Revival(one, edit))
                off.remove(one)
        if isinstance(edit, SwitchOffNeuron | SwitchOffInput):
            off.append(edit)
    return tuple(found)


def _reads_each_input(network: Network, following: int) -> bool:
    return following == 1 and isinstance(network.layers[0], Dense)
