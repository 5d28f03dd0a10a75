"""Asks the present network all test digits and shows what it gets wrong."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from gdstudio.jobs.mistakes import Answers, ask_all
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.cell_grid import Cell
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.workers.generator_worker import BackgroundGenerator

REST_MS: Final = 2000  # between two rounds while the network learns,
REST_SHARE: Final = 4  # and at least so many times as long as the last one took
SURE_AFTER: Final = 0.05  # share done from which an estimate of the time left is worth showing


class MistakesController(QObject):
    """Owns the answers to all test digits; lives in the GUI thread.

    Signals:
        answers_changed: Another round is over.
        look_requested: The digit now on the canvas is to be looked at from inside.
        message_raised: One sentence for the status bar.
        failed: The exception of a round.
    """

    answers_changed = Signal()
    look_requested = Signal()
    message_raised = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: MistakesPage,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing, self._page = runs, shown, drawing, page
        self._answers: Answers | None = None
        self._cell: Cell | None = None
        self._in_sight = self._is_cancelled = self._wants_mistake = False
        self._last_shown = -1
        self._started_s, self._took_ms = 0.0, 0.0
        self._rested = QElapsedTimer()
        self._rounds = BackgroundGenerator(self)
        self._connect()

    @property
    def answers(self) -> Answers | None:
        """The answers shown; None before the first round of a run."""
        return self._answers

    @property
    def is_asking(self) -> bool:
        """True while digits are asked."""
        return self._rounds.is_running

    def set_in_sight(self, in_sight: bool) -> None:
        """Ask only while somebody looks."""
        self._in_sight = in_sight
        if in_sight:
            self._refresh()
        elif not self._wants_mistake:
            self._cancel()

    @Slot()
    def show_next_mistake(self) -> None:
        """Put the next digit that the network gets wrong on the canvas."""
        subject = self._shown.subject
        if subject is None:
            return
        answers = self._answers
        if answers is None or (answers.subject.step != subject.step and not self._runs.is_running):
            self._wants_mistake = True
            self._ask()
            return
        wrong = answers.mistakes().tolist()
        if not wrong:
            self.message_raised.emit(self.tr("Every test digit is answered right."))
            return
        here = wrong.index(self._last_shown) if self._last_shown in wrong else -1
        self._last_shown = wrong[(here + 1) % len(wrong)]
        self._drawing.show_test_digit(self._last_shown)

    def shutdown(self) -> None:
        """End the thread."""
        self._rounds.shutdown()

    def _connect(self) -> None:
        self._rounds.item_made.connect(self._on_rounds_item_made)
        self._rounds.ended.connect(self._on_rounds_ended)
        self._rounds.failed.connect(self._on_rounds_failed)
        self._shown.changed.connect(self._refresh)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        page = self._page
        page.remake_requested.connect(self._on_page_remake_requested)
        page.cancel_requested.connect(self._on_page_cancel_requested)
        page.cell_chosen.connect(self._on_page_cell_chosen)
        page.digit_chosen.connect(self._on_page_digit_chosen)
        page.digit_opened.connect(self._on_page_digit_opened)

    @Slot()
    def _refresh(self) -> None:
        """Begin a round if the network has moved and the last one is long enough ago."""
        run = self._runs.run
        if not self._in_sight or self._is_cancelled or self.is_asking or run is None:
            return
        if self._answers is not None:
            rest_ms = max(REST_MS, REST_SHARE * self._took_ms)
            if self._answers.subject.step == run.step:
                return
            if self._runs.is_running and not self._rested.hasExpired(round(rest_ms)):
                return
        self._ask()

    def _ask(self) -> None:
        subject, data = self._shown.subject, self._runs.data
        if subject is None or data is None:
            return
        self._started_s = time.monotonic()
        self._rounds.start(partial(ask_all, subject, data.test))

    def _cancel(self) -> None:
        self._rounds.cancel()
        self._wants_mistake = False
        self._page.set_progress(None)

    @Slot(object)
    def _on_rounds_item_made(self, item: float | Answers) -> None:
        spent_s = time.monotonic() - self._started_s
        if isinstance(item, float):
            left = spent_s * (1 - item) / item if item > SURE_AFTER else None
            if spent_s > 0.5:  # what is over in a blink needs no bar
                self._page.set_progress(item, left)
            return
        self._took_ms = 1000 * spent_s
        self._answers = item
        self._page.set_answers(item, self._cell)
        self.answers_changed.emit()

    @Slot()
    def _on_rounds_ended(self) -> None:
        self._rested.restart()
        self._page.set_progress(None)
        if self._wants_mistake:
            self._wants_mistake = False
            self.show_next_mistake()

    @Slot(object)
    def _on_rounds_failed(self, error: Exception) -> None:
        self._is_cancelled, self._wants_mistake = True, False
        self.failed.emit(error)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._cancel()
        self._answers = self._cell = None
        self._is_cancelled = False
        self._last_shown = -1
        self._page.set_answers(None, None)

    @Slot()
    def _on_page_remake_requested(self) -> None:
        self._is_cancelled = False
        self._ask()

    @Slot()
    def _on_page_cancel_requested(self) -> None:
        self._is_cancelled = True
        self._cancel()

    @Slot(int, int)
    def _on_page_cell_chosen(self, label: int, answer: int) -> None:
        self._cell = None if label < 0 else (label, answer)
        self._page.set_answers(self._answers, self._cell)

    @Slot(int)
    def _on_page_digit_chosen(self, index: int) -> None:
        self._last_shown = index
        self._drawing.show_test_digit(index)

    @Slot(int)
    def _on_page_digit_opened(self, index: int) -> None:
        self._on_page_digit_chosen(index)
        self.look_requested.emit()
