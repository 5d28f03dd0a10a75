"""From an architecture as people write it to layers, back to words, and what they would need."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.learning.activations import Activation, find_activation
from gdstudio.learning.architecture_parts import Part
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.lstm import LSTM
from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.recurrent import SimpleRecurrent
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text

MAX_PARAMETERS: Final = 20_000_000  # 80 MB of float32, and as much for each of gradient and moments
MAX_STATE_BYTES: Final = 1 << 30  # of parameters, gradient and whatever has their shape
MAX_KEPT_NUMBERS: Final = 1 << 26  # of one example: 256 MB of float32, 512 MB of float64
# Multiplications of one example, a few seconds; 512 filters of 3x3 on 512 maps of 28x28 take 1.8e9.
MAX_WORK: Final = 1 << 33
_COPIES: Final = 4  # of the parameters, beside the optimiser's: gradient, first values, a snapshot

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """One layer in words and numbers.

    Attributes:
        name: As it would be written in an architecture, e.g. "conv 8@5x5".
        out_shape: (channels, rows, columns) of its feature maps, or (n_out,).
        parameter_count: Weights and biases.
    """

    name: str
    out_shape: Shape
    parameter_count: int


def make_layers(
    parts: Sequence[Part], in_shape: PictureShape, n_out: int, activation: str
) -> tuple[Layer, ...]:
    """Return the layers that the parts describe, and the fully connected output layer.

    Raises:
        InvalidValue: A part does not fit what comes before it, or there are too many parameters.
    """
    hidden = find_activation(activation)
    layers: list[Layer] = []
    shape: Shape = in_shape
    for part in parts:
        layers.append(_MAKERS[part.kind](part, shape, hidden))
        shape = layers[-1].out_shape
        n_parameters = count_parameters(layers)
        if n_parameters > MAX_PARAMETERS:
            raise part.refused(
                Text(
                    "smaller layers: with this one there are {0:,} parameters, more than {1:,}",
                    n_parameters,
                    MAX_PARAMETERS,
                )
            )
    layers.append(Dense(math.prod(shape), n_out, find_activation("identity")))
    return tuple(layers)


def describe(layers: Sequence[Layer]) -> tuple[LayerSummary, ...]:
    """Return name, output shape and parameter count of each layer, the output layer included."""
    return tuple(
        LayerSummary(str(layer), layer.out_shape, count_parameters([layer])) for layer in layers
    )


def count_parameters(layers: Sequence[Layer]) -> int:
    """Return the number of weights and biases of some layers."""
    shapes = [shape for layer in layers for shape in layer.parameter_shapes.values()]
    return sum(math.prod(shape) for shape in shapes)


def _conv(part: Part, shape: Shape, activation: Activation) -> Layer:
    pictures = _pictures(part, shape)
    padded = (pictures.rows + 2 * part.padding[0], pictures.columns + 2 * part.padding[1])
    _check_fits(part, "kernel", padded, pictures)
    stride = part.stride or (1, 1)
    return Conv2D(pictures, part.size, part.window, activation, stride, part.padding)


def _pool(part: Part, shape: Shape, activation: Activation) -> Layer:
    pictures = _pictures(part, shape)
    _check_fits(part, "window", pictures[1:], pictures)
    kind = MaxPool2D if part.kind == "max pool" else AveragePool2D
    return kind(pictures, part.window, part.stride)


def _dense(part: Part, shape: Shape, activation: Activation) -> Layer:
    return Dense(math.prod(shape), part.size, activation)


def _dropout(part: Part, shape: Shape, activation: Activation) -> Layer:
    return Dropout(shape, part.rate)


def _lstm(part: Part, shape: Shape, activation: Activation) -> Layer:
    return LSTM(_pictures(part, shape), part.size, part.by_pixel)


def _rnn(part: Part, shape: Shape, activation: Activation) -> Layer:
    own = find_activation(part.activation)
    return SimpleRecurrent(_pictures(part, shape), part.size, own, part.by_pixel)


_MAKERS: Final[dict[str, Callable[[Part, Shape, Activation], Layer]]] = {
    "conv": _conv,
    "max pool": _pool,
    "average pool": _pool,
    "dense": _dense,
    "dropout": _dropout,
    "lstm": _lstm,
    "rnn": _rnn,
}


def _pictures(part: Part, shape: Shape) -> PictureShape:
    if not isinstance(shape, PictureShape):
        raise part.refused(
            f"dense or dropout: what comes before gives {shape[0]:,} numbers, not pictures"
        )
    return shape


def _check_fits(part: Part, name: str, space: Shape, pictures: PictureShape) -> None:
    """Raise InvalidValue if the window is larger than the space there is for it."""
    if part.window[0] > space[0] or part.window[1] > space[1]:
        raise part.refused(
            Text(
                "a {0} of at most {1}x{2}: it sees pictures of {3}x{4}",
                name,
                space[0],
                space[1],
                pictures.rows,
                pictures.columns,
            )
        )


def check_needs(
    name: str, layers: Sequence[Layer], n_optimizer_arrays: int, bytes_a_number: int
) -> None:
    """Say so if a network is too large to be built, to learn or to be asked a single picture.

    Args:
        name: What people call the network.
        layers: Its layers.
        n_optimizer_arrays: Arrays of the parameters' shape that the optimiser keeps.
        bytes_a_number: 4 or 8.

    Raises:
        InvalidValue: It is.
    """
    n_parameters = count_parameters(layers)
    state = n_parameters * (_COPIES + n_optimizer_arrays) * bytes_a_number
    if state > MAX_STATE_BYTES:
        raise _refused(name, Text("its {0:,} parameters", n_parameters), state, MAX_STATE_BYTES)
    kept = sum(layer.numbers_kept for layer in layers)
    if kept > MAX_KEPT_NUMBERS:
        needed, most = (n * bytes_a_number for n in (kept, MAX_KEPT_NUMBERS))
        raise _refused(name, Text("one picture"), needed, most)
    work = sum(_multiplications(layer) for layer in layers)
    if work > MAX_WORK:
        accepted = Text("smaller layers: one picture takes {0:,} multiplications", work)
        raise InvalidValue(Text("network"), name, Text("{0}, more than {1:,}", accepted, MAX_WORK))


def _multiplications(layer: Layer) -> int:
    """Return about how many numbers one example multiplies: every weight at every place."""
    weights = sum(math.prod(s) for s in layer.parameter_shapes.values() if len(s) > 1)
    places = math.prod(layer.out_shape[1:]) * int(getattr(layer, "n_steps", 1))
    return weights * places


def _refused(name: str, what: str, needed: int, most: int) -> InvalidValue:
    needs = Text("{0} would take {1:,.0f} MB of memory", what, needed / 2**20)
    return InvalidValue(
        Text("network"), name, Text("smaller layers: {0}, more than {1:,} MB", needs, most >> 20)
    )
