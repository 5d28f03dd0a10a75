"""A run's network in a form that other programs read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.learning.shapes import DIGIT
from gdstudio.learning.snapshot import TrainingState
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A form of files.

    Attributes:
        name: As on the command line.
        suffix: Of its files.
        title: As people choose it.
        make: Returns the content of a file.
    """

    name: str
    suffix: str
    title: str
    make: Callable[[TrainingState], bytes]


def _npz(state: TrainingState) -> bytes:
    from gdstudio.files.models.npz import npz_bytes

    return npz_bytes(state)


def _safetensors(state: TrainingState) -> bytes:
    from gdstudio.files.models.safetensors_file import safetensors_bytes

    return safetensors_bytes(state)


def _onnx(state: TrainingState) -> bytes:
    from gdstudio.files.models.onnx_writing import onnx_bytes

    return onnx_bytes(state)


def _python(state: TrainingState) -> bytes:
    from gdstudio.files.models.python_text.writing import python_bytes

    return python_bytes(state)


FORMATS: Final = {
    found.name: found
    for found in (
        Format("npz", ".npz", Text("NumPy arrays"), _npz),
        Format("safetensors", ".safetensors", Text("Tensors with PyTorch's names"), _safetensors),
        Format("onnx", ".onnx", Text("ONNX"), _onnx),
        Format("python", ".py", Text("Python with NumPy, to be read"), _python),
    )
}


def export_model(state: TrainingState, format_name: str) -> bytes:
    """Return the network of a run as the content of a file.

    Where a run of an earlier version does not say how its 784 pixels stand, they are 28 rows.

    Raises:
        InvalidValue: There is no such format.
        GdstudioError: The network cannot be written so.
    """
    make = FORMATS[known_name("format", format_name, FORMATS)].make
    is_unsaid = not state.recipe.architecture and state.in_shape == (1, 1, DIGIT.size)
    return make(replace(state, in_shape=DIGIT) if is_unsaid else state)


def format_of(path: Path) -> Format:
    """Return the format that the name of a file says.

    Raises:
        InvalidValue: It says none.
    """
    found = [one for one in FORMATS.values() if one.suffix == path.suffix.lower()]
    if not found:
        suffixes = ", ".join(one.suffix for one in FORMATS.values())
        raise InvalidValue(Text("file"), str(path), Text("a name that ends in {0}", suffixes))
    return found[0]
