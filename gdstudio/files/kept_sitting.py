"""What a window leaves when it is closed: a folder for each sitting, the newest of them kept.

last.gdrun          the run that was there, unless it had not begun
run-<k>.gdrun       the runs before it, oldest first
experiments/<k>/    what came out and was saved nowhere else
pieces/             finished pieces of what had not come to its end
about.json          when it ended, and which files the runs were opened from or saved to

A sitting is written aside and appears whole, under a name of its own: windows never write over one
another.
"""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError, reason_of
from gdstudio.experiments.workshop import Piece
from gdstudio.files.experiment_folder import load_experiment, pieces_of, save_experiment
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.manifest import NO_CAPTION, Caption
from gdstudio.files.piece_folder import SUFFIX as PIECE_SUFFIX
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.plain_values import plain
from gdstudio.files.reading import read_json
from gdstudio.files.run_file import RunFile, load_run, save_run
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.snapshot import TrainingState
from gdstudio.texts import Text

log = logging.getLogger(__name__)

LAST: Final = "last.gdrun"
NEWEST: Final = 5  # sittings that stay whatever they hold
LONGEST: Final = 5  # and of those before, the ones with most work in them
MAX_SITTING: Final = 128 << 20  # bytes of one sitting
MAX_PATHS: Final = 48 << 20  # of that for the paths of runs: some 10 MB each
MAX_ALL: Final = 512 << 20  # and of all of them
_ABOUT: Final = "about.json"
_ABORTED_AFTER_S: Final = 3600  # what is written aside for so long is of a program that was killed


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run of a sitting.

    Attributes:
        state: How it was left.
        history: Its costs and accuracies, None if there are none.
        moments: Where it has been, None if that was too large.
        file: The file it was opened from or saved to last, or None.
        caption: What the user calls it and has noted.
    """

    state: TrainingState
    history: History | None
    moments: Moments | None
    file: Path | None = None
    caption: Caption = NO_CAPTION


@dataclass(frozen=True, slots=True, eq=False)
class KeptResult:
    """What came out of an experiment, and what it is made of, by name."""

    saved: SavedExperiment
    pieces: Mapping[str, Piece] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class KeptSitting:
    """All that a sitting leaves.

    Attributes:
        earlier: The runs before the last one, oldest first.
        last: The run that was there at the end; None if it had not begun.
        results: What came out of experiments, oldest first.
        pieces: Finished pieces of experiments without a result.
        unfinished: Name and settings of the experiment that ran, if one did.
        seconds: Work in it: time spent training and on results.
    """

    earlier: Sequence[KeptRun] = ()
    last: KeptRun | None = None
    results: Sequence[KeptResult] = ()
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    unfinished: tuple[str, Mapping[str, Any]] | None = None
    seconds: float = 0.0

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to keep."""
        return not (self.earlier or self.last or self.results or self.pieces)


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
    now = datetime.now(UTC)
    name = f"{now:%Y%m%d-%H%M%S-%f}-{secrets.token_hex(3)}"
    aside, folder = root / f".{name}.tmp", root / name
    try:
        aside.mkdir(parents=True)
        kept = _write(aside, sitting)
        if not any((kept["files"], kept["results"], (aside / "pieces").exists())):
            raise FileError(folder, Text("nothing of the sitting could be written"))
        about = {
            "format": "gdstudio sitting",
            "version": 1,
            "ended_at": now.isoformat(timespec="seconds"),
            "seconds": round(sitting.seconds, 1),
            "unfinished": plain(sitting.unfinished),
            **kept,
        }
        (aside / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
        aside.rename(folder)
    except FileError:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise FileError(folder, Text("cannot be written: {0}", reason_of(error))) from error
    return folder


def list_sittings(root: Path) -> list[SittingNote]:
    """Return the sittings below `root`, the newest first; damaged ones are left out."""
    notes = []
    for folder in _folders(root):
        with contextlib.suppress(FileError, ValueError, TypeError, KeyError):
            about = read_json(folder / _ABOUT, 1 << 20)
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


def runs_of(folder: Path) -> list[tuple[Path, Path | None]]:
    """Return the files of a sitting's runs, oldest first, each with the file it belonged to.

    Raises FileError if the sitting is damaged.
    """
    files = read_json(folder / _ABOUT, 1 << 20).get("files")
    if not isinstance(files, dict) or not all(
        file is None or isinstance(file, str) for file in files.values()
    ):
        raise FileError(folder / _ABOUT, Text("is damaged: it names no runs"))
    names = sorted((path.name for path in folder.glob("run-*.gdrun")), key=lambda n: (len(n), n))
    if (folder / LAST).is_file():
        names.append(LAST)
    return [(folder / name, Path(files[name]) if files.get(name) else None) for name in names]


def unfinished_in(folder: Path) -> tuple[str, Mapping[str, Any]] | None:
    """Return name and settings, unchecked, of the experiment that ran at the end; None if none did.

    Raises FileError if the sitting is damaged.
    """
    match read_json(folder / _ABOUT, 1 << 20).get("unfinished"):
        case [str(name), dict(settings)]:
            return name, settings
    return None


def load_earlier(runs: Iterable[tuple[Path, Path | None]]) -> list[tuple[RunFile, Path | None]]:
    """Read runs of `runs_of`; a damaged one is left out."""
    found = []
    for path, file in runs:
        with _telling(path):
            found.append((load_run(path), file))
    return found


def load_results(folder: Path) -> tuple[list[KeptResult], dict[str, Piece]]:
    """Return what came out in a sitting, and the other finished pieces; damaged ones left out."""
    results = []
    for place in sorted((folder / "experiments").glob("*")):
        with _telling(place):
            pieces = _read_pieces(place / "pieces", pieces_of(place))
            results.append(KeptResult(load_experiment(place), pieces))
    return results, _read_pieces(folder / "pieces", PieceFolder(folder / "pieces"))


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
    with contextlib.suppress(OSError):
        for aside in root.glob(".*.tmp"):
            if time.time() - aside.stat().st_mtime > _ABORTED_AFTER_S:
                shutil.rmtree(aside, ignore_errors=True)


def _write(aside: Path, sitting: KeptSitting) -> dict[str, Any]:
    """Write the parts, what would be missed most first; return what about.json says of them."""
    left, left_for_paths, results = MAX_SITTING, MAX_PATHS, 0
    files: dict[str, KeptRun] = {}

    def keep(name: str, run: KeptRun) -> None:
        nonlocal left, left_for_paths
        size, path_size = _sizes_of(run)
        if size > left:
            log.warning("a run of %d MB is not kept: there is no room for it", size >> 20)
            return
        moments = run.moments
        if size + path_size > left or path_size > left_for_paths:
            moments, path_size = None, 0
        with _telling(aside / name):
            state = run.state
            save_run(aside / name, state, run.history, state.recipe.data, moments, run.caption)
            left, left_for_paths = left - size - path_size, left_for_paths - path_size
            files[name] = run

    if sitting.last is not None:
        keep(LAST, sitting.last)
    for k, result in enumerate(sitting.results, 1):
        size = _bytes_of(result.pieces)
        place = aside / "experiments" / f"{k:04}"
        with _telling(place):
            place.parent.mkdir(exist_ok=True)
            save_experiment(place, result.saved, {})
            results += 1
            if size <= left:
                left -= size
                _write_pieces(pieces_of(place), result.pieces)
    if _bytes_of(sitting.pieces) <= left:
        left -= _bytes_of(sitting.pieces)
        with _telling(aside / "pieces"):
            _write_pieces(PieceFolder(aside / "pieces"), sitting.pieces)
    for k in range(len(sitting.earlier), 0, -1):  # the latest first
        keep(f"run-{k}.gdrun", sitting.earlier[k - 1])
    steps = max((run.state.step for run in files.values()), default=0)
    names = {name: None if run.file is None else str(run.file) for name, run in files.items()}
    return {"files": names, "steps": steps, "results": results}


def _sizes_of(run: KeptRun) -> tuple[int, int]:
    """Return about how many bytes a run and its path take."""
    state = run.state
    path = None if run.moments is None else run.moments.path
    size = state.parameters.nbytes + sum(a.nbytes for a in state.optimizer_state.values())
    return size, 0 if path is None else 4 * len(path) * path.n_parameters


def _write_pieces(place: PieceFolder, pieces: Mapping[str, Piece]) -> None:
    for name, piece in pieces.items():
        place.put(name, piece)


def _read_pieces(folder: Path, place: PieceFolder) -> dict[str, Piece]:
    names = [path.name.removesuffix(PIECE_SUFFIX) for path in folder.glob(f"*{PIECE_SUFFIX}")]
    found = {name: place.get(name) for name in sorted(names)}
    return {name: piece for name, piece in found.items() if piece is not None}


def _bytes_of(pieces: Mapping[str, Piece]) -> int:
    return sum(array.nbytes for piece in pieces.values() for array in piece.values())


def _folders(root: Path) -> list[Path]:
    try:
        found = [path for path in root.iterdir() if path.name[:1] != "." and path.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name, reverse=True)


@contextlib.contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Leave out what cannot be written or read, with a word in the log."""
    try:
        yield
    except (FileError, OSError) as error:
        log.warning("%s", error if isinstance(error, FileError) else f"{path}: {error}")
