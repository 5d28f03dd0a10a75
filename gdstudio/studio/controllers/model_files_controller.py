"""Hands the network shown to other programs, and takes over theirs, in the background."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.translation import told
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

if TYPE_CHECKING:  # at run time not to open the window, but when a network comes or goes
    from gdstudio.files.models.found import Shape
    from gdstudio.jobs.model_files import ImportedRun
    from gdstudio.studio.views.dialogs.layers_question import LayersQuestion


class ModelFilesController(QObject):
    """Has files chosen, and asks for what a file does not say; lives in the GUI thread.

    What is exported is the network shown: of the run, of a moment, of a walk, with edits.

    Attributes:
        question: The question about the layers in a file that is open now, or None.

    Signals:
        data_wanted: Other data are to be opened, which a network in a file is made for.
    """

    data_wanted = Signal()

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        runner: RunController,
        dialogs: FileDialogs,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._runner = runs, shown, runner
        self._dialogs, self._messages = dialogs, messages
        self._folder = home_folder()
        self.question: LayersQuestion | None = None
        self._waiting: Path | None = None  # for data that fit
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._reading = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._writing.made.connect(messages.tell_saved)
        self._writing.failed.connect(messages.report)
        self._reading.made.connect(self._on_reading_made)
        self._reading.failed.connect(self._on_reading_failed)
        runs.data_changed.connect(self._on_runs_data_changed)
        dialogs.other_data_agreed.connect(self._on_dialogs_other_data_agreed)

    @Slot()
    def ask_to_export(self) -> None:
        """Let the user choose a file for the network shown; its ending says the format."""
        from gdstudio.files.models.exporting import FORMATS

        if self._shown.subject is None:
            self._messages.say(self.tr("There is no network yet."))
            return
        kinds = ";;".join(f"{told(one.title)} (*{one.suffix})" for one in FORMATS.values())
        start = self._folder / "network"
        path = self._dialogs.place_to_save(self.tr("Export model"), start, kinds)
        if path is not None:
            self._folder = path.parent
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the network shown; the messages tell when it is there."""
        from gdstudio.jobs.model_files import export_subject

        subject, data = self._shown.subject, self._runs.data
        if subject is not None and data is not None:
            self._writing.start(once(export_subject, path, subject, data))

    @Slot()
    def ask_to_import(self) -> None:
        """Let the user choose a file with a network of another program."""
        path = self._dialogs.model_to_open(self._folder)
        if path is not None:
            self._folder = path.parent
            self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Begin a run with the network in a file; the one before stays."""
        if self._runs.data is None:
            self._messages.say(self.tr("Not imported: the digits are not there yet."))
            return
        self._import(path, self._runs.data)

    def _import(self, path: Path, data: DataSet, said: Shape | None = None) -> None:
        from gdstudio.files.models.found import NOTHING_SAID
        from gdstudio.jobs.model_files import import_run

        self._reading.start(once(import_run, path, data, said or NOTHING_SAID))

    @Slot(object)
    def _on_reading_made(self, found: ImportedRun) -> None:
        data, state = self._runs.data, found.run_file.state
        if data is None or data.train.identity() != state.data_identity:
            return  # other digits were opened meanwhile
        self._runner.open_run(found.run_file, data)
        text = self.tr("Imported {0} from {1}.").format(state.network_name, found.path.name)
        self._messages.say(" ".join([text, *map(told, found.notes)]))

    @Slot(object)
    def _on_reading_failed(self, error: Exception) -> None:
        """Ask what the layers are where the file does not say."""
        from gdstudio.files.models.importing import LayersNotTold, OtherDataWanted

        if isinstance(error, OtherDataWanted):
            self._dialogs.ask_about_other_data(error)
            return
        if not isinstance(error, LayersNotTold):
            self._messages.report(error)
            return
        if self.question is not None:
            self.question.close()
        self.question = self._dialogs.ask_about_layers(error)
        self.question.layers_told.connect(self._on_question_layers_told)
        self.question.finished.connect(self._on_question_finished)

    @Slot()
    def wait_no_more(self) -> None:
        """No other data are to be opened: import nothing when they change one day."""
        self._waiting = None

    @Slot(object)
    def _on_dialogs_other_data_agreed(self, path: Path) -> None:
        self._waiting = path
        self.data_wanted.emit()

    @Slot()
    def _on_runs_data_changed(self) -> None:
        path, self._waiting = self._waiting, None
        if path is not None:
            QTimer.singleShot(0, self, partial(self.import_from, path))  # behind the new run

    @Slot(object, object)
    def _on_question_layers_told(self, path: Path, said: Shape) -> None:
        if self._runs.data is not None:
            self._import(path, self._runs.data, said)

    @Slot()
    def _on_question_finished(self) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()
