"""Opens one step of backpropagation: at every stroke, and a few times a second while it learns."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from gdstudio.arrays import Floats
from gdstudio.data.digits import Digits
from gdstudio.inside.fan_in import leads_into
from gdstudio.inside.places import Place, WeightPlace, find_weight
from gdstudio.jobs.backprop_look import (
    BackpropLook,
    BackpropRequest,
    check_some,
    look_at_backprop,
)
from gdstudio.jobs.nudges_job import NudgesFound, find_nudges
from gdstudio.jobs.subject import Subject
from gdstudio.learning.mini_batch import BatchPlace
from gdstudio.studio.controllers.asked_digits import AskedDigits
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.optimizer_shown import optimizer_shown, why_not_known
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.gradient_words import choice_words
from gdstudio.studio.views.inside.trust_panel import CHECKED
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.25  # between two looks while the network learns,
REST_SHARE: Final = 3.0  # and so many times as long as the last one took


class BackpropController(QObject):
    """Owns the looks of one page; lives in the GUI thread."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        page: BackpropPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._inside, self._page = inside, page
        self._asked = AskedDigits(runs, shown, drawing, inside)
        self._example = self._seed = 0
        self._whole: NudgesFound | None = None
        self._wanted: Place | None = None  # a neuron, a weight into which is to be followed
        self._found: tuple[WeightPlace, Place | None] | None = None  # by itself, for which neuron
        policy = Policy(WhenBusy.FOLLOW, REST_S, REST_SHARE)
        self._looks = BackgroundJob(self, self._make_look, policy, in_sight=False)
        self._checks, self._wholes = BackgroundJob(self), BackgroundJob(self)
        for job in (self._looks, self._checks, self._wholes):
            job.failed.connect(messages.report)
        page.set_find(self._find)
        self._connect()
        self._follow_chosen()

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._looks.set_in_sight(in_sight)
        if not in_sight:
            self._checks.cancel()
            self._wholes.cancel()

    def _connect(self) -> None:
        page = self._page
        self._looks.made.connect(self._on_looks_made)
        self._checks.made.connect(page.set_checks)
        self._wholes.made.connect(self._on_wholes_made)
        self._wholes.progress_changed.connect(page.wants.set_progress)
        page.over_chosen.connect(self._on_page_over_chosen)
        page.others_requested.connect(self._on_page_others_requested)
        page.target.target_chosen.connect(self._inside.target.choose)
        page.neuron_chosen.connect(self._on_page_neuron_chosen)
        page.field.weight_found.connect(self._on_field_weight_found)
        page.wants.view.example_chosen.connect(self._on_wants_example_chosen)
        page.wants.whole_requested.connect(self._on_wants_whole_requested)
        page.wants.progress.cancel_requested.connect(self._wholes.cancel)
        page.trust.check_requested.connect(self._on_trust_check_requested)
        for view in (page.wants.view, page.trust):
            view.weight_chosen.connect(self._inside.choose_weight_at)
        self._drawing.digit_changed.connect(self._ask)
        self._inside.target.changed.connect(self._ask)
        self._inside.weight_changed.connect(self._on_inside_weight_changed)
        self._inside.chosen_changed.connect(self._follow_chosen)
        self._runs.running_changed.connect(self._ask)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._shown.changed.connect(self._on_shown_changed)

    def _make_look(self) -> MakeItems | None:
        subject, source = self._shown.subject, self._shown.source
        asked = None if subject is None else self._digits()
        if subject is None or source is None or asked is None:
            return None
        optimizer = optimizer_shown(source, self._runs, self._asked.count(subject))
        is_known = optimizer.tells(subject.recipe.optimizer)
        request = BackpropRequest(
            subject,
            asked,
            self._example,
            None if self._wanted is not None else self._inside.weight,
            optimizer if is_known else None,
            self._whole_of(subject),
            "" if is_known else why_not_known(source),
            self._wanted,
        )
        return partial(look_at_backprop, request)

    def _digits(self) -> Digits | BatchPlace | None:
        """Return what is asked; say why if there is nothing."""
        over = self._page.over.choice()
        asked = self._asked.batch() if over == "batch" else self._asked.digit()
        self._asked.show_target(self._page.target)
        if asked is None:
            self._page.set_reason(self._asked.reason)
        return asked

    def _whole_of(self, subject: Subject) -> Floats | None:
        whole = self._whole
        is_known = whole is not None and whole.subject.parameters is subject.parameters
        return whole.gradient if is_known and whole is not None else None

    def _find(self, text: str) -> WeightPlace:
        network = self._shown.network
        assert network is not None  # one of its weights is shown
        return find_weight(text, network)

    @Slot()
    def _ask(self) -> None:
        self._looks.make_again()

    @Slot()
    def _on_shown_changed(self) -> None:
        self._page.set_checks(())
        self._looks.request(at_once=not self._runs.is_running)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._whole = None
        self._looks.forget()
        self._wholes.cancel()

    @Slot()
    def _on_inside_weight_changed(self) -> None:
        look = self._page.look
        if self._inside.weight is not None:
            self._wanted = None
        if look is None or self._inside.weight != look.place:
            self._looks.make_again()

    @Slot(object)
    def _on_looks_made(self, look: BackpropLook) -> None:
        if look.request.weight is None:
            self._found = look.place, look.request.neuron
        found = self._found
        is_own = found is not None and found[0] == look.place
        why = choice_words(look, found[1]) if found is not None and is_own else ""
        self._page.set_look(look, why)
        if self._inside.weight is None or self._wanted is not None:
            self._wanted = None
            self._inside.choose_weight(look.place)

    @Slot(object)
    def _on_wholes_made(self, found: NudgesFound) -> None:
        self._whole = found
        self._looks.make_again()

    @Slot(str)
    def _on_page_over_chosen(self, _over: str) -> None:
        self._page.set_checks(())
        self._looks.make_again()

    @Slot()
    def _on_page_others_requested(self) -> None:
        self._asked.take_next()
        self._looks.make_again()

    @Slot(object)
    def _on_page_neuron_chosen(self, place: Place) -> None:
        """Follow the weight into a neuron that the cost depends on most."""
        network = self._shown.network
        if network is not None and network.layers[place.layer - 1].parameter_shapes:
            self._wanted = place
            self._looks.make_again()

    @Slot()
    def _follow_chosen(self) -> None:
        """Follow a weight into the neuron that is open, unless one is followed already."""
        place, weight, network = self._inside.chosen, self._inside.weight, self._shown.network
        if place is None or network is None:
            return
        if weight is None or not leads_into(network, weight, place):
            self._on_page_neuron_chosen(place)

    @Slot(object)
    def _on_field_weight_found(self, weight: WeightPlace) -> None:
        self._inside.choose_weight(weight)

    @Slot(int)
    def _on_wants_example_chosen(self, example: int) -> None:
        self._example = example
        self._looks.make_again()

    @Slot()
    def _on_wants_whole_requested(self) -> None:
        subject, digits = self._shown.subject, self._asked.all()
        if subject is not None and digits is not None:
            self._wholes.start(partial(find_nudges, subject, digits))

    @Slot()
    def _on_trust_check_requested(self) -> None:
        look = self._page.look
        if look is not None:
            self._seed += 1
            given = look.request.subject, look.digits, CHECKED, self._seed
            self._checks.start(partial(check_some, *given))
