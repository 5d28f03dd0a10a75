"""What the window asks about files: which to open, where to save, what may be looked for, lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from gdstudio.data.find_files import SeveralSets, set_title
from gdstudio.errors import printable
from gdstudio.files.run_file import RunFile
from gdstudio.studio.figure_files import PictureChoice
from gdstudio.studio.views.dialogs.where_to_save import (
    ask_what_to_extend,
    ask_where_and_what,
    ask_where_to_save,
)
from gdstudio.studio.views.drawing.picture_transfer import PICTURE_SUFFIXES

if TYPE_CHECKING:  # at run time not to open the window, but when something is asked
    from gdstudio.files.models.importing import LayersNotTold, OtherDataWanted
    from gdstudio.studio.views.dialogs.layers_question import LayersQuestion
    from gdstudio.studio.views.dialogs.other_data_question import OtherDataQuestion
    from gdstudio.studio.views.dialogs.picture_dialog import PictureDialog

_RUNS: Final = "gdstudio runs (*.gdrun)"
_SESSIONS: Final = "gdstudio sessions (*.gdsession)"
_PICTURES: Final = (
    f"Pictures ({' '.join('*' + suffix for suffix in PICTURE_SUFFIXES)});;All files (*)"
)
_DATA: Final = " (*.csv *.tsv *.txt *.npz *ubyte *.gz);;All files (*)"


class FileDialogs(QObject):
    """Opens the dialogs about files and folders; nothing is read or written here.

    Attributes:
        question: The question about a folder that is open now, or None.
        choice: The choice of a data set that is open now, or None.
        other_data: The question whether other data are to be opened, or None.
        picture: The question how to save a picture that is open now, or None.

    Signals:
        folder_agreed: (path, RunFile) The folder that this run file names may be looked for.
        folder_refused: (path) It may not.
        other_data_agreed: (path) Data are to be opened that the network in this file is made for.
        set_chosen: The data set meant, as `open_data` takes it.
        picture_chosen: (PictureChoice) How a picture is to be saved.
        closing_agreed: The window may be closed although something is lost.
        saving_agreed: The session is to be saved, and the window closed then.
    """

    folder_agreed = Signal(object, object)
    folder_refused = Signal(object)
    other_data_agreed = Signal(object)
    set_chosen = Signal(str)
    picture_chosen = Signal(object)
    closing_agreed = Signal()
    saving_agreed = Signal()
    lesson_agreed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.question: FolderQuestion | None = None
        self.choice: SetChoice | None = None
        self.other_data: OtherDataQuestion | None = None
        self.picture: PictureDialog | None = None
        self._closing: QMessageBox | None = None

    def run_to_open(self, start: Path) -> Path | None:
        """Return the run file chosen, None if the user gave up; the dialog begins in a folder."""
        title = self.tr("Open run")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start), _RUNS)
        return Path(chosen) if chosen else None

    def lesson_to_open(self, start: Path) -> Path | None:
        """Return the lesson chosen, None if the user gave up; the dialog begins in a folder."""
        title, kinds = self.tr("Open lesson"), self.tr("Lessons (*.toml)")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start), kinds)
        return Path(chosen) if chosen else None

    def lesson_to_extend(self, start: Path) -> Path | None:
        """Return the lesson that gets one more scene, or is begun; None if the user gave up."""
        title, kinds = self.tr("Make a lesson from here"), self.tr("Lessons (*.toml)")
        return ask_what_to_extend(self._window, title, start / "lesson.toml", kinds)

    def run_to_save(self, suggested: Path, sizes: tuple[int, int]) -> tuple[Path, bool] | None:
        """Return where to save the run, and whether with its moments; None if the user gave up.

        `sizes` are the bytes that moments take, and the path alone.
        """
        whole, path_alone = (max(round(size / 1e6), 1) for size in sizes)
        kinds = (
            self.tr("Run with the moments of its past, {0} MB").format(whole),
            self.tr("Run with its path alone, {0} MB").format(path_alone),
        )
        filters = ";;".join(f"{kind} (*.gdrun)" for kind in kinds)
        found = ask_where_and_what(self._window, self.tr("Save run"), suggested, filters)
        return None if found is None else (found[0], not found[1].startswith(kinds[1]))

    def session_to_open(self, start: Path) -> Path | None:
        """Return the session file chosen, as `run_to_open` does."""
        title = self.tr("Open session")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start), _SESSIONS)
        return Path(chosen) if chosen else None

    def session_to_save(self, suggested: Path) -> Path | None:
        """Return where to save the session, None if the user gave up."""
        return ask_where_to_save(self._window, self.tr("Save session"), suggested, _SESSIONS)

    def place_to_save(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Return where to save anything else, None if the user gave up.

        Args:
            title: Of the dialog.
            suggested: Folder and name to begin with.
            kinds: As Qt's dialogs take them, e.g. "Pictures (*.png)".
        """
        return ask_where_to_save(self._window, title, suggested, kinds)

    def folder_to_open(self, title: str, beside: Path) -> Path | None:
        """Return the folder chosen, None if the user gave up; the dialog begins in `beside`."""
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(beside))
        return Path(chosen) if chosen else None

    def data_folder_to_open(self) -> str:
        """Return the folder of pictures or MNIST-like files chosen, "" if the user gave up."""
        return QFileDialog.getExistingDirectory(self._window, self.tr("Open data"))

    def data_file_to_open(self) -> str:
        """Return the file of a data set chosen, "" if the user gave up."""
        kinds = self.tr("Data sets") + _DATA
        return QFileDialog.getOpenFileName(self._window, self.tr("Open data"), "", kinds)[0]

    def picture_to_open(self, start: Path | None) -> str:
        """Return the picture chosen, "" if the user gave up; None begins where Qt did last."""
        title = self.tr("Open image")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start or ""), _PICTURES)
        return chosen

    def model_to_open(self, start: Path) -> Path | None:
        """Return the file with another program's network, None if the user gave up."""
        from gdstudio.files.models.importing import SUFFIXES as MODELS

        kinds = self.tr("Models ({0})").format(" ".join(f"*{suffix}" for suffix in MODELS))
        title = self.tr("Import model")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start), kinds)
        return Path(chosen) if chosen else None

    def ask_about_layers(self, error: LayersNotTold) -> LayersQuestion:
        """Ask what the layers in a file are; return the question, which is open."""
        from gdstudio.studio.views.dialogs.layers_question import LayersQuestion

        question = LayersQuestion(error, self._window)
        question.open()
        return question

    def ask_about_other_data(self, error: OtherDataWanted) -> None:
        """Say what a network is made for, and offer to open such data first."""
        from gdstudio.studio.views.dialogs.other_data_question import OtherDataQuestion

        if self.other_data is not None:
            self.other_data.close()
        self.other_data = OtherDataQuestion(error, self._window)
        self.other_data.finished.connect(self._on_other_data_finished)
        self.other_data.open()

    def ask_about_folder(self, path: Path, run_file: RunFile) -> None:
        """Ask before a folder that a file names is looked for; the newest file is asked about."""
        if self.question is not None:
            self.question.close()
        self.question = FolderQuestion(path, run_file, self._window)
        self.question.finished.connect(self._on_question_finished)
        self.question.open()

    def ask_which_set(self, found: SeveralSets) -> None:
        """Ask which of several data sets is meant."""
        if self.choice is not None:
            self.choice.close()
        self.choice = SetChoice(found, self._window)
        self.choice.finished.connect(self._on_choice_finished)
        self.choice.open()

    def ask_about_picture(
        self, choice: PictureChoice, size: tuple[float, float], titled_size: tuple[float, float]
    ) -> None:
        """Ask how a picture is to be saved; begin with the choice before.

        Its sizes are in pixels, without title and caption and with them.
        """
        from gdstudio.studio.views.dialogs.picture_dialog import PictureDialog

        self.picture = PictureDialog(choice, size, titled_size, self._window)
        self.picture.accepted.connect(self._on_picture_accepted)
        self.picture.open()

    def ask_before_closing(self, losses: str) -> None:
        """Say what closing would lose, and ask; nothing while that is asked already."""
        title = self.tr("Close Gradient Descent Studio?")
        box = self._warn(title, losses, self.tr("Close"))
        if box is not None:
            box.accepted.connect(self.closing_agreed)

    def ask_before_lesson(self, losses: str) -> None:
        """Say what a lesson would end, and ask; nothing while something like that is asked."""
        box = self._warn(self.tr("Begin the lesson?"), losses, self.tr("Begin the lesson"))
        if box is not None:
            box.accepted.connect(self.lesson_agreed)

    def _warn(self, title: str, losses: str, agree: str) -> QMessageBox | None:
        if self._closing is not None:
            return None
        warning = QMessageBox.Icon.Warning
        self._closing = box = QMessageBox(warning, title, losses, parent=self._window)
        box.addButton(agree, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(self._on_closing_finished)
        box.open()
        return box

    def ask_to_save_session(self, name: str) -> None:
        """Ask whether a session is saved before the window closes; nothing while that is asked."""
        if self._closing is not None:
            return
        text = self.tr("“{0}” does not hold what has been learned since it was saved.")
        question = QMessageBox.Icon.Question
        self._closing = box = QMessageBox(
            question, self.tr("Save the session?"), text.format(name), parent=self._window
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        save = box.addButton(QMessageBox.StandardButton.Save)
        discard = box.addButton(QMessageBox.StandardButton.Discard)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        save.clicked.connect(self.saving_agreed)
        discard.clicked.connect(self.closing_agreed)
        box.finished.connect(self._on_closing_finished)
        box.open()

    @Slot()
    def _on_picture_accepted(self) -> None:
        if self.picture is not None:
            choice, self.picture = self.picture.choice(), None
            self.picture_chosen.emit(choice)

    @Slot()
    def _on_closing_finished(self) -> None:
        self._closing = None

    @Slot()
    def _on_question_finished(self) -> None:
        question, self.question = self.question, None
        if question is None:
            return
        if question.is_agreed:
            self.folder_agreed.emit(question.path, question.run_file)
        else:
            self.folder_refused.emit(question.path)
        question.deleteLater()

    @Slot()
    def _on_other_data_finished(self) -> None:
        question, self.other_data = self.other_data, None
        if question is None:
            return
        if question.is_agreed:
            self.other_data_agreed.emit(question.path)
        question.deleteLater()

    @Slot(int)
    def _on_choice_finished(self, result: int) -> None:
        choice, self.choice = self.choice, None
        if choice is None:
            return
        if result == SetChoice.DialogCode.Accepted:
            self.set_chosen.emit(choice.name)
        choice.deleteLater()


class SetChoice(QInputDialog):
    """Lists the sets by their titles; nothing is read before one is chosen."""

    def __init__(self, found: SeveralSets, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = {set_title(name): str(found.path / name) for name in found.choices}
        self.setWindowTitle(self.tr("Open data set"))
        self.setLabelText(self.tr("This folder holds several data sets. Which one?"))
        self.setComboBoxItems(list(self._names))
        self.setComboBoxEditable(False)

    @property
    def name(self) -> str:
        """The chosen set as `open_data` takes it."""
        return self._names[self.textValue()]


class FolderQuestion(QMessageBox):
    """Names the folder; Enter and Escape leave it alone.

    Attributes:
        path: The run file.
        run_file: What it holds.
    """

    def __init__(self, path: Path, run_file: RunFile, parent: QWidget) -> None:
        title = self.tr("Use the folder that this run names?")
        super().__init__(QMessageBox.Icon.Question, title, "", parent=parent)
        self.path, self.run_file = path, run_file
        self.setTextFormat(Qt.TextFormat.PlainText)  # a name could else bring pictures of its own
        text = self.tr(
            "{0} was made with digits in the folder\n\n{1}\n\nIt has not been looked for. A folder "
            "on another computer tells its owner who asks. Use it only if you know it."
        )
        name = printable(run_file.state.recipe.data)
        self.setText(text.format(printable(path.name, 100), name))
        self._use = self.addButton(self.tr("Use the folder"), QMessageBox.ButtonRole.AcceptRole)
        refuse = self.addButton(self.tr("Do not open"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(refuse)
        self.setEscapeButton(refuse)

    @property
    def is_agreed(self) -> bool:
        """True if the folder may be used."""
        return self.clickedButton() is self._use
