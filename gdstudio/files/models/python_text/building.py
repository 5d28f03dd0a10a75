"""From a network's layers to the calls and classes of a Python file."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdstudio.files.models.python_text import function_pieces, layer_pieces
from gdstudio.files.models.python_text.function_pieces import identifier
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.dropout import Dropout
from gdstudio.learning.layers import Dense, Layer
from gdstudio.learning.lstm import LSTM
from gdstudio.learning.network import Network
from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.recurrent import SimpleRecurrent
from gdstudio.learning.shapes import PictureShape

_ORDER = ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "softmax")


@dataclass(frozen=True, slots=True)
class Building:
    """What a network needs in a Python file.

    Attributes:
        calls: What makes its layers, in their order.
        pieces: Classes and functions they need, each once.
        names: Of its weights and biases, in the order of the vector.
        shapes: Of these.
        pictures: Shape in which its first layer wants an example; () for a row of numbers.
    """

    calls: tuple[str, ...]
    pieces: tuple[str, ...]
    names: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]
    pictures: tuple[int, ...]

    @property
    def has_dropout(self) -> bool:
        """True if chance plays a part in training."""
        return layer_pieces.DROPOUT in self.pieces


@dataclass(frozen=True, slots=True)
class _Needs:
    """What has been found to be needed so far; grows."""

    classes: list[str] = field(default_factory=list)
    activations: set[str] = field(default_factory=set)

    def activation(self, name: str) -> str:
        """Return an activation and its slope as arguments."""
        self.activations.add(name)
        return f"{identifier(name)}, {identifier(name)}_slope"

    def add(self, *pieces: str) -> None:
        """Note that pieces are needed."""
        self.classes.extend(piece for piece in pieces if piece not in self.classes)


def build(network: Network, in_shape: PictureShape, output_activation: str) -> Building:
    """Return what a network needs; `in_shape` is that of its pictures."""
    needs, calls = _Needs(), []
    needs.activations.add(output_activation)
    is_picture = not isinstance(network.layers[0], Dense)
    sees_pictures = is_picture
    for k, layer in enumerate(network.layers):
        if isinstance(layer, Dense) and is_picture:
            needs.add(layer_pieces.FLATTEN)
            calls.append("Flatten()")
        names = [part.name for part in network.slices if part.layer == k]
        calls.append(_call(layer, names, needs))
        is_picture = len(layer.out_shape) == 3
    functions = [function_pieces.ACTIVATIONS[name] for name in _ORDER if name in needs.activations]
    return Building(
        calls=tuple(calls),
        pieces=(*functions, *needs.classes),
        names=tuple(part.name for part in network.slices),
        shapes=tuple(part.shape for part in network.slices),
        pictures=tuple(in_shape) if sees_pictures else (),
    )


def _call(layer: Layer, names: list[str], needs: _Needs) -> str:
    """Return what makes a layer."""
    given = ", ".join(names)
    if isinstance(layer, Dense):
        needs.add(layer_pieces.DENSE)
        return f"Dense({given}, {needs.activation(layer.activation.name)})"
    if isinstance(layer, Conv2D):
        needs.add(layer_pieces.PATCHES, layer_pieces.CONV2D)
        steps = f"{layer.stride}, {layer.padding}"
        return f"Conv2D({given}, {needs.activation(layer.activation.name)}, {steps})"
    if isinstance(layer, MaxPool2D | AveragePool2D):
        is_max = isinstance(layer, MaxPool2D)
        own = layer_pieces.MAX_POOL if is_max else layer_pieces.AVERAGE_POOL
        needs.add(layer_pieces.PATCHES, own)
        return f"{'Max' if is_max else 'Average'}Pool({layer.window}, {layer.stride})"
    if isinstance(layer, LSTM):
        needs.activations.add("sigmoid")
        needs.add(layer_pieces.READING, layer_pieces.LSTM)
        return f"LSTM({given}, by_pixel={layer.by_pixel})"
    if isinstance(layer, SimpleRecurrent):
        needs.add(layer_pieces.READING, layer_pieces.RNN)
        activation = needs.activation(layer.activation.name)
        return f"RNN({given}, {activation}, by_pixel={layer.by_pixel})"
    assert isinstance(layer, Dropout)
    needs.add(layer_pieces.DROPOUT)
    return f"Dropout({layer.rate})"
