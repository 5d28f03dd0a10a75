"""Guess first: what a class says of a digit before it sees what the network says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

FIGURES: Final = 10


@dataclass(frozen=True, slots=True)
class Score:
    """How often each was right, of the digits whose label is known.

    Attributes:
        digits: How many were guessed.
        of_class: How many of them the class guessed right.
        of_network: How many of them the network answered right.
    """

    digits: int = 0
    of_class: int = 0
    of_network: int = 0


class GuessModel(QObject):
    """Owned by the window, lives in the GUI thread; the score is that of the sitting.

    Attributes:
        is_on: The class guesses before it sees an answer.
        is_revealed: The answer to this digit is shown.
        votes: For each figure.
        score: Of all digits so far.

    Signals:
        changed: One of these is another one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_on = self.is_revealed = False
        self.votes: tuple[int, ...] = (0,) * FIGURES
        self.score = Score()

    @property
    def hides(self) -> bool:
        """Whether the answer is not to be seen."""
        return self.is_on and not self.is_revealed

    @property
    def guess(self) -> int | None:
        """What most have voted for; None without a vote, or if two figures have as many."""
        most = max(self.votes)
        return self.votes.index(most) if self.votes.count(most) == 1 and most else None

    def set_on(self, on: bool) -> None:
        """Let the class guess from now on, or no longer; the score is kept."""
        if on != self.is_on:
            self.is_on = on
            self.begin_digit()

    def begin_digit(self) -> None:
        """Hide the answer to another digit; nobody has voted on it."""
        self.is_revealed, self.votes = False, (0,) * FIGURES
        self.changed.emit()

    def vote(self, figure: int) -> None:
        """Count one vote for a figure, 0 to 9, while the answer is hidden."""
        if self.hides:
            votes = list(self.votes)
            votes[figure] += 1
            self.votes = tuple(votes)
            self.changed.emit()

    def reveal(self, label: int | None, answer: int | None) -> None:
        """Show the answer, and count who was right: if the digit has a label and was voted on."""
        if not self.hides:
            return
        self.is_revealed = True
        if label is not None and answer is not None and any(self.votes):
            old = self.score
            right = self.guess == label, answer == label
            self.score = Score(old.digits + 1, old.of_class + right[0], old.of_network + right[1])
        self.changed.emit()
