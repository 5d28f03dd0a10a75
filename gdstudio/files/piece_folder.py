"""Finished pieces of an experiment, each a file: what is there need not be done again."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, reason_of
from gdstudio.experiments.workshop import KeptInMemory, Piece
from gdstudio.files.archive import read_archive, write_archive
from gdstudio.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.texts import Text

Array = NDArray[Any]

SUFFIX: Final = ".gdpiece"
_ABOUT: Final = "about.json"
_MEMBERS: Final = re.compile(r"about\.json|[a-z][a-z0-9_]{0,40}\.npy")
_FORMAT: Final = "gdstudio piece"
_VERSION: Final = 1


class PieceFolder:
    """Pieces as files of one folder, which is made when the first is kept.

    A piece's name holds a check sum of all it depends on and stands in its file too, so that a
    changed setting, other data or a renamed file never give a wrong piece.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only; None if it is not there, or is damaged."""
        with contextlib.suppress(FileError, MalformedArray):
            members = read_archive(self._path(name), _MEMBERS)
            if members.pop(_ABOUT, b"") == _about(name):
                return {
                    file.removesuffix(".npy"): array_from_bytes(data)
                    for file, data in members.items()
                }
        return None

    def put(self, name: str, piece: Piece) -> None:
        """Write a piece, whole or not at all; raise FileError if it cannot be written."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(self._folder, Text("cannot be made: {0}", reason_of(error))) from error
        arrays = {f"{key}.npy": array_to_bytes(np.asarray(a)) for key, a in piece.items()}
        write_archive(self._path(name), {_ABOUT: _about(name), **arrays})

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{SUFFIX}"


class SteadyPieces:
    """The pieces of a folder; those that it does not take are kept in memory, and work goes on."""

    def __init__(self, folder: PieceFolder) -> None:
        self._folder = folder
        self._memory = KeptInMemory()
        self._refused: list[str] = []

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""
        found = self._folder.get(name)
        return self._memory.get(name) if found is None else found

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece."""
        try:
            self._folder.put(name, piece)
        except FileError:
            self._memory.put(name, piece)
            self._refused.append(name)

    @property
    def is_whole(self) -> bool:
        """True if the folder took all of them."""
        return not self._refused

    def write_rest(self, folder: PieceFolder) -> None:
        """Write what the folder did not take into this one; raise FileError if that fails."""
        for name in self._refused:
            piece = self._memory.get(name)
            assert piece is not None
            folder.put(name, piece)


def _about(name: str) -> bytes:
    return json.dumps({"format": _FORMAT, "version": _VERSION, "name": name}).encode()
