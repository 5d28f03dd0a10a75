"""Writing what a sitting leaves into a folder, in the form of `sitting_folder`."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError
from gdstudio.experiments.workshop import Piece
from gdstudio.files.atomic import write_file
from gdstudio.files.experiment_folder import pieces_of, save_experiment
from gdstudio.files.piece_folder import PieceFolder
from gdstudio.files.plain_values import plain
from gdstudio.files.run_file import moments_size, save_run
from gdstudio.files.sitting_folder import (
    ABOUT,
    DRAWING,
    FORMAT,
    LAST,
    KeptResult,
    KeptRun,
    KeptSitting,
    runs_of,
    telling,
)
from gdstudio.npy import array_to_bytes
from gdstudio.texts import Text

log = logging.getLogger(__name__)

MAX_SITTING: Final = 512 << 20  # bytes of one that is kept unasked
MAX_PASTS: Final = 256 << 20  # of that for the past of runs: some 10 MB each, or many more


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
        "format": FORMAT,
        "version": 1,
        "ended_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(sitting.seconds, 1),
        "unfinished": plain(sitting.unfinished),
        "view": plain(sitting.view),
        **kept,
    }
    write_file(folder / ABOUT, json.dumps(about, indent=1).encode())
    return [path for path, _ in runs_of(folder)]


class _Writing:
    """The writing of one sitting, and the room that is left for it."""

    def __init__(self, folder: Path, sitting: KeptSitting, whole: bool) -> None:
        self._folder, self._sitting, self._whole = folder, sitting, whole
        self._left, self._left_for_pasts = MAX_SITTING, MAX_PASTS
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
            with self._telling(folder / DRAWING):
                write_file(folder / DRAWING, array_to_bytes(drawing.pixels))
                kept["drawing"] = drawing.described()
        return kept

    def _telling(self, path: Path) -> contextlib.AbstractContextManager[None]:
        return telling(path, whole=self._whole)

    def _takes(self, size: int) -> bool:
        """Tell whether there is room for so many bytes, and take it."""
        if self._whole:
            return True
        if size > self._left:
            return False
        self._left -= size
        return True

    def _keep_run(self, name: str, run: KeptRun) -> None:
        target, state, moments = self._folder / name, run.state, run.moments
        size = state.parameters.nbytes + sum(a.nbytes for a in state.optimizer_state.values())
        if not self._takes(size):
            log.warning("a run of %d MB is not kept: there is no room for it", size >> 20)
            return
        has_moments = moments is not None and self._takes_past(moments_size(moments))
        if moments is not None and not has_moments:  # the path alone, if there is room for that
            path_size = moments_size(moments, with_moments=False)
            moments = moments if self._takes_past(path_size) else None
        with self._telling(target):
            if run.written is None:
                kept = state, run.history, state.recipe.data, moments, run.caption
                save_run(target, *kept, with_moments=has_moments)
            else:
                _link(run.written, target)
            self._files[name] = run

    def _takes_past(self, size: int) -> bool:
        """Tell whether there is room for what tells where a run has been, and take it."""
        if not self._whole and size > self._left_for_pasts:
            return False
        if not self._takes(size):
            return False
        self._left_for_pasts -= size
        return True

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


def _write_pieces(place: PieceFolder, pieces: Mapping[str, Piece]) -> None:
    for name, piece in pieces.items():
        place.put(name, piece)


def _bytes_of(pieces: Mapping[str, Piece]) -> int:
    return sum(array.nbytes for piece in pieces.values() for array in piece.values())
