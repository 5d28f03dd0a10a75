"""Shows the digits of the data in use, finds them, and puts them on the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import Digits
from gdstudio.errors import InvalidValue
from gdstudio.jobs.settings_look import SettingsLook
from gdstudio.learning.plan import Split, split_of
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import tr
from gdstudio.studio.views.data.data_figures import digits_figure
from gdstudio.studio.views.data.digits_panel import ALL_CLASSES, PARTS, DigitsPanel
from gdstudio.studio.views.data.settings_view import caption_of
from gdstudio.studio.views.inspect.digit_gallery import Words


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """What a run makes of training digits.

    Attributes:
        split: Which are learned from; None while there is no run.
        look: What it does to their labels; None while that is not known.
    """

    split: Split | None
    look: SettingsLook | None


class DigitsController(QObject):
    """Knows which digits are looked at; lives in the GUI thread.

    Attributes:
        part: Training or test digits, one of `PARTS`.
        label: The class shown; None for all.

    Signals:
        label_changed: Another class is shown, or all.
    """

    label_changed = Signal()

    def __init__(
        self,
        runs: RunModel,
        drawing: DrawingModel,
        panel: DigitsPanel,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._drawing = runs, drawing
        self._panel, self._messages = panel, messages
        self.part = PARTS[0]
        self.label: int | None = None
        self._look: SettingsLook | None = None
        self._connect()

    def show(self, part: str, label: int | None = None, index: int | None = None) -> None:
        """Show training or test digits, of one class or of all, and choose one of them."""
        self.part = part
        self._set_label(label)
        self._refresh()
        if index is not None:
            self.go_to(index)

    @Slot(int)
    def go_to(self, index: int) -> None:
        """Choose the digit of an index; if it is of another class, all classes are shown."""
        digits = self._digits()
        if digits is None or not 0 <= index < len(digits):
            return
        if self.label is not None and int(digits.labels[index]) != self.label:
            self._set_label(None)
            self._refresh()
        self._panel.gallery.choose_digit(index)

    @Slot(object)
    def set_look(self, look: SettingsLook | None) -> None:
        """Say of training digits what the settings do to their labels."""
        self._look = look
        self._say_anew()

    def figure(self) -> Figure | None:
        """Return the digits from the one chosen on; None for nothing."""
        digits = self._digits()
        if digits is None or not len(self._panel.gallery.indices):
            return None
        titles = {"train": tr("Training digits"), "test": tr("Test digits")}
        title = titles[self.part]
        if self.label is not None:
            title = tr("{0} of class {1}").format(title, class_name(self.label))
        first = max(self._panel.gallery.chosen(), 0)
        caption = partial(_caption, digits)
        return digits_figure(digits, self._panel.gallery.indices, first, title, caption)

    def _connect(self) -> None:
        panel = self._panel
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._runs.data_changed.connect(self._on_runs_data_changed)
        panel.part_switch.chosen.connect(self._on_part_switch_chosen)
        panel.class_chosen.connect(self._on_panel_class_chosen)
        panel.index_wanted.connect(self.go_to)
        panel.gallery.digit_opened.connect(self._on_gallery_digit_opened)

    def _digits(self) -> Digits | None:
        data = self._runs.data
        return None if data is None else data.train if self.part == PARTS[0] else data.test

    def _set_label(self, label: int | None) -> None:
        digits = self._digits()
        if digits is not None and label is not None and not 0 <= label < digits.n_classes:
            label = None
        changed, self.label = label != self.label, label
        if changed:
            self.label_changed.emit()

    def _refresh(self) -> None:
        digits = self._digits()
        if digits is None:
            self._panel.clear()
            return
        n = len(digits)
        label = self.label
        indices = np.arange(n) if label is None else np.flatnonzero(digits.labels == label)
        self._panel.set_classes([class_name(k) for k in range(digits.n_classes)], label)
        self._panel.set_digits(self.part, digits, indices, self._words_of(digits))

    def _words_of(self, digits: Digits) -> Words:
        return partial(_words, digits, self._usage())

    def _say_anew(self) -> None:
        """Say what the present run makes of the digits that are shown."""
        digits = self._digits()
        if digits is not None:
            self._panel.set_words(self._words_of(digits))

    def _usage(self) -> Usage | None:
        """Return what is made of the training digits; None for test digits."""
        data, run = self._runs.data, self._runs.run
        if self.part != PARTS[0] or data is None:
            return None
        split = None
        if run is not None:
            try:
                split = split_of(run.recipe, data)
            except InvalidValue:  # a run of other digits, about to be replaced
                split = None
        look = self._look
        is_of_run = look is not None and run is not None and look.recipe == run.recipe
        return Usage(split, look if is_of_run and look is not None and look.data is data else None)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._say_anew()

    @Slot()
    def _on_runs_data_changed(self) -> None:
        self._look = None
        self._set_label(None)
        self._refresh()

    @Slot(str)
    def _on_part_switch_chosen(self, part: str) -> None:
        self.show(part, self.label)

    @Slot(int)
    def _on_panel_class_chosen(self, label: int) -> None:
        self.show(self.part, None if label == ALL_CLASSES else label)

    @Slot(int)
    def _on_gallery_digit_opened(self, index: int) -> None:
        if self.part == PARTS[0]:
            self._drawing.show_training_digit(index)
        else:
            self._drawing.show_test_digit(index)
        text = self.tr("On the canvas: {0}. Learn and Inspect ask the network about it.")
        self._messages.say(text.format(self._drawing.digit.caption))


def _caption(digits: Digits, index: int) -> str:
    return caption_of(index, int(digits.labels[index]))


def _words(digits: Digits, usage: Usage | None, index: int) -> tuple[str, str]:
    """Return the caption of a digit, and one line about it; usage is None for test digits."""
    name = with_article(class_name(int(digits.labels[index])))
    text = tr("test digit {0}: {1}") if usage is None else tr("training digit {0}: {1}")
    parts = [text.format(index, name)]
    if usage is not None and usage.split is not None:
        parts.append(_use(usage.split, index))
    look = None if usage is None else usage.look
    if look is not None and index < len(look.labels):
        learned = int(look.labels[index])
        if learned != int(digits.labels[index]):
            parts.append(tr("as {0}").format(with_article(class_name(learned))))
    return _caption(digits, index), ", ".join(parts)


def _use(split: Split, index: int) -> str:
    if index < split.learned:
        return tr("learned from")
    if index < split.learned + split.held_out:
        return tr("held out")
    return tr("left out")
