"""Joins the canvas with the network: every stroke gets its answer."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gdstudio.data.corruption import uniform_noise
from gdstudio.data.digits import Digits
from gdstudio.data.drawing import normalise_drawing, place_digit
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.learning.network import Network
from gdstudio.studio.views.common.class_names import class_name, with_article
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel

# A stroke makes up to a thousand events a second; a hundred answers a second are plenty.
ANSWER_INTERVAL_MS: Final = 8
REMEMBERED: Final = 50  # stand-ins that undo can bring back, as many as canvas steps


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """A digit or noise put on the canvas, which the network gets pixel for pixel.

    Attributes:
        ink: The canvas that shows it.
        pixels: What the network gets, shape (rows, columns), uint8.
        label: The true digit, or None.
        caption: What to say about it.
        read: The picture it was found in, if any.
    """

    ink: NDArray[np.uint8]
    pixels: NDArray[np.uint8]
    label: int | None
    caption: str
    read: PictureRead | None = None


class DrawingController(QObject):
    """Keeps preview and answer in step with canvas and network.

    Signals:
        digit_changed: The network sees another picture.
        answer_changed: (activations (n,) or None, label or None, whether they are shares).
    """

    digit_changed = Signal()
    answer_changed = Signal(object, object, bool)

    def __init__(
        self, panel: DrawingPanel, rng: np.random.Generator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._rng = rng
        self._network: Network | None = None
        self._test: Digits | None = None
        self._stand_ins: deque[StandIn] = deque(maxlen=REMEMBERED)
        self._pixels: NDArray[np.uint8] = np.zeros((28, 28), np.uint8)
        self._label: int | None = None
        self._caption = ""
        self._shown_read: PictureRead | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ANSWER_INTERVAL_MS)
        self._timer.timeout.connect(self.read_canvas)
        panel.canvas.drawing_edited.connect(self._on_canvas_drawing_edited)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """What the network sees, shape (rows, columns), uint8."""
        return self._pixels

    @property
    def label(self) -> int | None:
        """The true digit, if the canvas shows a digit of which it is known."""
        return self._label

    @property
    def reason(self) -> str:
        """Why there is no answer, in a sentence; "" if there is one."""
        if self._network is None:
            return self.tr("There is no network yet.")
        if not self._pixels.any():
            return self.tr("Draw a digit, or press D for a test digit.")
        if self._pixels.size != self._network.n_in:
            rows, columns = self._pixels.shape
            text = self.tr("The canvas has {0} x {1} pixels, but this network has {2} inputs.")
            return text.format(rows, columns, self._network.n_in)
        return ""

    def set_test_digits(self, digits: Digits) -> None:
        """Take random digits from here."""
        self._test = digits

    def set_network(self, network: Network | None) -> None:
        """Ask this network from now on; None empties the answer."""
        self._network = network
        self._show_answer()

    @Slot()
    def show_random_digit(self) -> None:
        """Put a test digit on the canvas."""
        if self._test is not None:
            self.show_test_digit(int(self._rng.integers(len(self._test))))

    @Slot(int)
    def show_test_digit(self, index: int) -> None:
        """Put a certain test digit on the canvas."""
        if self._test is None:
            return
        pixels = self._test.pictures()[index]
        label = int(self._test.labels[index])
        caption = self.tr("test digit {0}: {1}").format(index, with_article(class_name(label)))
        self._stand_in(pixels, label, caption, self.tr("test digit"))

    @Slot()
    def show_noise(self) -> None:
        """Fill the canvas with pixels drawn uniformly at random."""
        noise = uniform_noise(1, (28, 28), self._rng)[0]
        self._stand_in(noise, None, self.tr("pure noise"), self.tr("noise"))

    @Slot(object)
    def show_picture_read(self, read: PictureRead) -> None:
        """Put the digit of a picture on the canvas, as the network would see it."""
        self._stand_in(read.pixels, None, self.tr("picture"), self.tr("picture"), read)

    def show_picture(self, pixels: NDArray[np.uint8]) -> bool:
        """Put a picture of a digit's size on the canvas, pixel for pixel; return whether it is."""
        is_digit = pixels.shape == self._pixels.shape
        if is_digit:
            self._stand_in(pixels, None, self.tr("picture"), self.tr("picture"))
        return is_digit

    @Slot()
    def read_canvas(self) -> None:
        """Work out what the network sees, and show that and the answer."""
        canvas = self._panel.canvas
        ink = canvas.ink()
        known = next((s for s in self._stand_ins if np.array_equal(s.ink, ink)), None)
        self._pixels = normalise_drawing(ink) if known is None else known.pixels
        self._label = None if known is None else known.label
        self._caption = "" if known is None else known.caption
        read = None if known is None else known.read
        if read is None:
            self._panel.hide_found()
        elif read is not self._shown_read:
            self._panel.show_found(read.marked, read.notes, read.doubts)
        self._shown_read = read
        self._panel.preview.set_pixels(self._pixels)
        self._show_answer()
        self.digit_changed.emit()

    @Slot()
    def _on_canvas_drawing_edited(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _stand_in(
        self,
        pixels: NDArray[np.uint8],
        label: int | None,
        caption: str,
        text: str,
        read: PictureRead | None = None,
    ) -> None:
        canvas = self._panel.canvas
        canvas.set_ink(place_digit(pixels, canvas.ink().shape[0]), text)
        self._stand_ins.appendleft(StandIn(canvas.ink(), pixels, label, caption, read))
        self.read_canvas()

    def _show_answer(self) -> None:
        network, bars = self._network, self._panel.bars
        is_refused = network is not None and self._pixels.any()
        self._panel.set_caption((self.reason if is_refused else "") or self._caption)
        if network is None or self.reason:
            bars.clear()
            self.answer_changed.emit(None, None, False)
            return
        X = self._pixels.reshape(1, -1) * network.dtype.type(1 / 255)
        with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
            answer: NDArray[Any] = network.forward(X)[0]
        as_shares = network.output_activation.name == "softmax"
        bars.set_as_shares(as_shares)
        bars.set_activations(answer, self._label)
        self.answer_changed.emit(answer, self._label, as_shares)
