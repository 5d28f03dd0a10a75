"""The way of numbers through a graph of ONNX, layer by layer."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gdstudio.arrays import Array
from gdstudio.files.manifest import Manifest, Refused
from gdstudio.files.models.found import Found, Shape
from gdstudio.files.models.layer_weights import LayerWeights
from gdstudio.learning.architecture import make_layers
from gdstudio.learning.architecture_parts import parse_architecture
from gdstudio.learning.shapes import PictureShape
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Numbers of some examples on their way.

    Attributes:
        places: Of each number, its place among what the layer before has given, in the order
            example, channel, row, column; any shape.
        level: How many layers are behind it.
    """

    places: Array
    level: int

    def with_places(self, places: Array) -> Flow:
        """Return the same numbers, arranged in another way."""
        return Flow(places, self.level)


class Way:
    """The layers that were met so far.

    Attributes:
        shape: Of what the last of them gives for one example.
        level: How many there are, what only changes numbers in their place included.
    """

    def __init__(self, in_shape: PictureShape) -> None:
        self.shape: tuple[int, ...] = in_shape
        self.level = 0
        self._examples = 0
        self._parts: list[str] = []
        self._weights: list[LayerWeights] = []
        self._activations: list[str | None] = []  # of each of these
        self._waits_for_bias = False
        self._average_behind = False  # no activation of the layer before can follow any more
        self._scale, self._shift = 1.0, 0.0  # the first layer sees scale * picture + shift
        self._output = ""
        self._notes: list[str] = []

    def begun(self, dimensions: tuple[int, ...]) -> Flow:
        """Return the pictures in the shape in which the graph wants them."""
        self._examples = dimensions[0]
        return Flow(_counted(dimensions), 0)

    def canonical(self) -> Array:
        """Return the places of what the last layer gives, (examples, *shape)."""
        return _counted((self._examples, *self.shape))

    def check_is_last(self, flow: Flow) -> None:
        """Raise Refused if something has been made of these numbers already."""
        if flow.level != self.level:
            raise Refused(Text("takes up what another layer has used; only one way is known here"))

    def pictures(self, flow: Flow) -> PictureShape:
        """Return the shape of the pictures; raise Refused if the numbers are not in their order."""
        self.check_is_last(flow)
        if not isinstance(self.shape, PictureShape):
            raise Refused(Text("wants pictures, but gets numbers in a row"))
        if not np.array_equal(flow.places, self.canonical()):
            raise Refused(Text("gets channels, rows and columns in another order than here"))
        return self.shape

    def columns(self, flow: Flow) -> Array:
        """Return which number of an example stands in each column; raise Refused if none does."""
        self.check_is_last(flow)
        places = flow.places
        size = int(np.prod(self.shape))
        if places.ndim > 2 and places.size == self._examples * size:
            step = Text("is asked of each row by itself, as recurrent layers written out in steps")
            how = Text("export with dynamo=False, where PyTorch writes nn.RNN as one layer")
            raise Refused(Text("{0}; {1}", step, how))
        if places.shape != (self._examples, size):
            found = " x ".join(map(str, places.shape))
            raise Refused(Text("gets {0} numbers, not the {1:,} of each example", found, size))
        order: Array = places[0]
        alike = order + size * np.arange(self._examples)[:, np.newaxis]
        if not np.array_equal(places, alike) or len(np.unique(order)) < size:
            raise Refused(Text("mixes the numbers of an example in a way not known here"))
        return order

    def add(self, part: str, weights: LayerWeights | None = None) -> Flow:
        """Note a layer; return what it gives, in its usual order."""
        if self._output:
            raise Refused(Text("stands behind the activation of the outputs"))
        (parsed,) = parse_architecture(part)
        layer, _ = make_layers((parsed,), self.shape, 1, "relu")  # type: ignore[arg-type]
        self._parts.append(str(layer))
        self.shape = layer.out_shape
        self._waits_for_bias = False
        if weights is not None:
            self._weights.append(weights)
            own = weights.kind in ("lstm", "rnn")
            self._activations.append("" if own else None)
            self._average_behind = False
        if part.startswith("average"):
            self._average_behind = True
        return self._next()

    @property
    def has_layers(self) -> bool:
        """True once a layer was met."""
        return bool(self._parts)

    def wait_for_bias(self) -> None:
        """Let an addition that follows at once be the bias of the layer just added."""
        self._waits_for_bias = True

    def activate(self, flow: Flow, name: str) -> Flow:
        """Give the last layer that has weights its activation."""
        self.check_is_last(flow)
        if name == "softmax":
            if self._output or not self._parts or not self._parts[-1].startswith("dense"):
                raise Refused(Text("is known behind the last dense layer alone"))
            self._output = name
        elif not self._activations or self._activations[-1] is not None or self._average_behind:
            raise Refused(Text("has no dense or convolutional layer before it that it belongs to"))
        else:
            self._activations[-1] = name
        self._waits_for_bias = False
        return self._next(flow)

    def scale(self, flow: Flow, factor: float, shift: float) -> Flow:
        """Note that the pictures are multiplied and shifted before the first layer."""
        self.check_is_last(flow)
        if self._parts:
            raise Refused(Text("calculates between layers, which no layer here does"))
        self._scale, self._shift = self._scale * factor, self._shift * factor + shift
        return self._next(flow)

    def add_bias(self, flow: Flow, bias: Array) -> Flow:
        """Take an addition for the bias of the dense layer before it."""
        self.check_is_last(flow)
        last = self._weights[-1] if self._weights else None
        if last is None or not self._waits_for_bias or bias.size not in (1, len(last.W)):
            raise Refused(Text("adds what is no bias of a dense layer"))
        full = np.broadcast_to(np.ravel(bias), len(last.W)).astype(last.W.dtype)
        self._weights[-1] = replace(last, b=full)
        self._waits_for_bias = False
        return self._next(flow)

    def note(self, text: str) -> None:
        """Note what was taken otherwise than it stands in the file."""
        self._notes.append(text)

    def end(self, flow: Flow) -> None:
        """Look whether the outputs are those of the last layer.

        Raises:
            Refused: They are not, or the layers do not all have the same activation.
        """
        self.check_is_last(flow)
        if not np.array_equal(flow.places, self.canonical()):
            raise Refused(Text("gives its outputs in another order than its last layer"))
        if not self._parts or not self._parts[-1].startswith("dense"):
            raise Refused(Text("does not end with a dense layer, as networks have to here"))
        if not self._output:
            self._output = self._activations[-1] or ""
        kinds = {
            activation or "identity"
            for activation, weights in zip(self._activations[:-1], self._weights[:-1], strict=True)
            if weights.kind in ("dense", "conv")
        }
        if len(kinds) > 1:
            names = ", ".join(sorted(kinds))
            raise Refused(Text("has hidden layers of several activations ({0}), not of one", names))
        if self._scale <= 0:
            raise Refused(Text("turns its pictures into their negatives"))

    def found(self, about: Manifest | None) -> Found:
        """Return all layers."""
        kinds = [
            activation or "identity"
            for activation, weights in zip(self._activations[:-1], self._weights[:-1], strict=True)
            if weights.kind in ("dense", "conv")
        ]
        shape = Shape(
            parts=tuple(self._parts[:-1]),
            activation=kinds[0] if kinds else "",
            output_activation=self._output,
            mean=-self._shift / self._scale,
            deviation=1 / self._scale,
        )
        return Found(tuple(self._weights), about, shape, tuple(self._notes))

    def _next(self, flow: Flow | None = None) -> Flow:
        self.level += 1
        return Flow(self.canonical() if flow is None else flow.places, self.level)


def _counted(shape: tuple[int, ...]) -> Array:
    return np.arange(math.prod(shape)).reshape(shape)
