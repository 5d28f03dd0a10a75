"""Neurons, weights and biases by short names: "L2.5", "W2[3,7]", "b2[3]".

Layers count from 1, all else from 0.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.errors import InvalidValue
from gdstudio.learning.layers import Layer
from gdstudio.learning.network import Network, ParameterSlice
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.texts import Text

_LONGEST: Final = 60
_NEURON: Final = re.compile(r"l(\d{1,9})((?:\.\d{1,9})+)")
_WEIGHT: Final = re.compile(r"([a-z]\d{1,9})\[(\d{1,9}(?:,\d{1,9})*)\]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a neuron stands; `str(place)` is its name, e.g. "L2.5".

    Attributes:
        layer: Its layer, from 1.
        index: Which output of the layer it is, from 0; in feature maps by map, row, column.
    """

    layer: int
    index: int

    def __str__(self) -> str:
        return f"L{self.layer}.{self.index}"


@dataclass(frozen=True, slots=True)
class WeightPlace:
    """Where a weight or bias stands; `str(place)` is its name, e.g. "W2[3,7]".

    Attributes:
        array: The array of parameters it stands in, e.g. "W2".
        at: Where in the array; of a dense layer's weight to which neuron, from which input.
        index: Where in the parameter vector.
        layer: Its layer, from 1.
    """

    array: str
    at: tuple[int, ...]
    index: int
    layer: int

    def __str__(self) -> str:
        return f"{self.array}[{','.join(map(str, self.at))}]"


def find_place(text: str, network: Network) -> Place:
    """Return the neuron that a text names: "L2.5", "l2.5", in feature maps also "L1.0.4.7".

    Raises:
        InvalidValue: The text is no such name, or there is no such neuron; it names what there is.
    """
    found = _NEURON.fullmatch(_bare(text))
    if found is None:
        example = Place(len(network.layers), 0)
        raise _no_neuron(text, Text("L, the layer, a point and the neuron, e.g. {0}", example))
    number = int(found[1])
    if not 1 <= number <= len(network.layers):
        raise _no_neuron(text, Text("a layer from 1 to {0}", len(network.layers)))
    layer = network.layers[number - 1]
    at = tuple(int(one) for one in found[2][1:].split("."))
    for shape in ((layer.n_out,), layer.out_shape):
        if len(at) == len(shape) and all(n < size for n, size in zip(at, shape, strict=True)):
            return Place(number, int(np.ravel_multi_index(at, shape)))
    raise _no_neuron(text, _neurons_of(number, layer))


def find_weight(text: str, network: Network) -> WeightPlace:
    """Return the weight or bias that a text names: "W2[3,7]", "w2[3, 7]", "b2[3]".

    The array is that of `Network.slices`, the numbers count in its shape: of a dense layer to which
    neuron, from which input; of a convolution filter, channel, row, column.

    Raises:
        InvalidValue: The text is no such name, or there is no such weight; it names what there is.
    """
    found = _WEIGHT.fullmatch(_bare(text))
    if found is None:
        example = weight_name(network, 0)
        raise _no_weight(text, Text("an array and a place in it, e.g. {0}", example))
    part = next((one for one in network.slices if one.name.lower() == found[1]), None)
    if part is None:
        names = ", ".join(one.name for one in network.slices)
        raise _no_weight(text, Text("one of the arrays {0}", names))
    at = tuple(int(one) for one in found[2].split(","))
    if len(at) != len(part.shape) or any(n >= s for n, s in zip(at, part.shape, strict=True)):
        first, last = (_name(part, tuple(at)) for at in _corners(part))
        raise _no_weight(text, Text("{0} to {1}", first, last))
    return weight_at(network, part.start + int(np.ravel_multi_index(at, part.shape)))


def weight_at(network: Network, index: int) -> WeightPlace:
    """Return which weight or bias stands at a place of the parameter vector, from 0."""
    part = network.slices[bisect_right(network.slices, index, key=lambda one: one.start) - 1]
    at = tuple(int(n) for n in np.unravel_index(index - part.start, part.shape))
    return WeightPlace(part.name, at, index, part.layer + 1)


def weight_name(network: Network, index: int) -> str:
    """Return the name of what stands at a place of the parameter vector: "W2[3,7]", "b2[3]"."""
    return str(weight_at(network, index))


def input_name(layer: int, index: int, in_shape: PictureShape = DIGIT) -> str:
    """Return how an input of a layer is called: "pixel 12 14" (row, column), or a neuron's name.

    Args:
        layer: The layer that sees the input, from 1.
        index: Which of its inputs, from 0.
        in_shape: Of the pictures that the network sees.
    """
    if layer > 1:
        return str(Place(layer - 1, index))
    channel, place = divmod(index, in_shape.rows * in_shape.columns)
    row, column = divmod(place, in_shape.columns)
    pixel = Text("pixel {0} {1}", row, column)
    return Text("channel {0}, {1}", channel, pixel) if in_shape.channels > 1 else pixel


def _bare(text: str) -> str:
    return "".join(text[:_LONGEST].lower().split())


def _no_neuron(text: str, accepted: str) -> InvalidValue:
    return InvalidValue(Text("neuron"), text, accepted)


def _no_weight(text: str, accepted: str) -> InvalidValue:
    return InvalidValue(Text("weight"), text, accepted)


def _neurons_of(number: int, layer: Layer) -> Text:
    last = Place(number, layer.n_out - 1)
    return Text("{0} to {1}: layer {2} is {3}", Place(number, 0), last, number, layer)


def _corners(part: ParameterSlice) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (0,) * len(part.shape), tuple(size - 1 for size in part.shape)


def _name(part: ParameterSlice, at: tuple[int, ...]) -> str:
    return str(WeightPlace(part.name, at, 0, 0))
