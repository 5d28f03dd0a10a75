"""Pictures and tables out of the window: to a file or to the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, Slot
from PySide6.QtGui import QGuiApplication, QImage

from gdstudio.files.atomic import write_file
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy


class ExportController(QObject):
    """Has the window ask where to, and writes in the background."""

    def __init__(
        self,
        dialogs: FileDialogs,
        preferences: Preferences,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dialogs, self._preferences, self._messages = dialogs, preferences, messages
        self._folder: Path | None = None  # that of the file saved last
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._writing.made.connect(self._on_writing_made)
        self._writing.failed.connect(messages.report)

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
        """Write a file in the background; the messages tell the end."""
        self._writing.start(once(write_file, path, data, gives=path))

    def _ask(self, data: bytes, name: str, kinds: str) -> None:
        folder = self._folder or self._preferences.picture_folder or home_folder()
        start = folder / name.replace("/", "-")  # titles of charts are names here
        path = self._dialogs.place_to_save(self.tr("Save"), start, kinds)
        if path is not None:
            self._folder = path.parent
            self.write(path, data)

    @Slot(object)
    def _on_writing_made(self, path: Path) -> None:
        self._messages.say(self.tr("Saved {0}").format(path))
