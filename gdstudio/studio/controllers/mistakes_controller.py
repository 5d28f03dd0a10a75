"""Asks the present network all test digits and shows what it gets wrong."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.mistakes import DigitAnswers, ask_all
from gdstudio.jobs.subject import Subject
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.cell_grid import Cell
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 2.0  # between two rounds while the network learns,
REST_SHARE: Final = 4  # and at least so many times as long as the last one took
QUIET_S: Final = 0.5  # what is over in a blink needs no bar


class MistakesController(QObject):
    """Owns the answers to all test digits; lives in the GUI thread.

    Attributes:
        answers: Those shown; None before the first round of a run.

    Signals:
        look_requested: The digit now on the canvas is to be looked at from inside.
    """

    look_requested = Signal()

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: MistakesPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._runs, self._shown, self._drawing, self._page = runs, shown, drawing, page
        self.answers: DigitAnswers | None = None
        self._cell: Cell | None = None
        self._wants_mistake = False
        self._last_shown: int | None = None
        self._known_step: int | None = None  # of the network that need not be asked again
        policy = Policy(WhenBusy.FOLLOW, REST_S, REST_SHARE, quiet_s=QUIET_S)
        self._rounds = BackgroundJob(self, self._make_round, policy, in_sight=False)
        self._connect()

    def set_in_sight(self, in_sight: bool) -> None:
        """Ask only while somebody looks."""
        self._rounds.set_in_sight(in_sight)

    @Slot()
    def show_next_mistake(self) -> None:
        """Put the next digit that the network gets wrong on the canvas."""
        subject = self._shown.subject
        if subject is None:
            return
        answers = self.answers
        if answers is None or (answers.subject.step != subject.step and not self._runs.is_running):
            self._wants_mistake = True
            self._rounds.start(self._ask(subject))
            return
        wrong = answers.mistakes().tolist()
        if not wrong:
            self._messages.say(self.tr("Every test digit is answered right."))
            return
        here = wrong.index(self._last_shown) if self._last_shown in wrong else -1
        self._last_shown = following = wrong[(here + 1) % len(wrong)]
        self._drawing.show_test_digit(following)

    def _connect(self) -> None:
        self._rounds.made.connect(self._on_rounds_made)
        self._rounds.progress_changed.connect(self._page.set_progress)
        self._rounds.ended.connect(self._on_rounds_ended)
        self._rounds.failed.connect(self._on_rounds_failed)
        self._shown.changed.connect(self._on_shown_changed)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        page = self._page
        page.remake.remake_requested.connect(self._on_page_remake_requested)
        page.remake.cancel_requested.connect(self._on_page_cancel_requested)
        page.cell_chosen.connect(self._on_page_cell_chosen)
        page.gallery.digit_chosen.connect(self._on_page_digit_chosen)
        page.gallery.digit_opened.connect(self._on_page_digit_opened)

    def _make_round(self) -> MakeItems | None:
        """Return a round if the network has moved since the last one."""
        subject = self._shown.subject
        return None if subject is None or subject.step == self._known_step else self._ask(subject)

    def _ask(self, subject: Subject) -> MakeItems:
        assert self._runs.data is not None
        return partial(ask_all, subject, self._runs.data.test)

    @Slot()
    def _on_shown_changed(self) -> None:
        self._rounds.request(at_once=not self._runs.is_running)

    @Slot(object)
    def _on_rounds_made(self, answers: DigitAnswers) -> None:
        self.answers, self._known_step = answers, answers.subject.step
        self._page.set_answers(answers, self._cell)

    @Slot()
    def _on_rounds_ended(self) -> None:
        if self._wants_mistake:
            self._wants_mistake = False
            self.show_next_mistake()

    @Slot(object)
    def _on_rounds_failed(self, error: Exception) -> None:
        self._wants_mistake = False
        self._messages.report(error)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._rounds.forget()
        self._wants_mistake = False
        self.answers = self._cell = None
        self._last_shown = self._known_step = None
        self._page.set_answers(None, None)

    @Slot()
    def _on_page_remake_requested(self) -> None:
        self._known_step = None
        self._rounds.make_again()

    @Slot()
    def _on_page_cancel_requested(self) -> None:
        self._wants_mistake = False
        self._rounds.cancel()

    @Slot(int, int)
    def _on_page_cell_chosen(self, label: int, answer: int) -> None:
        self._cell = None if label < 0 else (label, answer)
        self._page.set_answers(self.answers, self._cell)

    @Slot(int)
    def _on_page_digit_chosen(self, index: int) -> None:
        self._last_shown = index
        self._drawing.show_test_digit(index)

    @Slot(int)
    def _on_page_digit_opened(self, index: int) -> None:
        self._on_page_digit_chosen(index)
        self.look_requested.emit()
