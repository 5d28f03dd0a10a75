"""What the settings of the run make of the training digits: distortions, labels, the subset."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gdstudio.jobs.settings_look import SettingsLook
from gdstudio.numerals import numeral, percent, whole
from gdstudio.settings.choices import title_of
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.inspect.digit_gallery import DigitGallery

KINDS: Final = ("distortion", "labels", "subset")
_ROW_PX: Final = 86  # one row of digits
_BETWEEN_PX: Final = 2  # columns of background between a picture before and after


class SettingsView(QWidget):
    """A switch, a sentence, and digits: before and after, with other labels, or learned from.

    Attributes:
        switch: What is looked at, one of `KINDS`.
        sentence: What the settings do there.
        pairs: Digits before and after distortion; their index is their place in the run.
        gallery: Digits whose labels are changed, or that are learned from, by their index.

    Signals:
        kind_chosen(str): Another of `KINDS` is shown.
    """

    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        distortion = self.tr("What distortion makes of the digits the run sees first")
        labels = self.tr("Which labels the label noise has changed")
        subset = self.tr("Which training digits the run learns from")
        self.switch = SegmentedSwitch(
            self.tr("What the settings do to"),
            (
                (KINDS[0], self.tr("Pictures"), distortion),
                (KINDS[1], self.tr("Labels"), labels),
                (KINDS[2], self.tr("Subset"), subset),
            ),
        )
        self.sentence = WrappedText(lines=2)
        self.pairs, self.gallery = DigitGallery(abreast=2), DigitGallery()
        called(self.pairs, self.tr("Digits before and after"))
        called(self.gallery, self.tr("Digits of the settings"))
        for gallery in (self.pairs, self.gallery):
            sized(gallery, minimumSize=(160, _ROW_PX))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pairs)
        self._stack.addWidget(self.gallery)
        self._look: SettingsLook | None = None
        self._reason = ""
        in_column(in_row(self.switch, STRETCH), self.sentence, (self._stack, 1), of=self, spacing=4)
        self.switch.chosen.connect(self._on_switch_chosen)

    @property
    def kind(self) -> str:
        """What is looked at, one of `KINDS`."""
        return self.switch.choice()

    @property
    def look(self) -> SettingsLook | None:
        """What the settings do; None while that is not known."""
        return self._look

    def set_kind(self, kind: str) -> None:
        """Look at one of `KINDS`; nothing is emitted."""
        self.switch.set_choice(kind)
        self._show()

    def set_look(self, look: SettingsLook | None, reason: str = "") -> None:
        """Show what settings do; None shows nothing, and says why."""
        self._look, self._reason = look, reason
        self._show()

    def _show(self) -> None:
        look, kind = self._look, self.kind
        self._stack.setCurrentWidget(self.pairs if kind == KINDS[0] else self.gallery)
        if look is None:
            self.sentence.set_text(self._reason)
            self.pairs.clear()
            self.gallery.clear()
        elif kind == KINDS[0]:
            self._show_pictures(look)
        elif kind == KINDS[1]:
            self._show_labels(look)
        else:
            self._show_subset(look)

    def _show_pictures(self, look: SettingsLook) -> None:
        name = title_of(look.recipe.augmentation)
        if look.recipe.augmentation == "none":
            self.sentence.set_text(
                self.tr(
                    "The run sees every picture as it is: Distortion, among the settings of Learn, "
                    "is “{0}”. These come first, seed {1}."
                ).format(name, look.recipe.seed)
            )
        else:
            self.sentence.set_text(
                self.tr(
                    "Distortion “{0}”, before and after: the first {1} digits of the first epoch, "
                    "as the run of seed {2} sees them. Each epoch changes them anew."
                ).format(name, whole(len(look.first)), look.recipe.seed)
            )
        self.pairs.set_digits(paired(look), np.arange(len(look.first)), self._pair_words)

    def _show_labels(self, look: SettingsLook) -> None:
        n, changed = look.split.learned, len(look.changed)
        if look.recipe.label_noise == 0:
            text = self.tr("All {0} labels are right: Label noise, in Learn, is 0.")
            self.sentence.set_text(text.format(whole(n)))
        else:
            self.sentence.set_text(
                self.tr(
                    "Label noise {0}: {1} of {2} labels are changed, {3}. Below each digit its "
                    "label, and what the run of seed {4} is told."
                ).format(
                    numeral(look.recipe.label_noise),
                    whole(changed),
                    whole(n),
                    percent(changed / max(n, 1)),
                    look.recipe.seed,
                )
            )
        self.gallery.set_digits(look.data.train.pictures(), look.changed, self._label_words)

    def _show_subset(self, look: SettingsLook) -> None:
        split = look.split
        there = split.learned + split.held_out + split.left_out
        if split.learned == there:
            text = self.tr("The run learns from all {0} training digits: Examples, in Learn.")
            self.sentence.set_text(text.format(whole(there)))
        else:
            text = self.tr(
                "The run learns from the first {0} of {1} training digits; {2} are held out for "
                "validation, {3} left out."
            )
            numbers = (split.learned, there, split.held_out, split.left_out)
            self.sentence.set_text(text.format(*map(whole, numbers)))
        indices = np.arange(split.learned)
        self.gallery.set_digits(look.data.train.pictures(), indices, self._subset_words)

    def pair_caption(self, place: int) -> str:
        """Return the caption of a digit before and after."""
        return self._pair_words(place)[0]

    def caption(self, index: int) -> str:
        """Return the caption of a digit of the gallery."""
        words = self._label_words if self.kind == KINDS[1] else self._subset_words
        return words(index)[0]

    def _pair_words(self, place: int) -> tuple[str, str]:
        look = self._shown()
        index = int(look.first[place])
        label = int(look.labels[index])
        text = self.tr("number {0} of the run: training digit {1}, learned as {2}")
        said = text.format(place + 1, index, with_article(class_name(label)))
        return caption_of(index, label), said

    def _label_words(self, index: int) -> tuple[str, str]:
        look = self._shown()
        true, told_as = (int(k[index]) for k in (look.data.train.labels, look.labels))
        text = self.tr("training digit {0}: {1}, learned as {2}")
        names = (with_article(class_name(label)) for label in (true, told_as))
        return f"{class_name(true)} → {class_name(told_as)}", text.format(index, *names)

    def _subset_words(self, index: int) -> tuple[str, str]:
        look = self._shown()
        if look.labels[index] != look.data.train.labels[index]:
            return self._label_words(index)
        label = int(look.labels[index])
        text = self.tr("training digit {0}: {1}")
        return caption_of(index, label), text.format(index, with_article(class_name(label)))

    def _shown(self) -> SettingsLook:
        assert self._look is not None  # there are digits to be described
        return self._look

    @Slot(str)
    def _on_switch_chosen(self, kind: str) -> None:
        self._show()
        self.kind_chosen.emit(kind)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(250), px(150)))


def paired(look: SettingsLook) -> NDArray[np.uint8]:
    """Return pictures before and after side by side, shape (k, rows, 2 columns and a gap)."""
    n, rows, _ = look.before.shape
    between = np.zeros((n, rows, _BETWEEN_PX), np.uint8)
    return np.concatenate([look.before, between, look.after], axis=2)


def caption_of(index: int, label: int) -> str:
    """Return index and class of a digit, as short as below its picture; long names are left out."""
    name = class_name(label)
    return f"{index}: {name}" if len(name) <= 2 else str(index)
