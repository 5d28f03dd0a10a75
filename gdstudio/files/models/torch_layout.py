"""Names and layouts of PyTorch's modules: nn.Linear, nn.Conv2d, nn.LSTM and nn.RNN (2.x).

Linear and Conv2d lay their weights out as this program does. Of an LSTM PyTorch keeps the gates in
the order input, forget, candidate, output, here output and candidate change places; it adds two
vectors of biases, of which the second is 0 where they come from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.manifest import Refused
from gdstudio.files.models.layer_weights import LayerWeights, weights_of
from gdstudio.learning.network import Network
from gdstudio.texts import Text

_NAME: Final = re.compile(r"((?:.*\.)?)(weight|bias|(?:weight|bias)_(?:ih|hh)_l0)")
_RECURRENT: Final = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
_ORDER: Final = ("conv", "lstm", "rnn", "dense")  # in which layers can follow one another here
_TO_TORCH: Final = (0, 1, 3, 2)  # gates; its own inverse


def to_torch(network: Network) -> dict[str, Array]:
    """Return the parameters by PyTorch's names: "layer1.weight", "layer2.weight_ih_l0", ..."""
    found: dict[str, Array] = {}
    for number, given in weights_of(network):
        name = f"layer{number}."
        if given.U is None:
            found |= {f"{name}weight": given.W, f"{name}bias": given.b}
            continue
        W, U, b = (_turned(array, given.kind) for array in (given.W, given.U, given.b))
        arrays = W, U, b, np.zeros_like(b)
        found |= {name + part: array for part, array in zip(_RECURRENT, arrays, strict=True)}
    return found


def from_torch(arrays: Mapping[str, Array]) -> list[LayerWeights]:
    """Return the layers of a state dict, in the order in which they can follow one another.

    Of one kind they stand in the order of their names, numbers in them by value.

    Raises:
        Refused: A name or the arrays of a layer are not those of a module known here.
    """
    modules: dict[str, dict[str, Array]] = {}
    for name, array in arrays.items():
        parts = _NAME.fullmatch(name)
        if parts is None:
            known = Text("a weight or bias of a Linear, Conv2d, LSTM or RNN layer of PyTorch")
            raise Refused(Text("{0!r} is not {1}", printable(name, 60), known))
        modules.setdefault(parts[1].rstrip("."), {})[parts[2]] = array
    layers = [_layer(name, parts) for name, parts in modules.items()]
    return sorted(layers, key=lambda layer: (_ORDER.index(layer.kind), _natural(layer.name)))


def _layer(name: str, parts: Mapping[str, Array]) -> LayerWeights:
    shown = printable(name, 60) or Text("its only layer")
    if "weight_ih_l0" in parts or "weight_hh_l0" in parts:
        return _recurrent_layer(name, shown, parts)
    weight = parts.get("weight")
    if weight is None or weight.ndim not in (2, 4) or not parts.keys() <= {"weight", "bias"}:
        found = Text("no weight") if weight is None else Text("a weight of shape {0}", weight.shape)
        raise Refused(Text("{0}: {1} is not that of a Linear or Conv2d layer", shown, found))
    bias = parts.get("bias", np.zeros(len(weight), weight.dtype))
    return LayerWeights(name, "dense" if weight.ndim == 2 else "conv", weight, bias)


def _recurrent_layer(name: str, shown: str, parts: Mapping[str, Array]) -> LayerWeights:
    W, U = parts.get("weight_ih_l0"), parts.get("weight_hh_l0")
    if W is None or U is None or not parts.keys() <= set(_RECURRENT):
        raise Refused(Text("{0}: weight_ih_l0 and weight_hh_l0 belong together", shown))
    if W.ndim != 2 or U.ndim != 2 or len(W) != len(U) or 0 in U.shape:
        raise Refused(Text("{0}: {1} and {2} do not go together", shown, W.shape, U.shape))
    kinds = {4 * U.shape[1]: "lstm", U.shape[1]: "rnn"}
    kind = kinds.get(len(U))
    if kind is None:
        raise Refused(Text("{0} is neither an LSTM nor an RNN layer: {1}", shown, U.shape))
    zeros = np.zeros(len(W), W.dtype)
    first, second = parts.get("bias_ih_l0", zeros), parts.get("bias_hh_l0", zeros)
    if first.shape != zeros.shape or second.shape != zeros.shape:
        raise Refused(Text("{0}: biases have {1} and {2}", shown, first.shape, second.shape))
    W, U, b = (_turned(array, kind) for array in (W, U, first + second))
    return LayerWeights(name, kind, W, b, U)


def _turned(array: Array, kind: str) -> Array:
    """Return the gates (4 * units, ...) in the other order; of an RNN nothing changes."""
    if kind != "lstm":
        return array
    gates = array.reshape(4, -1, *array.shape[1:])
    return gates[list(_TO_TORCH)].reshape(array.shape)


def _natural(name: str) -> list[tuple[int, str]]:
    """Return what names are ordered by: "layer2" comes before "layer10"."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+|[0-9]", name)
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts]
