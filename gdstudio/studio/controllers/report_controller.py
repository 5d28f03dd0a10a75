"""A report of the present run, made and written in the background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from gdstudio.data.digits import DataSet
from gdstudio.files.atomic import write_file
from gdstudio.files.run_file import RunFile
from gdstudio.learning.snapshot import TrainingState
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob

if TYPE_CHECKING:  # at run time not to open the window, but when a report is wanted
    from gdstudio.report.asking import ReportRequest, SeenInWindow
    from gdstudio.studio.views.dialogs.report_dialog import ReportDialog


class ReportController(QObject):
    """Has a place chosen, and tells how far the report is; lives in the GUI thread.

    It tells of the run as it stood when it was asked for; the run may go on meanwhile.

    Attributes:
        dialog: How far the report is, or where; None while none is wanted.
    """

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        training: TrainingController,
        dialogs: FileDialogs,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._training, self._dialogs, self._messages = training, dialogs, messages
        self._window = window
        self._folder = home_folder()
        self._wanted: _Wanted | None = None  # until the state of the run is there
        self._saved: Path | None = None
        self._is_making = False  # and nobody knows yet what came of it
        self.dialog: ReportDialog | None = None
        self._making = BackgroundJob(self)
        self._making.made.connect(self._on_making_made)
        self._making.failed.connect(self._on_making_failed)
        training.state_taken.connect(self._on_training_state_taken)
        runs.run_changed.connect(self._on_runs_run_changed)

    @Slot()
    def ask(self) -> None:
        """Ask where the report is to be written; while one is made, show how far it is."""
        run = self._runs.run
        if self.dialog is not None and self.is_busy:
            self.dialog.activateWindow()
            return
        if run is None or self._shown.subject is None:
            self._messages.say(self.tr("There is no run to report on yet."))
            return
        name = Path(run.file_name).with_suffix(".html").name
        kinds = self.tr("Page (*.html)")
        path = self._dialogs.place_to_save(self.tr("Save report"), self._folder / name, kinds)
        if path is not None:
            self._folder = path.parent
            self.report_to(path)

    def report_to(self, path: Path) -> None:
        """Write a report on the run as it is now; the messages tell when it is there."""
        from gdstudio.studio.state.seen import seen_now

        run, data = self._runs.run, self._runs.data
        if run is None or data is None:
            return
        self._wanted = _Wanted(path, run, data, seen_now(self._shown, self._drawing))
        self._show_dialog(run.name)
        if self._training.has_run:
            self._training.take_state()
        elif run.state is not None:
            self._make(self._wanted, run.state)
        else:
            self._wanted = None
            self._close()
            self._messages.say(self.tr("There is no report: the run has diverged."))

    @property
    def is_busy(self) -> bool:
        """Whether a report is being written."""
        return self._wanted is not None or self._is_making

    def _show_dialog(self, name: str) -> None:
        from gdstudio.studio.views.dialogs.report_dialog import ReportDialog

        self._close()
        self._saved = None
        self.dialog = dialog = ReportDialog(name, self._window)
        dialog.progress.cancel_requested.connect(dialog.reject)
        dialog.open_requested.connect(self._on_dialog_open_requested)
        dialog.finished.connect(self._on_dialog_finished)
        self._making.progress_changed.connect(dialog.progress.set_progress)
        dialog.show()

    def _make(self, wanted: _Wanted, state: TrainingState) -> None:
        from gdstudio.report.asking import ReportRequest

        self._wanted = None
        run = wanted.run
        history, moments = run.copy_of_past()
        now = datetime.now(UTC)
        run_file = RunFile(state, history, run.recipe.data, now, moments, run.caption)
        name = run.name if run.file is None else run.file.stem
        request = ReportRequest(run=run_file, data=wanted.data, name=name, seen=wanted.seen)
        self._is_making = True
        self._making.start(partial(_report, wanted.path, request))

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    @Slot(object)
    def _on_training_state_taken(self, state: TrainingState) -> None:
        if self._wanted is not None and self._wanted.run is self._runs.run:
            self._make(self._wanted, state)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        """Report on a run that was left before its state was there."""
        if self._wanted is not None and self._wanted.run.state is not None:
            self._make(self._wanted, self._wanted.run.state)

    @Slot(object)
    def _on_making_made(self, path: Path) -> None:
        self._saved, self._is_making = path, False
        self._messages.say(self.tr("Saved report {0}").format(path))
        if self.dialog is not None:
            self.dialog.show_saved(path)

    @Slot(object)
    def _on_making_failed(self, error: Exception) -> None:
        self._is_making = False
        self._close()
        self._messages.report(error)

    @Slot()
    def _on_dialog_open_requested(self) -> None:
        if self._saved is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved))):
            self._messages.say(self.tr("No browser opens {0}").format(self._saved))
        self._close()

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if self.is_busy:
            self._wanted, self._is_making = None, False
            self._making.cancel()
            self._messages.say(self.tr("The report was cancelled."))
        if dialog is not None:
            self._making.progress_changed.disconnect(dialog.progress.set_progress)
            dialog.deleteLater()


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A report that is wanted: where, on which run, and what the window showed then."""

    path: Path
    run: Run
    data: DataSet
    seen: SeenInWindow


def _report(path: Path, request: ReportRequest) -> Iterator[float | Path]:
    """Make a report and write it; yield the share done, and where it is last."""
    from gdstudio.report.page import make_report  # its pictures, Pillow: not to open the window

    for item in make_report(request):
        if isinstance(item, float):
            yield item
        else:
            write_file(path, item)
            yield path
