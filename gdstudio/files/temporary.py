"""Temporary files and folders of the program's own: recognised by their names, removed when left.

While one is in use its maker holds a lock on it, which the system takes away with the process. So
what can be locked was left behind by a process that was killed. Where a file system knows no locks,
nothing is taken for left behind.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

SUFFIX: Final = ".gdstudio-tmp"
_NAME: Final = re.compile(r"\.[a-z0-9_]+\.gdstudio-tmp")
# What earlier versions left, who held no locks: files are theirs by what they begin with.
_OLD_FILE: Final = re.compile(r"\.[0-9a-f]{16}\.tmp")
_OLD_FOLDER: Final = re.compile(r"\.[a-z0-9_]{1,8}\.tmp")
_OLD_PARTS: Final = frozenset({"result.json", "tables", "pictures", "charts"})
_OLD_AGE_S: Final = 3600.0  # a file takes seconds to write
_FIRST_MEMBERS: Final = (b"manifest.json", b"about.json")
_ZIP: Final = b"PK\x03\x04"
_ZIP_NAME_AT: Final = 30  # bytes: the header before the first member's name


def is_temporary(path: Path) -> bool:
    """Tell whether a file or folder has a name that only the program's temporary ones have."""
    return bool(_NAME.fullmatch(path.name)) or _is_old_folder(path)


@contextlib.contextmanager
def temporary_file(folder: Path) -> Iterator[tuple[Path, int]]:
    """Return a context with a new file and a descriptor to write to, to be closed by the caller.

    The lock lasts as long as the context. A file that still has its name at the end is removed.
    Raises OSError if it cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = folder / f".{secrets.token_hex(8)}{SUFFIX}"
        descriptor = os.open(path, flags, 0o666)
        if _hold(path, descriptor):
            break
    # A second descriptor of the same lock; Windows renames no file that is open.
    held = None if sys.platform == "win32" else os.dup(descriptor)
    try:
        yield path, descriptor
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        if held is not None:
            os.close(held)


@contextlib.contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Return a context with a new folder, locked as long as it lasts; the caller removes it.

    Raises OSError if it cannot be made.
    """
    while True:
        path = parent / f".{secrets.token_hex(8)}{SUFFIX}"
        path.mkdir()
        descriptor = _open(path)
        if descriptor is None or _hold(path, descriptor):
            break
    try:
        yield path
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextlib.contextmanager
def lock_of(path: Path, *, wait: bool) -> Iterator[bool | None]:
    """Return a context in which no other process has the lock of a file or folder.

    It tells whether the lock was had, always if `wait`; None where there are no locks.
    """
    descriptor = _open(path)
    if descriptor is None:
        yield None
        return
    try:
        yield _lock(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes have left in a folder; what cannot be removed stays."""
    for path in left_behind(folder):
        remove(path)


def remove(path: Path) -> None:
    """Remove a temporary file or folder; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def left_behind(folder: Path) -> Iterator[Path]:
    """Yield temporary files and folders whose maker has gone, each locked while it is looked at."""
    try:
        with os.scandir(folder) as entries:
            hidden = sorted(entry.name for entry in entries if entry.name.startswith("."))
    except OSError:
        return
    for path in map(folder.joinpath, hidden):
        if _NAME.fullmatch(path.name):
            with lock_of(path, wait=False) as is_left:
                if is_left:
                    yield path
        elif _is_old_folder(path) or _is_old_file(path):
            yield path


def _open(path: Path) -> int | None:
    """Open an ordinary file or a folder to lock it; None if that cannot be."""
    if sys.platform == "win32":
        return None
    with contextlib.suppress(OSError):
        kind = path.lstat().st_mode
        if stat.S_ISDIR(kind):
            return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        if stat.S_ISREG(kind):  # open to be written: some network file systems want it so
            return os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    return None


def _hold(path: Path, descriptor: int) -> bool:
    """Lock what was just made; False if somebody took it for left behind before it was locked."""
    _lock(descriptor, wait=True)
    try:
        if os.path.samestat(os.stat(path), os.fstat(descriptor)):
            return True
    except FileNotFoundError:
        pass
    os.close(descriptor)
    return False


def _lock(descriptor: int, *, wait: bool) -> bool | None:
    """Tell whether the lock was had; None where the file system knows no locks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_old_folder(path: Path) -> bool:
    """Tell whether it is what was written aside when an experiment was saved."""
    if not _OLD_FOLDER.fullmatch(path.name):
        return False
    with contextlib.suppress(OSError):
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
        return is_folder and {entry.name for entry in os.scandir(path)} <= _OLD_PARTS
    return False


def _is_old_file(path: Path) -> bool:
    """Tell whether it is a run or a piece, or empty, and nobody can still be writing it."""
    if not _OLD_FILE.fullmatch(path.name):
        return False
    with contextlib.suppress(OSError):
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or time.time() - about.st_mtime < _OLD_AGE_S:
            return False
        with path.open("rb") as file:
            head = file.read(64)
        return not head or (
            head.startswith(_ZIP) and head[_ZIP_NAME_AT:].startswith(_FIRST_MEMBERS)
        )
    return False
