"""What a sitting leaves, as a folder: the runs, results, the drawing, and what stood in the views.

last.gdrun          the run that was there, unless it had not begun
run-<k>.gdrun       the runs before it, oldest first
experiments/<k>/    what came out of experiments
pieces/             finished pieces of what had not come to its end
drawing.npy         what stood on the canvas
about.json          when it ended, which files the runs were opened from or saved to, the views
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError, reason_of
from gdstudio.experiments.workshop import Piece
from gdstudio.files.atomic import write_file
from gdstudio.files.experiment_folder import load_experiment, pieces_of, save_experiment
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.manifest import NO_CAPTION, Caption
from gdstudio.files.npy import MalformedArray, array_from_bytes, array_to_bytes
from gdstudio.files.piece_folder import SUFFIX as PIECE_SUFFIX
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.plain_values import plain
from gdstudio.files.reading import read_json, read_whole
from gdstudio.files.run_file import RunFile, load_run, save_run
from gdstudio.learning.history import History
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.snapshot import TrainingState
from gdstudio.pictures.ink import RASTER_SIZE
from gdstudio.texts import Text

log = logging.getLogger(__name__)

LAST: Final = "last.gdrun"
ABOUT: Final = "about.json"
MAX_SITTING: Final = 512 << 20  # bytes of one that is kept unasked
MAX_PATHS: Final = 256 << 20  # of that for the past of runs: some 10 MB each, or many more
MAX_ABOUT: Final = 1 << 20
_DRAWING: Final = "drawing.npy"
_FORMAT: Final = "gdstudio sitting"
_LONGEST_CAPTION: Final = 200  # characters


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run of a sitting.

    Attributes:
        state: How it was left.
        history: Its costs and accuracies, None if there are none.
        path: Where it has been, None if that was too large.
        file: The file it was opened from or saved to last, or None.
        caption: What the user calls it and has noted.
        written: A file that holds all of this already, or None.
    """

    state: TrainingState
    history: History | None
    path: ParameterPath | None
    file: Path | None = None
    caption: Caption = NO_CAPTION
    written: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class KeptResult:
    """What came out of an experiment, and what it is made of, by name."""

    saved: SavedExperiment
    pieces: Mapping[str, Piece] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class KeptDrawing:
    """What stood on the canvas.

    Attributes:
        pixels: Square, at most `RASTER_SIZE` a side, uint8.
        is_put: Nobody has drawn it: the pixels are what the network sees.
        label: The true digit, None if nobody knows.
        caption: What it is, for people; "" for a drawing.
    """

    pixels: NDArray[np.uint8]
    is_put: bool = False
    label: int | None = None
    caption: str = ""


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
        drawing: What stood on the canvas; None if nothing did.
        view: What stood in the views, plain values that whoever wrote them checks again.
    """

    earlier: Sequence[KeptRun] = ()
    last: KeptRun | None = None
    results: Sequence[KeptResult] = ()
    pieces: Mapping[str, Piece] = field(default_factory=dict)
    unfinished: tuple[str, Mapping[str, Any]] | None = None
    seconds: float = 0.0
    drawing: KeptDrawing | None = None
    view: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True if nothing was learned or came out."""
        return not (self.earlier or self.last or self.results or self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class FoundSitting:
    """What was read of a sitting.

    Attributes:
        last: The file of the latest run, with the file it belonged to; None if there is no run.
        earlier: The runs before it, oldest first, each with the file it belonged to.
        results: What came out of experiments, oldest first.
        pieces: The other finished pieces.
        unfinished: Name and settings, unchecked, of the experiment that ran at the end, or None.
        drawing: What stood on the canvas, or None.
        view: What stood in the views, unchecked.
    """

    last: tuple[Path, Path | None] | None
    earlier: list[tuple[RunFile, Path | None]]
    results: list[KeptResult]
    pieces: dict[str, Piece]
    unfinished: tuple[str, Mapping[str, Any]] | None
    drawing: KeptDrawing | None
    view: Mapping[str, Any]


def write_sitting(folder: Path, sitting: KeptSitting, *, whole: bool) -> list[Path]:
    """Write a sitting into an empty folder; return the files of its runs, the last one last.

    Args:
        folder: It is there.
        sitting: What is written, what would be missed most first.
        whole: All of it or nothing: else what is too large or fails is left out.

    Raises:
        FileError: Something cannot be written, or without `whole` nothing at all.
        OSError: The same, of a folder.
    """
    kept = _Writing(folder, sitting, whole).kept()
    if not whole and not any((kept["files"], kept["results"], (folder / "pieces").exists())):
        raise FileError(folder, Text("nothing of the sitting could be written"))
    about = {
        "format": _FORMAT,
        "version": 1,
        "ended_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(sitting.seconds, 1),
        "unfinished": plain(sitting.unfinished),
        "view": plain(sitting.view),
        **kept,
    }
    write_file(folder / ABOUT, json.dumps(about, indent=1).encode())
    return [path for path, _ in runs_of(folder)]


def read_sitting(folder: Path, *, whole: bool) -> FoundSitting:
    """Read a sitting; nothing in it is trusted.

    Raises FileError: it is damaged; without `whole` damaged parts of it are left out.
    """
    runs = runs_of(folder)
    about = read_json(folder / ABOUT, MAX_ABOUT)
    if whole:
        _check(folder, about, {path.name for path, _ in runs})
    last = runs.pop() if runs else None
    if whole and last is not None:
        load_run(last[0])
    results, pieces = load_results(folder, whole=whole)
    drawing = None
    with _telling(folder / _DRAWING, whole=whole):
        drawing = _read_drawing(folder, about.get("drawing"))
    view = about.get("view")
    return FoundSitting(
        last=last,
        earlier=load_earlier(runs, whole=whole),
        results=results,
        pieces=pieces,
        unfinished=unfinished_in(folder),
        drawing=drawing,
        view=view if isinstance(view, dict) else {},
    )


def runs_of(folder: Path) -> list[tuple[Path, Path | None]]:
    """Return the files of a sitting's runs, oldest first, each with the file it belonged to.

    Raises FileError if the sitting is damaged.
    """
    files = read_json(folder / ABOUT, MAX_ABOUT).get("files")
    if not isinstance(files, dict) or not all(
        file is None or isinstance(file, str) for file in files.values()
    ):
        raise FileError(folder / ABOUT, Text("is damaged: it names no runs"))
    names = sorted((path.name for path in folder.glob("run-*.gdrun")), key=lambda n: (len(n), n))
    if (folder / LAST).is_file():
        names.append(LAST)
    return [(folder / name, Path(files[name]) if files.get(name) else None) for name in names]


def unfinished_in(folder: Path) -> tuple[str, Mapping[str, Any]] | None:
    """Return name and settings, unchecked, of the experiment that ran at the end; None if none did.

    Raises FileError if the sitting is damaged.
    """
    match read_json(folder / ABOUT, MAX_ABOUT).get("unfinished"):
        case [str(name), dict(settings)]:
            return name, settings
    return None


def load_earlier(
    runs: Iterable[tuple[Path, Path | None]], *, whole: bool = False
) -> list[tuple[RunFile, Path | None]]:
    """Read runs of `runs_of`; a damaged one is left out, or FileError raised if `whole`."""
    found = []
    for path, file in runs:
        with _telling(path, whole=whole):
            found.append((load_run(path), file))
    return found


def load_results(folder: Path, *, whole: bool = False) -> tuple[list[KeptResult], dict[str, Piece]]:
    """Return what came out in a sitting, and the other finished pieces.

    Damaged results are left out, or FileError raised if `whole`; damaged pieces are made anew.
    """
    results = []
    for place in sorted((folder / "experiments").glob("*")):
        with _telling(place, whole=whole):
            pieces = _read_pieces(place / "pieces", pieces_of(place))
            results.append(KeptResult(load_experiment(place), pieces))
    return results, _read_pieces(folder / "pieces", PieceFolder(folder / "pieces"))


class _Writing:
    """The writing of one sitting, and the room that is left for it."""

    def __init__(self, folder: Path, sitting: KeptSitting, whole: bool) -> None:
        self._folder, self._sitting, self._whole = folder, sitting, whole
        self._left, self._left_for_paths = MAX_SITTING, MAX_PATHS
        self._files: dict[str, KeptRun] = {}

    def kept(self) -> dict[str, Any]:
        """Write the parts; return what about.json says of them."""
        folder, sitting = self._folder, self._sitting
        if sitting.last is not None:
            self._keep_run(LAST, sitting.last)
        results = sum(self._keeps_result(k, one) for k, one in enumerate(sitting.results, 1))
        if self._takes(_bytes_of(sitting.pieces)):
            with self._telling(folder / "pieces"):
                _write_pieces(PieceFolder(folder / "pieces"), sitting.pieces)
        for k in range(len(sitting.earlier), 0, -1):  # the latest first
            self._keep_run(f"run-{k}.gdrun", sitting.earlier[k - 1])
        kept = {
            "files": {name: run.file and str(run.file) for name, run in self._files.items()},
            "steps": max((run.state.step for run in self._files.values()), default=0),
            "results": results,
        }
        drawing = sitting.drawing
        if drawing is not None:
            with self._telling(folder / _DRAWING):
                write_file(folder / _DRAWING, array_to_bytes(drawing.pixels))
                said = {"put": drawing.is_put, "label": drawing.label, "caption": drawing.caption}
                kept["drawing"] = said
        return kept

    def _telling(self, path: Path) -> contextlib.AbstractContextManager[None]:
        return _telling(path, whole=self._whole)

    def _takes(self, size: int) -> bool:
        """Tell whether there is room for so many bytes, and take it."""
        if self._whole:
            return True
        if size > self._left:
            return False
        self._left -= size
        return True

    def _keep_run(self, name: str, run: KeptRun) -> None:
        target, path = self._folder / name, run.path
        size, path_size = _sizes_of(run)
        if not self._takes(size):
            log.warning("a run of %d MB is not kept: there is no room for it", size >> 20)
            return
        if path_size > self._left_for_paths or not self._takes(path_size):
            path, path_size = None if not self._whole else path, 0
        with self._telling(target):
            if run.written is None:
                data = run.state.recipe.data
                save_run(target, run.state, run.history, data, path, run.caption)
            else:
                _link(run.written, target)
            self._left_for_paths -= path_size
            self._files[name] = run

    def _keeps_result(self, k: int, result: KeptResult) -> bool:
        place = self._folder / "experiments" / f"{k:04}"
        with self._telling(place):
            place.parent.mkdir(exist_ok=True)
            save_experiment(place, result.saved, {})
            if self._takes(_bytes_of(result.pieces)):
                with self._telling(place):
                    _write_pieces(pieces_of(place), result.pieces)
            return True
        return False


def _link(written: Path, target: Path) -> None:
    """Let a file be in a second place, too; both are written once and never changed."""
    try:
        os.link(written, target)
    except OSError:  # a file system without links
        shutil.copyfile(written, target)


def _check(folder: Path, about: Mapping[str, Any], runs: set[str]) -> None:
    """Raise FileError unless this is of this format and all runs are there that it names."""
    if about.get("format") != _FORMAT:
        raise FileError(folder / ABOUT, Text("is not a session of gdstudio"))
    if about.get("version") != 1:
        shown = repr(about.get("version"))[:20]
        reason = Text("is of version {0}; this program reads version {1}", shown, 1)
        raise FileError(folder / ABOUT, reason)
    for name in sorted(runs ^ about["files"].keys()):
        missing, foreign = Text("is missing"), Text("is not named in {0}", ABOUT)
        raise FileError(folder / name[:60], foreign if name in runs else missing)


def _read_drawing(folder: Path, about: object) -> KeptDrawing | None:
    path = folder / _DRAWING
    if not isinstance(about, dict):
        return None
    try:
        pixels = array_from_bytes(read_whole(path, RASTER_SIZE**2 + 256))
    except MalformedArray as error:
        raise FileError(path, error.args[0]) from error
    rows, *columns = pixels.shape
    if pixels.dtype != np.uint8 or columns != [rows] or not 1 <= rows <= RASTER_SIZE:
        raise FileError(path, Text("is no square picture of at most {0} rows", RASTER_SIZE))
    put, label, caption = about.get("put"), about.get("label"), about.get("caption")
    is_label = label is None or (isinstance(label, int) and 0 <= label < 256)
    if not (is_label and isinstance(put, bool) and isinstance(caption, str)):
        raise FileError(path, Text("is described by something else than label and caption"))
    return KeptDrawing(pixels, put, label, caption[:_LONGEST_CAPTION])


def _sizes_of(run: KeptRun) -> tuple[int, int]:
    """Return about how many bytes a run and its path take."""
    state, path = run.state, run.path
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


@contextlib.contextmanager
def _telling(path: Path, *, whole: bool) -> Iterator[None]:
    """Leave out what cannot be written or read, with a word in the log; raise it if `whole`."""
    try:
        yield
    except (FileError, OSError) as error:
        if whole:
            raise
        said = error if isinstance(error, FileError) else f"{path}: {reason_of(error)}"
        log.warning("%s", said)
