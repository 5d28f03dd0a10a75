"""Data sets in NPZ: pictures and labels as arrays in one file, read without pickles."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.labelled import Labelled
from gdstudio.data.levels import Levels, grey
from gdstudio.data.opened import Steps
from gdstudio.data.sizes import check_amount, check_size
from gdstudio.errors import FileError, printable
from gdstudio.npy import (
    PREFIX,
    Header,
    MalformedArray,
    header_length,
    read_header,
)
from gdstudio.reading import ZIP_END_READ, check_zip_end, opened
from gdstudio.texts import Text

MOST_BYTES: Final = 1 << 32
_MOST_MEMBERS: Final = 64
_MOST_LABEL_BYTES: Final = 1 << 28
_LONGEST_HEADER: Final = 1 << 12
_BYTES_AT_ONCE: Final = 1 << 23
_DEFLATE_RATIO: Final = 1032  # no deflate stream unpacks to more times its size (zlib.net)
_TRAIN: Final = (
    ("x_train", "y_train"),
    ("train_images", "train_labels"),
    ("train_x", "train_y"),
    ("images_train", "labels_train"),
)
_TEST: Final = tuple((x.replace("train", "test"), y.replace("train", "test")) for x, y in _TRAIN)
_WHOLE: Final = (("images", "labels"), ("x", "y"), ("data", "target"), ("arr_0", "arr_1"))
_NAMES: Final = ("class_names", "names", "classes", "target_names")
_COLOURS: Final = 3
# What zipfile raises on damaged bytes, beside OSError.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
    LookupError,
)


def read_npz(path: Path) -> Steps[tuple[Labelled, Labelled | None, list[str]]]:
    """Read training pictures, test pictures where there are any, and what was odd.

    The arrays bear the names that Keras, MedMNIST, scikit-learn or `numpy.savez` give them.
    Pictures are (n, rows, columns), with a last or second side of one, with three colours last, or
    flat and square; labels are whole numbers or texts, one a picture. Yields the share done.

    Raises:
        FileError: It cannot be read, is damaged, lacks arrays, or holds others than are read.
    """
    with opened(path, MOST_BYTES) as (file, size):
        file.seek(max(size - ZIP_END_READ, 0))
        tail = file.read()
        try:
            check_zip_end(path, tail, _MOST_MEMBERS)
            with zipfile.ZipFile(file) as archive:
                return (yield from _read(path, archive))
        except _DAMAGED as error:
            raise FileError(path, Text("is damaged or no NPZ")) from error


def _read(
    path: Path, archive: zipfile.ZipFile
) -> Steps[tuple[Labelled, Labelled | None, list[str]]]:
    members = {
        info.filename.removesuffix(".npy").casefold(): info
        for info in archive.infolist()
        if info.filename.endswith(".npy")
    }
    train_names = next((pair for pair in _TRAIN if pair[0] in members), None)
    whole = next((pair for pair in _WHOLE if pair[0] in members), None)
    pair = train_names or whole
    if pair is None:
        found = printable(", ".join(members) or "-", 80)
        accepted = Text("x_train and y_train, or images and labels, are expected")
        raise FileError(path, Text("holds the arrays {0}; {1}", found, accepted))
    test_pair = next((pair for pair in _TEST if pair[0] in members), None) if train_names else None
    names = next((members[name] for name in _NAMES if name in members), None)
    told = None if names is None else _texts(path, archive, names)
    levels = Levels(path)
    notes: list[str] = []
    sizes = []
    for images_name, labels_name in filter(None, (pair, test_pair)):
        if labels_name not in members:
            raise FileError(path, Text("holds {0}, but no {1}", images_name, labels_name))
        sizes.append(
            (yield from _take_pictures(path, archive, members[images_name], levels, notes))
        )
    levels_of_all = levels.all()
    notes += levels.notes
    parts, begin = [], 0
    for (n, rows, columns), (_, labels_name) in zip(
        sizes, filter(None, (pair, test_pair)), strict=True
    ):
        images = levels_of_all[begin : begin + n * rows * columns].reshape(n, rows, columns)
        codes, found_names = _labels(path, archive, members[labels_name], n, told)
        parts.append(Labelled(images, codes, found_names))
        begin += n * rows * columns
    return parts[0], parts[1] if len(parts) > 1 else None, notes


def _take_pictures(
    path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, levels: Levels, notes: list[str]
) -> Steps[tuple[int, int, int]]:
    """Hand the pictures of an array on, piece by piece; return their number and size."""
    with archive.open(info) as member:
        header = _header(path, info, member)
        name = printable(info.filename, 40)
        if header.dtype.kind not in "buif":
            raise FileError(path, Text("{0} is an array of texts, not of pictures", name))
        n, rows, columns, colours = _shape(path, name, header.shape)
        check_amount(path, n, n * rows * columns)
        if header.n_bytes > min(info.file_size, _DEFLATE_RATIO * max(info.compress_size, 1)):
            reason = Text("{0} should hold {1:,} bytes", name, header.n_bytes)
            raise FileError(path, Text("{0}, more than the file can", reason))
        if colours > 1:
            note = Text("colours were turned to grey")
            notes += [] if note in notes else [note]
        bytes_each = header.n_bytes // max(n, 1)
        at_once = max(1, _BYTES_AT_ONCE // max(bytes_each, 1))
        for begin in range(0, n, at_once):
            count = min(at_once, n - begin)
            data = _exactly(path, name, member, count * bytes_each)
            values = np.frombuffer(data, header.dtype).astype(header.dtype.newbyteorder("="))
            if colours > 1:
                values = grey(values.reshape(-1, colours))
            place = Text("{0}, one of pictures {1} to {2},", name, begin, begin + count - 1)
            levels.take(values.ravel(), place)
            yield (begin + count) / n
        if member.read(1):
            raise FileError(path, Text("{0} holds more than its header says", name))
    return n, rows, columns


def _shape(path: Path, name: str, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return number, rows, columns and colours of pictures; raises FileError of other arrays."""
    kept = shape
    if len(shape) == 4 and 1 in (shape[1], shape[3]):
        kept = (shape[0], *shape[2:]) if shape[1] == 1 else shape[:3]
    side = math.isqrt(kept[1]) if len(kept) == 2 else 0
    if len(kept) == 2 and side * side == kept[1]:
        kept = kept[0], side, side
    colours = kept[3] if len(kept) == 4 else 1
    if len(kept) < 3 or colours not in (1, _COLOURS):
        shown = " x ".join(map(str, shape))
        accepted = Text("pictures x rows x columns are expected, or with 1 or 3 colours last")
        raise FileError(path, Text("{0} has the shape {1}; {2}", name, shown, accepted))
    n, rows, columns = kept[:3]
    if n == 0:
        raise FileError(path, Text("{0} holds no pictures", name))
    check_size(path, rows, columns)
    return n, rows, columns, colours


def _labels(
    path: Path,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    n: int,
    told: tuple[str, ...] | None,
) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return which class each picture is, and the classes' names."""
    name, values = printable(info.filename, 40), _array(path, archive, info)
    if values.size != n or values.ndim not in (1, 2):
        shown = " x ".join(map(str, values.shape))
        reason = Text("{0} has the shape {1}, but there are {2:,} pictures", name, shown, n)
        raise FileError(path, Text("{0}; one label a picture is expected", reason))
    flat = values.ravel()
    if flat.dtype.kind == "f" and not (np.isfinite(flat).all() and (flat == np.rint(flat)).all()):
        odd = flat[~(np.isfinite(flat) & (flat == np.rint(flat)))][0]
        raise FileError(path, Text("{0} holds {1:g}; labels are whole numbers or names", name, odd))
    if flat.dtype.kind == "f":
        flat = flat.astype(np.int64)
    distinct, codes = np.unique(flat, return_inverse=True)
    if told is None or distinct.dtype.kind == "U":
        return codes, tuple(map(str, distinct.tolist()))
    if distinct[0] < 0 or distinct[-1] >= len(told):
        odd = distinct[0] if distinct[0] < 0 else distinct[-1]
        raise FileError(
            path, Text("{0} holds {1}, but {2} classes have names", name, odd, len(told))
        )
    return flat.astype(np.intp), told


def _texts(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, ...]:
    values = _array(path, archive, info)
    return tuple(map(str, values.ravel().tolist()))


def _array(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> NDArray[Any]:
    """Return an array of numbers or texts that is not large."""
    name = printable(info.filename, 40)
    if info.file_size > _MOST_LABEL_BYTES:
        raise FileError(path, Text("{0} takes more than {1:,} MB", name, _MOST_LABEL_BYTES >> 20))
    with archive.open(info) as member:
        header = _header(path, info, member)
        if header.n_bytes > _DEFLATE_RATIO * max(info.compress_size, 1):
            raise FileError(path, Text("{0} should hold {1:,} bytes", name, header.n_bytes))
        data = _exactly(path, name, member, header.n_bytes)
        if member.read(1):
            raise FileError(path, Text("{0} holds more than its header says", name))
    values = np.frombuffer(data, header.dtype).reshape(header.shape)
    try:
        values.tolist() if header.dtype.kind == "U" else None
    except ValueError as error:  # no character has such a number
        raise FileError(path, Text("{0} is damaged", name)) from error
    return values.astype(header.dtype.newbyteorder("="))


def _header(path: Path, info: zipfile.ZipInfo, member: IO[bytes]) -> Header:
    name = printable(info.filename, 40)
    if info.flag_bits & 1:
        raise FileError(path, Text("{0} is encrypted", name))
    prefix = member.read(PREFIX)
    try:
        length = header_length(prefix)
        rest = member.read(min(length - PREFIX, _LONGEST_HEADER))
        if b"'|O'" in rest:
            raise FileError(path, Text("{0} holds Python objects (a pickle), never read", name))
        header = read_header(prefix + rest, foreign=True)
    except MalformedArray as error:
        raise FileError(path, Text("{0} {1}", name, error.args[0])) from error
    if header.order == "F":
        raise FileError(path, Text("{0} is in Fortran's order; save it in C's", name))
    return header


def _exactly(path: Path, name: str, member: IO[bytes], count: int) -> bytes:
    """Return so many bytes of a member; raises FileError where it ends before."""
    data = io.BytesIO()
    while data.tell() < count:
        block = member.read(min(count - data.tell(), _BYTES_AT_ONCE))
        if not block:
            found = data.tell()
            raise FileError(
                path, Text("{0} is cut short: {1:,} of {2:,} bytes", name, found, count)
            )
        data.write(block)
    return data.getvalue()
