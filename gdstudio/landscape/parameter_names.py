"""Single parameters by name, as people type them: "layer 1, neuron 3, pixel 12 14"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.errors import InvalidValue
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.layers import Layer
from gdstudio.learning.lstm import GATES, LSTM
from gdstudio.learning.network import Network
from gdstudio.learning.recurrent import Recurrent
from gdstudio.texts import Text

_LONGEST: Final = 200
_N: Final = r"(\d{1,9})"
_START: Final = re.compile(rf"layer {_N} (neuron|filter|unit) {_N}(?: (.*))?")


@dataclass(frozen=True, slots=True)
class ParameterName:
    """One parameter of a network.

    Attributes:
        index: Where it stands in the parameter vector.
        text: Its name, in the form `parse_parameter` reads.
    """

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rest of a name is looked up.

    Attributes:
        text: What was typed.
        layer: The layer.
        which: The neuron, filter or unit.
        rest: What comes after it.
        pixels: Rows and columns, if the inputs are those of a picture.
    """

    text: str
    layer: Layer
    which: int
    rest: str
    pixels: tuple[int, int] | None

    def refused(self, accepted: str) -> InvalidValue:
        """Return the error that says what would be accepted."""
        return InvalidValue(Text("parameter"), self.text, accepted)

    def check(self, name: str, value: int, high: int) -> int:
        """Return a number that is in range, from 0 on."""
        if not 0 <= value <= high:
            raise self.refused(Text("{0} from {1} to {2}", name, 0, high))
        return value


# A parameter within its layer: name and index of the array, and its name behind the layer's.
_Found = tuple[str, tuple[int, ...], str]


def parameter_syntax(network: Network) -> str:
    """Return in one line how the parameters of a network are named."""
    kinds = {_kind(layer) for layer in network.layers if layer.parameter_shapes}
    forms = [form for kind, form in _FORMS.items() if kind in kinds]
    return f"{'; '.join(forms)}; layers count from 1, all else from 0"


def parse_parameter(
    text: str, network: Network, rows: int = 28, columns: int = 28
) -> ParameterName:
    """Return the parameter that a text names.

    Upper and lower case, commas and spaces do not matter: "layer 1, neuron 3, pixel 12 14",
    "Layer 2 neuron 0 input 5", "layer 3, neuron 9, bias", "layer 1, filter 0, pixel 2 2", "layer 1,
    unit 7, forget gate, state 3".

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
    start = _START.fullmatch(plain)
    if start is None:
        raise InvalidValue(Text("parameter"), text, parameter_syntax(network))
    k, which = int(start[1]), int(start[3])
    layer = _layer(text, network, k)
    pixels = (rows, columns) if k == 1 and layer.n_in == rows * columns else None
    place = _Place(text, layer, which, start[4] or "", pixels)
    kind = _kind(layer)
    if start[2] != kind:
        raise place.refused(Text("{0} N: layer {1} is {2}", kind, k, layer))
    place.check(f"a {kind}", which, layer.out_shape[0] - 1)
    form, reader = _READERS[kind]
    found = form.fullmatch(place.rest)
    if found is None:
        raise place.refused(_FORMS[kind])
    array, index, name = reader(place, found)
    part = next(p for p in network.slices if p.name == f"{array}{k}")
    within = int(np.ravel_multi_index(index, part.shape))
    return ParameterName(part.start + within, f"layer {k}, {kind} {which}, {name}")


def proposed_names(network: Network, rows: int = 28, columns: int = 28) -> tuple[str, str]:
    """Return the names of two parameters that there are, both of the first layer that has any.

    Args:
        network: Whose parameters are named.
        rows: Height of the pictures the network sees.
        columns: Width of the pictures.
    """
    k = network.slices[0].layer + 1
    layer = network.layers[k - 1]
    kind = _kind(layer)
    if isinstance(layer, Conv2D):
        rest = f"pixel {layer.kernel[0] // 2} {layer.kernel[1] // 2}"
    elif isinstance(layer, Recurrent):
        gate = f"{GATES[0]} gate, " if isinstance(layer, LSTM) else ""
        rest = f"{gate}input {layer.n_features // 2}"
    elif k == 1 and layer.n_in == rows * columns:
        rest = f"pixel {rows // 2} {columns // 2}"
    else:
        rest = "input 0"
    second = f"1, {rest}" if layer.out_shape[0] > 1 else "0, bias"
    return f"layer {k}, {kind} 0, {rest}", f"layer {k}, {kind} {second}"


def _layer(text: str, network: Network, k: int) -> Layer:
    """Return the k-th layer, which has parameters."""
    numbers = [n for n, layer in enumerate(network.layers, 1) if layer.parameter_shapes]
    if k in numbers:
        return network.layers[k - 1]
    if numbers == list(range(1, len(numbers) + 1)):
        raise InvalidValue(Text("parameter"), text, Text("a layer from 1 to {0}", len(numbers)))
    there = f"{', '.join(map(str, numbers[:-1]))} or {numbers[-1]}"
    raise InvalidValue(
        Text("parameter"), text, Text("layer {0}: the others have no parameters", there)
    )


def _of_neuron(place: _Place, found: re.Match[str]) -> _Found:
    if found[1]:
        return "b", (place.which,), "bias"
    last = place.layer.n_in - 1
    if found[2]:
        k = place.check("an input", int(found[2]), last)
        return "W", (place.which, k), f"input {k}"
    if place.pixels is None:
        raise place.refused(Text("input 0 to {0}: only layer 1 has pixels", last))
    row, column = _pixel(place, (int(found[3]), int(found[4])), place.pixels)
    return "W", (place.which, row * place.pixels[1] + column), f"pixel {row} {column}"


def _of_filter(place: _Place, found: re.Match[str]) -> _Found:
    assert isinstance(place.layer, Conv2D)
    if found[1]:
        return "b", (place.which,), "bias"
    channels = place.layer.in_shape.channels
    channel = place.check("a channel", int(found[2] or 0), channels - 1)
    row, column = _pixel(place, (int(found[3]), int(found[4])), place.layer.kernel)
    start = f"channel {channel}, " if channels > 1 else ""
    return "W", (place.which, channel, row, column), f"{start}pixel {row} {column}"


def _of_unit(place: _Place, found: re.Match[str]) -> _Found:
    layer = place.layer
    assert isinstance(layer, Recurrent)
    if (found[1] is not None) != isinstance(layer, LSTM):
        raise place.refused(_FORMS["unit"])
    start = f"{found[1]} gate, " if found[1] else ""
    row = (GATES.index(found[1]) if found[1] else 0) * layer.n_out + place.which
    if found[2]:
        return "b", (row,), f"{start}bias"
    array, n = ("W", layer.n_features) if found[3] == "input" else ("U", layer.n_out)
    k = place.check(f"{'an input' if array == 'W' else 'a state'}", int(found[4]), n - 1)
    return array, (row, k), f"{start}{found[3]} {k}"


def _pixel(place: _Place, pixel: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    place.check("a pixel row", pixel[0], size[0] - 1)
    place.check("a pixel column", pixel[1], size[1] - 1)
    return pixel


def _kind(layer: Layer) -> str:
    """Return how the outputs of a layer that has parameters are called."""
    if isinstance(layer, Conv2D):
        return "filter"
    return "unit" if isinstance(layer, Recurrent) else "neuron"


_FORMS: Final = {
    "neuron": "layer L, neuron N, then pixel ROW COLUMN (layer 1), input K, or bias",
    "filter": "layer L, filter N, then channel C if there are several, pixel ROW COLUMN, or bias",
    "unit": "layer L, unit N, GATE gate for an LSTM, then input K, state K, or bias",
}
_READERS: Final[dict[str, tuple[re.Pattern[str], Callable[[_Place, re.Match[str]], _Found]]]] = {
    "neuron": (re.compile(rf"(bias)|input {_N}|pixel {_N} {_N}"), _of_neuron),
    "filter": (re.compile(rf"(bias)|(?:channel {_N} )?pixel {_N} {_N}"), _of_filter),
    "unit": (re.compile(rf"(?:({'|'.join(GATES)}) gate )?(?:(bias)|(input|state) {_N})"), _of_unit),
}
