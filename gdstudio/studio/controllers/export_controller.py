"""Pictures and tables out of the window: to a file or to the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from gdstudio.files.atomic import write_file
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.save_dialog import ask_where_to_save
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy


class ExportController(QObject):
    """Asks where to and writes in the background.

    Signals:
        file_written: The path as text.
        job_failed: The exception.
    """

    file_written = Signal(str)
    job_failed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._folder = home_folder()
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._writing.made.connect(self._on_writing_made)
        self._writing.failed.connect(self.job_failed)

    def ask_to_save_picture(self, picture: QImage, name: str) -> None:
        """Let the user choose a file for a picture."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]
        self._ask(bytes(buffer.data().data()), f"{name}.png", self.tr("Pictures (*.png)"))

    def ask_to_save_table(self, table: bytes, name: str) -> None:
        """Let the user choose a file for a table in CSV."""
        self._ask(table, f"{name}.csv", self.tr("Tables (*.csv)"))

    def copy_picture(self, picture: QImage) -> None:
        """Put a picture on the clipboard."""
        QGuiApplication.clipboard().setImage(picture)

    def write(self, path: Path, data: bytes) -> None:
        """Write a file in the background; `file_written` or `job_failed` tells the end."""
        self._writing.start(once(_write, path, data))

    def _ask(self, data: bytes, name: str, kinds: str) -> None:
        start = self._folder / name.replace("/", "-")  # titles of charts are names here
        path = ask_where_to_save(self._window, self.tr("Save"), start, kinds)
        if path is not None:
            self._folder = path.parent
            self.write(path, data)

    @Slot(object)
    def _on_writing_made(self, path: Path) -> None:
        self.file_written.emit(str(path))


def _write(path: Path, data: bytes) -> Path:
    write_file(path, data)
    return path
