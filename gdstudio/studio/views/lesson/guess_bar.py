"""The bar of a guess: what to press, how many have voted, and who was right how often."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton

from gdstudio.studio.state.guess_model import Score
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import action_button, called, in_row
from gdstudio.studio.views.lesson.fitted_text import FittedText


class GuessBar(QFrame):
    """Stands below the pages while a class guesses; hidden otherwise.

    Attributes:
        words: What is to be done, or what the class has said.
        score: Of the class and of the network.
    """

    def __init__(self, reveal: QAction, end: QAction) -> None:
        super().__init__()
        self.setObjectName("lesson")
        called(self, self.tr("Guess first"))
        self.words, self.score = FittedText("lessonSentence", lines=1), FittingLabel()
        called(self.score, self.tr("Score of this sitting"))
        self._reveal = action_button(reveal)
        self._reveal.setObjectName("plain")
        close = called(QToolButton(), self.tr("End the guessing"), self.tr("End the guessing"))
        close.setText("×")
        close.clicked.connect(end.trigger)
        parts = (self.words, 3), self._reveal, (self.score, 2), close
        in_row(*parts, of=self, spacing=8, margins=(12, 3, 8, 3))
        self.hide()

    def show_votes(self, votes: int, guess: str, *, revealed: bool) -> None:
        """Say what has been voted.

        Args:
            votes: How many.
            guess: What most have voted for; "" if nothing.
            revealed: Whether the answer is shown.
        """
        if revealed:
            words = self.tr("The class says {0}.").format(guess or self.tr("nothing for sure"))
        elif votes:
            words = self.tr("Which digit is it? Votes: {0}").format(votes)
        else:
            words = self.tr("Which digit is it? Press 0 to 9.")
        self.words.set_text(words)
        self.setAccessibleDescription(words)

    def show_score(self, score: Score) -> None:
        """Show who was right how often."""
        of = self.tr("of {0}").format(score.digits)
        said = self.tr("right: class {0}, network {1}").format(score.of_class, score.of_network)
        short = self.tr("class {0} : {1} network").format(score.of_class, score.of_network)
        self.score.set_forms([f"{said}, {of}", said, short])
        self.score.setToolTip(f"{said}, {of}")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())
