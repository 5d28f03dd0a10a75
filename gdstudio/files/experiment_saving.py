"""A saved experiment takes the place of an older one in a single step.

All files of the new result are written aside, into a temporary folder beside the old ones. Then its
result.json takes the old one's place: that is the step. Last, the other files are moved to where
they belong. Whoever comes in between finds the arrays aside by their check sums; and what a killed
process has left undone is done by whoever opens the folder or saves there next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError
from gdstudio.files.atomic import bring_to_disk, write_file
from gdstudio.files.experiment_manifest import checksums_of
from gdstudio.files.manifest import Refused
from gdstudio.files.temporary import (
    is_temporary,
    left_behind,
    lock_of,
    remove,
    temporary_folder,
)
from gdstudio.reading import read_json, read_whole

RESULT: Final = "result.json"
PARTS: Final = ("tables", "pictures", "charts")
MAX_JSON: Final = 64 << 20
MAX_FILE: Final = 256 << 20
_REPLACED: Final = "replaced.json"  # names the old result's files; written last of all


def replace_result(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a result's files; those of an older result go. At every moment one of both is whole.

    The folder exists. Of the files by name "result.json" holds the check sums of all others.

    Raises:
        FileError: A file cannot be written; the old result is still there.
        OSError: The same, of a folder.
    """
    with lock_of(folder, wait=True):
        _finish(folder)
        with temporary_folder(folder) as aside:
            try:
                for name, data in files.items():
                    (aside / name).parent.mkdir(exist_ok=True)
                    write_file(aside / name, data)
                old = json.dumps({"checksums": _checksums(folder / RESULT)})
                write_file(aside / _REPLACED, old.encode())
                os.replace(aside / RESULT, folder / RESULT)
                bring_to_disk(folder)
            except BaseException:
                if not _has_replaced(aside):
                    remove(aside)
                raise
            _move_in(folder, aside)
            remove(aside)


def finish_saving(folder: Path) -> None:
    """Do what killed processes have left undone in an experiment's folder, where that can be done.

    Their temporary files and folders go.
    """
    with lock_of(folder, wait=False) as is_free:
        if is_free is not False:
            _finish(folder)


def places_of_arrays(folder: Path) -> list[Path]:
    """Return the folders where an experiment's arrays may lie, the right one first."""
    with suppress(OSError):
        names = sorted(entry.name for entry in os.scandir(folder))
        aside = (folder / name for name in names if is_temporary(folder / name))
        # Once more the right one: the arrays may just have been moved there.
        return [folder, *(path for path in aside if _has_replaced(path)), folder]
    return [folder]


def _finish(folder: Path) -> None:
    for path in left_behind(folder):
        try:
            if _has_replaced(path):
                _move_in(folder, path)
        except OSError:
            continue  # the folder may be read-only; the files are found where they are
        remove(path)


def _has_replaced(aside: Path) -> bool:
    """Tell whether the result.json of a folder aside has taken the old one's place."""
    return (
        not aside.is_symlink() and (aside / _REPLACED).is_file() and not (aside / RESULT).exists()
    )


def _move_in(folder: Path, aside: Path) -> None:
    """Move the files that result.json names to where they belong, and take away the older ones.

    Never beyond a link: a folder from elsewhere may hold anything.
    """
    parts = [place / part for place in (folder, aside) for part in PARTS]
    if any(part.is_symlink() for part in parts):
        return
    wanted, old = _checksums(folder / RESULT), _checksums(aside / _REPLACED)
    for part in PARTS:
        (folder / part).mkdir(exist_ok=True)
    for name, checksum in wanted.items():
        with suppress(FileError):  # it has been moved before
            if sha256(read_whole(aside / name, MAX_FILE)).hexdigest() == checksum:
                os.replace(aside / name, folder / name)
    for name in old.keys() - wanted.keys():
        (folder / name).unlink(missing_ok=True)
    for part in PARTS:
        with suppress(OSError):  # not empty
            (folder / part).rmdir()


def _checksums(path: Path) -> dict[str, str]:
    """Return the files that a result names; none if it is not there or damaged."""
    try:
        return checksums_of(read_json(path, MAX_JSON))
    except (FileError, Refused):
        return {}
