"""Keeps the digits that a person draws and names, and asks the network shown about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.data.digits import DataSet
from gdstudio.data.mixed import PLUS
from gdstudio.data.own_digits import OWN_FOLDER, OwnDigit, fitting, new_digit
from gdstudio.errors import FileError
from gdstudio.files.own_digits import (
    MOST,
    OwnDigitChanges,
    load_own_digits,
    save_own_digits,
)
from gdstudio.numerals import percent, whole
from gdstudio.studio.controllers.data_controller import DataController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.own_digits import OwnDigitsModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.user_folder import home_folder, user_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.views.drawing.own_digits_bar import OwnDigitsBar
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems, once
from gdstudio.studio.workers.pace import Policy, WhenBusy
from gdstudio.texts import Text

if TYPE_CHECKING:  # at run time not to open the window, but when they are to be seen
    from gdstudio.jobs.mistakes import DigitAnswers
    from gdstudio.studio.views.dialogs.own_digits_dialog import OwnDigitsDialog

_REST_S = 0.5  # between two rounds while the network learns,
_REST_SHARE = 4  # and at least so many times as long as the last one took
_KINDS = "NumPy (*.npz);;CSV (*.csv)"


class OwnDigitsController(QObject):
    """Lives in the GUI thread; files are read and written in threads of their own.

    Attributes:
        model: The digits.
        dialog: All of them to be seen; None while it is closed.
    """

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        bar: OwnDigitsBar,
        data: DataController,
        dialogs: FileDialogs,
        deeds: Deeds,
        messages: Messages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._runs, self._shown, self._drawing, self._bar = runs, shown, drawing, bar
        self._data, self._dialogs, self._deeds, self._messages = data, dialogs, deeds, messages
        self._window = window
        self.model = OwnDigitsModel(self)
        self.dialog: OwnDigitsDialog | None = None
        self._folder: Path | None = None
        self._changes = OwnDigitChanges()
        self._asked: list[OwnDigit] = []
        self._wants_training: bool | None = None  # True: mixed in; once all is written
        self._reading = BackgroundJob(self)
        self._writing = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._lasting = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        self._adding = BackgroundJob(self)
        policy = Policy(WhenBusy.FOLLOW, _REST_S, _REST_SHARE)
        self._asking = BackgroundJob(self, self._make_round, policy)
        self._connect()

    def _connect(self) -> None:
        self._reading.made.connect(self._on_reading_made)
        self._adding.made.connect(self._on_adding_made)
        self._asking.made.connect(self._on_asking_made)
        self._writing.ended.connect(self._on_writing_ended)
        for job in (self._reading, self._writing, self._lasting, self._adding, self._asking):
            job.failed.connect(self._messages.report)
        self._runs.data_changed.connect(self._on_runs_data_changed)
        self._shown.changed.connect(self._ask)
        self._drawing.digit_changed.connect(self._on_drawing_digit_changed)
        self._drawing.answer_changed.connect(self._on_drawing_answer_changed)
        self._bar.add_requested.connect(self.add)
        self._bar.open_requested.connect(self.show_dialog)
        for changed in (self.model.digits_changed, self.model.answers_changed):
            changed.connect(self._show)

    @Slot(str)
    def add(self, label: str) -> None:
        """Keep what stands on the canvas as one of a class."""
        pixels = self._drawing.pixels
        if not pixels.any() or self._folder is None:
            self._messages.say(self.tr("There is nothing on the canvas to be kept."))
            return
        if len(self.model.digits) >= MOST:
            self._messages.say(self.tr("My digits hold {0} already.").format(whole(MOST)))
            return
        self._change((*self.model.digits, new_digit(pixels, label)), self.tr("adding to my digits"))

    @Slot()
    def show_dialog(self) -> None:
        """Show all of them beside the window."""
        from gdstudio.studio.views.dialogs.own_digits_dialog import OwnDigitsDialog

        if self.dialog is None:
            self.dialog = dialog = OwnDigitsDialog(self._window)
            dialog.label_chosen.connect(self._on_dialog_label_chosen)
            dialog.deletion_requested.connect(self._on_dialog_deletion_requested)
            dialog.gallery.digit_opened.connect(self._on_gallery_digit_opened)
            dialog.save_requested.connect(self._on_dialog_save_requested)
            dialog.open_requested.connect(self._on_dialog_open_requested)
            dialog.training_requested.connect(self._on_dialog_training_requested)
            dialog.finished.connect(self._on_dialog_finished)
            if self._runs.data is not None:
                dialog.set_classes(self._runs.data.train.names)
        self._show()
        self.dialog.show()
        self.dialog.activateWindow()

    def _change(self, after: tuple[OwnDigit, ...], words: str) -> None:
        before, folder = self.model.digits, self._folder
        assert folder is not None  # there is a drawing, and so there are data
        put = partial(self._put, folder)
        self._put(folder, after)
        self._deeds.note(words, put, before, after, can_put=partial(self._can_put, folder))

    def _can_put(self, folder: Path, _wanted: object, here: object) -> bool:
        return folder == self._folder and here == self.model.digits

    def _put(self, folder: Path, digits: tuple[OwnDigit, ...]) -> None:
        self._changes.note(folder, self.model.digits, digits)
        self._writing.start(once(self._changes.write, gives=True))
        self.model.set_digits(digits)
        self._ask()

    @Slot()
    def _on_runs_data_changed(self) -> None:
        data = self._runs.data
        if data is None:
            return
        self._bar.set_classes(data.train.names)
        if self.dialog is not None:
            self.dialog.set_classes(data.train.names)
        folder = user_folder() / OWN_FOLDER / f"{data.train.rows}x{data.train.columns}"
        if folder != self._folder:
            self._folder = folder
            self.model.set_digits(())
            self._reading.start(partial(load_own_digits, folder))
        self.model.set_answers((), None)
        self._ask()

    @Slot(object)
    def _on_reading_made(self, found: list[OwnDigit]) -> None:
        found = [digit for digit in found if digit.pixels.shape == self._drawing.size]
        known = {digit.key for digit in found}
        added = [digit for digit in self.model.digits if digit.key not in known]
        self.model.set_digits((*found, *added))
        self._ask()

    @Slot()
    def _ask(self) -> None:
        self._asking.request(at_once=not self._runs.is_running)

    def _make_round(self) -> MakeItems | None:
        subject, data = self._shown.subject, self._runs.data
        if subject is None or data is None:
            return None
        digits, self._asked = fitting(self.model.digits, data.train)
        if digits is None or subject.n_classes != digits.n_classes:
            self.model.set_answers((), None)
            return None
        from gdstudio.jobs.mistakes import ask_all

        return partial(ask_all, subject, digits)

    @Slot(object)
    def _on_asking_made(self, answers: DigitAnswers) -> None:
        self.model.set_answers(self._asked, answers)

    @Slot()
    def _on_drawing_digit_changed(self) -> None:
        self._bar.set_can_add(bool(self._drawing.pixels.any()))
        if self._drawing.label is not None:
            self._bar.choose(self._drawing.label)

    @Slot()
    def _on_drawing_answer_changed(self) -> None:
        answer = self._drawing.answer
        if answer is not None and answer.label is None and np.isfinite(answer.activations).all():
            self._bar.suggest(int(answer.activations.argmax()))

    @Slot()
    def _show(self) -> None:
        model, data = self.model, self._runs.data
        self._bar.set_state(len(model.digits), model.accuracy)
        if self.dialog is None or data is None:
            return
        size = data.train.rows, data.train.columns
        shown = model.digits
        images = np.zeros((len(shown), *size), np.uint8)
        for k, one in enumerate(shown):
            images[k] = one.pixels
        names = data.train.names
        answers: dict[str, str] = {}
        if model.answers is not None:
            pairs = zip(model.asked, model.answers.answers.tolist(), strict=True)
            answers = {one.key: names[answer] for one, answer in pairs if answer < len(names)}
        told = [answers.get(one.key) for one in shown]
        self.dialog.set_digits(images, [one.label for one in shown], told)
        self.dialog.words.set_text(self._words(len(shown)))

    def _words(self, n: int) -> str:
        accuracy, asked = self.model.accuracy, len(self.model.asked)
        if not n:
            return self.tr("None yet. Draw, choose what it is, and press “Add to my digits”.")
        if accuracy is None:
            return self.tr("One digit") if n == 1 else self.tr("{0} digits").format(whole(n))
        right = round(accuracy * asked)
        text = self.tr("{0} digits; the network shown answers {1} of {2} right: {3}")
        if n == 1:
            text = self.tr("One digit; the network shown answers {1} of {2} right: {3}")
        return text.format(whole(n), whole(right), whole(asked), percent(accuracy, 1))

    @Slot(int, str)
    def _on_dialog_label_chosen(self, index: int, label: str) -> None:
        digits = list(self.model.digits)
        digits[index] = replace(digits[index], label=label)
        self._change(tuple(digits), self.tr("correcting one of my digits"))

    @Slot(int)
    def _on_dialog_deletion_requested(self, index: int) -> None:
        digits = self.model.digits
        after = (*digits[:index], *digits[index + 1 :])
        self._change(after, self.tr("deleting one of my digits"))

    @Slot(int)
    def _on_gallery_digit_opened(self, index: int) -> None:
        own, data = self.model.digits[index], self._runs.data
        if data is None:
            return
        names = data.train.names
        label = names.index(own.label) if own.label in names else None
        caption = self.tr("my digit {0}: {1}").format(index + 1, own.label)
        self._drawing.put(Digit(own.pixels, label, caption, self.tr("my digit")))

    @Slot()
    def _on_dialog_save_requested(self) -> None:
        title, suggested = self.tr("Save my digits"), home_folder() / "my-digits.npz"
        path = self._dialogs.place_to_save(title, suggested, _KINDS)
        if path is not None:
            self._writing.start(once(save_own_digits, path, self.model.digits, gives=True))

    @Slot()
    def _on_dialog_open_requested(self) -> None:
        path = self._dialogs.data_file_to_open()
        if path and self._folder is not None:
            self._adding.start(once(_pictures_of, path, self._drawing.size, self._runs.data))

    @Slot(object)
    def _on_adding_made(self, found: list[OwnDigit]) -> None:
        room = MOST - len(self.model.digits)
        if not found or self._runs.data is None or found[0].pixels.shape != self._drawing.size:
            return
        self._change((*self.model.digits, *found[:room]), self.tr("adding to my digits"))
        n = min(len(found), room)
        text = self.tr("{0} digits were added to mine.").format(whole(n))
        self._messages.say(self.tr("One digit was added to mine.") if n == 1 else text)

    @Slot(bool)
    def _on_dialog_training_requested(self, mixed_in: bool) -> None:
        self._wants_training = mixed_in
        self._begin_training()

    @Slot()
    def _on_writing_ended(self) -> None:
        if not self._writing.is_running:
            self._lasting.start(once(self._changes.bring_to_disk, gives=True))
        self._begin_training()

    def _begin_training(self) -> None:
        if self._writing.is_running:
            return  # what is still to be written has its turn first
        wants, self._wants_training = self._wants_training, None
        if wants is None or self._folder is None or self._runs.data is None:
            return
        own, name = str(self._folder), self._runs.data.name
        if own in name.split(PLUS):
            name = name.split(PLUS)[0]
        self._data.look_at(own if not wants or name == own else name + PLUS + own)

    @Slot()
    def _on_dialog_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def _pictures_of(path: str, size: tuple[int, int], like: DataSet | None) -> Sequence[OwnDigit]:
    """Return all pictures of a data set as own digits; raises FileError of another size."""
    from gdstudio.data.opening import open_data

    data = open_data(path).data
    found = data.train.rows, data.train.columns
    if found != size or like is None:
        reason = Text("has pictures of {0} x {1} pixels; {2} x {3} are drawn now", *found, *size)
        raise FileError(path, reason)
    return [
        new_digit(picture, part.names[label])
        for part in (data.train, data.test)
        for picture, label in zip(part.pictures(), part.labels.tolist(), strict=True)
    ]
