"""Which data set to open, and how it looks before it takes the place of the one in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gdstudio.jobs.data_preview import DataPreview
from gdstudio.numerals import whole
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import told
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, explained, in_column, in_row
from gdstudio.studio.views.common.progress_row import ProgressRow
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.window_place import resize_within_screen

_SIZE_PX: Final = (760, 560)
_TABLE_PX: Final = 250
_MARGINS: Final = (20, 16, 20, 14)


class DataDialog(QDialog):
    """Asks for a file or a folder, and shows what was read of it; nothing is in use yet.

    Attributes:
        choice: Which of several sets in a folder; hidden where there is one.
        gallery: The first pictures of every class.
        table: Classes with their numbers of pictures.
        words: What was read, or why nothing was.
        notes: What was odd about it.
        progress: How far the reading is.
        use_button: Agrees to the data set shown.

    Signals:
        file_requested: A file is to be chosen.
        folder_requested: A folder is to be chosen.
        set_chosen(str): One of several sets, as `open_data` takes it.
    """

    file_requested = Signal()
    folder_requested = Signal()
    set_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open data"))
        self._file = explained(
            QPushButton(), self.tr("File…"), self.tr("A CSV, an NPZ, or one of MNIST-like files")
        )
        self._folder = explained(
            QPushButton(), self.tr("Folder…"), self.tr("A folder of pictures for each class")
        )
        self.choice = called(QComboBox(), self.tr("Which set"), self.tr("Which of several sets"))
        self.words, self.notes = WrappedText("cardTitle"), WrappedText("muted")
        self.progress = ProgressRow(self.words)
        self.gallery = DigitGallery()
        self.table = called(QTableWidget(0, 3), self.tr("Classes"))
        self._set_up_table()
        self._buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Cancel)
        self.use_button = explained(
            QPushButton(),
            self.tr("Use this data"),
            self.tr("Begins a new run with it; the present run stays among the earlier ones"),
        )
        self._buttons.addButton(self.use_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self._connect()
        self.show_nothing()
        resize_within_screen(self, px(_SIZE_PX[0]), px(_SIZE_PX[1]))

    @Slot()
    def show_nothing(self) -> None:
        """Show that nothing has been read."""
        self._clear()
        self.words.set_text(
            self.tr(
                "Choose a folder of pictures with one folder for each class, a CSV, an NPZ or "
                "MNIST-like files."
            )
        )

    def show_reading(self, name: str) -> None:
        """Say what is being read."""
        self._clear()
        self.words.set_text(self.tr("Reading {0}").format(name))

    def show_refusal(self, reason: str) -> None:
        """Say why nothing was read."""
        self._clear()
        self.words.set_text(reason)

    def show_choice(self, sets: Sequence[tuple[str, str]]) -> None:
        """Ask which of several sets is meant: title and name of each."""
        self._clear()
        self.words.set_text(self.tr("This folder holds several data sets. Which one?"))
        self.choice.addItem("")
        for title, name in sets:
            self.choice.addItem(title, name)
        self.choice.show()

    def show_preview(self, preview: DataPreview) -> None:
        """Show what was read."""
        self._clear()
        data, train = preview.opened.data, preview.opened.data.train
        text = self.tr("{0}: {1} training and {2} test pictures of {3} × {4}, {5} classes")
        counts = whole(len(train)), whole(len(data.test))
        size = train.rows, train.columns, train.n_classes
        self.words.set_text(text.format(data.title, *counts, *size))
        self.notes.set_text("\n".join(_sentence(told(note)) for note in preview.opened.notes))
        names = train.names

        def words(index: int) -> tuple[str, str]:
            name = names[train.labels[index]]
            return name, self.tr("Training picture {0}: {1}").format(index, name)

        self.gallery.set_digits(train.pictures(), preview.shown, words)
        self.table.setRowCount(len(names))
        for row, name in enumerate(names):
            cells = name, whole(preview.train_counts[row]), whole(preview.test_counts[row])
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
                self.table.setItem(row, column, item)
        self.use_button.setEnabled(True)
        self.use_button.setDefault(True)
        self.use_button.setFocus()

    def _clear(self) -> None:
        self.choice.clear()
        self.choice.hide()
        self.notes.set_text("")
        self.gallery.clear()
        self.table.setRowCount(0)
        self.use_button.setEnabled(False)

    def _set_up_table(self) -> None:
        titles = [self.tr("Class"), self.tr("Training"), self.tr("Test")]
        self.table.setHorizontalHeaderLabels(titles)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setTabKeyNavigation(False)
        sized(self.table, fixedWidth=_TABLE_PX)

    def _lay_out(self) -> None:
        top = in_row(self._file, self._folder, self.choice, STRETCH, spacing=8)
        middle = in_row((self.gallery, 1), self.table, spacing=12)
        parts = top, self.progress, (middle, 1), self.notes, self._buttons
        in_column(*parts, of=self, spacing=10, margins=_MARGINS)

    def _connect(self) -> None:
        self._file.clicked.connect(self.file_requested)
        self._folder.clicked.connect(self.folder_requested)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.choice.activated.connect(self._on_choice_activated)

    @Slot(int)
    def _on_choice_activated(self, index: int) -> None:
        name = self.choice.itemData(index)
        if name:
            self.set_chosen.emit(name)


def _sentence(note: str) -> str:
    """Return a note as a sentence."""
    return f"{note[:1].upper()}{note[1:]}."
