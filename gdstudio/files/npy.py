"""Arrays to bytes and back in NumPy's .npy format; what comes back is believed in nothing."""

from __future__ import annotations

import io
import math
import re
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.texts import Text

Array = NDArray[Any]

# The header that NumPy writes for a plain array of numbers: everything else is refused unread, and
# no Python literal is evaluated.
_PLAIN_HEADER: Final = re.compile(
    rb"\{'descr': '([<|][iu][1248]|<f[248])', 'fortran_order': False, "
    rb"'shape': \(((?:[0-9]{1,80},|[0-9]{1,80}(?:, [0-9]{1,80}){1,9})?)\), \} *\n"
)
_PREFIX: Final = 10  # magic, version and the length of the header
_MAX_DIMENSIONS: Final = 4
_MAX_SPAN_BYTES: Final = 1 << 40  # of an array with its empty dimensions as 1: so NumPy counts


class MalformedArray(ValueError):
    """Bytes that are not an array of plain numbers; `str(error)` says why."""


def array_to_bytes(array: Array) -> bytes:
    """Return a numeric array as the content of a .npy file."""
    buffer = io.BytesIO()
    plain = np.ascontiguousarray(array, array.dtype.newbyteorder("<")).reshape(array.shape)
    np.lib.format.write_array(buffer, plain, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def array_from_bytes(data: bytes) -> Array:
    """Return the array in the content of a .npy file: read-only, of native byte order.

    Nothing is allocated beyond what `data` really holds. Raises MalformedArray if these are not the
    bytes of a whole array of plain numbers.
    """
    length = int.from_bytes(data[_PREFIX - 2 : _PREFIX], "little")
    if data[:8] != np.lib.format.magic(1, 0) or len(data) < _PREFIX + length:
        raise MalformedArray("is not a .npy array of version 1.0")
    header = _PLAIN_HEADER.fullmatch(data[_PREFIX : _PREFIX + length])
    if header is None:
        raise MalformedArray(Text("is not an array of plain numbers"))
    dtype = np.dtype(header[1].decode())
    shape = tuple(int(n) for n in header[2].split(b",") if n.strip())
    if len(shape) > _MAX_DIMENSIONS:
        raise MalformedArray(Text("has {0} dimensions, more than {1}", len(shape), _MAX_DIMENSIONS))
    if math.prod(max(n, 1) for n in shape) * dtype.itemsize > _MAX_SPAN_BYTES:
        raise MalformedArray(Text("has a damaged header: its shape is larger than any file"))
    expected, found = math.prod(shape) * dtype.itemsize, len(data) - _PREFIX - length
    if expected != found:
        raise MalformedArray(Text("should hold {0:,} bytes but holds {1:,}", expected, found))
    values = np.frombuffer(data, dtype, offset=_PREFIX + length).reshape(shape)
    return locked(values.astype(dtype.newbyteorder("=")))
