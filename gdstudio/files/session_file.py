"""Session files (.gdsession): all that a sitting holds, its folder in one zip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, reason_of
from gdstudio.files.archive import pack_folder, unpack_folder
from gdstudio.files.atomic import check_writable
from gdstudio.files.sitting_folder import (
    ABOUT,
    FoundSitting,
    KeptSitting,
    read_sitting,
)
from gdstudio.files.sitting_writing import write_sitting
from gdstudio.files.temporary import remove, temporary_folder
from gdstudio.texts import Text

SUFFIX: Final = ".gdsession"
_PIECE: Final = r"[a-z0-9-]{1,120}\.gdpiece"
_NAMES: Final = re.compile(
    r"about\.json|drawing\.npy|last\.gdrun|run-[1-9][0-9]{0,3}\.gdrun|pieces/" + _PIECE + "|"
    r"experiments/[0-9]{4}/(result\.json|tables/[a-z0-9-]{1,120}\.csv|charts/[0-9]{4,6}\.npy|"
    r"pieces/" + _PIECE + ")"
)


def save_session(path: Path | str, sitting: KeptSitting) -> None:
    """Write a session, whole or not at all; conventionally the path ends in ".gdsession".

    Raises FileError if the file cannot be written, or a run is no longer finite.
    """
    parent = check_writable(path).parent
    try:
        with temporary_folder(parent) as aside:
            try:
                write_sitting(aside, sitting, whole=True)
                pack_folder(path, aside)
            finally:
                remove(aside)
    except FileError as error:  # of a file aside, which nobody knows
        raise FileError(path, error.reason) from error
    except OSError as error:
        raise FileError(path, Text("cannot be written: {0}", reason_of(error))) from error


def open_session(path: Path | str, folder: Path) -> FoundSitting:
    """Return the session in a file; nothing in the file is trusted.

    Its last run lies in `folder`, which is there and empty, and can be read as long as that stays.
    Raises FileError: it is no session, is damaged, or says something that cannot be.
    """
    unpack_folder(path, _NAMES, folder)
    if not (folder / ABOUT).is_file():
        raise FileError(path, Text("is not a session of gdstudio"))
    try:
        return read_sitting(folder, whole=True)
    except FileError as error:
        place = Path(error.path)
        inside = place.relative_to(folder) if place.is_relative_to(folder) else place
        if inside == Path(ABOUT):
            raise FileError(path, error.reason) from error
        raise FileError(path, Text("{0} {1}", inside.as_posix(), error.reason)) from error
