"""Opening and saving: the digits, runs, pictures; always in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDir, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gdstudio.data.digits import DataSet
from gdstudio.data.mnist import load_data_set
from gdstudio.data.pictures import picture_to_ink, read_picture
from gdstudio.errors import FileError
from gdstudio.files.run_file import RunFile, save_run
from gdstudio.learning.history import History
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.run_opening import LoadedRun, load_run_and_data, with_data
from gdstudio.studio.settings import Settings
from gdstudio.studio.user_folder import user_folder
from gdstudio.studio.views.dialogs.folder_question import FolderQuestion
from gdstudio.studio.workers.job_worker import BackgroundJob

log = logging.getLogger(__name__)

RUN_FILTER: Final = "gdstudio runs (*.gdrun)"
PICTURE_FILTER: Final = "Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff)"


class FileController(QObject):
    """Asks for files and does the reading and writing in threads of their own.

    Signals:
        data_loaded: The DataSet.
        picture_read: The ink of a picture, uint8.
        run_opened: The RunFile, after its data were loaded.
        run_saved: The path as text.
        job_failed: The exception.
    """

    data_loaded = Signal(object)
    picture_read = Signal(object)
    run_opened = Signal(object)
    run_saved = Signal(str)
    job_failed = Signal(object)

    def __init__(
        self, learn: LearnController, window: QWidget, settings: Settings | None = None
    ) -> None:
        super().__init__(window)
        self._learn = learn
        self._window = window
        self._jobs: list[BackgroundJob] = []
        self._save_path: Path | None = None
        self._wanted_path: Path | None = None
        self._data: DataSet | None = None
        self._settings = Settings() if settings is None else settings
        self._question: FolderQuestion | None = None
        learn.training.state_taken.connect(self._on_training_state_taken)
        learn.run_changed.connect(self._on_learn_run_changed)

    @property
    def data(self) -> DataSet | None:
        """The digits in use."""
        return self._data

    @property
    def is_busy(self) -> bool:
        """True while something is read or written."""
        return any(not job.is_over for job in self._jobs)

    def load_data(self, name_or_folder: str) -> None:
        """Read a data set; `data_loaded` tells when it is there."""
        self._start(partial(load_data_set, name_or_folder), self._on_data_loaded)

    def open_run_file(self, path: Path) -> None:
        """Read a run and its data; `run_opened` tells when both are there."""
        known = self._settings.data_folders
        self._start(partial(load_run_and_data, path, self._data, known), self._on_run_loaded)

    @Slot(str)
    def read_picture_file(self, path: str) -> None:
        """Read the ink of a picture; `picture_read` tells when it is there."""
        self._start(partial(read_picture, path), self._on_picture_read)

    @Slot(object)
    def read_pasted_picture(self, grey: NDArray[np.uint8]) -> None:
        """Find the ink in a pasted picture."""
        self._start(partial(picture_to_ink, grey), self._on_picture_read)

    @Slot()
    def ask_for_run(self) -> None:
        """Let the user choose a run to open."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open run"), self._folder(), RUN_FILTER
        )
        if path:
            self.open_run_file(Path(path))

    @Slot()
    def ask_for_data(self) -> None:
        """Let the user choose a folder of MNIST-like files."""
        path = QFileDialog.getExistingDirectory(self._window, self.tr("Open data set"))
        if path:
            self.load_data(path)

    @Slot()
    def use_mnist(self) -> None:
        """Go back to the digits that come with the program."""
        self.load_data("mnist")

    @Slot()
    def ask_for_picture(self) -> None:
        """Let the user choose a picture of a digit."""
        path, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Open image"), "", PICTURE_FILTER
        )
        if path:
            self.read_picture_file(path)

    @Slot()
    def save_run(self) -> None:
        """Save the run where it was saved before, or ask."""
        if self._save_path is None:
            self.save_run_as()
        else:
            self.save_to(self._save_path)

    @Slot()
    def save_run_as(self) -> None:
        """Ask where to save the run."""
        start = str(self._save_path or Path(self._folder()) / "run.gdrun")
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save run"), start, RUN_FILTER)
        if path:
            self.save_to(Path(path if path.endswith(".gdrun") else path + ".gdrun"))

    def save_to(self, path: Path) -> None:
        """Save the run as it is now to this file; `run_saved` tells when it is there."""
        run = self._learn.run
        if run is None:
            return
        self._wanted_path = path
        if self._learn.training.has_run:
            self._learn.training.take_state()
        elif run.state is not None:
            self._on_training_state_taken(run.state)

    def keep_for_next_time(self, state: TrainingState | None) -> None:
        """Keep a run that is being closed, so that a slip of the finger loses nothing."""
        run = self._learn.run
        if state is None or run is None or run.step == 0:
            return
        try:
            last_run_path().parent.mkdir(parents=True, exist_ok=True)
            save_run(last_run_path(), state, run.history, run.recipe.data)
        except (OSError, FileError) as error:  # a read-only home must not keep the window open
            log.warning("the run is not kept: %s", error)

    @Slot()
    def open_last_run(self) -> None:
        """Go on with the run that was there when a window was closed last."""
        self.open_run_file(last_run_path())

    def shutdown(self) -> None:
        """Wait for what is being read or written."""
        for job in self._jobs:
            job.wait()

    def _folder(self) -> str:
        return str(self._save_path.parent) if self._save_path is not None else QDir.homePath()

    def _start(self, job: Callable[[], Any], receiver: Callable[[Any], None]) -> None:
        self._jobs = [running for running in self._jobs if not running.is_over]
        background = BackgroundJob(job, self)
        background.succeeded.connect(receiver)
        background.failed.connect(self.job_failed)
        self._jobs.append(background)
        background.start()

    @Slot(object)
    def _on_data_loaded(self, data: DataSet) -> None:
        self._data = data
        if data.name != "mnist":
            self._settings.add_data_folder(data.name)
        self.data_loaded.emit(data)

    @Slot(object)
    def _on_run_loaded(self, loaded: LoadedRun) -> None:
        path, run_file, data = loaded
        if data is None:
            self._ask_for_folder(path, run_file)
            return
        if data is not self._data:
            self._on_data_loaded(data)
        self.run_opened.emit(run_file)
        self._save_path = None if path == last_run_path() else path

    def _ask_for_folder(self, path: Path, run_file: RunFile) -> None:
        """Ask before a folder that a file names is looked for; the newest file is asked about."""
        if self._question is not None:
            self._question.close()
        self._question = FolderQuestion(path, run_file, self._window)
        self._question.finished.connect(self._on_question_finished)
        self._question.open()

    @Slot()
    def _on_question_finished(self) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        path, run_file = question.path, question.run_file
        if question.is_agreed:
            self._start(partial(with_data, path, run_file), self._on_run_loaded)
        else:
            reason = self.tr("is not opened: the folder it names is not used")
            self.job_failed.emit(FileError(path, reason))
        question.deleteLater()

    @Slot(object)
    def _on_picture_read(self, ink: NDArray[np.uint8]) -> None:
        self.picture_read.emit(ink)

    @Slot(object)
    def _on_training_state_taken(self, state: TrainingState) -> None:
        path, run = self._wanted_path, self._learn.run
        if path is None or run is None:
            return
        self._wanted_path = None
        # A copy: the run may go on while the file is written.
        history = History.from_arrays(run.history.to_arrays())
        self._save_path = path
        way = ParameterPath.from_arrays(run.path.to_arrays(), run.path.n_parameters)
        job = partial(_save, path, state, history, run.recipe.data, way)
        self._start(job, self._on_run_saved)

    @Slot(object)
    def _on_run_saved(self, path: Path) -> None:
        self.run_saved.emit(str(path))

    @Slot()
    def _on_learn_run_changed(self) -> None:
        self._save_path = None


def last_run_path() -> Path:
    """Return where the run of the last sitting is kept."""
    return user_folder() / "last.gdrun"


def _save(
    path: Path, state: TrainingState, history: History, data_name: str, way: ParameterPath
) -> Path:
    save_run(path, state, history, data_name, way)
    return path
