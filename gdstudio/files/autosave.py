"""What is kept while a window is open, so that a crash costs two minutes: a ring of files.

Each window has a folder of its own below the same root, locked as long as it lives. A folder that
can be locked was left by a process that was killed: what it holds is offered at the next start.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError, reason_of
from gdstudio.files.temporary import lock_of, remove_leftovers
from gdstudio.texts import Text

EVERY_S: Final = 120.0  # seconds of work that a crash may cost
MOST: Final = 5  # files of a ring
LARGEST_SHARE: Final = 0.01  # of the time may be spent on saving
_FOLDER: Final = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{8}")
_FILE: Final = re.compile(r"autosave-([0-9]{8})\.[a-z]{1,12}")
_STALE_S: Final = 3 * EVERY_S  # where there are no locks: whoever lives has written since


@dataclass(frozen=True, slots=True)
class Autosave:
    """What a process that was killed has left.

    Attributes:
        folder: Its folder.
        files: What it kept there, the newest first; each whole, but of whatever age.
        saved_at: When the newest was written.
    """

    folder: Path
    files: tuple[Path, ...]
    saved_at: datetime

    def forget(self) -> None:
        """Remove the folder with all that is in it; what cannot be removed stays."""
        shutil.rmtree(self.folder, ignore_errors=True)


class AutosavePace:
    """Tells when to save: every two minutes and at each pause, but for a hundredth of the time.

    Args to its methods are seconds of any clock that does not go back.
    """

    def __init__(self, now_s: float, every_s: float = EVERY_S) -> None:
        """Begin with nothing to save."""
        self._every_s = every_s
        self._saved_s = now_s
        self._not_before_s = now_s

    def is_due(self, now_s: float, *, is_pause: bool = False) -> bool:
        """Return whether to save now; `is_pause` if work has just come to rest."""
        return now_s >= self._not_before_s and (is_pause or now_s - self._saved_s >= self._every_s)

    def note(self, now_s: float, took_s: float) -> None:
        """Take that a save was done, and how long it took."""
        self._saved_s = now_s
        self._not_before_s = now_s + took_s * (1 / LARGEST_SHARE - 1)


class AutosaveRing:
    """The newest few files of one window. Not thread-safe: one thread at a time uses it.

    Attributes:
        folder: Where they lie; there from the first `write` on.
    """

    def __init__(self, root: Path) -> None:
        """Write below `root`; nothing is made before the first `write`."""
        now = datetime.now(UTC)
        self.folder = root / f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
        self._count = 0
        self._held = contextlib.ExitStack()

    def write(self, write: Callable[[Path], object], suffix: str = ".gdrun") -> Path:
        """Have a new file written, then remove the oldest; return the new one.

        Args:
            write: Writes to the path it is given, whole or not at all (`save_run`).
            suffix: The ending of its name.

        Raises:
            FileError: It cannot be written; the files before are still there.
        """
        if not self.folder.is_dir():
            self._begin()
        path = self.folder / f"autosave-{self._count:08}{suffix}"
        write(path)
        self._count += 1
        for old in _files_of(self.folder)[MOST:]:
            with contextlib.suppress(OSError):
                old.unlink()
        return path

    def close(self) -> None:
        """Remove everything: what is there is kept elsewhere by now."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._held.close()

    def _begin(self) -> None:
        try:
            self.folder.mkdir(parents=True)
        except OSError as error:
            reason = Text("cannot be made: {0}", reason_of(error))
            raise FileError(self.folder, reason) from error
        self._held.enter_context(lock_of(self.folder, wait=False))


def left_autosaves(root: Path) -> list[Autosave]:
    """Return what killed processes have left below `root`, the newest first.

    Folders of windows that are open stay untouched. Temporary files of those that were killed are
    removed, and folders in which nothing had been written.
    """
    found = []
    for folder in _folders_of(root):
        with lock_of(folder, wait=False) as is_left:
            if is_left is False:
                continue
            remove_leftovers(folder)
            files = _files_of(folder)
            if files:
                written_s = files[0].stat().st_mtime
                if is_left or time.time() - written_s > _STALE_S:
                    saved_at = datetime.fromtimestamp(written_s, UTC)
                    found.append(Autosave(folder, tuple(files), saved_at))
            elif is_left:
                with contextlib.suppress(OSError):
                    folder.rmdir()
    return sorted(found, key=lambda autosave: autosave.saved_at, reverse=True)


def _folders_of(root: Path) -> list[Path]:
    try:
        with os.scandir(root) as entries:
            names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [root / name for name in sorted(names) if _FOLDER.fullmatch(name)]


def _files_of(folder: Path) -> list[Path]:
    """Return the files of a ring, the newest first."""
    names = [path.name for path in folder.iterdir() if _FILE.fullmatch(path.name)]
    return [folder / name for name in sorted(names, reverse=True)]
