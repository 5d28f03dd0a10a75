"""What the window asks about files: which to open, where to save, what may be looked for, lost."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from gdstudio.data.find_files import SeveralSets, set_title
from gdstudio.errors import FileError, printable
from gdstudio.files.atomic import check_writable
from gdstudio.files.run_file import RunFile
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.drawing.picture_transfer import PICTURE_SUFFIXES

_RUNS: Final = "gdstudio runs (*.gdrun)"
_SESSIONS: Final = "gdstudio sessions (*.gdsession)"
_PICTURES: Final = (
    f"Pictures ({' '.join('*' + suffix for suffix in PICTURE_SUFFIXES)});;All files (*)"
)
_SUFFIXES: Final = re.compile(r"\*(\.\w+)")


class FileDialogs(QObject):
    """Opens the dialogs about files and folders; nothing is read or written here.

    Attributes:
        question: The question about a folder that is open now, or None.
        choice: The choice of a data set that is open now, or None.

    Signals:
        folder_agreed: (path, RunFile) The folder that this run file names may be looked for.
        folder_refused: (path) It may not.
        set_chosen: The data set meant, as `load_data_set` takes it.
        closing_agreed: The window may be closed although something is lost.
        saving_agreed: The session is to be saved, and the window closed then.
    """

    folder_agreed = Signal(object, object)
    folder_refused = Signal(object)
    set_chosen = Signal(str)
    closing_agreed = Signal()
    saving_agreed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.question: FolderQuestion | None = None
        self.choice: SetChoice | None = None
        self._closing: QMessageBox | None = None

    def run_to_open(self, start: Path) -> Path | None:
        """Return the run file chosen, None if the user gave up; the dialog begins in a folder."""
        title = self.tr("Open run")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start), _RUNS)
        return Path(chosen) if chosen else None

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

    def data_to_open(self) -> str:
        """Return the folder of MNIST-like files chosen, "" if the user gave up."""
        return QFileDialog.getExistingDirectory(self._window, self.tr("Open data set"))

    def picture_to_open(self, start: Path | None) -> str:
        """Return the picture chosen, "" if the user gave up; None begins where Qt did last."""
        title = self.tr("Open image")
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, str(start or ""), _PICTURES)
        return chosen

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

    def ask_before_closing(self, losses: str) -> None:
        """Say what closing would lose, and ask; nothing while that is asked already."""
        if self._closing is not None:
            return
        title = self.tr("Close Gradient Descent Studio?")
        warning = QMessageBox.Icon.Warning
        self._closing = box = QMessageBox(warning, title, losses, parent=self._window)
        box.addButton(self.tr("Close"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.accepted.connect(self.closing_agreed)
        box.finished.connect(self._on_closing_finished)
        box.open()

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
        """The chosen set as `load_data_set` takes it."""
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


def ask_where_to_save(parent: QWidget, title: str, suggested: Path, filters: str) -> Path | None:
    """Return the path that `ask_where_and_what` returns."""
    found = ask_where_and_what(parent, title, suggested, filters)
    return None if found is None else found[0]


def ask_where_and_what(
    parent: QWidget, title: str, suggested: Path, filters: str
) -> tuple[Path, str] | None:
    """Let the user choose a new file or folder, or one to be replaced; nothing is written yet.

    Whatever is returned was agreed to: the dialog, Qt's own or the system's, asks before it gives
    a name that is taken, but it knows nothing of the suffix that is added afterwards. So the
    question is put here whenever the name is not exactly the one that the dialog gave.

    Args:
        parent: The window that waits.
        title: Of the dialog.
        suggested: Folder and name that stand there at first.
        filters: Kinds of files in Qt's form, e.g. "Tables (*.csv);;Pictures (*.png)"; one without
            a suffix, e.g. "Folders (*)", asks for the name of a folder.

    Returns:
        The path, its suffix one of those in `filters`, and which of them was chosen; None if the
        user gave up.
    """
    while True:
        chosen, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), filters)
        if not chosen:
            return None
        path = with_suffix(chosen, filters, kind)
        problem = _problem(path, is_file=bool(_SUFFIXES.search(filters)))
        has_asked = path == Path(chosen) and not os.path.isdir(path)
        if problem:
            QMessageBox.warning(parent, title, problem)
        elif has_asked or not _is_taken(path) or _may_replace(parent, title, path):
            return path, kind
        suggested = path  # as every dialog does: back to the name


def with_suffix(chosen: str, filters: str, kind: str = "") -> Path:
    """Return the name typed as the name of a file, whose suffix says what is in it.

    Args:
        chosen: What was typed, with its folder. Spaces round the name and full stops
            after it, which some systems drop and nobody sees, are taken off.
        filters: Kinds of files, in Qt's form.
        kind: The filter chosen; its first suffix is added where the name has none of all filters.
    """
    path = Path(chosen)
    name = path.name.strip().rstrip(". ") or path.name
    accepted = tuple(_SUFFIXES.findall(filters))
    if accepted and not name.casefold().endswith(tuple(map(str.casefold, accepted))):
        name += (_SUFFIXES.findall(kind) or accepted)[0]
    return path.with_name(name) if path.name else path


def _problem(path: Path, *, is_file: bool) -> str:
    """Return why nothing can be saved there, or "": better said before a question than after."""
    try:
        if is_file:
            check_writable(path)
        else:
            path.lstat()
    except FileError as error:
        return told(error)
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        return f"{path}: {getattr(error, 'strerror', None) or error}"
    return ""


def _is_taken(path: Path) -> bool:
    """Tell whether something would be replaced; an empty folder is nothing."""
    if os.path.isdir(path):  # pathlib's question raises where one may not look
        try:
            return any(path.iterdir())
        except OSError:
            return False  # writing there will tell why it cannot be done
    return os.path.exists(path)


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    text = tr("{0} already exists.\nDo you want to replace it?")
    if os.path.isdir(path):
        text = tr("{0} already holds something.\nDo you want to replace the result in it?")
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.warning(
        parent, title, text.format(path.name), buttons.Yes | buttons.No, buttons.No
    )
    return answer == buttons.Yes
