"""What a reader of a model file has found, before it is known whether it is a network here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.manifest import Manifest, Refused
from gdstudio.files.models.layer_weights import LayerWeights
from gdstudio.files.models.own_names import from_own_names, is_own_name
from gdstudio.files.models.torch_layout import from_torch
from gdstudio.texts import Text

MAX_NUMBERS = 40_000_000  # twice those of the largest network
MAX_ARRAYS = 200


@dataclass(frozen=True, slots=True)
class Shape:
    """What a file says of the layers themselves; None and "" where it does not.

    Attributes:
        parts: The layers as in an architecture, the output layer left out.
        activation: Of the hidden layers that have one of their own; "" if there are none.
        output_activation: Of the outputs.
        mean: What is taken off each input, before it is divided by the deviation.
        deviation: Above 0.
    """

    parts: tuple[str, ...] | None = None
    activation: str = ""
    output_activation: str = ""
    mean: float = 0.0
    deviation: float = 1.0


NOTHING_SAID = Shape()


class OtherPictures(Refused):
    """A network is made for pictures of another size, or for another number of classes."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a file holds.

    Attributes:
        weights: Of the layers that have some, in their order.
        about: What this program has written about the run; None if nothing.
        shape: What the file says of the layers.
        notes: What was taken otherwise than it stands there, one sentence each.
    """

    weights: tuple[LayerWeights, ...]
    about: Manifest | None = None
    shape: Shape = NOTHING_SAID
    notes: tuple[str, ...] = ()


def found_in_arrays(arrays: Mapping[str, Array], about: Manifest | None) -> Found:
    """Return the layers of arrays by their names, this program's or PyTorch's.

    Raises:
        Refused: There are none, or they are not weights and biases of layers known here.
    """
    if not arrays:
        raise Refused(Text("holds no weights"))
    own = [name for name in arrays if is_own_name(name)]
    if len(own) == len(arrays):
        return Found(tuple(from_own_names(arrays)), about)
    layers = from_torch({name: array for name, array in arrays.items() if name not in own})
    if own:
        raise Refused(Text("holds {0!r} beside names of PyTorch's", own[0]))
    return Found(tuple(layers), about)


def check_amount(sizes: Iterable[tuple[str, int]]) -> None:
    """Look at what arrays claim to hold, (name, numbers) each, before any is made.

    Raises:
        Refused: There are too many of them, or they are too large.
    """
    listed = list(sizes)
    if len(listed) > MAX_ARRAYS:
        raise Refused(Text("holds {0:,} arrays, more than {1:,}", len(listed), MAX_ARRAYS))
    for name, size in listed:
        if size > MAX_NUMBERS:
            found = Text("{0!r} has {1:,} numbers", printable(name, 60), size)
            raise Refused(Text("{0}, more than {1:,}", found, MAX_NUMBERS))
    if sum(size for _, size in listed) > MAX_NUMBERS:
        raise Refused(Text("holds more than {0:,} numbers", MAX_NUMBERS))


def check_numbers(name: str, array: Array) -> Array:
    """Return an array that holds real numbers of a common kind.

    Raises:
        Refused: It holds something else.
    """
    if array.dtype.kind != "f":
        kind = Text("{0!r} holds numbers of the kind {1}", printable(name, 60), array.dtype)
        raise Refused(Text("{0}; weights are float16, float32 or float64", kind))
    return array
