"""What every layer of a network makes of one picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, locked
from gdstudio.learning.architecture import LayerSummary, describe
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent


@dataclass(frozen=True, slots=True, eq=False)
class LayerActivations:
    """The outputs of one layer for one picture.

    Attributes:
        summary: Name, shape and parameter count of the layer.
        values: Shape (moments, *summary.out_shape), read-only. A recurrent layer and those behind
            it have a moment for each row read, the last being the layer's output; all others one.
    """

    summary: LayerSummary
    values: Array

    def at(self, moment: int) -> Array:
        """Return the values after a row, counted from 0; those of the last moment if later."""
        values: Array = self.values[min(moment, len(self.values) - 1)]
        return values


def layer_activations(network: Network, x: Array) -> tuple[LayerActivations, ...]:
    """Return the outputs of every layer, the last with the network's output activation.

    Where a layer reads its picture row by row, or pixel by pixel, it and the layers behind it are
    asked with the hidden state after each row in place of the last.

    Args:
        network: Not changed.
        x: One picture as input (n_in,).
    """
    found: list[Array] = []
    X = x[np.newaxis]
    for k, layer in enumerate(network.layers):
        parameters = [network.part(part.name) for part in network.slices if part.layer == k]
        if isinstance(layer, Recurrent):
            states = layer.states(parameters, X)[:, 0]
            steps_a_row = layer.in_shape.columns if layer.by_pixel else 1
            X = states[steps_a_row - 1 :: steps_a_row]
        else:
            X, _ = layer.forward(parameters, X)
        found.append(X)
    found[-1] = network.output_activation.apply(X)
    summaries = describe(network.layers)
    return tuple(
        LayerActivations(summary, locked(np.array(A).reshape(-1, *summary.out_shape)))
        for summary, A in zip(summaries, found, strict=True)
    )
