"""Writing a file so that at every moment either the old or the new one is there, whole."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from gdstudio.errors import FileError, reason_of
from gdstudio.files.temporary import remove_leftovers, temporary_file
from gdstudio.texts import Text


def write_file(path: Path | str, data: bytes) -> None:
    """Write `data` to `path`; on any error the old file is still there, untouched.

    A new file in the same folder is written, brought to the disk and renamed. A symbolic link
    stays: the file it names is replaced. An existing file's permissions are kept. What processes
    that were killed at this have left in the folder is removed. Raises FileError if it cannot be
    written.
    """

    def write(file: BinaryIO) -> None:
        written = file.write(data)
        if written != len(data):
            raise OSError(Text("only {0:,} of {1:,} bytes were written", written, len(data)))

    write_with(path, write)


def place_file(path: Path, data: bytes) -> None:
    """Put a small new file into its place, whole or not at all; its folder must exist.

    It outlives the process from then on, but a power cut only once it was brought to the disk,
    which may take long. Raises OSError.
    """
    with temporary_file(path.parent) as (temporary, descriptor):
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(temporary, path)


def write_with(path: Path | str, write: Callable[[BinaryIO], None]) -> None:
    """Do as `write_file` with what `write` puts into the file it is given, open and empty.

    Raises FileError if it cannot be written, also where `write` raises OSError.
    """
    with replacing(path) as (file, _):
        write(file)


@contextlib.contextmanager
def replacing(path: Path | str) -> Iterator[tuple[BinaryIO, Path]]:
    """Return a context with a new file, open and empty, and where it is until it takes `path`.

    It does at the end, as `write_file` says; if the context ends with an exception, nothing has
    happened. Raises FileError if it cannot be written, also where the context raises OSError.
    """
    try:
        target = check_writable(path)
        with _replaced(target) as (file, temporary):
            yield file, temporary
    except OSError as error:
        raise FileError(path, Text("cannot be written: {0}", reason_of(error))) from error


def check_writable(path: Path | str) -> Path:
    """Return the file that `write_file` would replace; links are followed.

    Raises FileError if it can be seen beforehand that the file cannot be written.
    """
    try:
        return _writable(path, Path(os.path.realpath(path)))
    except (OSError, ValueError) as error:
        raise FileError(path, Text("cannot be written: {0}", reason_of(error))) from error


def _writable(path: Path | str, target: Path) -> Path:
    if target.exists():
        if not stat.S_ISREG(target.stat().st_mode):
            kind = Text("is a folder") if target.is_dir() else Text("is not an ordinary file")
            raise FileError(path, Text("{0}; give the name of a file", kind))
        if not os.access(target, os.W_OK):
            raise FileError(path, Text("is write-protected"))
    if not target.parent.is_dir():
        raise FileError(path, Text("there is no folder {0}", target.parent))
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise FileError(path, Text("the folder {0} is write-protected", target.parent))
    return target


@contextlib.contextmanager
def _replaced(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    remove_leftovers(target.parent)
    with temporary_file(target.parent) as (temporary, descriptor):
        with os.fdopen(descriptor, "wb") as file:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            yield file, temporary
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    bring_to_disk(target.parent)


def bring_to_disk(place: Path) -> None:
    """Make a file, or the names in a folder, last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
