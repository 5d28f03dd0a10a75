"""Opening and saving: the digits, runs, pictures; always in the background."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.data.find_files import SeveralSets
from gdstudio.errors import FileError
from gdstudio.files.run_file import RunFile, moments_size, save_run
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import home_folder, user_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

if TYPE_CHECKING:  # at run time not to open the window, but when something is read
    from gdstudio.data.opened import Opened
    from gdstudio.jobs.run_opening import LoadedRun


class FileController(QObject):
    """Has files chosen, and does the reading and writing in threads of their own.

    Signals:
        run_opened: A run is there, after its data were loaded.
        run_saved: A run lies in its file.
    """

    run_opened = Signal()
    run_saved = Signal()

    def __init__(
        self,
        runs: RunModel,
        runner: RunController,
        training: TrainingController,
        drawing: DrawingModel,
        dialogs: FileDialogs,
        preferences: Preferences,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._runner, self._training = runs, runner, training
        self._drawing = drawing
        self._dialogs, self._preferences, self._messages = dialogs, preferences, messages
        self._loading, self._reading = BackgroundJob(self), BackgroundJob(self)  # the last wins
        self._opening = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._saving = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._belongs_to: dict[Path, Path | None] = {}
        self._wanted: tuple[Path, Run] | None = None  # to be written when its state is there
        self._loading.made.connect(self.use_data)
        self._loading.failed.connect(self._on_loading_failed)
        self._reading.made.connect(drawing.show_picture_read)
        self._opening.made.connect(self._on_opening_made)
        self._saving.made.connect(self._on_saving_made)
        for job in (self._reading, self._opening, self._saving):
            job.failed.connect(messages.report)
        training.state_taken.connect(self._on_training_state_taken)
        runs.run_changed.connect(self.save_what_has_ended)
        dialogs.folder_agreed.connect(self._on_dialogs_folder_agreed)
        dialogs.folder_refused.connect(self._on_dialogs_folder_refused)
        dialogs.set_chosen.connect(self.load_data)

    @property
    def is_busy(self) -> bool:
        """True while something is read or written."""
        jobs = self._loading, self._reading, self._opening, self._saving
        return any(job.is_running for job in jobs)

    @Slot(str)
    def load_data(self, name_or_folder: str) -> None:
        """Read a data set; the messages tell when it is there."""
        from gdstudio.data.opening import open_data

        self._loading.start(once(open_data, name_or_folder))

    def open_run_file(self, path: Path) -> None:
        """Read a run and its data; `run_opened` tells when both are there."""
        self._belongs_to.pop(path, None)
        self._open(path)

    def open_kept_run(self, path: Path, file: Path | None) -> None:
        """Read a run that a sitting has kept, and its data; Save saves it to `file`, or asks."""
        self._belongs_to[path] = file
        self._open(path)

    def _open(self, path: Path) -> None:
        from gdstudio.jobs.run_opening import load_run_and_data

        known = self._preferences.data_folders
        self._opening.start(once(load_run_and_data, path, self._runs.data, known))

    @Slot(str)
    def read_picture_file(self, path: str) -> None:
        """Find the digit in a picture, and put it on the canvas."""
        from gdstudio.jobs.picture_job import read_picture_file

        self._reading.start(once(read_picture_file, path, self._drawing.size))

    @Slot(object)
    def read_pasted_picture(self, pixels: NDArray[np.uint8]) -> None:
        """Put the digit of a pasted picture on the canvas, shape (rows, columns, 4)."""
        from gdstudio.jobs.picture_job import read_pasted_picture

        self._reading.start(once(read_pasted_picture, pixels, self._drawing.size))

    @Slot()
    def ask_for_run(self) -> None:
        """Let the user choose a run to open."""
        path = self._dialogs.run_to_open(self._run_folder)
        if path is not None:
            self.open_run_file(path)

    @Slot()
    def use_mnist(self) -> None:
        """Go back to the digits that come with the program."""
        self.load_data("mnist")

    @Slot()
    def ask_for_picture(self) -> None:
        """Let the user choose a picture of a digit."""
        path = self._dialogs.picture_to_open(self._preferences.picture_folder)
        if path:
            self.read_picture_file(path)

    @Slot()
    def save_run(self) -> None:
        """Save the run where it was saved before, or ask."""
        path = self._save_path
        if path is None:
            self.save_run_as()
        else:
            self.save_to(path)

    @Slot()
    def save_run_as(self) -> None:
        """Ask where to save the run."""
        run = self._runs.run
        if run is None:
            return
        sizes = moments_size(run.moments), moments_size(run.moments, with_moments=False)
        found = self._dialogs.run_to_save(run.file or self._run_folder / run.file_name, sizes)
        if found is not None:
            path, run.keeps_moments = found
            self.save_to(path)

    @Slot()
    def save_branch_as(self) -> None:
        """Ask where to save the network shown; then make it a run of its own, and save that."""
        run = self._runs.run
        if run is None:
            return
        size = 4 * run.moments.n_parameters  # the past of that run is where it begins
        name = f"{Path(run.file_name).stem}-edited.gdrun"
        found = self._dialogs.run_to_save(self._run_folder / name, (size, size))
        if found is None:
            return
        self._runner.branch()
        branch = self._runs.run
        if branch is not None and branch is not run:
            path, branch.keeps_moments = found
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save the run as it is now to this file; the messages tell when it is there."""
        run = self._runs.run
        if run is None:
            return
        self._wanted = path, run
        if self._training.has_run:
            self._training.take_state()
        elif run.state is not None:
            self.save_what_has_ended()
        else:
            self._wanted = None
            self._messages.report(FileError(path, "is not written: the run has diverged"))

    @Slot()
    def save_what_has_ended(self) -> None:
        """Save a run that was reset, or whose window was closed, before its state was there."""
        if self._wanted is not None and self._wanted[1].state is not None:
            self._write(*self._wanted, self._wanted[1].state)

    @property
    def _save_path(self) -> Path | None:
        run = self._runs.run
        return None if run is None else run.file

    @property
    def _run_folder(self) -> Path:
        """Where dialogs about runs begin: that of this run, the one chosen, the last one used."""
        if self._save_path is not None:
            return self._save_path.parent
        last = next(iter(self._preferences.recent("runs")), None)
        return self._preferences.run_folder or (Path(last).parent if last else home_folder())

    @Slot(object)
    def use_data(self, opened: Opened) -> None:
        """Learn from this data from now on, and say what it is."""
        data = opened.data
        self._note_folder(data)
        self._runner.set_data(data)
        text = self.tr("{0}: {1:,} training and {2:,} test pictures. Press Space to run.")
        said = text.format(data.title, len(data.train), len(data.test))
        self._messages.say(" ".join([said, *(f"({told(note)})" for note in opened.notes)]))

    def _note_folder(self, data: DataSet) -> None:
        if data.name != "mnist":
            self._preferences.add_data_folder(data.name)
            self._preferences.add_recent("data", data.name)

    @Slot(object)
    def _on_loading_failed(self, error: Exception) -> None:
        """Ask which set is meant where there are several; EMNIST's archive holds six."""
        if isinstance(error, SeveralSets):
            self._dialogs.ask_which_set(error)
        else:
            self._messages.report(error)

    @Slot(object)
    def _on_opening_made(self, loaded: LoadedRun) -> None:
        path, run_file, data = loaded
        if data is None:
            self._dialogs.ask_about_folder(path, run_file)
            return
        if data is not self._runs.data:
            self._note_folder(data)
        self._runner.open_run(run_file, data)
        run = self._runs.run
        if run is not None:
            run.file = self._belongs_to.get(path, path)
            step, is_kept = run_file.state.step, path in self._belongs_to
            run.kept_step, run.saved_step = (step, -1) if is_kept else (-1, step)
            if not is_kept:
                self._preferences.add_recent("runs", str(path))
        self._messages.say(self.tr("Opened at step {0:,}.").format(run_file.state.step))
        self.run_opened.emit()

    @Slot(object, object)
    def _on_dialogs_folder_agreed(self, path: Path, run_file: RunFile) -> None:
        from gdstudio.jobs.run_opening import with_data

        self._opening.start(once(with_data, path, run_file))

    @Slot(object)
    def _on_dialogs_folder_refused(self, path: Path) -> None:
        reason = self.tr("is not opened: the folder it names is not used")
        self._messages.report(FileError(path, reason))

    @Slot(object)
    def _on_training_state_taken(self, state: TrainingState) -> None:
        if self._wanted is not None and self._wanted[1] is self._runs.run:
            self._write(*self._wanted, state)

    def _write(self, path: Path, run: Run, state: TrainingState) -> None:
        self._wanted = None
        history, moments = run.copy_of_past()
        run.file = path
        kept = path, state, history, run.recipe.data, moments, run.caption
        write = partial(save_run, *kept, with_moments=run.keeps_moments)
        self._saving.start(once(write, gives=(path, run, state.step)))

    @Slot(object)
    def _on_saving_made(self, saved: tuple[Path, Run, int]) -> None:
        path, run, step = saved
        run.saved_step = step
        self._preferences.add_recent("runs", str(path))
        self._messages.say(self.tr("Saved {0}").format(path))
        self.run_saved.emit()


def last_run_path() -> Path:
    """Return where earlier versions kept the run of the last sitting."""
    return user_folder() / "last.gdrun"
