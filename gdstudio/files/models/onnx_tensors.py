"""Numbers in a file of ONNX: believed in nothing, and never looked for in other files."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.manifest import Refused
from gdstudio.files.models.found import MAX_NUMBERS
from gdstudio.texts import Text

_MAX_DIMENSIONS: Final = 6
_EXTERNAL: Final = 1  # TensorProto.DataLocation
# By the numbers of TensorProto.DataType: dtype, and the field where they stand if not as bytes.
_KINDS: Final = {
    1: ("<f4", "float_data"),
    11: ("<f8", "double_data"),
    10: ("<f2", ""),
    6: ("<i4", "int32_data"),
    7: ("<i8", "int64_data"),
    9: ("|b1", "int32_data"),
}


def size_of(tensor: Any) -> int:
    """Return how many numbers a tensor claims to have."""
    dims = list(tensor.dims)
    if len(dims) > _MAX_DIMENSIONS or any(n < 0 for n in dims):
        raise Refused(Text("{0!r} has no shape that is read", printable(tensor.name, 60)))
    return math.prod(dims)


def array_of(tensor: Any) -> Array:
    """Return a tensor as an array of native byte order.

    Raises:
        Refused: It holds something else than it says, no plain numbers, or lies in another file.
    """
    name = printable(tensor.name, 60)
    size = size_of(tensor)
    if size > MAX_NUMBERS:
        raise Refused(Text("{0!r} has {1:,} numbers, more than {2:,}", name, size, MAX_NUMBERS))
    if tensor.data_location == _EXTERNAL or len(tensor.external_data):
        raise Refused(Text("{0!r} lies in another file, which is not looked for", name))
    if tensor.data_type not in _KINDS:
        raise Refused(Text("{0!r} holds numbers of a kind that is not read", name))
    dtype, field = _KINDS[tensor.data_type]
    if tensor.raw_data or not field:
        found = len(tensor.raw_data) // np.dtype(dtype).itemsize
        has_rest = len(tensor.raw_data) % np.dtype(dtype).itemsize
    else:
        found, has_rest = len(getattr(tensor, field)), 0
    if found != size or has_rest:
        raise Refused(Text("{0!r} should hold {1:,} numbers but holds {2:,}", name, size, found))
    if tensor.raw_data or not field:
        values = np.frombuffer(tensor.raw_data, dtype)
    else:
        values = np.array(getattr(tensor, field), dtype)
    made: Array = values.reshape(tuple(tensor.dims)).astype(np.dtype(dtype).newbyteorder("="))
    return made
