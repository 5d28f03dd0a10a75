"""Compares the present network with another one on digits that stand elsewhere."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import locked_copy
from gdstudio.jobs.kept_networks import read_kept_networks
from gdstudio.jobs.shift_comparison import Maps, answers_at_shifts, compare_shifts
from gdstudio.jobs.subject import Subject
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inspect.shifts_page import EXAMPLES, ShiftsPage
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy


class ComparedNetworks(QObject):
    """Keeps the other networks and which of them is chosen; lives in the GUI thread.

    Signals:
        networks_changed: There are others, or another one is chosen.
    """

    networks_changed = Signal()

    def __init__(
        self, runs: RunModel, shown: Shown, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown = runs, shown
        self._chosen = ""
        self._kept: list[Subject] = []
        self._kept_of: str | None = None
        self._readings = BackgroundJob(self)
        self._readings.made.connect(self._on_readings_made)
        self._readings.ended.connect(self._on_readings_ended)
        self._readings.failed.connect(messages.report)

    @property
    def chosen(self) -> str:
        """The key of the network compared with, "" for none."""
        return self._chosen

    def read(self) -> None:
        """Read the networks that come with the program, once for each data set."""
        data = self._runs.data
        if data is not None and data.name != self._kept_of:
            self._kept, self._kept_of = [], data.name
            self._readings.start(partial(read_kept_networks, data))
        self._choose_if_need_be()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Compare with another network."""
        self._chosen = key
        self.networks_changed.emit()

    def others(self) -> list[Subject]:
        """Return what may be chosen: networks of the program, then earlier runs that fit."""
        present = self._shown.subject
        if present is None:
            return []
        return [
            other
            for other in [*self._kept, *self._runs.earlier_subjects()]
            if (other.in_shape, other.n_classes) == (present.in_shape, present.n_classes)
        ]

    def pair(self) -> list[Subject]:
        """Return the present network as it is now and the one chosen, as far as they are there."""
        present = self._shown.subject
        if present is None:
            return []
        return [present, *(other for other in self.others() if other.key == self._chosen)]

    def _choose_if_need_be(self) -> None:
        present, others = self._shown.subject, self.others()
        if present is not None and self._chosen not in [other.key for other in others]:
            self._chosen = most_telling(present, others)

    @Slot(object)
    def _on_readings_made(self, subject: Subject) -> None:
        self._kept.append(subject)

    @Slot()
    def _on_readings_ended(self) -> None:
        self._choose_if_need_be()
        self.networks_changed.emit()


def most_telling(present: Subject, others: list[Subject]) -> str:
    """Return the key of a network of the other kind, "" if there is nothing to compare with.

    To one with convolutions a fully connected one, to any other one with convolutions.
    """
    has_convolutions = "conv" in present.recipe.architecture
    for other in others:
        layers = other.recipe.architecture
        if (not layers) if has_convolutions else ("conv" in layers):
            return other.key
    return others[0].key if others else ""


REST_S: Final = 0.4  # between two answers to the drawn digit while the network learns


class ShiftsController(QObject):
    """Owns the maps of shifts; lives in the GUI thread.

    Attributes:
        networks: What the present network is compared with.
        maps: Accuracies of the present and the other network so far; () before any is known.
    """

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        page: ShiftsPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing, self._page = runs, shown, drawing, page
        self.networks = ComparedNetworks(runs, shown, messages, self)
        self._examples = EXAMPLES[0]
        self.maps: Maps = ()
        self._step = 0
        policy = Policy(WhenBusy.FOLLOW, rest_s=REST_S)
        self._answers = BackgroundJob(self, self._make_answers, policy, in_sight=False)
        policy = Policy(WhenBusy.FOLLOW)
        self._comparisons = BackgroundJob(self, self._make_maps, policy, in_sight=False)
        for job in (self._answers, self._comparisons):
            job.failed.connect(messages.report)
        self._connect()
        self._on_runs_run_changed()

    @property
    def is_comparing(self) -> bool:
        """True while accuracies are computed."""
        return self._comparisons.is_running

    def set_in_sight(self, in_sight: bool) -> None:
        """Ask only while somebody looks; unfinished accuracies begin anew when seen again."""
        if self.is_comparing and not in_sight:
            self._forget()
        if in_sight:
            self.networks.read()
            self._name_networks()
        for job in (self._answers, self._comparisons):
            job.set_in_sight(in_sight)
        if in_sight:
            self._has_reason()
            self._comparisons.request()

    def _connect(self) -> None:
        self._answers.made.connect(self._page.set_answers)
        self._comparisons.made.connect(self._set_maps)
        self._comparisons.progress_changed.connect(self._page.remake.set_progress)
        self.networks.networks_changed.connect(self._on_networks_changed)
        page = self._page
        page.subject_chosen.connect(self._comparisons.request)
        page.other_chosen.connect(self.networks.choose)
        page.examples_chosen.connect(self._on_page_examples_chosen)
        page.remake.remake_requested.connect(self._on_page_remake_requested)
        page.remake.cancel_requested.connect(self._comparisons.cancel)
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
        if not self._has_reason():
            self._answers.make_again()

    def _has_reason(self) -> bool:
        """Tell whether there is nothing to ask about, and show so if somebody looks."""
        reason = self._drawing.reason
        if not reason or not self._answers.is_in_sight:
            return False
        self._answers.forget()
        self._page.set_answers(None, reason)
        return True

    def _make_answers(self) -> MakeItems | None:
        pair, pixels = self.networks.pair(), locked_copy(self._drawing.pixels)
        is_seen = bool(pair) and pixels.size == pair[0].in_shape.size
        if not is_seen or self._drawing.reason:
            return None
        return partial(answers_at_shifts, pair, pixels, self._drawing.label)

    def _make_maps(self) -> MakeItems | None:
        """Return the accuracies if they are to be seen and are not there."""
        pair, data = self.networks.pair(), self._runs.data
        if data is None or not pair or self.maps or self._page.subject() != "all":
            return None
        self._step = pair[0].step
        return partial(compare_shifts, pair, data.test.take(slice(0, self._examples)))

    def _forget(self) -> None:
        """Drop accuracies that belong to other networks or other digits."""
        self._comparisons.forget()
        self._set_maps(())

    @Slot(object)
    def _set_maps(self, maps: Maps) -> None:
        self.maps = maps
        self._page.set_maps(maps, self._step)

    @Slot()
    def _on_networks_changed(self) -> None:
        if self._answers.is_in_sight:
            self._name_networks()
            self._forget()
            self._ask()
            self._comparisons.request()

    @Slot()
    def _on_shown_changed(self) -> None:
        if not self._has_reason():
            self._answers.request(at_once=not self._runs.is_running)
        self._comparisons.request()  # the first snapshot of a run may be what was waited for

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._answers.forget()
        reason = self._drawing.reason or self.tr("computing the answers to the drawn digit…")
        self._page.set_answers(None, reason)
        self._forget()
        if self._answers.is_in_sight:
            self.networks.read()

    @Slot(int)
    def _on_page_examples_chosen(self, examples: int) -> None:
        self._examples = examples
        self._forget()
        self._comparisons.request()

    @Slot()
    def _on_page_remake_requested(self) -> None:
        self._set_maps(())
        self._comparisons.make_again()
