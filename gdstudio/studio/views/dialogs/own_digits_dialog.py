"""All digits that a person drew and named: to look through, to correct, to train with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from gdstudio.data.own_digits import make_a_set
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, explained, in_column, in_row
from gdstudio.studio.views.dialogs.dialog_buttons import dialog_buttons
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery
from gdstudio.studio.window_place import resize_within_screen

_SIZE_PX: Final = (640, 520)
_MARGINS: Final = (20, 16, 20, 14)


class OwnDigitsDialog(QDialog):
    """Stands beside the window, which goes on; what is done here is kept at once.

    Attributes:
        words: How many there are, and how many the network answers right.
        gallery: The pictures.
        label: The class of the one chosen.

    Signals:
        label_chosen(int, str): The digit of that index is of this class.
        deletion_requested(int): The digit of that index is to go.
        save_requested: All are to be written as a data set.
        open_requested: Those of a data set are to be added.
        training_requested(bool): A run is to learn from them; True: mixed into the data in use.
    """

    label_chosen = Signal(int, str)
    deletion_requested = Signal(int)
    save_requested = Signal()
    open_requested = Signal()
    training_requested = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("My digits"))
        self._labels: list[str] = []
        self.words, self.gallery = WrappedText("cardTitle"), DigitGallery()
        name = self.tr("Class of the digit chosen")
        self.label = called(QComboBox(), name, name)
        self.delete_button = self._button(
            self.tr("Delete"), self.tr("Take the digit chosen out; Undo brings it back")
        )
        self.save_button = self._button(
            self.tr("Save…"), self.tr("Write all of them as a data set: NPZ or CSV")
        )
        self._open = self._button(self.tr("Open…"), self.tr("Add those of a data set, CSV or NPZ"))
        self._alone_tip = self.tr("A new run that learns from these only")
        self.alone_button = self._button(self.tr("Train with them alone"), self._alone_tip)
        self.mixed_button = self._button(
            self.tr("Mix them in"), self.tr("A new run that learns from these and the data in use")
        )
        self._buttons = dialog_buttons(self, QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self._connect()
        resize_within_screen(self, px(_SIZE_PX[0]), px(_SIZE_PX[1]))

    def set_classes(self, names: Sequence[str]) -> None:
        """Offer these classes."""
        with QSignalBlocker(self.label):
            self.label.clear()
            self.label.addItems(list(names))
        self._show_chosen()

    def set_digits(
        self, images: NDArray[np.uint8], labels: Sequence[str], answers: Sequence[str | None]
    ) -> None:
        """Show all of them.

        Args:
            images: Shape (n, rows, columns), uint8, read-only.
            labels: What each is called.
            answers: What the network answers to each; None where nobody knows.
        """
        self._labels = list(labels)

        def words(index: int) -> tuple[str, str]:
            label, answer = labels[index], answers[index]
            caption = label if answer in (None, label) else f"{label} → {answer}"
            if answer is None:
                return caption, self.tr("Digit {0}: {1}").format(index + 1, label)
            told = self.tr("Digit {0}: {1}, answered {2}")
            return caption, told.format(index + 1, label, answer)

        self.gallery.set_digits(images, np.arange(len(images)), words)
        for button in (self.save_button, self.mixed_button):
            button.setEnabled(len(images) > 0)
        self.alone_button.setEnabled(make_a_set(labels))
        needs = self.tr("Needs digits of two classes, and two of one of them to test with")
        tip = self._alone_tip if make_a_set(labels) else needs
        explained(self.alone_button, self.alone_button.text(), tip)
        self._show_chosen()

    def _button(self, text: str, explanation: str) -> QPushButton:
        button = explained(QPushButton(), text, explanation)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        chosen = in_row(
            QLabel(self.tr("Class")), self.label, self.delete_button, STRETCH, spacing=8
        )
        files = self.save_button, self._open, STRETCH, self.alone_button, self.mixed_button
        parts = self.words, (self.gallery, 1), chosen, in_row(*files, spacing=8), self._buttons
        in_column(*parts, of=self, spacing=10, margins=_MARGINS)

    def _connect(self) -> None:
        self._buttons.rejected.connect(self.reject)
        self.gallery.digit_chosen.connect(self._show_chosen)
        self.label.activated.connect(self._on_label_activated)
        self.delete_button.clicked.connect(self._on_delete_button_clicked)
        self.save_button.clicked.connect(self.save_requested)
        self._open.clicked.connect(self.open_requested)
        self.alone_button.clicked.connect(self._on_alone_button_clicked)
        self.mixed_button.clicked.connect(self._on_mixed_button_clicked)

    @Slot()
    def _show_chosen(self) -> None:
        index = self.gallery.chosen()
        is_chosen = 0 <= index < len(self._labels)
        self.delete_button.setEnabled(is_chosen)
        self.label.setEnabled(is_chosen)
        with QSignalBlocker(self.label):
            found = self.label.findText(self._labels[index]) if is_chosen else -1
            self.label.setCurrentIndex(found)

    @Slot(int)
    def _on_label_activated(self, place: int) -> None:
        self.label_chosen.emit(self.gallery.chosen(), self.label.itemText(place))

    @Slot()
    def _on_delete_button_clicked(self) -> None:
        self.deletion_requested.emit(self.gallery.chosen())

    @Slot()
    def _on_alone_button_clicked(self) -> None:
        self.training_requested.emit(False)

    @Slot()
    def _on_mixed_button_clicked(self) -> None:
        self.training_requested.emit(True)
