"""Ranks what the gradient asks of every weight, and looks along one of them and back in time."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Slot

from gdstudio.data.digits import Digits
from gdstudio.inside.places import weight_at
from gdstudio.jobs.nudges_job import (
    FOLLOWED,
    NudgesFound,
    NudgesOverTime,
    find_nudges,
    nudges_over_time,
    ranked_anew,
)
from gdstudio.jobs.subject import Subject, affordable_examples
from gdstudio.jobs.weight_slice import TRIED, WeightSlice, slice_along_weight
from gdstudio.learning.mini_batch import BatchPlace
from gdstudio.studio.controllers.asked_digits import AskedDigits
from gdstudio.studio.controllers.past_moments import moments_up_to
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.optimizer_shown import optimizer_shown
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.3  # between two lists while the network learns,
REST_SHARE: Final = 3.0  # and so many times as long as the last one took
_LEAST_ASKED: Final = 100


class NudgesController(QObject):
    """Owns the list of one page; lives in the GUI thread."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        page: NudgesPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._inside, self._page = inside, page
        self._asked = AskedDigits(runs, shown, drawing, inside)
        self._found: NudgesFound | None = None
        self._asked_for = "", False  # what the list made last is of; whether of its own answer
        self._times_asked = 0
        self._is_in_sight = False
        policy = Policy(WhenBusy.FOLLOW, REST_S, REST_SHARE, quiet_s=0.3)
        self._lists = BackgroundJob(self, self._make_list, policy, in_sight=False)
        self._slices = BackgroundJob(self, self._make_slice, policy, in_sight=False)
        self._times = BackgroundJob(self, self._make_times, policy, in_sight=False)
        for job in (self._lists, self._slices, self._times):
            job.failed.connect(messages.report)
        self._connect()
        page.set_weight(inside.weight)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._is_in_sight = in_sight
        self._lists.set_in_sight(in_sight)
        self._show_view()

    def _connect(self) -> None:
        page = self._page
        self._lists.made.connect(self._on_lists_made)
        self._slices.made.connect(self._on_slices_made)
        self._times.made.connect(self._on_times_made)
        for job in (self._lists, self._times):
            job.progress_changed.connect(page.progress.set_progress)
            page.progress.cancel_requested.connect(job.cancel)
        page.over.chosen.connect(self._ask)
        page.layers.edited.connect(self._ask)
        page.view_changed.connect(self._show_view)
        page.target.target_chosen.connect(self._inside.target.choose)
        page.weight_chosen.connect(self._inside.choose_weight_at)
        self._drawing.digit_changed.connect(self._on_digit_changed)
        self._inside.target.changed.connect(self._on_digit_changed)
        self._inside.weight_changed.connect(self._on_inside_weight_changed)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._shown.changed.connect(self._on_shown_changed)

    def _digits(self) -> Digits | BatchPlace | None:
        over = self._page.over.choice()
        if over == "digit":
            return self._asked.digit()
        return self._asked.batch() if over == "batch" else self._asked.all()

    def _make_list(self) -> MakeItems | None:
        subject, network = self._shown.subject, self._shown.network
        if subject is None or network is None:
            return None
        self._page.set_layers(len(network.layers))
        asked = self._digits()
        self._asked.show_target(self._page.target)
        if asked is None:
            self._page.set_reason(self._asked.reason)
            return None
        layer, found = self._page.layer(), self._found
        over, target = self._page.over.choice(), self._inside.target.now()
        is_own_answer = over == "digit" and target is not None and target.is_own_answer
        self._asked_for = over, is_own_answer
        if found is not None and _is_of(found, subject, asked):
            return partial(ranked_anew, found, layer)
        return partial(find_nudges, subject, asked, layer)

    def _make_slice(self) -> MakeItems | None:
        found, weight, source = self._found, self._inside.weight, self._shown.source
        if found is None or weight is None or source is None:
            self._page.set_slice(None)
            return None
        if weight.index >= len(found.gradient):
            return None
        examples = self._asked.count(found.subject)
        rate = optimizer_shown(source, self._runs, examples).rate
        return partial(slice_along_weight, found.subject, found.digits, weight.index, rate)

    def _make_times(self) -> MakeItems | None:
        found, moments = self._found, moments_up_to(self._shown.source, self._runs)
        if found is None:
            return None
        if not moments:
            self._page.set_times(None)
            return None
        most = affordable_examples(found.subject.make_network(), TRIED, _LEAST_ASKED)
        digits = found.digits.take(slice(0, most))
        self._times_asked = len(digits)
        return partial(nudges_over_time, found.subject, moments, digits)

    @Slot()
    def _ask(self) -> None:
        self._lists.make_again()

    @Slot()
    def _show_view(self) -> None:
        view = self._page.views.choice()
        self._slices.set_in_sight(self._is_in_sight and view == "slice")
        self._times.set_in_sight(self._is_in_sight and view == "time")

    @Slot()
    def _on_digit_changed(self) -> None:
        if self._page.over.choice() == "digit":
            self._unmark_unseen()
            self._lists.make_again()

    @Slot()
    def _on_shown_changed(self) -> None:
        self._unmark_unseen()
        self._lists.request(at_once=not self._runs.is_running)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._found = None
        self._inside.mark_nudged(())
        for job in (self._lists, self._slices, self._times):
            job.forget()
        self._page.clear()

    @Slot(object)
    def _on_lists_made(self, found: NudgesFound) -> None:
        is_other = self._found is None or found.gradient is not self._found.gradient
        self._found = found
        over, is_own_answer = self._asked_for
        self._page.set_found(found, over, is_own_answer=is_own_answer)
        self._mark(found)
        if is_other:
            self._slices.request(at_once=not self._runs.is_running)
            self._times.request(at_once=not self._runs.is_running)

    def _unmark_unseen(self) -> None:
        """Mark nothing in the diagram that no list makes true again."""
        if not self._is_in_sight:
            self._inside.mark_nudged(())

    def _mark(self, found: NudgesFound) -> None:
        """Let the largest be seen in the diagram, unless another network is shown by now."""
        network = self._shown.network
        if network is not None and len(network.parameters) == len(found.gradient):
            first = found.ranked.indices[:FOLLOWED].tolist()
            self._inside.mark_nudged(tuple(weight_at(network, index) for index in first))

    @Slot(object)
    def _on_slices_made(self, found: WeightSlice) -> None:
        self._page.set_slice(found)

    @Slot(object)
    def _on_times_made(self, found: NudgesOverTime) -> None:
        self._page.set_times(found, self._times_asked)

    @Slot()
    def _on_inside_weight_changed(self) -> None:
        self._page.set_weight(self._inside.weight)
        self._slices.make_again()


def _is_of(found: NudgesFound, subject: Subject, asked: Digits | BatchPlace) -> bool:
    """Return whether a gradient is that of this network over these digits."""
    if found.subject.parameters is not subject.parameters:
        return False
    before = found.asked
    if not (isinstance(asked, Digits) and isinstance(before, Digits) and len(asked) == 1):
        return before == asked
    is_same = np.array_equal(before.images, asked.images)
    return is_same and np.array_equal(before.labels, asked.labels)
