"""Sittings that are kept, a folder for each; the newest of them stay.

A sitting is written aside and appears whole, under a name of its own: windows never write over one
another.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, reason_of
from gdstudio.files.atomic import bring_to_disk
from gdstudio.files.sitting_folder import ABOUT, MAX_ABOUT, KeptSitting
from gdstudio.files.sitting_writing import write_sitting
from gdstudio.files.temporary import remove, remove_leftovers, temporary_folder
from gdstudio.reading import read_json
from gdstudio.texts import Text

NEWEST: Final = 5  # sittings that stay whatever they hold
LONGEST: Final = 5  # and of those before, the ones with most work in them
MAX_ALL: Final = 1 << 30  # bytes of all of them
_ABORTED_AFTER_S: Final = 3600  # what earlier versions wrote aside was of a program that was killed


@dataclass(frozen=True, slots=True)
class SittingNote:
    """What is told of a sitting in a list.

    Attributes:
        folder: Where it lies.
        ended_at: When its window was closed.
        runs: How many there are.
        steps: Updates of the longest of them.
        results: How many experiments came to their end.
        seconds: Work in it.
    """

    folder: Path
    ended_at: datetime
    runs: int
    steps: int
    results: int
    seconds: float


def save_sitting(root: Path, sitting: KeptSitting) -> Path:
    """Write a sitting below `root` and return its folder; what is too large or fails is left out.

    Older sittings are taken away by `forget_old_sittings`. Raises FileError if nothing can be kept.
    """
    folder = root / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        with temporary_folder(root) as aside:
            try:
                write_sitting(aside, sitting, whole=False)
                aside.rename(folder)
            finally:
                remove(aside)
        bring_to_disk(root)
    except FileError as error:  # of a file aside, which nobody knows
        raise FileError(folder, error.reason) from error
    except OSError as error:
        raise FileError(folder, Text("cannot be written: {0}", reason_of(error))) from error
    return folder


def list_sittings(root: Path) -> list[SittingNote]:
    """Return the sittings below `root`, the newest first; damaged ones are left out."""
    notes = []
    for folder in _folders(root):
        with contextlib.suppress(FileError, ValueError, TypeError, KeyError):
            about = read_json(folder / ABOUT, MAX_ABOUT)
            notes.append(
                SittingNote(
                    folder=folder,
                    ended_at=datetime.fromisoformat(about["ended_at"]),
                    runs=len(about["files"]),
                    steps=int(about["steps"]),
                    results=int(about["results"]),
                    seconds=float(about["seconds"]),
                )
            )
    return notes


def forget_old_sittings(root: Path) -> None:
    """Take away what is neither among the newest nor holds much work, or is too large together.

    The newest of all stays in any case. Leftovers of a program that was killed go, too.
    """
    notes = list_sittings(root)
    older = sorted(notes[NEWEST:], key=lambda note: note.seconds, reverse=True)
    kept = notes[:NEWEST] + older[:LONGEST]
    left, gone = MAX_ALL, older[LONGEST:]
    for k, note in enumerate(kept):
        left -= sum(path.stat().st_size for path in note.folder.rglob("*") if path.is_file())
        if k and left < 0:
            gone.append(note)
    for note in gone:
        shutil.rmtree(note.folder, ignore_errors=True)
    remove_leftovers(root)
    with contextlib.suppress(OSError):
        for aside in root.glob(".*.tmp"):
            if time.time() - aside.stat().st_mtime > _ABORTED_AFTER_S:
                shutil.rmtree(aside, ignore_errors=True)


def _folders(root: Path) -> list[Path]:
    try:
        found = [path for path in root.iterdir() if path.name[:1] != "." and path.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name, reverse=True)
