"""safetensors: parameters by the names, shapes and layouts of PyTorch's modules.

The library reads and writes the form; what the tensors mean stands in `torch_layout`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from safetensors import SafetensorError, deserialize
from safetensors.numpy import save

from gdstudio.arrays import Array
from gdstudio.errors import printable
from gdstudio.files.archive import MAX_FOREIGN_BYTES
from gdstudio.files.manifest import Manifest, Refused
from gdstudio.files.models.about import NAME, about_bytes, read_about
from gdstudio.files.models.found import Found, check_amount, found_in_arrays
from gdstudio.files.models.torch_layout import to_torch
from gdstudio.learning.snapshot import TrainingState
from gdstudio.reading import read_whole
from gdstudio.texts import Text

_MAX_HEADER: Final = 1 << 20
_MAX_DIMENSIONS: Final = 8
_LONGEST: Final = 1 << 40  # numbers along a dimension, more than any file has
_PREFIX: Final = 8  # bytes of the header's length


def _from_bfloat16(data: bytes) -> Array:
    return (np.frombuffer(data, "<u2").astype(np.uint32) << 16).view(np.float32)


_READERS: Final[Mapping[str, Callable[[bytes], Array]]] = {
    "F64": lambda data: np.frombuffer(data, "<f8").astype(np.float64),
    "F32": lambda data: np.frombuffer(data, "<f4").astype(np.float32),
    "F16": lambda data: np.frombuffer(data, "<f2").astype(np.float32),
    "BF16": _from_bfloat16,
}


def safetensors_bytes(state: TrainingState) -> bytes:
    """Return the network of a run as the content of a .safetensors file."""
    tensors = {name: np.ascontiguousarray(a) for name, a in to_torch(state.network()).items()}
    return save(tensors, metadata={NAME: about_bytes(state).decode()})


def read_safetensors(path: Path) -> Found:
    """Return what a .safetensors file holds; nothing in it is trusted.

    Raises:
        FileError: It cannot be read or is too large.
        Refused: It is damaged, or holds something else than weights and biases of layers.
    """
    data = read_whole(path, MAX_FOREIGN_BYTES)
    header = _header(data)
    check_amount((name, _size(entry)) for name, entry in header.items() if name != "__metadata__")
    try:
        tensors = deserialize(data)
    except SafetensorError as error:
        raise _damaged() from error
    arrays = {name: _array(name, tensor) for name, tensor in tensors}
    return found_in_arrays(arrays, _about(header))


def _header(data: bytes) -> dict[str, Any]:
    """Return the header, so that its claims can be looked at before the library allocates."""
    length = int.from_bytes(data[:_PREFIX], "little")
    if not 2 <= length <= min(_MAX_HEADER, len(data) - _PREFIX):
        raise _damaged()
    try:
        header = json.loads(data[_PREFIX : _PREFIX + length], object_pairs_hook=_without_clash)
    except (ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(header, dict):
        raise _damaged()
    return header


def _without_clash(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused(Text("holds two tensors of the same name"))
    return found


def _size(entry: object) -> int:
    """Return how many numbers a tensor claims to have; 0 for what the library will refuse."""
    shape = entry.get("shape") if isinstance(entry, dict) else None
    if not isinstance(shape, list) or not all(isinstance(n, int) for n in shape):
        return 0
    return math.prod(min(n, _LONGEST) for n in shape[:_MAX_DIMENSIONS])


def _array(name: str, tensor: Mapping[str, Any]) -> Array:
    reader = _READERS.get(tensor["dtype"])
    if reader is None:
        kind = Text("{0!r} holds numbers of the kind {1}", printable(name, 60), tensor["dtype"])
        raise Refused(Text("{0}; weights are F64, F32, F16 or BF16", kind))
    return reader(tensor["data"]).reshape(tensor["shape"])


def _about(header: Mapping[str, Any]) -> Manifest | None:
    metadata = header.get("__metadata__")
    said = metadata.get(NAME) if isinstance(metadata, dict) else None
    return read_about(said.encode("utf-8", "replace")) if isinstance(said, str) else None


def _damaged() -> Refused:
    """Return what is said of all that the library refuses, whose words are for programmers."""
    accepted = Text("a header of its tensors, then their numbers, as save_file writes them")
    return Refused(Text("is damaged or no safetensors file; {0}, are expected", accepted))
