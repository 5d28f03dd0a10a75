"""Saved experiments: a folder that people, other programs and gdstudio can read.

result.json     settings, seed, versions, findings, facts, tables and charts
tables/*.csv    every table
pictures/*.png  what it looks like
charts/*.npy    the arrays of the charts, to show them again
pieces/         finished pieces, so that a longer or interrupted experiment goes on from there
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, InvalidValue
from gdstudio.experiments.experiment import Table
from gdstudio.files.atomic import write_file
from gdstudio.files.chart_codec import charts_from_plain, charts_to_plain
from gdstudio.files.experiment_manifest import (
    SavedExperiment,
    check_format,
    checksums_of,
    manifest_content,
    saved_from_content,
)
from gdstudio.files.manifest import Refused
from gdstudio.files.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.reading import read_json, read_whole
from gdstudio.files.tables import csv_bytes

Array = NDArray[Any]

RESULT: Final = "result.json"
PIECES: Final = "pieces"
_PARTS: Final = ("tables", "pictures", "charts")
_MAX_JSON: Final = 64 << 20
_MAX_FILE: Final = 256 << 20
_MAX_ARRAYS: Final = 1 << 30


def check_folder(folder: Path, experiment: str) -> PieceFolder:
    """Return where the pieces of an experiment lie in a folder; nothing is left there yet.

    Raises:
        FileError: An experiment of that name cannot be saved there.
    """
    target = Path(os.path.realpath(folder))
    if target.exists():
        if not target.is_dir():
            raise FileError(folder, "is a file; give the name of a folder")
        _try_to_write(folder, target)
        _check_is_own(folder, target, experiment)
    elif not target.parent.is_dir():
        raise FileError(folder, f"there is no folder {target.parent}")
    else:
        _try_to_write(folder, target.parent)
    return PieceFolder(target / PIECES)


def _try_to_write(folder: Path, where: Path) -> None:
    """Make a folder there and take it away: what permissions say is not all there is to it."""
    try:
        Path(tempfile.mkdtemp(prefix=".", suffix=".tmp", dir=where)).rmdir()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(folder, f"cannot be written: {reason}") from error


def _check_is_own(folder: Path, target: Path, experiment: str) -> None:
    there = {path.name for path in target.iterdir()}
    if RESULT in there:
        content = read_json(target / RESULT, _MAX_JSON)
        try:
            check_format(content)
        except Refused as error:
            raise FileError(target / RESULT, str(error)) from error
        if content.get("experiment") != experiment:
            found = str(content.get("experiment"))[:40]
            raise FileError(folder, f"holds the experiment {found}; give another folder")
    elif there - {PIECES, *_PARTS}:
        raise FileError(folder, "holds other files; give a new or empty folder")


def save_experiment(folder: Path, saved: SavedExperiment, pictures: Mapping[str, bytes]) -> None:
    """Write a result beside its pieces; one from before is replaced.

    Everything is written aside first and then moved in, result.json last: a folder without it
    holds no result, one with it all of it.

    Args:
        folder: Where to; made if it is not there.
        saved: What to keep.
        pictures: PNG files by name: small letters, digits and hyphens.

    Raises:
        FileError: It cannot be written; a result from before is still there.
    """
    check_folder(folder, saved.experiment.name)
    files: dict[str, bytes] = {}

    def keep(array: Array) -> str:
        name = f"charts/{len(files):04}.npy"
        files[name] = array_to_bytes(np.asarray(array))
        return name

    charts = charts_to_plain(saved.result.charts, keep)
    files |= {
        f"tables/{_file_name(t)}.csv": csv_bytes(t.columns, t.rows) for t in saved.result.tables
    }
    files |= {f"pictures/{name}.png": data for name, data in pictures.items()}
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    content = manifest_content(saved, charts, sums)
    files[RESULT] = json.dumps(content, indent=1, allow_nan=False).encode()
    try:
        folder.mkdir(exist_ok=True)
        _replace(folder, files)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(folder, f"cannot be written: {reason}") from error


def load_experiment(folder: Path) -> SavedExperiment:
    """Return the experiment in a folder; nothing in it is trusted.

    Raises:
        FileError: It holds no result, is damaged, or says something that cannot be.
    """
    if not folder.is_dir():
        reason = "is a file, not the folder of an experiment" if folder.exists() else "is not there"
        raise FileError(folder, reason)
    if not (folder / RESULT).exists():
        begun = "an experiment that was not finished" if (folder / PIECES).is_dir() else "no result"
        raise FileError(folder, f"holds {begun}: there is no {RESULT}")
    content = read_json(folder / RESULT, _MAX_JSON)
    try:
        check_format(content)
        arrays = _Arrays(folder, checksums_of(content))
        return saved_from_content(content, charts_from_plain(content.get("charts"), arrays.find))
    except (Refused, InvalidValue) as error:
        raise FileError(folder / RESULT, str(error)) from error


def pieces_of(folder: Path) -> PieceFolder:
    """Return the pieces beside a saved experiment."""
    return PieceFolder(folder / PIECES)


class _Arrays:
    """The arrays of a saved experiment, each read when it is asked for."""

    def __init__(self, folder: Path, checksums: Mapping[str, str]) -> None:
        self._folder = folder
        self._checksums = checksums
        self._left = _MAX_ARRAYS

    def find(self, name: str) -> Array:
        if name not in self._checksums or not name.endswith(".npy"):
            raise Refused(f"names no array {name[:60]!r}")
        data = read_whole(self._folder / name, _MAX_FILE)
        self._left -= len(data)
        if self._left < 0:
            raise Refused(f"holds more than {_MAX_ARRAYS >> 20:,} MB of arrays")
        if hashlib.sha256(data).hexdigest() != self._checksums[name]:
            raise Refused(f"{name} is damaged: its check sum is another")
        try:
            return array_from_bytes(data)
        except MalformedArray as error:
            raise Refused(f"{name} {error}") from error


def _replace(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files aside, take away the old result and move the new one in."""
    aside = Path(tempfile.mkdtemp(prefix=".", suffix=".tmp", dir=folder))
    try:
        for name, data in files.items():
            (aside / name).parent.mkdir(exist_ok=True)
            write_file(aside / name, data)
        old = _old_files(folder)
        for part in _PARTS:
            (folder / part).mkdir(exist_ok=True)
        (folder / RESULT).unlink(missing_ok=True)
        for name in old:
            with contextlib.suppress(FileNotFoundError):
                (folder / name).unlink()
        for name in files:  # result.json is the last of them
            os.replace(aside / name, folder / name)
        for part in _PARTS:
            with contextlib.suppress(OSError):  # not empty
                (folder / part).rmdir()
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _old_files(folder: Path) -> list[str]:
    """Return the files of the result that is there."""
    try:
        return list(checksums_of(read_json(folder / RESULT, _MAX_JSON)))
    except (FileError, Refused):
        return []


def _file_name(table: Table) -> str:
    return re.sub(r"[^a-z0-9]+", "-", table.name.lower()).strip("-") or "table"
