"""Looks how well the layers learn: again and again while the network learns, and along its past."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from gdstudio.jobs.health_job import (
    HealthOverTime,
    NetworkHealth,
    health_over_time,
    look_at_health,
)
from gdstudio.learning.plan import planned
from gdstudio.studio.controllers.past_moments import moments_up_to
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.optimizer_shown import optimizer_shown
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.health_page import HealthPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.5  # between two looks while the network learns,
REST_SHARE: Final = 3.0  # and so many times as long as the last one took


class HealthController(QObject):
    """Owns the looks of one page; lives in the GUI thread."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        page: HealthPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._page = runs, shown, page
        self._is_in_sight = False
        policy = Policy(WhenBusy.FOLLOW, REST_S, REST_SHARE, quiet_s=0.3)
        self._looks = BackgroundJob(self, self._make_look, policy, in_sight=False)
        self._times = BackgroundJob(self, self._make_times, policy, in_sight=False)
        for job in (self._looks, self._times):
            job.failed.connect(messages.report)
        self._looks.made.connect(self._on_looks_made)
        self._looks.progress_changed.connect(self._on_looks_progress_changed)
        self._times.made.connect(self._on_times_made)
        self._times.progress_changed.connect(page.progress.set_progress)
        page.progress.cancel_requested.connect(self._times.cancel)
        page.view_changed.connect(self._show_view)
        runs.run_changed.connect(self._on_runs_run_changed)
        shown.changed.connect(self._on_shown_changed)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._is_in_sight = in_sight
        self._looks.set_in_sight(in_sight)
        self._show_view()

    def _make_look(self) -> MakeItems | None:
        subject, data, source = self._shown.subject, self._runs.data, self._shown.source
        if subject is None or data is None or source is None:
            return None
        examples = planned(subject.recipe, len(data.train)).examples
        state = optimizer_shown(source, self._runs, examples)
        return partial(look_at_health, subject, data, state)

    def _make_times(self) -> MakeItems | None:
        subject, data = self._shown.subject, self._runs.data
        if subject is None or data is None:
            return None
        moments = moments_up_to(self._shown.source, self._runs)
        if not moments:
            self._page.set_times(None)
            return None
        return partial(health_over_time, subject, moments, data)

    @Slot()
    def _show_view(self) -> None:
        self._times.set_in_sight(self._is_in_sight and self._page.views.choice() == "time")

    @Slot()
    def _on_shown_changed(self) -> None:
        at_once = not self._runs.is_running
        self._looks.request(at_once=at_once)
        self._times.request(at_once=at_once)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._looks.forget()
        self._times.forget()
        self._page.clear()

    @Slot(object)
    def _on_looks_made(self, found: NetworkHealth) -> None:
        self._page.set_health(found, is_live=self._runs.is_running)

    @Slot(object)
    def _on_looks_progress_changed(self, estimate: object) -> None:
        if estimate is not None:
            self._page.tell_waiting()

    @Slot(object)
    def _on_times_made(self, found: HealthOverTime) -> None:
        self._page.set_times(found)
