"""Shows what the digit on the canvas costs, beside the mean over the training digits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from gdstudio.arrays import locked_copy
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.cost_of_digit import CostOfDigit
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.evaluator import EVALUATION_SIZE
from gdstudio.studio.workers.pace import Policy, WhenBusy

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.digit_cost import DigitCost, MeanCost

REST_S: Final = 0.1  # between two costs of the digit while the network learns
MEAN_REST_S: Final = 2.0  # between two means then,
MEAN_REST_SHARE: Final = 4  # and at least so many times as long as the last one took


class DigitCostController(QObject):
    """Follows the network shown, the digit and its target while the view is in sight."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        view: CostOfDigit,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._inside, self._view = inside, view
        self._mean: MeanCost | None = None
        costs = Policy(WhenBusy.FOLLOW, REST_S)
        means = Policy(WhenBusy.FOLLOW, MEAN_REST_S, MEAN_REST_SHARE)
        self._costs = BackgroundJob(self, self._make_cost, costs, in_sight=False)
        self._means = BackgroundJob(self, self._make_mean, means, in_sight=False)
        for job in (self._costs, self._means):
            job.failed.connect(messages.report)
        self._connect()

    def _connect(self) -> None:
        self._costs.made.connect(self._on_costs_made)
        self._means.made.connect(self._on_means_made)
        self._view.sight_changed.connect(self._on_view_sight_changed)
        self._view.table.target_chosen.connect(self._on_table_target_chosen)
        self._drawing.digit_changed.connect(self._ask)
        self._inside.target.changed.connect(self._ask)
        self._shown.changed.connect(self._on_shown_changed)
        self._runs.run_changed.connect(self._on_runs_run_changed)

    def _make_cost(self) -> MakeItems | None:
        from gdstudio.jobs.digit_cost import cost_of_digit

        subject = self._shown.subject
        if subject is None or self._drawing.reason:
            self._view.clear(self._drawing.reason)
            return None
        target = self._inside.target.now()
        return partial(cost_of_digit, subject, locked_copy(self._drawing.pixels), target)

    def _make_mean(self) -> MakeItems | None:
        from gdstudio.jobs.digit_cost import mean_cost

        subject, data = self._shown.subject, self._runs.data
        if subject is None or data is None or self._is_known():
            return None
        if self._mean is None:
            self._view.set_mean(None, subject.step)
        return partial(mean_cost, subject, data)

    def _is_known(self) -> bool:
        """Return whether the mean shown is that of the network shown."""
        mean, subject = self._mean, self._shown.subject
        return (
            mean is not None
            and subject is not None
            and (mean.subject.parameters is subject.parameters)
        )

    @Slot()
    def _ask(self) -> None:
        self._costs.make_again()

    @Slot()
    def _on_shown_changed(self) -> None:
        at_once = not self._runs.is_running
        if at_once:
            self._means.forget()  # of a network that is no longer shown
        self._costs.request(at_once=at_once)
        self._means.request(at_once=at_once)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._mean = None
        self._costs.forget()
        self._means.forget()

    @Slot(bool)
    def _on_view_sight_changed(self, in_sight: bool) -> None:
        self._costs.set_in_sight(in_sight)
        self._means.set_in_sight(in_sight)

    @Slot(int)
    def _on_table_target_chosen(self, target: int) -> None:
        chosen = self._inside.target.chosen
        self._inside.target.choose(None if target == chosen else target)

    @Slot(object)
    def _on_costs_made(self, found: DigitCost) -> None:
        if self._drawing.reason:
            self._view.clear(self._drawing.reason)
        else:
            self._view.set_cost(found)
        self._show_mean()

    @Slot(object)
    def _on_means_made(self, mean: MeanCost) -> None:
        self._mean = mean
        self._show_mean()

    def _show_mean(self) -> None:
        subject = self._shown.subject
        if subject is not None and self._mean is not None:
            self._view.set_mean(self._mean, subject.step, EVALUATION_SIZE)
