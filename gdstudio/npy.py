"""Arrays to bytes and back in NumPy's .npy format; what comes back is believed in nothing."""

from __future__ import annotations

import io
import math
import re
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.texts import Text

Array = NDArray[Any]

# The header that NumPy writes for a plain array of numbers: everything else is refused unread, and
# no Python literal is evaluated.
_PLAIN_HEADER: Final = re.compile(
    rb"\{'descr': '([<>|][iu][1248]|[<>]f[248]|[|]b1|[<>]U[0-9]{1,4})', "
    rb"'fortran_order': (False|True), "
    rb"'shape': \(((?:[0-9]{1,80},|[0-9]{1,80}(?:, [0-9]{1,80}){1,9})?)\), \} *\n"
)
_OWN: Final = re.compile(rb"[<|][iu][1248]|<f[248]")  # what is written here
PREFIX: Final = 10  # magic, version and the length of the header
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


class Header(NamedTuple):
    """What a .npy file says of its array before the values begin.

    Attributes:
        dtype: Of plain numbers; of a foreign array also of truth values or texts.
        shape: At most 4 sides; no larger than any file.
        begin: Bytes before the first value.
        order: In which the values stand: the last side fastest, or the first as in Fortran.
    """

    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    begin: int
    order: Literal["C", "F"]

    @property
    def n_bytes(self) -> int:
        """How many bytes the values take."""
        return math.prod(self.shape) * self.dtype.itemsize


def header_length(prefix: bytes) -> int:
    """Return how many bytes come before the values, by the first ten; raises MalformedArray."""
    if len(prefix) < PREFIX or prefix[:8] != np.lib.format.magic(1, 0):
        raise MalformedArray("is not a .npy array of version 1.0")
    return PREFIX + int.from_bytes(prefix[PREFIX - 2 : PREFIX], "little")


def read_header(data: bytes, *, foreign: bool = False) -> Header:
    """Return what the header says that `data` begins with; no Python literal is evaluated.

    A `foreign` array may also be of another byte order, of truth values or of texts. Raises
    MalformedArray: it is damaged, or its array holds something else, such as Python objects.
    """
    begin = header_length(data)
    if len(data) < begin:
        raise MalformedArray("is not a .npy array of version 1.0")
    header = _PLAIN_HEADER.fullmatch(data[PREFIX:begin])
    if header is None or not (foreign or _OWN.fullmatch(header[1])):
        raise MalformedArray(Text("is not an array of plain numbers"))
    dtype = np.dtype(header[1].decode())
    shape = tuple(int(n) for n in header[3].split(b",") if n.strip())
    if len(shape) > _MAX_DIMENSIONS:
        raise MalformedArray(Text("has {0} dimensions, more than {1}", len(shape), _MAX_DIMENSIONS))
    if math.prod(max(n, 1) for n in shape) * dtype.itemsize > _MAX_SPAN_BYTES:
        raise MalformedArray(Text("has a damaged header: its shape is larger than any file"))
    return Header(dtype, shape, begin, "F" if header[2] == b"True" else "C")


def array_from_bytes(data: bytes) -> Array:
    """Return the array in the content of a .npy file: read-only, of native byte order.

    Nothing is allocated beyond what `data` really holds. Raises MalformedArray if these are not the
    bytes of a whole array of plain numbers.
    """
    header = read_header(data)
    expected, found = header.n_bytes, len(data) - header.begin
    if expected != found:
        raise MalformedArray(Text("should hold {0:,} bytes but holds {1:,}", expected, found))
    values = np.frombuffer(data, header.dtype, offset=header.begin)
    values = values.reshape(header.shape, order=header.order)
    return locked(values.astype(header.dtype.newbyteorder("="), order="C"))
