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
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, InvalidValue, reason_of
from gdstudio.experiments.experiment import Table
from gdstudio.files.chart_codec import charts_from_plain, charts_to_plain
from gdstudio.files.experiment_manifest import (
    SavedExperiment,
    check_format,
    checksums_of,
    manifest_content,
    saved_from_content,
)
from gdstudio.files.experiment_saving import (
    MAX_FILE,
    MAX_JSON,
    PARTS,
    RESULT,
    finish_saving,
    places_of_arrays,
    replace_result,
)
from gdstudio.files.manifest import Refused
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.tables import csv_bytes
from gdstudio.files.temporary import SUFFIX, is_temporary, remove_leftovers
from gdstudio.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.reading import read_json, read_whole
from gdstudio.texts import Text

Array = NDArray[Any]

PIECES: Final = "pieces"
MAX_ARRAYS: Final = 1 << 30
# What file managers and file systems put into every folder, in small letters.
_OF_THE_SYSTEM: Final = re.compile(
    r"\.ds_store|thumbs\.db|ehthumbs\.db|desktop\.ini|\.directory|\.localized|\._.*|\.nfs[0-9a-f]+"
    r"|\.fseventsd|\.spotlight-v100|\.trashes|\.trash-\d+|\.temporaryitems|@eadir|lost\+found"
)


def check_folder(folder: Path, experiment: str) -> PieceFolder:
    """Return where the pieces of an experiment lie in a folder; nothing is left there yet.

    What killed processes have left undone there is done, what they have left behind removed. Raises
    FileError if an experiment of that name cannot be saved there.
    """
    try:
        target = Path(os.path.realpath(folder))
        if target.exists():
            if not target.is_dir():
                raise FileError(folder, Text("is a file; give the name of a folder"))
            _try_to_write(target)
            finish_saving(target)
            remove_leftovers(target / PIECES)
            _check_is_own(folder, target, experiment)
        elif not target.parent.is_dir():
            raise FileError(folder, Text("there is no folder {0}", target.parent))
        else:
            _try_to_write(target.parent)
    except (OSError, ValueError) as error:
        raise FileError(folder, Text("cannot be written: {0}", reason_of(error))) from error
    return PieceFolder(target / PIECES)


def _try_to_write(where: Path) -> None:
    """Make a folder there and take it away: what permissions say is not all there is to it."""
    made = Path(tempfile.mkdtemp(prefix=".", suffix=SUFFIX, dir=where))
    with contextlib.suppress(FileNotFoundError):  # somebody may have taken it for left behind
        made.rmdir()


def _check_is_own(folder: Path, target: Path, experiment: str) -> None:
    there = {path.name for path in target.iterdir()}
    if RESULT in there:
        content = read_json(target / RESULT, MAX_JSON)
        try:
            check_format(content)
        except Refused as error:
            raise FileError(target / RESULT, error.text) from error
        if content.get("experiment") != experiment:
            found = str(content.get("experiment"))[:40]
            raise FileError(folder, Text("holds the experiment {0}; give another folder", found))
        return
    foreign = [
        name
        for name in there - {PIECES, *PARTS}
        if not (_OF_THE_SYSTEM.fullmatch(name.lower()) or is_temporary(target / name))
    ]
    if foreign:
        raise FileError(folder, Text("holds other files; give a new or empty folder"))


def save_experiment(folder: Path, saved: SavedExperiment, pictures: Mapping[str, bytes]) -> None:
    """Write a result beside its pieces, into a folder made if need be; replace one from before.

    At every moment the old result or the new one is there, whole: see `experiment_saving`. Pictures
    are PNG files by name: small letters, digits and hyphens.

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
        replace_result(folder, files)
    except FileError as error:  # of a file aside, which nobody knows
        raise FileError(folder, error.reason) from error
    except OSError as error:
        raise FileError(folder, Text("cannot be written: {0}", reason_of(error))) from error


def load_experiment(folder: Path) -> SavedExperiment:
    """Return the experiment in a folder; nothing in it is trusted.

    Raises FileError: it holds no result, is damaged, or says something that cannot be.
    """
    try:
        if not folder.is_dir():
            kind = Text("is a file, not the folder of an experiment") if folder.exists() else ""
            raise FileError(folder, kind or Text("is not there"))
        finish_saving(folder)
        if not (folder / RESULT).exists():
            is_begun = (folder / PIECES).is_dir()
            begun = Text("an experiment that was not finished") if is_begun else Text("no result")
            raise FileError(folder, Text("holds {0}: there is no {1}", begun, RESULT))
    except (OSError, ValueError) as error:
        raise FileError(folder, Text("cannot be read: {0}", reason_of(error))) from error
    content = read_json(folder / RESULT, MAX_JSON)
    try:
        check_format(content)
        arrays = _Arrays(folder, checksums_of(content))
        return saved_from_content(content, charts_from_plain(content.get("charts"), arrays.find))
    except (Refused, InvalidValue) as error:
        raise FileError(folder / RESULT, error.text) from error


def pieces_of(folder: Path) -> PieceFolder:
    """Return the pieces beside a saved experiment."""
    return PieceFolder(folder / PIECES)


class _Arrays:
    """The arrays of a saved experiment, each read when it is asked for."""

    def __init__(self, folder: Path, checksums: Mapping[str, str]) -> None:
        self._folder = folder
        self._checksums = checksums
        self._left = MAX_ARRAYS

    def find(self, name: str) -> Array:
        if name not in self._checksums or not name.endswith(".npy"):
            raise Refused(Text("names no array {0!r}", name[:60]))
        data = self._data(name)
        self._left -= len(data)
        if self._left < 0:
            raise Refused(Text("holds more than {0:,} MB of arrays", MAX_ARRAYS >> 20))
        try:
            return array_from_bytes(data)
        except MalformedArray as error:
            raise Refused(Text("{0} {1}", name, error.args[0])) from error

    def _data(self, name: str) -> bytes:
        problems: list[FileError | Refused] = []
        for place in places_of_arrays(self._folder):
            try:
                data = read_whole(place / name, MAX_FILE)
            except FileError as error:
                problems.append(error)
                continue
            if hashlib.sha256(data).hexdigest() == self._checksums[name]:
                return data
            problems.append(Refused(Text("{0} is damaged: its check sum is another", name)))
        raise problems[0]


def _file_name(table: Table) -> str:
    return re.sub(r"[^a-z0-9]+", "-", table.name.lower()).strip("-") or "table"
