"""The digits themselves: training or test, of all classes or one, found by their index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from gdstudio.data.digits import Digits
from gdstudio.numerals import whole
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.number_field import NumberField
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.settings_form import ChoiceBox
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery, Words

PARTS: Final = ("train", "test")
ALL_CLASSES: Final = -1


class DigitsPanel(QWidget):
    """Switch, filter and index above the digits; what is pointed at or chosen below.

    Attributes:
        gallery: The digits.
        part_switch: Training or test digits, one of `PARTS`.
        class_box: The class shown, or all.
        index_field: The index that is looked for.
        said: What is shown, or the digit under the pointer, or else the one chosen.

    Signals:
        class_chosen(int): Digits of one class are wanted, `ALL_CLASSES` for all.
        index_wanted(int): The digit of an index is wanted, which is not among those shown.
    """

    class_chosen = Signal(int)
    index_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.gallery = DigitGallery()
        train, test = self.tr("Training"), self.tr("Test")
        self.part_switch = SegmentedSwitch(
            self.tr("Which digits are shown"),
            (
                (PARTS[0], train, self.tr("The training digits, in the order of their index")),
                (PARTS[1], test, self.tr("The test digits, from which nothing is learned")),
            ),
        )
        about = self.tr("Show the digits of one class, or of all")
        self.class_box = called(ChoiceBox((), cuts=True), self.tr("Class shown"), about, "class")
        self.index_field = NumberField(0, 1, whole=True)
        wanted = self.tr("Go to the digit of this index, counted from 0")
        called(self.index_field, self.tr("Index"), wanted, "index of a digit")
        self.class_box.setMinimumContentsLength(len(self.tr("all classes")))
        self.said = FittingLabel()
        self.said.setObjectName("muted")
        self._choices: list[tuple[int, str]] = []
        self._words: Words = lambda index: ("", "")
        self._summary: tuple[str, ...] = ("",)
        self._is_typed = False  # an index, since the last one was gone to
        self._lay_out()
        self._connect()

    def set_classes(self, names: Sequence[str], label: int | None) -> None:
        """Offer these classes; `label` is the one shown, None for all."""
        everything = (ALL_CLASSES, self.tr("all classes"))
        choices = [everything, *enumerate(names)]
        if choices != self._choices:
            self._choices = choices
            self.class_box.offer(choices)
        self.class_box.show_value(ALL_CLASSES if label is None else label)

    def set_digits(
        self, part: str, digits: Digits, indices: NDArray[np.intp], words: Words
    ) -> None:
        """Show digits of a part of the data set.

        Args:
            part: One of `PARTS`.
            digits: All of that part.
            indices: Which of them, rising.
            words: Caption and description of each, by its index.
        """
        self.part_switch.set_choice(part)
        with QSignalBlocker(self.index_field):
            self.index_field.setRange(0, max(len(digits) - 1, 0))
        self._words = words
        count = self.tr("{0} of {1} digits").format(whole(len(indices)), whole(len(digits)))
        hint = self.tr("{0} · double click: put it on the canvas").format(count)
        self._summary = (hint, count, whole(len(indices)))
        self.gallery.set_digits(digits.pictures(), indices, words)
        with QSignalBlocker(self.index_field):
            self.index_field.setValue(max(self.gallery.chosen(), 0))
        self._say(-1)

    def set_words(self, words: Words) -> None:
        """Say other things of the digits that are shown."""
        self._words = words
        self.gallery.set_words(words)
        self._say(-1)

    def clear(self) -> None:
        """Show no digits."""
        self._words, self._summary = (lambda index: ("", "")), ("",)
        self.gallery.clear()
        self._say(-1)

    def go_to(self, index: int) -> None:
        """Choose a digit and bring it into sight, or tell that it is wanted."""
        if not self.gallery.choose_digit(index):
            self.index_wanted.emit(index)

    def _lay_out(self) -> None:
        name = QLabel(self.tr("Index"))
        name.setBuddy(self.index_field)
        name.setToolTip(self.index_field.toolTip())
        above = in_row(self.part_switch, self.class_box, STRETCH, spacing=8)
        below = in_row(name, self.index_field, (self.said, 1), spacing=8)
        in_column(above, (self.gallery, 1), below, of=self, spacing=6)

    def _connect(self) -> None:
        self.class_box.activated.connect(self._on_class_box_activated)
        self.index_field.valueChanged.connect(self._on_index_field_value_changed)
        self.index_field.lineEdit().textEdited.connect(self._on_line_edit_text_edited)
        self.index_field.editingFinished.connect(self._on_index_field_editing_finished)
        self.gallery.digit_chosen.connect(self._on_gallery_digit_chosen)
        self.gallery.digit_pointed_at.connect(self._say)

    @Slot(int)
    def _say(self, index: int) -> None:
        """Say what the digit of an index is; -1: the one chosen, or how many are shown."""
        shown = self.gallery.chosen() if index < 0 else index
        caption, words = self._words(shown) if shown >= 0 else ("", "")
        forms = self._summary if shown < 0 else (words, caption)
        self.said.set_forms(forms)
        self.said.setToolTip(forms[0])

    @Slot(int)
    def _on_class_box_activated(self, _place: int) -> None:
        self.class_chosen.emit(self.class_box.shown_value())

    @Slot(float)
    def _on_index_field_value_changed(self, value: float) -> None:
        self.go_to(int(value))

    @Slot()
    def _on_line_edit_text_edited(self) -> None:
        self._is_typed = True

    @Slot()
    def _on_index_field_editing_finished(self) -> None:
        """Go where one was before, if that was typed again; the number has not changed."""
        if self._is_typed:
            self._is_typed = False
            self.go_to(int(self.index_field.value()))

    @Slot(int)
    def _on_gallery_digit_chosen(self, index: int) -> None:
        with QSignalBlocker(self.index_field):
            self.index_field.setValue(index)
        self._say(-1)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(250), px(220)))
