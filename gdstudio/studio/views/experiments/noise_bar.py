"""The canvas of Learn while noise is looked at: what is on it, and what the network says to it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio.studio.state.class_names import class_name, with_article
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.labels import WrappedText
from gdstudio.studio.views.common.layouts import called, in_row
from gdstudio.studio.views.drawing.digit_preview import DigitPreview

_PREVIEW_PX: Final = 30


class NoiseBar(QWidget):
    """One row: a button, the picture, the answer in a sentence.

    Signals:
        noise_requested(): The canvas is to be filled with noise.
    """

    noise_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        text = self.tr("Fill the canvas with noise")
        self.button = called(QPushButton(text), text)
        self.button.setAutoDefault(True)
        self.preview, self.sentence = DigitPreview(), WrappedText()
        sized(self.preview, fixedSize=(_PREVIEW_PX, _PREVIEW_PX))
        middle = Qt.AlignmentFlag.AlignVCenter
        parts = self.button, self.preview, (self.sentence, 1, middle)
        in_row(*parts, of=self, spacing=8, margins=(2, 0, 2, 0))
        self.button.clicked.connect(self.noise_requested)
        self.set_answer(None)

    def set_answer(
        self, activations: NDArray[Any] | None, network: str = "", reason: str = ""
    ) -> None:
        """Tell what the network of Learn, which is not that of the experiment, answers.

        Args:
            activations: Shape (n,); None if there is no answer.
            network: The name of the run in Learn.
            reason: Why there is no answer; "" if nothing is on the canvas.
        """
        if activations is None:
            self.sentence.set_text(reason or self.tr("Nothing is on the canvas of Learn yet."))
            return
        answer = int(np.argmax(activations))
        text = self.tr(
            "In Learn, {0} sees {1} on its canvas, with activation {2}. The experiment asks the"
            " network of its settings."
        )
        seen = with_article(class_name(answer))
        self.sentence.set_text(text.format(network, seen, f"{activations[answer]:.3f}"))
