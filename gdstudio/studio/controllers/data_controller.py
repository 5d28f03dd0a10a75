"""Opening other data: read in the background, looked at in a dialog, in use once it is agreed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from gdstudio.data.find_files import SeveralSets, set_title
from gdstudio.data.mixed import PLUS
from gdstudio.errors import GdstudioError, printable
from gdstudio.studio.controllers.file_controller import FileController
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.translation import told
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob

if TYPE_CHECKING:  # at run time not to open the window, but when other data are looked at
    from gdstudio.jobs.data_preview import DataPreview
    from gdstudio.studio.views.dialogs.data_dialog import DataDialog


class DataController(QObject):
    """Owns the dialog and what is read for it; lives in the GUI thread.

    Attributes:
        dialog: The dialog that is open, or None.

    Signals:
        given_up: The dialog was closed, and the data in use stay.
    """

    given_up = Signal()

    def __init__(
        self,
        files: FileController,
        dialogs: FileDialogs,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._files, self._dialogs, self._messages = files, dialogs, messages
        self._window = window
        self.dialog: DataDialog | None = None
        self._preview: DataPreview | None = None
        self._reading = BackgroundJob(self)  # the last wins
        self._reading.made.connect(self._on_reading_made)
        self._reading.failed.connect(self._on_reading_failed)

    @Slot()
    def ask(self) -> None:
        """Let the user choose a file or folder and look at what is in it."""
        self._show_dialog()

    def look_at(self, path: Path | str) -> None:
        """Read a file or folder, or several joined by " + ", and show what is in it.

        Nothing is in use before it is agreed.
        """
        self._read(str(path))

    @property
    def is_reading(self) -> bool:
        """True while something is read."""
        return self._reading.is_running

    def _show_dialog(self) -> DataDialog:
        from gdstudio.studio.views.dialogs.data_dialog import DataDialog

        if self.dialog is None:
            self.dialog = dialog = DataDialog(self._window)
            dialog.file_requested.connect(self._on_dialog_file_requested)
            dialog.folder_requested.connect(self._on_dialog_folder_requested)
            dialog.set_chosen.connect(self._read)
            dialog.progress.cancel_requested.connect(self._on_dialog_cancel_requested)
            dialog.finished.connect(self._on_dialog_finished)
            self._reading.progress_changed.connect(dialog.progress.set_progress)
            dialog.open()
        return self.dialog

    @Slot(str)
    def _read(self, name: str) -> None:
        from gdstudio.jobs.data_preview import preview_data

        self._preview = None
        shown = PLUS.join(Path(part).name for part in name.split(PLUS))
        self._show_dialog().show_reading(printable(shown, 60))
        self._reading.start(partial(preview_data, name))

    @Slot()
    def _on_dialog_file_requested(self) -> None:
        path = self._dialogs.data_file_to_open()
        if path:
            self._read(path)

    @Slot()
    def _on_dialog_folder_requested(self) -> None:
        path = self._dialogs.data_folder_to_open()
        if path:
            self._read(path)

    @Slot()
    def _on_dialog_cancel_requested(self) -> None:
        self._reading.cancel()
        if self.dialog is not None:
            self.dialog.show_nothing()

    @Slot(object)
    def _on_reading_made(self, preview: DataPreview) -> None:
        if self.dialog is not None:
            self._preview = preview
            self.dialog.show_preview(preview)

    @Slot(object)
    def _on_reading_failed(self, error: Exception) -> None:
        if self.dialog is None:
            return
        if isinstance(error, SeveralSets):
            sets = [(set_title(name), str(error.path / name)) for name in error.choices]
            self.dialog.show_choice(sets)
        elif isinstance(error, GdstudioError):
            self.dialog.show_refusal(told(error.text))
        else:
            self.dialog.show_refusal(self.tr("It could not be read."))
            self._messages.report(error)

    @Slot(int)
    def _on_dialog_finished(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        preview, self._preview = self._preview, None
        self._reading.cancel()
        if dialog is None:
            return
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted and preview is not None:
            self._files.use_data(preview.opened)
        else:
            self.given_up.emit()
