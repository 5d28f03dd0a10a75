"""A result that cannot be written where it was asked for is kept elsewhere, and it is said where.

A disk may be full at the end of hours of work, or a folder may have gone.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gdstudio.errors import FileError
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a result: its place, or None; and why it is not where it was asked for.

    The problem's line says where it is instead.
    """

    place: Path | None = None
    problem: FileError | None = None

    def __str__(self) -> str:
        return Text("not kept") if self.place is None else Text("kept in {0}", self.place)

    def complain(self) -> None:
        """Raise what went wrong, a FileError, if the result is not where it was asked for."""
        if self.problem is not None:
            raise self.problem

    @contextlib.contextmanager
    def told_after(self) -> Iterator[None]:
        """Return a context in which the result is shown; then raise what went wrong, a FileError.

        It is raised even if the result cannot be shown: both may be for the same full disk.
        """
        try:
            yield
        finally:
            self.complain()


def keep(path: Path | None, write: Callable[[Path], object]) -> Kept:
    """Write a result; where that fails, into the user's data folder, or else a temporary one.

    `write` writes to the file or folder it is given, and raises FileError if that cannot be. With
    no path nothing is kept.
    """
    if path is None:
        return Kept()
    try:
        write(path)
    except FileError as error:
        for place in _places(path.name):
            with contextlib.suppress(FileError):
                write(place)
                return Kept(
                    place, FileError(error.path, Text("{0}; kept in {1}", error.reason, place))
                )
            with contextlib.suppress(OSError):
                place.parent.rmdir()
        return Kept(None, error)
    return Kept(path)


def _places(name: str) -> Iterator[Path]:
    """Yield places of that name, each in a new folder of its own."""
    day = datetime.now(UTC).astimezone().strftime("%Y-%m-%d-")
    data = user_data_folder()
    if data is not None:
        with contextlib.suppress(OSError):
            (data / "kept").mkdir(parents=True, exist_ok=True)
            yield Path(tempfile.mkdtemp(prefix=day, dir=data / "kept")) / name
    with contextlib.suppress(OSError):
        yield Path(tempfile.mkdtemp(prefix=f"gdstudio-{day}")) / name


def user_data_folder() -> Path | None:
    """Return the folder where the window keeps its files too; None if the user has no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME", "")
        if not os.path.isabs(base):
            base = os.path.expanduser("~/.local/share")
    return Path(base) / "gdstudio" if os.path.isabs(base) else None
