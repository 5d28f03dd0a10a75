"""The question whether a folder that a run file names may be used."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gdstudio.errors import printable
from gdstudio.files.run_file import RunFile


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
