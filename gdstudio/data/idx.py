"""Readers for IDX files, the format MNIST and its relatives come in (LeCun, Cortes, Burges, 1998).

An IDX file is a big-endian magic number, one 32-bit length for each axis, then the values. Bytes
(type 0x08) and QMNIST's int32 (0x0C) are read here, plain or gzipped. Files are not trusted: every
size is compared with what the file can hold before memory is asked for.
"""

from __future__ import annotations

import math
import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import locked
from gdstudio.data.sizes import check_amount, check_size
from gdstudio.errors import FileError
from gdstudio.texts import Text

MAX_BYTES: Final = 1 << 30  # the largest relative of MNIST, EMNIST by class, unpacks to 547 MB
_GZIP_MAGIC: Final = b"\x1f\x8b"
_DEFLATE_RATIO: Final = 1032  # no deflate stream unpacks to more times its size (zlib.net)
_BLOCK: Final = 1 << 16  # bytes read, and unpacked, at a time


class _Kind(NamedTuple):
    """What a file is expected to hold."""

    name: str
    magic: int
    n_axes: int
    item_size: int = 1

    def size(self, shape: tuple[int, ...]) -> int:
        """Return the bytes that values of a shape take."""
        return math.prod(shape) * self.item_size

    @property
    def header_length(self) -> int:
        return 4 + 4 * self.n_axes


_PICTURES: Final = _Kind(Text("pictures"), 0x0803, 3)
_LABELS: Final = _Kind(Text("labels"), 0x0801, 1)
_EXTENDED: Final = _Kind(Text("extended labels"), 0x0C02, 2, 4)
_EXTENDED_COLUMNS: Final = 8


def read_images(path: Path | str) -> NDArray[np.uint8]:
    """Return the pictures of an IDX file, shape (n, rows, columns), uint8, read-only.

    Raises:
        FileError: The file cannot be read, is damaged or is not what its header says.
    """
    shape, content = _read(Path(path), _PICTURES)
    return np.frombuffer(content, np.uint8).reshape(shape)


def read_labels(path: Path | str) -> NDArray[np.uint8]:
    """Return the labels of an IDX file, shape (n,), uint8, read-only; raises as `read_images`."""
    shape, content = _read(Path(path), _LABELS)
    return np.frombuffer(content, np.uint8).reshape(shape)


def read_extended_labels(path: Path | str) -> NDArray[np.uint8]:
    """Return the classes in a file of QMNIST's extended labels, shape (n,), uint8, read-only.

    Each example has eight big-endian int32, of which the first is its class; the others tell who
    wrote it and where it lies in NIST's database (Yadav and Bottou 2019, table 2). Raises as
    `read_images`.
    """
    shape, content = _read(Path(path), _EXTENDED)
    if shape[1] != _EXTENDED_COLUMNS:
        raise FileError(path, Text("has {0} numbers a label, not {1}", shape[1], _EXTENDED_COLUMNS))
    classes = np.frombuffer(content, ">i4").reshape(shape)[:, 0]
    for found in (int(classes.min()), int(classes.max())):
        if not 0 <= found <= 255:
            raise FileError(path, Text("holds the label {0}; labels run from 0 to 9 here", found))
    return locked(classes.astype(np.uint8))


def raw_bytes_header(values: NDArray[np.uint8]) -> bytes:
    """Return the header that the unpacked IDX file of `values` begins with."""
    return struct.pack(f">{1 + values.ndim}I", 0x0800 + values.ndim, *values.shape)


def _read(path: Path, kind: _Kind) -> tuple[tuple[int, ...], memoryview]:
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise FileError(path, Text("is not a file; an IDX file of {0} is expected", kind.name))
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP_MAGIC
            file.seek(0)
            return (_unpack if packed else _read_plain)(file, path, kind)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise FileError(path, getattr(error, "strerror", None) or str(error)) from error


def _read_plain(file: BinaryIO, path: Path, kind: _Kind) -> tuple[tuple[int, ...], memoryview]:
    shape = _shape(file.read(kind.header_length), path, kind)
    expected = kind.size(shape)
    held = os.fstat(file.fileno()).st_size - kind.header_length
    content = file.read(expected) if held == expected else b""
    if len(content) != expected:
        raise FileError(
            path, Text("{0}, but {1} follow the header", _promise(shape, kind), _bytes(held))
        )
    return shape, memoryview(content)


def _unpack(file: BinaryIO, path: Path, kind: _Kind) -> tuple[tuple[int, ...], memoryview]:
    """Unpack a gzipped file and stop one byte after the end that its header names.

    Takes the bytes that the header names and two blocks, no more.
    """
    size = os.fstat(file.fileno()).st_size
    if size > MAX_BYTES:
        raise FileError(
            path, Text("is {0} long; at most {1} are read", _bytes(size), _bytes(MAX_BYTES))
        )
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        header = stream.decompress(file.read(_BLOCK), kind.header_length)
        shape = _shape(header, path, kind)
        expected = kind.size(shape)
        if expected > _DEFLATE_RATIO * size:
            raise FileError(
                path, Text("{0}; {1} of gzip cannot", _promise(shape, kind), _bytes(size))
            )
        content = bytearray(expected)
        found = _fill(content, stream, file)
    except zlib.error as error:
        raise FileError(path, Text("is damaged: {0}", error)) from error
    if found > expected:
        raise FileError(path, Text("{0}, but unpacks to more", _promise(shape, kind)))
    if found < expected:
        raise FileError(path, Text("{0}, but {1} follow it", _promise(shape, kind), _bytes(found)))
    if not stream.eof:
        raise FileError(path, Text("is cut off: the gzip check sum at its end is missing"))
    rest = len(stream.unused_data) + size - file.tell()
    if rest > 0:
        raise FileError(path, Text("has {0} after the end of its gzip", _bytes(rest)))
    return shape, memoryview(content).toreadonly()


def _fill(content: bytearray, stream: zlib._Decompress, file: BinaryIO) -> int:
    """Unpack into `content` and return how many bytes there were, at most one more than fit."""
    found, packed = 0, stream.unconsumed_tail
    while found <= len(content) and not stream.eof:
        packed = packed or file.read(_BLOCK)
        block = stream.decompress(packed, min(_BLOCK, len(content) - found + 1))
        if not packed and not block:
            break
        content[found : found + len(block)] = block[: len(content) - found]
        found += len(block)
        packed = stream.unconsumed_tail
    return found


def _shape(header: bytes, path: Path, kind: _Kind) -> tuple[int, ...]:
    """Return the lengths that a header names, if they are those of a file worth reading."""
    _check_magic(header, path, kind)
    if len(header) < kind.header_length:
        reason = Text(
            "ends after {0}; its header needs {1}", _bytes(len(header)), kind.header_length
        )
        raise FileError(path, reason)
    shape = struct.unpack(f">{kind.n_axes}I", header[4:])
    if shape[0] == 0:
        raise FileError(path, Text("holds no {0}", kind.name))
    if kind is _PICTURES:
        check_size(path, shape[1], shape[2])
    if kind.size(shape) > MAX_BYTES:
        raise FileError(
            path, Text("{0}; at most {1} are read", _promise(shape, kind), _bytes(MAX_BYTES))
        )
    check_amount(path, shape[0], 0)
    return shape


def _check_magic(header: bytes, path: Path, kind: _Kind) -> None:
    if len(header) < 4:
        raise FileError(path, Text("is no IDX file: it holds {0}", _bytes(len(header))))
    magic = int.from_bytes(header[:4], "big")
    for other in (_PICTURES, _LABELS, _EXTENDED):
        if magic == other.magic != kind.magic:
            raise FileError(path, Text("holds {0}; {1} are expected here", other.name, kind.name))
    if magic != kind.magic:
        begin = Text("it begins with 0x{0:08x}, not 0x{1:08x}", magic, kind.magic)
        raise FileError(path, Text("is no IDX file of {0}: {1}", kind.name, begin))


def _promise(shape: tuple[int, ...], kind: _Kind) -> str:
    size = Text(" of {0} x {1} pixels", shape[1], shape[2]) if len(shape) == 3 else ""
    return Text(
        "its header promises {0:,} {1}{2}, {3}", shape[0], kind.name, size, _bytes(kind.size(shape))
    )


def _bytes(count: int) -> str:
    return Text("1 byte") if count == 1 else Text("{0:,} bytes", count)
