"""Weights and biases of the layers of a network, taken out of it and put in again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, locked
from gdstudio.errors import printable
from gdstudio.files.manifest import Refused
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.lstm import LSTM
from gdstudio.learning.network import Network
from gdstudio.texts import Text

KINDS: Final = {Dense: "dense", Conv2D: "conv", LSTM: "lstm"}


@dataclass(frozen=True, slots=True, eq=False)
class LayerWeights:
    """Weights and biases of one layer, laid out as this program does.

    Attributes:
        name: What the file calls the layer, for messages.
        kind: "dense", "conv", "lstm" or "rnn".
        W: Dense (n_out, n_in), conv (filters, channels, rows, columns), else (gates * units,
            features).
        b: One for each row of W.
        U: Of recurrent layers (gates * units, units), else None.
    """

    name: str
    kind: str
    W: Array
    b: Array
    U: Array | None = None

    @property
    def n_units(self) -> int:
        """Outputs, filters or units."""
        return len(self.W) // 4 if self.kind == "lstm" else len(self.W)


def weights_of(network: Network) -> list[tuple[int, LayerWeights]]:
    """Return the weights of each layer that has some, views, with the layer's number from 1."""
    found = []
    for k, layer in enumerate(network.layers):
        parts = {s.name: network.part(s.name) for s in network.slices if s.layer == k}
        if parts:
            W, b, U = (parts.get(f"{letter}{k + 1}") for letter in "WbU")
            assert W is not None
            assert b is not None
            found.append((k + 1, LayerWeights(f"layer {k + 1}", kind_of(layer), W, b, U)))
    return found


def kind_of(layer: Layer) -> str:
    """Return which kind of weights a layer has."""
    return KINDS.get(type(layer), "rnn")


def parameters_from(layers: Sequence[Layer], weights: Sequence[LayerWeights], dtype: str) -> Array:
    """Return the vector (n,), read-only, of layers whose weights are these, in their order.

    Raises:
        Refused: There are more or fewer of them, of another kind or shape, or not finite.
    """
    wanting = [layer for layer in layers if layer.parameter_shapes]
    if len(weights) != len(wanting):
        found = Text("holds weights of {0} layers", len(weights))
        raise Refused(Text("{0}, but the network has {1}", found, len(wanting)))
    arrays: list[Array] = []
    for layer, given in zip(wanting, weights, strict=True):
        if given.kind != kind_of(layer):
            raise _refused(given, Text("is of kind {0}, where {1} is wanted", given.kind, layer))
        for letter, shape in layer.parameter_shapes.items():
            array: Array = getattr(given, letter)
            if array.shape != shape:
                what = "biases" if letter == "b" else "weights"
                wanted = Text("{0} has {1} of shape {2}", layer, what, shape)
                raise _refused(given, Text("has {0}, but {1}", array.shape, wanted))
            arrays.append(array)
    with np.errstate(over="ignore", invalid="ignore"):
        vector: Array = np.concatenate([array.ravel() for array in arrays], dtype=dtype)
    if not np.isfinite(vector).all():
        raise Refused(Text("holds numbers that are not finite"))
    return locked(vector)


def _refused(given: LayerWeights, reason: str) -> Refused:
    return Refused(Text("{0}: {1}", printable(given.name, 60), reason))
