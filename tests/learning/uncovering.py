"""What a recurrent network answers after each step, worked out in another way than the program."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent

Array = NDArray[Any]


def is_recurrent(network: Network) -> bool:
    """Tell whether one of the layers reads its pictures step by step."""
    return any(isinstance(layer, Recurrent) for layer in network.layers)


def outputs_by_step(network: Network, X: Array) -> Array:
    """Return the outputs after each step of the recurrent layer: (steps, batch, n_out).

    The layers behind it are asked with the hidden state after each step in place of the last, so
    the last entry is the network's answer.

    Args:
        network: One with a recurrent layer; not changed.
        X: Inputs (batch, n_in).
    """
    assert is_recurrent(network)
    n_steps = 1
    for k, layer in enumerate(network.layers):
        parameters = [network.part(part.name) for part in network.slices if part.layer == k]
        if isinstance(layer, Recurrent):
            n_steps = layer.n_steps
            X = layer.states(parameters, X).reshape(-1, layer.n_out)
        else:
            X, _ = layer.forward(parameters, X)
    outputs = network.output_activation.apply(X)
    return outputs.reshape(n_steps, -1, network.n_out)
