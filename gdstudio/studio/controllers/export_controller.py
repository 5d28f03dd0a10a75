"""What cards show, taken away: as pictures and as numbers, into files or to the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Slot
from PySide6.QtGui import QFont, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from gdstudio.files.atomic import write_file
from gdstudio.pictures.figure import Figure, page_size
from gdstudio.studio.figure_files import (
    PictureChoice,
    PictureKind,
    data_bytes,
    data_copied,
    picture_bytes,
    picture_image,
)
from gdstudio.studio.painting import Lettering
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.common.figure_actions import FigureActions
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import BackgroundJob, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

Provide = Callable[[], Figure | None]
_COMMA_SEPARATED = "text/csv"


class ExportController(QObject):
    """Has the window ask how and where to, and draws and writes in the background."""

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
        self._choice = PictureChoice()  # that made last
        self._asked: Figure | None = None
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._writing.made.connect(messages.tell_saved)
        self._copying = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._copying.made.connect(self._on_copying_made)
        for job in (self._writing, self._copying):
            job.failed.connect(messages.report)
        dialogs.picture_chosen.connect(self._on_dialogs_picture_chosen)

    def offer(self, actions: FigureActions, provide: Provide) -> None:
        """Do what the menu of a card says with the figure that is provided then, if there is one.

        The one who provides is asked in the GUI thread, the figure itself is used in another.
        """
        actions.offer()
        _Offer(actions, provide, self)

    def say_nothing_is_there(self) -> None:
        """Tell that a card has nothing to give yet."""
        self._messages.say(self.tr("There is nothing to take away yet."))

    def copy_picture(self, figure: Figure) -> None:
        """Put a picture on the clipboard."""
        self._copying.start(once(_copied_picture, figure, QApplication.font()))

    def copy_data(self, figure: Figure) -> None:
        """Put the numbers on the clipboard, as a spreadsheet takes them."""
        self._copying.start(once(_copied_data, figure))

    def save_picture(self, figure: Figure) -> None:
        """Let the user choose kind and place of a picture."""
        self._asked = figure
        titled = page_size(figure, Lettering(QApplication.font()).measure)
        self._dialogs.ask_about_picture(self._choice, figure.size, titled)

    def save_data(self, figure: Figure) -> None:
        """Let the user choose a place for the numbers: a table, or arrays if there are any."""
        kinds = self.tr("Table (*.csv)")
        if figure.arrays:
            kinds = f"{kinds};;{self.tr('Arrays of NumPy (*.npz)')}"
        path = self._place(self.tr("Save data"), f"{figure.name}.csv", kinds)
        if path is not None:
            self._write(path, data_bytes, figure, path.suffix.casefold())

    def _place(self, title: str, name: str, kinds: str) -> Path | None:
        folder = self._folder or self._preferences.picture_folder or home_folder()
        path = self._dialogs.place_to_save(title, folder / name, kinds)
        if path is not None:
            self._folder = path.parent
        return path

    def _write(self, path: Path, make: Callable[..., bytes], *parts: object) -> None:
        self._writing.start(once(_written, path, make, *parts))

    def _picture_kinds(self, kind: PictureKind) -> str:
        kinds = {
            "png": self.tr("Picture of pixels (*.png)"),
            "svg": self.tr("Picture of lines (*.svg)"),
            "pdf": self.tr("Page of lines (*.pdf)"),
        }
        return kinds[kind]

    @Slot(object)
    def _on_dialogs_picture_chosen(self, choice: PictureChoice) -> None:
        figure, self._asked, self._choice = self._asked, None, choice
        if figure is None:
            return
        name, kinds = f"{figure.name}.{choice.kind}", self._picture_kinds(choice.kind)
        path = self._place(self.tr("Save picture"), name, kinds)
        if path is not None:
            self._write(path, picture_bytes, figure, choice, QApplication.font())

    @Slot(object)
    def _on_copying_made(self, copied: _Copied) -> None:
        data = QMimeData()
        if copied.picture is not None:
            data.setImageData(copied.picture)
        else:
            data.setText(copied.text)
            data.setData(_COMMA_SEPARATED, copied.table)
        QGuiApplication.clipboard().setMimeData(data)
        self._messages.say(self.tr("Copied “{0}”.").format(copied.title))


class _Offer(QObject):
    """What one card has to give."""

    def __init__(
        self, actions: FigureActions, provide: Provide, controller: ExportController
    ) -> None:
        super().__init__(actions)
        self._provide, self._controller = provide, controller
        actions.wanted.connect(self._on_actions_wanted)

    @Slot(str)
    def _on_actions_wanted(self, wish: str) -> None:
        figure = self._provide()
        if figure is None:
            self._controller.say_nothing_is_there()
            return
        {
            "copy-picture": self._controller.copy_picture,
            "save-picture": self._controller.save_picture,
            "copy-data": self._controller.copy_data,
            "save-data": self._controller.save_data,
        }[wish](figure)


@dataclass(frozen=True, slots=True)
class _Copied:
    """What is for the clipboard: a picture, or else numbers as text and as a table."""

    title: str
    picture: QImage | None = None
    text: str = ""
    table: bytes = b""


def _copied_picture(figure: Figure, font: QFont) -> _Copied:
    return _Copied(figure.title, picture_image(figure, font))


def _copied_data(figure: Figure) -> _Copied:
    text, table = data_copied(figure)
    return _Copied(figure.title, text=text, table=table)


def _written(path: Path, make: Callable[..., bytes], *parts: object) -> Path:
    write_file(path, make(*parts))
    return path
