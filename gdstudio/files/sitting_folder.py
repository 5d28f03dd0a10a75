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
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError, reason_of
from gdstudio.experiments.workshop import Piece
from gdstudio.files.experiment_folder import load_experiment, pieces_of
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.kept_drawing import KeptDrawing, load_drawing
from gdstudio.files.manifest import NO_CAPTION, Caption
from gdstudio.files.piece_folder import SUFFIX as PIECE_SUFFIX
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.run_file import RunFile, load_run
from gdstudio.learning.history import History
from gdstudio.learning.moments import Moments
from gdstudio.learning.snapshot import TrainingState
from gdstudio.reading import read_json
from gdstudio.texts import Text

log = logging.getLogger(__name__)

LAST: Final = "last.gdrun"
ABOUT: Final = "about.json"
MAX_ABOUT: Final = 1 << 20
DRAWING: Final = "drawing.npy"
FORMAT: Final = "gdstudio sitting"


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run of a sitting.

    Attributes:
        state: How it was left.
        history: Its costs and accuracies, None if there are none.
        moments: Where it has been, None if that was too large.
        file: The file it was opened from or saved to last, or None.
        caption: What the user calls it and has noted.
        written: A file that holds all of this already, or None.
    """

    state: TrainingState
    history: History | None
    moments: Moments | None
    file: Path | None = None
    caption: Caption = NO_CAPTION
    written: Path | None = None


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
    with telling(folder / DRAWING, whole=whole):
        drawing = read_drawing(folder)
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
        with telling(path, whole=whole):
            found.append((load_run(path), file))
    return found


def load_results(folder: Path, *, whole: bool = False) -> tuple[list[KeptResult], dict[str, Piece]]:
    """Return what came out in a sitting, and the other finished pieces.

    Damaged results are left out, or FileError raised if `whole`; damaged pieces are made anew.
    """
    results = []
    for place in sorted((folder / "experiments").glob("*")):
        with telling(place, whole=whole):
            pieces = _read_pieces(place / "pieces", pieces_of(place))
            results.append(KeptResult(load_experiment(place), pieces))
    return results, _read_pieces(folder / "pieces", PieceFolder(folder / "pieces"))


def _check(folder: Path, about: Mapping[str, Any], runs: set[str]) -> None:
    """Raise FileError unless this is of this format and all runs are there that it names."""
    if about.get("format") != FORMAT:
        raise FileError(folder / ABOUT, Text("is not a session of gdstudio"))
    if about.get("version") != 1:
        shown = repr(about.get("version"))[:20]
        reason = Text("is of version {0}; this program reads version {1}", shown, 1)
        raise FileError(folder / ABOUT, reason)
    for name in sorted(runs ^ about["files"].keys()):
        missing, foreign = Text("is missing"), Text("is not named in {0}", ABOUT)
        raise FileError(folder / name[:60], foreign if name in runs else missing)


def read_drawing(folder: Path) -> KeptDrawing | None:
    """Return what stood on the canvas in a sitting; None if nothing did.

    Raises FileError of what is none.
    """
    about = read_json(folder / ABOUT, MAX_ABOUT).get("drawing")
    return load_drawing(folder / DRAWING, about) if isinstance(about, dict) else None


def _read_pieces(folder: Path, place: PieceFolder) -> dict[str, Piece]:
    names = [path.name.removesuffix(PIECE_SUFFIX) for path in folder.glob(f"*{PIECE_SUFFIX}")]
    found = {name: place.get(name) for name in sorted(names)}
    return {name: piece for name, piece in found.items() if piece is not None}


@contextlib.contextmanager
def telling(path: Path, *, whole: bool) -> Iterator[None]:
    """Return a context in which files that fail are left out, with a word in the log.

    If `whole`, FileError and OSError are raised as they are.
    """
    try:
        yield
    except (FileError, OSError) as error:
        if whole:
            raise
        said = error if isinstance(error, FileError) else f"{path}: {reason_of(error)}"
        log.warning("%s", said)
