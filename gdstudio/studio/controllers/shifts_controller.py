"""Compares the present network with another one on digits that stand elsewhere."""

from __future__ import annotations

import time
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from gdstudio.arrays import locked_copy
from gdstudio.jobs.shift_comparison import (
    Maps,
    ShiftAnswers,
    answers_at_shifts,
    compare_shifts,
)
from gdstudio.studio.controllers.compared_networks import ComparedNetworks
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.shifts_page import EXAMPLES, ShiftsPage
from gdstudio.studio.workers.generator_worker import BackgroundGenerator

LEARNING_MS: Final = 400  # between two answers to the drawn digit while the network learns
SURE_AFTER: Final = 0.02  # share done from which an estimate of the time left is worth showing


class ShiftsController(QObject):
    """Owns the maps of shifts; lives in the GUI thread.

    Attributes:
        networks: What the present network is compared with.

    Signals:
        answers_changed: The drawn digit was asked at every shift.
        maps_changed: More accuracies are known, or none any longer.
        failed: The exception of a job.
    """

    answers_changed = Signal()
    maps_changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: ShiftsPage,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing, self._page = runs, shown, drawing, page
        self.networks = ComparedNetworks(runs, shown, self)
        self._examples = EXAMPLES[0]
        self._maps: Maps = ()
        self._step = 0
        self._in_sight = self._is_stale = self._is_cancelled = False
        self._started_s = 0.0
        self._answered = QElapsedTimer()
        self._answers = BackgroundGenerator(self)
        self._comparisons = BackgroundGenerator(self)
        self._connect()

    @property
    def maps(self) -> Maps:
        """Accuracies of the present and the other network so far; () before any is known."""
        return self._maps

    @property
    def is_comparing(self) -> bool:
        """True while accuracies are computed."""
        return self._comparisons.is_running

    def set_in_sight(self, in_sight: bool) -> None:
        """Ask only while somebody looks; unfinished accuracies begin anew when seen again."""
        self._in_sight = in_sight
        if in_sight:
            self.networks.read()
            self._name_networks()
            self._ask()
            self._compare_if_wanted()
            return
        self._answers.cancel()
        if self.is_comparing:
            self._forget()

    def shutdown(self) -> None:
        """End the threads."""
        for jobs in (self.networks, self._answers, self._comparisons):
            jobs.shutdown()

    def _connect(self) -> None:
        self._answers.item_made.connect(self._on_answers_item_made)
        self._answers.ended.connect(self._on_answers_ended)
        self._comparisons.item_made.connect(self._on_comparisons_item_made)
        self._comparisons.ended.connect(self._on_comparisons_ended)
        for jobs in (self.networks, self._answers, self._comparisons):
            jobs.failed.connect(self.failed)
        self.networks.networks_changed.connect(self._on_networks_changed)
        page = self._page
        page.subject_chosen.connect(self._on_page_subject_chosen)
        page.other_chosen.connect(self._on_page_other_chosen)
        page.examples_chosen.connect(self._on_page_examples_chosen)
        page.remake_requested.connect(self._on_page_remake_requested)
        page.cancel_requested.connect(self._on_page_cancel_requested)
        self._drawing.digit_changed.connect(self._ask)
        self._shown.changed.connect(self._on_shown_changed)
        self._runs.run_changed.connect(self._on_runs_run_changed)

    def _name_networks(self) -> None:
        pair = self.networks.pair()
        if pair:
            others = [(one.key, one.name, one.title) for one in self.networks.others()]
            self._page.set_networks(pair[0].title, others, self.networks.chosen)

    @Slot()
    def _ask(self) -> None:
        """Ask about the drawn digit now, or as soon as the present answers are there."""
        if not self._in_sight:
            return
        if self._drawing.reason:
            self._answers.cancel()
            self._is_stale = False
            self._page.set_answers(None, self._drawing.reason)
            return
        if self._answers.is_running:
            self._is_stale = True
            return
        pair, pixels = self.networks.pair(), locked_copy(self._drawing.pixels)
        if not pair or pixels.size != pair[0].in_shape.size:
            return
        self._is_stale = False
        self._answered.restart()
        self._answers.start(partial(answers_at_shifts, pair, pixels, self._drawing.label))

    def _compare_if_wanted(self) -> None:
        """Begin the accuracies if they are to be seen and are not there."""
        wanted = self._in_sight and self._page.subject() == "all"
        if wanted and not self._maps and not self.is_comparing and not self._is_cancelled:
            self._compare()

    def _compare(self) -> None:
        pair, data = self.networks.pair(), self._runs.data
        if data is None or not pair:
            return
        self._step = pair[0].step
        self._set_maps(())
        self._started_s = time.monotonic()
        digits = data.test.take(slice(0, self._examples))
        self._comparisons.start(partial(compare_shifts, pair, digits))
        self._page.set_progress(0.0)

    def _forget(self) -> None:
        """Drop accuracies that belong to other networks or other digits."""
        self._comparisons.cancel()
        self._page.set_progress(None)
        self._is_cancelled = False
        self._set_maps(())

    def _set_maps(self, maps: Maps) -> None:
        self._maps = maps
        self._page.set_maps(maps, self._step)
        self.maps_changed.emit()

    @Slot()
    def _on_networks_changed(self) -> None:
        if self._in_sight:
            self._name_networks()
            self._forget()
            self._ask()
            self._compare_if_wanted()

    @Slot(object)
    def _on_answers_item_made(self, answers: ShiftAnswers) -> None:
        self._page.set_answers(answers)
        self.answers_changed.emit()

    @Slot()
    def _on_answers_ended(self) -> None:
        if self._is_stale:
            self._ask()

    @Slot(object)
    def _on_comparisons_item_made(self, item: float | Maps) -> None:
        if not isinstance(item, float):
            self._set_maps(item)
            return
        spent = time.monotonic() - self._started_s
        left = spent * (1 - item) / item if item > SURE_AFTER else None
        self._page.set_progress(item, left)

    @Slot()
    def _on_comparisons_ended(self) -> None:
        self._page.set_progress(None)

    @Slot()
    def _on_shown_changed(self) -> None:
        is_due = not self._answered.isValid() or self._answered.hasExpired(LEARNING_MS)
        if is_due or not self._runs.is_running:
            self._ask()
        self._compare_if_wanted()  # the first snapshot of a run may be what was waited for

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._answers.cancel()
        self._page.set_answers(None)
        self._forget()
        if self._in_sight:
            self.networks.read()

    @Slot(str)
    def _on_page_subject_chosen(self, subject: str) -> None:
        self._compare_if_wanted()

    @Slot(str)
    def _on_page_other_chosen(self, key: str) -> None:
        self.networks.choose(key)

    @Slot(int)
    def _on_page_examples_chosen(self, examples: int) -> None:
        self._examples = examples
        self._forget()
        self._compare_if_wanted()

    @Slot()
    def _on_page_remake_requested(self) -> None:
        self._is_cancelled = False
        self._compare()

    @Slot()
    def _on_page_cancel_requested(self) -> None:
        self._is_cancelled = True
        self._comparisons.cancel()
        self._page.set_progress(None)
