"""The digits that a person drew and named, of the size of the data in use."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from gdstudio.data.own_digits import OwnDigit
from gdstudio.jobs.mistakes import DigitAnswers


class OwnDigitsModel(QObject):
    """Owned by the window, lives in the GUI thread; only its controller changes it.

    Attributes:
        digits: All of them, oldest first.
        asked: Those that the network shown was asked last, in the order of `answers`.
        answers: What it answered; None while nobody knows.

    Signals:
        digits_changed: There are others.
        answers_changed: The network was asked again, or its answers are no longer true.
    """

    digits_changed = Signal()
    answers_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.digits: tuple[OwnDigit, ...] = ()
        self.asked: tuple[OwnDigit, ...] = ()
        self.answers: DigitAnswers | None = None

    @property
    def accuracy(self) -> float | None:
        """The share that is answered right; None while nobody knows."""
        if self.answers is None:
            return None
        return float((self.answers.answers == self.answers.digits.labels).mean())

    def set_digits(self, digits: Sequence[OwnDigit]) -> None:
        """Take these as all there are."""
        self.digits = tuple(digits)
        self.digits_changed.emit()

    def set_answers(self, asked: Sequence[OwnDigit], answers: DigitAnswers | None) -> None:
        """Take what the network answered to some of them."""
        self.asked, self.answers = tuple(asked), answers
        self.answers_changed.emit()
