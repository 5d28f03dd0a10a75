"""A recurrent network reads the digit: picture, slider, Play, and the answer in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.wrapped_text import WrappedText
from gdstudio.studio.views.inspect.uncover_picture import UncoverPicture


class UncoverView(QWidget):
    """Shows what is answered after each row; the rows are uncovered by slider, mouse or Play.

    Signals:
        moment_chosen(int): The user wants the digit read up to this row, counted from 0.
    """

    moment_chosen = Signal(int)

    def __init__(self, play: QAction) -> None:
        super().__init__()
        self.picture = UncoverPicture()
        self.slider = JumpSlider()
        self.slider.setAccessibleName(self.tr("Rows read"))
        self._title = QLabel(self.tr("The answer after each row read"))
        self._title.setObjectName("cardTitle")
        self._sentence = WrappedText(lines=1)
        self._answers: NDArray[Any] = np.zeros((1, 1))
        self._lay_out(play)
        self.picture.moment_chosen.connect(self.moment_chosen)
        self.slider.valueChanged.connect(self.moment_chosen)

    def set_answers(self, pixels: NDArray[np.uint8], answers: NDArray[Any]) -> None:
        """Show a digit (rows, columns), uint8, and the outputs (moments, classes) in [0, 1]."""
        self._answers = answers
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(answers) - 1)
        self.picture.set_answers(pixels, answers)

    def set_moment(self, moment: int) -> None:
        """Uncover the digit up to this row, counted from 0."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(moment)
        self.picture.set_moment(moment)
        self._sentence.set_text(self.sentence(moment))

    def sentence(self, moment: int) -> str:
        """Return what is answered after a row, in words."""
        now, n = self._answers[moment], len(self._answers)
        if not np.isfinite(now).all():
            return self.tr("After row {0} of {1}: no answer").format(moment + 1, n)
        best = int(now.argmax())
        text = self.tr("After row {0} of {1}: {2}, with {3:.2f}")
        return text.format(moment + 1, n, class_name(best), float(now[best]))

    def _lay_out(self, play: QAction) -> None:
        button = QToolButton()
        button.setDefaultAction(play)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(play.text().replace("&", ""))
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(button)
        controls.addWidget(self.slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.picture, 1)
        column.addWidget(self._sentence)
        column.addLayout(controls)
