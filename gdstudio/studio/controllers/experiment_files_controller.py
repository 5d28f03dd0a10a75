"""Saves results of experiments to folders and opens them again, in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.files.experiment_folder import (
    check_folder,
    load_experiment,
    save_experiment,
)
from gdstudio.jobs.finished_results import finished_result
from gdstudio.studio.state.experiment_sitting import Outcome
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy


class ExperimentFilesController(QObject):
    """Has the window ask for folders; lives in the GUI thread.

    Signals:
        outcome_saved: The Outcome whose folder is known now.
        outcome_opened: The Outcome that was read.
        failed: The exception; nothing is half written.
    """

    outcome_saved = Signal(object)
    outcome_opened = Signal(object)
    failed = Signal(object)

    def __init__(self, dialogs: FileDialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dialogs = dialogs
        self._place = home_folder()
        self._saving = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._opening = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._saving.made.connect(self._on_saving_made)
        self._opening.made.connect(self._on_opening_made)
        for job in (self._saving, self._opening):
            job.failed.connect(self.failed)

    def ask_to_save(self, outcome: Outcome) -> None:
        """Let the user choose a folder for a result."""
        name = f"{outcome.saved.experiment.name}-{outcome.saved.settings.seed}"
        title, kinds = self.tr("Save result in a new folder"), self.tr("Folders (*)")
        folder = self._dialogs.place_to_save(title, self._place / name, kinds)
        if folder is not None:
            self._place = folder.parent
            self.save(outcome, folder)

    @Slot()
    def ask_to_open(self) -> None:
        """Let the user choose the folder of a result."""
        folder = self._dialogs.folder_to_open(self.tr("Open a saved experiment"), self._place)
        if folder is not None:
            self.open(folder)

    def save(self, outcome: Outcome, folder: Path) -> None:
        """Write a result; `outcome_saved` or `failed` tells the end."""
        self._saving.start(once(_save, outcome, folder))

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Read a result; `outcome_opened` or `failed` tells the end."""
        self._opening.start(once(_open, folder))

    def open_finished(self, name: str) -> None:
        """Read the result of this experiment that comes with the program, as `open` does."""
        self._opening.start(once(_open_finished, name))

    @Slot(object)
    def _on_saving_made(self, done: tuple[Outcome, Path]) -> None:
        outcome, folder = done
        outcome.folder = folder
        self.outcome_saved.emit(outcome)

    @Slot(object)
    def _on_opening_made(self, outcome: Outcome) -> None:
        if outcome.folder is not None:
            self._place = outcome.folder.parent  # where the next dialog begins
        self.outcome_opened.emit(outcome)


def _save(outcome: Outcome, folder: Path) -> tuple[Outcome, Path]:
    from gdstudio.pictures.pillow.chart_picture import chart_pngs  # Pillow: not to open the window

    pieces = check_folder(folder, outcome.saved.experiment.name)
    save_experiment(folder, outcome.saved, chart_pngs(outcome.saved.result.charts))
    for name, piece in outcome.pieces.items():
        pieces.put(name, piece)
    return outcome, folder


def _open_finished(name: str) -> Outcome:
    return Outcome(finished_result(name), is_kept=True, comes_along=True)


def _open(folder: Path) -> Outcome:
    return Outcome(load_experiment(folder), folder=folder)
