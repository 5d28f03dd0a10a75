"""Single parameters by name, as people type them: "layer 1, neuron 3, pixel 12 14"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.learning.network import Network, ParameterSlice

SYNTAX: Final = (
    "layer L, neuron N, then pixel ROW COLUMN (layer 1), input K, or bias; "
    "layers count from 1, all else from 0"
)
_LONGEST: Final = 200
_TEXT: Final = re.compile(
    r"layer (\d{1,9}) neuron (\d{1,9}) (?:(bias)|input (\d{1,9})|pixel (\d{1,9}) (\d{1,9}))"
)


@dataclass(frozen=True, slots=True)
class ParameterName:
    """One parameter of a network.

    Attributes:
        index: Where it stands in the parameter vector.
        text: Its name, in the form `parse_parameter` reads.
    """

    index: int
    text: str


def parse_parameter(
    text: str, network: Network, rows: int = 28, columns: int = 28
) -> ParameterName:
    """Return the parameter that a text names.

    Upper and lower case, commas and spaces do not matter: "layer 1, neuron 3, pixel 12 14",
    "Layer 2 neuron 0 input 5", "layer 3, neuron 9, bias".

    Args:
        text: What was typed.
        network: Whose parameters are named.
        rows: Height of the pictures the network sees.
        columns: Width of the pictures.

    Raises:
        InvalidValue: The text is no such name, or there is no such parameter; it names what there
            is instead.
    """
    plain = " ".join(text[:_LONGEST].lower().replace(",", " ").split())
    found = _TEXT.fullmatch(plain)
    if found is None:
        raise InvalidValue("parameter", text, SYNTAX)
    layer, neuron = int(found[1]), int(found[2])
    parts = _parts(network)
    _check(text, "a layer", layer, 1, len(parts))
    weights, biases = parts[layer - 1]
    _check(text, "a neuron", neuron, 0, weights.shape[0] - 1)
    start = f"layer {layer}, neuron {neuron}, "
    if found[3]:
        return ParameterName(biases.start + neuron, f"{start}bias")
    n_in = weights.shape[1]
    if found[4]:
        k, name = int(found[4]), f"input {int(found[4])}"
        _check(text, "an input", k, 0, n_in - 1)
    else:
        if layer != 1 or n_in != rows * columns:
            raise InvalidValue("parameter", text, f"input 0 to {n_in - 1}: only layer 1 has pixels")
        row, column = int(found[5]), int(found[6])
        _check(text, "a pixel row", row, 0, rows - 1)
        _check(text, "a pixel column", column, 0, columns - 1)
        k, name = row * columns + column, f"pixel {row} {column}"
    return ParameterName(weights.start + neuron * n_in + k, start + name)


def _parts(network: Network) -> list[tuple[ParameterSlice, ParameterSlice]]:
    """Return weights (n_out, n_in) and biases of each layer that has just these."""
    by_layer: dict[int, list[ParameterSlice]] = {}
    for part in network.slices:
        by_layer.setdefault(part.layer, []).append(part)
    pairs = []
    for parts in by_layer.values():
        if [len(part.shape) for part in parts] != [2, 1]:
            raise InvalidValue("network", "layers of another kind", "fully connected layers")
        pairs.append((parts[0], parts[1]))
    return pairs


def _check(text: str, name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise InvalidValue("parameter", text, f"{name} from {low} to {high}")
