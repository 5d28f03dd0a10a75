"""How far a report is, and, once it is there, the way to it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, explained, in_column
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons

_MARGINS: Final = (20, 16, 20, 14)
_WIDTH_PX: Final = 420


class ReportDialog(QDialog):
    """Stands beside the window, which goes on, until the user has done with the report.

    Attributes:
        words: What the report is about; then where it is.
        progress: How far it is, with Cancel.
        open_button: Opens the report; greyed out until it is there.
        close_button: Closes the dialog, and so cancels a report under way.

    Signals:
        open_requested(): The report is to be opened.
    """

    open_requested = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        """Tell of a report on the run of this name, which is being made."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Report"))
        self.words = WrappedText("", lines=2)
        self.words.set_text(self.tr("A report on {0} is being made.").format(name))
        self.progress = ProgressRow(QWidget())
        buttons = dialog_buttons(self)
        tip = self.tr("Show the report in the browser")
        self.open_button = explained(QPushButton(), self.tr("Open"), tip)
        self.open_button.setEnabled(False)
        tip = self.tr("Close this; a report that is not there yet is not written")
        self.close_button = explained(QPushButton(), self.tr("Close"), tip)
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.RejectRole)
        in_column(self.words, self.progress, STRETCH, buttons, of=self, spacing=12,
                  margins=_MARGINS)  # fmt: skip
        self.setMinimumWidth(px(_WIDTH_PX))
        self.open_button.clicked.connect(self.open_requested)
        buttons.rejected.connect(self.reject)

    def show_saved(self, path: Path) -> None:
        """Tell where the report is, and offer to open it."""
        self.words.set_text(self.tr("Saved report {0}").format(path))
        self.open_button.setEnabled(True)
        self.open_button.setDefault(True)
        self.open_button.setFocus()
