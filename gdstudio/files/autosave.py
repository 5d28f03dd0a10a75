"""What a window has at hand while it goes on: a ring of sittings, for the day it is killed.

Each window has a folder of its own below one root, and holds a lock on it as long as it lives. The
sittings in it are written as those of closed windows are. A folder without its window was left by
one that was killed: the newest sitting in it becomes one of the kept ones.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, reason_of
from gdstudio.files.atomic import bring_to_disk
from gdstudio.files.kept_sitting import SittingNote, list_sittings, save_sitting
from gdstudio.files.sitting_folder import KeptRun, KeptSitting
from gdstudio.files.temporary import lock_of, remove_leftovers
from gdstudio.texts import Text

log = logging.getLogger(__name__)

SLOTS: Final = 5
_OWNER: Final = "owner"  # open as long as the window lives, where folders cannot be locked
_YOUNG_S: Final = 60.0  # a folder without a sitting may just have been made


class AutosaveRing:
    """The last sittings of one window; used by one thread at a time.

    Runs that have ended are written once: later sittings link to their files.
    """

    def __init__(self, root: Path) -> None:
        """Nothing is made or written yet."""
        self._root = root
        self._folder: Path | None = None
        self._held = contextlib.ExitStack()
        self._written: list[tuple[KeptRun, Path]] = []  # of the newest sitting

    def save(self, sitting: KeptSitting) -> Path:
        """Write a sitting, and take away the oldest; return the folder of the new one.

        Raises FileError if it cannot be written; those before are still there.
        """
        folder = self._own_folder()
        earlier = [replace(run, written=self._file_of(run)) for run in sitting.earlier]
        saved = save_sitting(folder, replace(sitting, earlier=earlier))
        files = [(run, saved / f"run-{k}.gdrun") for k, run in enumerate(earlier, 1)]
        self._written = [(run, path) for run, path in files if path.is_file()]
        for note in list_sittings(folder)[SLOTS:]:
            shutil.rmtree(note.folder, ignore_errors=True)
        remove_leftovers(folder)
        return saved

    def end(self) -> None:
        """Take all of it away: the window has closed, and what it held lies elsewhere."""
        self.leave()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def leave(self) -> None:
        """Let it lie for the next start."""
        self._held.close()

    def _own_folder(self) -> Path:
        if self._folder is not None and self._folder.is_dir():
            return self._folder
        folder = self._root / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
        try:
            folder.mkdir(parents=True)
            self._held.close()
            if self._held.enter_context(lock_of(folder, wait=False)) is None:
                self._held.enter_context((folder / _OWNER).open("wb"))
        except OSError as error:
            raise FileError(folder, Text("cannot be made: {0}", reason_of(error))) from error
        self._folder, self._written = folder, []
        return folder

    def _file_of(self, run: KeptRun) -> Path | None:
        """Return the file that holds the run as it is, if there is one."""
        for known, path in self._written:
            same = known.state is run.state and known.file == run.file
            if same and known.caption == run.caption:
                return path
        return None


def collect_left(root: Path, sittings: Path) -> SittingNote | None:
    """Put what killed windows have left below `root` among the kept sittings.

    Returns:
        The newest of what was found, where it lies now; None if nothing was.
    """
    found = []
    for ring in _left(root):
        try:
            note = _collect(ring, sittings)
        except OSError as error:  # it lies there until a start that can take it up
            log.warning("%s is not taken up: %s", ring, error)
        else:
            found += [] if note is None else [note]
    return max(found, key=lambda note: note.ended_at, default=None)


def _collect(ring: Path, sittings: Path) -> SittingNote | None:
    """Move the newest sitting of a ring; the rest goes. At every moment the newest is there."""
    remove_leftovers(ring)
    notes = list_sittings(ring)
    if not notes and time.time() - ring.stat().st_mtime < _YOUNG_S:
        return None
    moved = None
    if notes:
        for note in notes[1:]:
            shutil.rmtree(note.folder, ignore_errors=True)
        sittings.mkdir(parents=True, exist_ok=True)
        target = sittings / notes[0].folder.name
        os.rename(notes[0].folder, target)
        bring_to_disk(sittings)
        moved = replace(notes[0], folder=target)
    shutil.rmtree(ring, ignore_errors=True)
    return moved


def _left(root: Path) -> Iterator[Path]:
    """Yield the folders of windows that are no longer, each locked while it is looked at."""
    try:
        rings = sorted(path for path in root.iterdir() if path.is_dir())
    except OSError:
        return
    for ring in rings:
        with lock_of(ring, wait=False) as is_left, contextlib.suppress(OSError):
            if is_left is None:
                is_left = _has_no_owner(ring)
            if is_left:
                yield ring


def _has_no_owner(ring: Path) -> bool:
    """Tell whether nobody has the owner's file open: Windows takes no such file away."""
    if sys.platform != "win32":
        return True
    try:
        (ring / _OWNER).unlink(missing_ok=True)
    except OSError:
        return False
    return True
