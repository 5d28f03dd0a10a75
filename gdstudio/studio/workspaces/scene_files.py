"""What scenes need of files: the digits of MNIST, runs, pictures; read in a thread of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.errors import FileError, InvalidValue
from gdstudio.jobs.kept_networks import kept_run, kept_runs
from gdstudio.jobs.picture_job import read_picture_file
from gdstudio.jobs.run_opening import LoadedRun, load_run_and_data
from gdstudio.lesson.reading import RUN_SUFFIX
from gdstudio.lesson.scene import NEW, Scene
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workspaces.scene_drawing import Picture, digit_in, is_picture
from gdstudio.texts import Text

DATA: Final = "mnist"
RUNS: Final = (NEW, *kept_runs())


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What came of files: why not, of those that cannot be read."""

    digits: DataSet
    runs: Mapping[str, LoadedRun | FileError]
    pictures: Mapping[Path, Picture | FileError]


class SceneFiles(QObject):
    """Keeps what was read of all scenes; what could not be read is tried again. GUI thread.

    Signals:
        there: All that was wanted has been read, well or not.
    """

    there = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.digits: DataSet | None = None
        self._runs: dict[str, LoadedRun | FileError] = {}
        self._pictures: dict[Path, Picture | FileError] = {}
        self._wanted: Scene | None = None
        self._reading = BackgroundJob(self)
        self._reading.made.connect(self._on_reading_made)

    @property
    def failed(self) -> SignalInstance:
        """(Exception) Nothing can be read."""
        return self._reading.failed

    @property
    def is_reading(self) -> bool:
        """Whether anything is being read."""
        return self._reading.is_running

    def want(self, scene: Scene) -> bool:
        """Read what a scene needs, and return False; True if all of it is there."""
        self._forget_failures()
        pictures = {_picture_of(scene)} if is_picture(scene.drawing) else set()
        self._wanted = scene
        missing = self._missing([scene])
        if self.digits is not None and not missing and not pictures:
            self._wanted = None
            return True
        self._read(missing, pictures)
        return False

    def read_ahead(self, scenes: Sequence[Scene]) -> None:
        """Read the runs of scenes to come; what cannot be read is told when they have come."""
        if missing := self._missing(scenes):
            self._read(missing, set())

    def run(self, key: str, name: str) -> LoadedRun:
        """Return a run that was wanted, to be gone on with: what was read stays as it is.

        Raises InvalidValue of the key if it is none.
        """
        found = self._runs[name]
        if isinstance(found, FileError):
            known = ", ".join(RUNS)
            accepted = Text("one of: {0}, or FILE{1} beside the lesson", known, RUN_SUFFIX)
            raise InvalidValue(key, name, Text("{0} ({1})", accepted, found.reason)) from found
        path, run_file, data = found
        return path, run_file.copy(), data

    def picture(self, scene: Scene) -> Picture:
        """Return what was read of the picture of a scene; raises InvalidValue if it is none."""
        found = self._pictures[_picture_of(scene)]
        if isinstance(found, FileError):
            accepted = Text("test:N, train:N, noise:N, or a picture beside the lesson")
            raise InvalidValue("drawing", scene.drawing, Text("{0} ({1})", accepted, found.reason))
        return found

    def _forget_failures(self) -> None:
        self._runs = {
            name: found for name, found in self._runs.items() if not isinstance(found, FileError)
        }

    def _missing(self, scenes: Sequence[Scene]) -> dict[str, Path]:
        return {
            name: _path_of(name, scene)
            for scene in scenes
            for name in _runs_of(scene)
            if name not in self._runs
        }

    def _read(self, runs: Mapping[str, Path], pictures: set[Path]) -> None:
        self._reading.start(once(_read, runs, pictures, self.digits))

    @Slot(object)
    def _on_reading_made(self, read: _Read) -> None:
        self.digits = read.digits
        self._runs.update(read.runs)
        self._pictures = dict(read.pictures)
        if self._wanted is not None:  # what is read is always what was wanted last
            self._wanted = None
            self.there.emit()


def _runs_of(scene: Scene) -> list[str]:
    return [*([] if scene.run == NEW else [scene.run]), *scene.beside]


def _path_of(name: str, scene: Scene) -> Path:
    is_file = name.endswith(RUN_SUFFIX)
    return scene.source.path.parent / name if is_file else kept_run(name)


def _picture_of(scene: Scene) -> Path:
    return scene.source.path.parent / scene.drawing


def _read(runs: Mapping[str, Path], pictures: set[Path], digits: DataSet | None) -> _Read:
    """Return the digits of MNIST, read unless they are given, with runs of them and pictures."""
    digits = digits or load_data_set(DATA)
    found = {name: _run_in(path, digits) for name, path in runs.items()}
    return _Read(digits, found, {path: _picture_in(path, digits) for path in pictures})


def _run_in(path: Path, digits: DataSet) -> LoadedRun | FileError:
    try:
        loaded = load_run_and_data(path, digits, ())
    except FileError as error:
        return error
    is_fitting = loaded[2] is digits
    return loaded if is_fitting else FileError(path, Text("is no run of the digits of MNIST"))


def _picture_in(path: Path, digits: DataSet) -> Picture | FileError:
    size = digits.test.rows, digits.test.columns
    try:
        exact = digit_in(path, size)
        return read_picture_file(str(path), size) if exact is None else exact
    except FileError as error:
        return error
