"""What a network needs, worked out from its layers before anything is allocated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.learning.layers import Layer
from gdstudio.texts import Text

MAX_STATE_BYTES: Final = 1 << 30  # of parameters, gradient and whatever has their shape
MAX_KEPT_NUMBERS: Final = 1 << 26  # of one example: 256 MB of float32, 512 MB of float64
# Multiplications of one example, a few seconds; 512 filters of 3x3 on 512 maps of 28x28 take 1.8e9.
MAX_WORK: Final = 1 << 33
_COPIES: Final = 4  # of the parameters, beside the optimiser's: gradient, first values, a snapshot


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
    shapes = [shape for layer in layers for shape in layer.parameter_shapes.values()]
    n_parameters = sum(math.prod(shape) for shape in shapes)
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
