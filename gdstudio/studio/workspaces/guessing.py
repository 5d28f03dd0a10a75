"""Guess first: the class votes, then the answer is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.state.guess_model import FIGURES, GuessModel
from gdstudio.studio.views.drawing.answer_bars import AnswerBars
from gdstudio.studio.views.lesson.guess_bar import GuessBar
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.stage_keys import StageKeys
from gdstudio.studio.workspaces.workspace import Workspace


class Guessing(QObject):
    """Hides answers while a class guesses; lives in the GUI thread, the window owns it.

    Attributes:
        model: The votes and the score.
        bar: Stands below the pages.
    """

    def __init__(
        self,
        shared: Shared,
        bars: Sequence[AnswerBars],
        workspaces: Sequence[Workspace],
        keys: StageKeys,
        parent: QObject,
    ) -> None:
        """Hide nothing yet.

        Args:
            shared: The drawing, whose answer is guessed.
            bars: Answers beside that of the drawing's own card.
            workspaces: May tell the answer, too.
            keys: Take the votes.
            parent: Owns this.
        """
        super().__init__(parent)
        self._shared, self._bars, self._keys = shared, bars, keys
        self._workspaces = workspaces
        a = shared.actions
        self.model, self.bar = GuessModel(self), GuessBar(a.guess_reveal, a.guess_first)
        a.guess_first.toggled.connect(self._on_guess_first_toggled)
        a.guess_reveal.triggered.connect(self._on_guess_reveal_triggered)
        keys.voted.connect(self._on_keys_voted)
        shared.drawing.digit_changed.connect(self._on_drawing_digit_changed)
        self.model.changed.connect(self._show)
        self._show()

    @Slot(bool)
    def _on_guess_first_toggled(self, on: bool) -> None:
        self.model.set_on(on)

    @Slot()
    def _on_guess_reveal_triggered(self) -> None:
        drawing = self._shared.drawing
        answer = None if drawing.answer is None else int(drawing.answer.activations.argmax())
        self.model.reveal(drawing.label, answer)

    @Slot(int)
    def _on_keys_voted(self, figure: int) -> None:
        network = self._shared.shown.network
        if network is None or figure < network.n_out:
            self.model.vote(figure)

    @Slot()
    def _on_drawing_digit_changed(self) -> None:
        if self.model.is_on:
            self.model.begin_digit()

    @Slot()
    def _show(self) -> None:
        model = self.model
        votes = model.votes if model.hides else None
        self._shared.drawing_panel.set_votes(votes)
        for bars in self._bars:
            bars.set_votes(votes)
        for workspace in self._workspaces:
            workspace.set_answer_hidden(model.hides)
        self._keys.takes_votes = model.hides
        self._keys.set_on("guess", model.is_on)
        self._shared.actions.guess_reveal.setEnabled(model.hides)
        guess = "" if model.guess is None else class_name(model.guess)
        self.bar.show_votes(sum(model.votes[:FIGURES]), guess, revealed=model.is_revealed)
        self.bar.show_score(model.score)
        self.bar.setVisible(model.is_on)
