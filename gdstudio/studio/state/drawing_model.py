"""The drawn digit: what the network sees of it, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import lock
from gdstudio.data.corruption import uniform_noise
from gdstudio.data.digits import Digits
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """What stands on the canvas.

    Attributes:
        pixels: What the network gets, shape (rows, columns), read-only.
        label: The true digit, None if nobody knows.
        caption: What it is, for people; "" for a drawing.
        undo_text: What putting it there is called in the undo list; "" for a drawing.
        read: The picture it was found in, if any.
    """

    pixels: Pixels
    label: int | None = None
    caption: str = ""
    undo_text: str = ""
    read: PictureRead | None = None

    def __post_init__(self) -> None:
        lock(self.pixels)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the network shown says of the digit.

    Attributes:
        activations: Of its outputs, shape (n,).
        label: The true digit, None if nobody knows.
        as_shares: Whether the activations add up to 1.
    """

    activations: NDArray[Any]
    label: int | None
    as_shares: bool


class DrawingModel(QObject):
    """The digit and its answer; owned by the window, lives in the GUI thread.

    Signals:
        digit_put: The Digit that the canvas is to show: nobody has drawn it.
        digit_changed: The network sees another picture.
        answer_changed: It answers something else, or nothing.
        size_changed: Pictures have other rows and columns from now on.
    """

    digit_put = Signal(object)
    digit_changed = Signal()
    answer_changed = Signal()
    size_changed = Signal()

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        rng: np.random.Generator,
        parent: QObject | None = None,
    ) -> None:
        """Let the network shown answer; `rng` chooses test digits and noise."""
        super().__init__(parent)
        self._runs, self._shown, self._rng = runs, shown, rng
        self._digit = Digit(np.zeros(DIGIT[1:], np.uint8))
        self._answer: Answer | None = None
        self._size_before = self.size
        shown.changed.connect(self._ask)
        runs.data_changed.connect(self._on_runs_data_changed)

    @property
    def digit(self) -> Digit:
        """What stands on the canvas."""
        return self._digit

    @property
    def pixels(self) -> Pixels:
        """What the network sees, shape (rows, columns), read-only."""
        return self._digit.pixels

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the pictures of the data in use, and so of what is drawn."""
        data = self._runs.data
        return DIGIT[1:] if data is None else (data.train.rows, data.train.columns)

    @property
    def label(self) -> int | None:
        """The true digit, if the canvas shows a digit of which it is known."""
        return self._digit.label

    @property
    def answer(self) -> Answer | None:
        """What the network says; None while there is no answer."""
        return self._answer

    @property
    def reason(self) -> str:
        """Why there is no answer, in a sentence; "" if there is one."""
        network = self._shown.network
        if network is None:
            return self.tr("There is no network yet.")
        if not self.pixels.any():
            return self.tr("Draw a digit, or press D for a test digit.")
        if self.pixels.size != network.n_in:
            rows, columns = self.pixels.shape
            text = self.tr("The canvas has {0} x {1} pixels, but this network has {2} inputs.")
            return text.format(rows, columns, network.n_in)
        return ""

    def set_digit(self, digit: Digit) -> None:
        """Take what stands on the canvas now."""
        if digit is not self._digit:
            self._digit = digit
            self._ask()
            self.digit_changed.emit()

    @Slot()
    def show_random_digit(self) -> None:
        """Put a test digit on the canvas."""
        if self._runs.data is not None:
            self.show_test_digit(int(self._rng.integers(len(self._runs.data.test))))

    def show_test_digit(self, index: int) -> None:
        """Put a certain test digit on the canvas."""
        if self._runs.data is not None:
            test = self._runs.data.test
            said = self.tr("test digit {0}: {1}"), self.tr("test digit")
            self._show_digit_of(test, index, *said)

    def show_training_digit(self, index: int) -> None:
        """Put a certain training digit on the canvas, with its label in the data set."""
        if self._runs.data is not None:
            train = self._runs.data.train
            said = self.tr("training digit {0}: {1}"), self.tr("training digit")
            self._show_digit_of(train, index, *said)

    def _show_digit_of(self, digits: Digits, index: int, caption: str, undo_text: str) -> None:
        label = int(digits.labels[index])
        named = caption.format(index, with_article(class_name(label)))
        self.put(Digit(digits.pictures()[index], label, named, undo_text))

    @Slot()
    def show_noise(self) -> None:
        """Put pixels drawn uniformly at random on the canvas."""
        noise = uniform_noise(1, self.size, self._rng)[0]
        self.put(Digit(noise, None, self.tr("pure noise"), self.tr("noise")))

    @Slot(object)
    def show_picture_read(self, read: PictureRead) -> None:
        """Put the digit of a picture on the canvas, as the network would see it."""
        self.put(Digit(read.pixels, None, self.tr("picture"), self.tr("picture"), read))

    def show_picture(self, pixels: Pixels) -> bool:
        """Put a picture of a digit's size on the canvas, pixel for pixel; return whether it is."""
        is_digit = pixels.shape == self.pixels.shape
        if is_digit:
            self.put(Digit(pixels, None, self.tr("picture"), self.tr("picture")))
        return is_digit

    def put(self, digit: Digit) -> None:
        """Put a digit on the canvas that nobody has drawn there."""
        self.digit_put.emit(digit)
        self.set_digit(digit)

    @Slot()
    def _on_runs_data_changed(self) -> None:
        before, self._size_before = self._size_before, self.size
        if before != self.size:
            self.size_changed.emit()

    @Slot()
    def _ask(self) -> None:
        network = self._shown.network
        if network is None or self.reason:
            self._answer = None
        else:
            X = self.pixels.reshape(1, -1) * network.dtype.type(1 / 255)
            with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked
                activations = network.forward(X)[0]
            as_shares = network.output_activation.name == "softmax"
            self._answer = Answer(activations, self.label, as_shares)
        self.answer_changed.emit()
