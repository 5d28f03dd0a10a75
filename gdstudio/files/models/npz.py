"""NumPy's .npz: the parameters by their names here, or by those of PyTorch's modules.

What is written can be read by `numpy.load` without pickle: "W1" (n_out, n_in), "b1", ... and
"gdstudio", the settings of the run as the bytes of a JSON text.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.errors import printable
from gdstudio.files.archive import read_foreign_archive
from gdstudio.files.manifest import Manifest, Refused
from gdstudio.files.models.about import NAME, about_bytes, read_about
from gdstudio.files.models.found import Found, check_amount, check_numbers, found_in_arrays
from gdstudio.files.models.own_names import to_own_names
from gdstudio.learning.snapshot import TrainingState
from gdstudio.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.texts import Text

_MEMBERS: Final = re.compile(r"[^/\\\0]{1,200}\.npy")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def npz_bytes(state: TrainingState) -> bytes:
    """Return the network of a run as the content of a .npz file."""
    arrays = to_own_names(state.network())
    arrays[NAME] = np.frombuffer(about_bytes(state), np.uint8)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), array_to_bytes(array))
    return buffer.getvalue()


def read_npz(path: Path) -> Found:
    """Return what a .npz file holds; nothing in it is trusted, and no pickle is read.

    Raises:
        FileError: It is no .npz, too large or damaged.
        Refused: It holds something else than weights and biases of layers.
    """
    members = read_foreign_archive(path, _MEMBERS)
    contents = {name.removesuffix(".npy"): data for name, data in members.items()}
    about = contents.pop(NAME, None)
    check_amount((name, len(data) // 8) for name, data in contents.items())
    arrays = {}
    for name, data in contents.items():
        try:
            arrays[name] = check_numbers(name, array_from_bytes(data))
        except MalformedArray as error:
            raise Refused(Text("{0!r} {1}", printable(name, 60), error.args[0])) from error
    return found_in_arrays(arrays, None if about is None else _read_about(about))


def _read_about(data: bytes) -> Manifest | None:
    try:
        return read_about(array_from_bytes(data).tobytes())
    except MalformedArray:
        return None
