"""Offers to open the data that a network in a file is made for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from gdstudio.errors import printable
from gdstudio.files.models.importing import OtherDataWanted
from gdstudio.studio.translation import told


class OtherDataQuestion(QMessageBox):
    """Says what the network sees and what is in use; Escape leaves both as they are.

    Attributes:
        path: The file with the network.
        open_button: Agrees to open other data.
    """

    def __init__(self, error: OtherDataWanted, parent: QWidget) -> None:
        icon, title = QMessageBox.Icon.Question, self.tr("Open other data first?")
        super().__init__(icon, title, "", parent=parent)
        self.path = error.path
        self.setTextFormat(Qt.TextFormat.PlainText)
        text = self.tr(
            "{0} {1}.\n\nOpen data that it is made for, and it is imported as soon as they are in "
            "use; the present run stays among the earlier ones."
        )
        self.setText(text.format(printable(error.path.name, 60), told(error.reason)))
        role = QMessageBox.ButtonRole
        self.open_button = self.addButton(self.tr("Open data…"), role.AcceptRole)
        leave = self.addButton(self.tr("Do not import"), role.RejectRole)
        self.setDefaultButton(self.open_button)
        self.setEscapeButton(leave)

    @property
    def is_agreed(self) -> bool:
        """True if other data are to be opened."""
        return self.clickedButton() is self.open_button
