"""The dialog of preferences: what a person chooses for the whole window, applied at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, SignalInstance, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPushButton,
    QWidget,
)

from gdstudio.errors import InvalidValue
from gdstudio.settings.settings import Field
from gdstudio.studio.actions import APPEARANCE_TITLES
from gdstudio.studio.text_size import TEXT_SIZES, px
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, explained, in_column, in_row
from gdstudio.studio.views.common.reaching_scroll import ReachingScroll
from gdstudio.studio.views.common.settings_form import ChoiceBox, Editor, SettingsForm, TypedLine
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons
from gdstudio.studio.window_place import resize_within_screen
from gdstudio.studio.window_settings import WindowSettings
from gdstudio.texts import Text

RECENT: Final = "recent"  # the row that is no setting
_MARGINS: Final = (24, 20, 24, 16)
_WIDTH_PX: Final = 560
_SCROLL_BAR_PX: Final = 16


class PreferencesDialog(QDialog):
    """Shows settings of the window and tells of each that is changed; made once, shown again.

    Attributes:
        form: All of them; tells of the WindowSettings in force from now on.
        forget: Asks for an empty list of recent files.
        note: Says how surfaces are drawn, now and at the next start.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Preferences"))
        self.form = SettingsForm(WindowSettings(), _rows())
        tip = self.tr("Empty the menu File > Open recent; the files themselves stay.")
        self.forget = explained(QPushButton(), self.tr("Clear the list"), tip)
        name = QLabel(self.tr("Recent files"))
        name.setToolTip(tip)
        name.setBuddy(self.forget)
        self.form.rows.addRow(name, in_row(self.forget, STRETCH))
        self.note = WrappedText("muted")
        self._buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Close)
        usual = explained(
            QPushButton(),
            self.tr("As at first"),
            self.tr("Set all of these as they are after the program is installed"),
        )
        self._buttons.addButton(usual, QDialogButtonBox.ButtonRole.ResetRole)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        for button in (self.forget, usual, close):
            button.setAutoDefault(False)  # Enter is the fields'
        body = QWidget()
        beside = (0, 0, 8, 0)  # free for a scroll bar
        in_column(self.form, self.note, STRETCH, of=body, spacing=12, margins=beside)
        buttons = in_row(self._buttons, margins=beside)
        in_column((ReachingScroll(body), 1), buttons, of=self, spacing=12, margins=_MARGINS)
        usual.clicked.connect(self._on_usual_clicked)
        self._buttons.rejected.connect(self.reject)

    def take_size(self) -> None:
        """Be as large as everything needs, as far as the screen has room."""
        hint = self.sizeHint()
        width = max(px(_WIDTH_PX), hint.width() + _SCROLL_BAR_PX)
        resize_within_screen(self, width, hint.height() + px(_SCROLL_BAR_PX))

    def point_at(self, name: str) -> None:
        """Give the focus to the row of a setting, or to `RECENT`."""
        row = self.forget if name == RECENT else self.form.editors[name]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_usual_clicked(self) -> None:
        self.form.set_value(WindowSettings())
        self.form.edited.emit(WindowSettings())


def _rows() -> tuple[str | tuple[Sequence[str], Editor], ...]:
    """Return the settings in the order of the form, with the editors they have of their own."""
    motions = (
        ("system", tr("As the system")),
        ("always", tr("Always")),
        ("never", tr("Never")),
    )
    ways = (("auto", tr("By OpenGL, if it works")), ("software", tr("In software")))
    sizes = ((percent, tr("{0} %").format(percent)) for percent in TEXT_SIZES)
    themes = ((name, told(title)) for name, title in APPEARANCE_TITLES.items())
    field = WindowSettings.field
    return (
        (("text_size",), ChoiceBox(sizes)),
        (("appearance",), ChoiceBox(themes)),
        (("motion",), ChoiceBox(motions)),
        (("opengl",), ChoiceBox(ways)),
        "threads",
        "moments",
        (("run_folder",), FolderField(field("run_folder"))),
        (("picture_folder",), FolderField(field("picture_folder"))),
    )


class FolderField(QWidget):
    """A folder, typed or chosen; "" is none."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self._title = told(field.label)
        self.line = called(TypedLine(self._read, str, ""), self._title, told(field.help))
        self.line.setPlaceholderText(self.tr("as the file dialog has it"))
        self.choose = explained(
            QPushButton(), self.tr("Choose…"), self.tr("Choose the folder in a dialog")
        )
        self.choose.setAccessibleName(self.tr("Choose: {0}").format(self._title))
        self.choose.setAutoDefault(False)
        in_row((self.line, 1), self.choose, of=self, spacing=6)
        self.setFocusProxy(self.line)
        self.choose.clicked.connect(self._on_choose_clicked)

    @property
    def edited(self) -> SignalInstance:
        """Another folder is in force."""
        return self.line.edited

    def shown_value(self) -> str:
        """Return the folder in force, "" for none."""
        return str(self.line.shown_value())

    def show_value(self, folder: str) -> None:
        """Show a folder, there or not; nothing is emitted."""
        with QSignalBlocker(self.line):
            self.line.show_value(folder)

    @staticmethod
    def _read(text: str) -> str:
        folder = text.strip()
        try:
            is_there = not folder or Path(folder).is_dir()
        except (OSError, ValueError):
            is_there = False
        if not is_there:
            raise InvalidValue(Text("folder"), text, Text("a folder that is there, or nothing"))
        return folder

    @Slot()
    def _on_choose_clicked(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._title, self.shown_value())
        if folder and folder != self.shown_value():
            self.show_value(folder)
            self.edited.emit()
