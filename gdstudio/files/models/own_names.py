"""Names of parameters as this program gives them: "W1", "b1", "U2", by the number of the layer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from gdstudio.arrays import Array
from gdstudio.files.manifest import Refused
from gdstudio.files.models.layer_weights import LayerWeights
from gdstudio.learning.network import Network
from gdstudio.texts import Text

_NAME: Final = re.compile(r"([WUb])([1-9][0-9]?)")


def to_own_names(network: Network) -> dict[str, Array]:
    """Return the parameters by their names in the table of slices."""
    return {part.name: network.part(part.name) for part in network.slices}


def is_own_name(name: str) -> bool:
    """Tell whether a name is one of a parameter of this program."""
    return _NAME.fullmatch(name) is not None


def from_own_names(arrays: Mapping[str, Array]) -> list[LayerWeights]:
    """Return the layers in the order of their numbers; all names are such as `is_own_name`.

    Raises:
        Refused: Weights or biases of a layer are missing, or cannot be those of a layer.
    """
    numbers = sorted({int(name[1:]) for name in arrays})
    return [_layer(number, arrays) for number in numbers]


def _layer(number: int, arrays: Mapping[str, Array]) -> LayerWeights:
    W, b, U = (arrays.get(f"{letter}{number}") for letter in "WbU")
    name = Text("layer {0}", number)
    if W is None or b is None:
        raise Refused(Text("{0}: {1} is missing", name, f"{'W' if W is None else 'b'}{number}"))
    if U is None:
        kind = {2: "dense", 4: "conv"}.get(W.ndim)
    else:
        square = U.ndim == 2 and U.shape[1] > 0 and W.ndim == 2
        kind = {4: "lstm", 1: "rnn"}.get(len(U) // U.shape[1]) if square else None
    if kind is None or 0 in W.shape:
        raise Refused(Text("{0}: weights of shape {1} are those of no layer", name, W.shape))
    return LayerWeights(name, kind, W, b, U)
