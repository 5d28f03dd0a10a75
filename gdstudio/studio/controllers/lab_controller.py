"""Makes the edits that the lab is told to, and asks the test digits before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Slot

from gdstudio.errors import InvalidValue
from gdstudio.inside.cut_off import Revival
from gdstudio.inside.edits import (
    Edit,
    Noise,
    Prune,
    ScaleNeuron,
    SwitchOffNeuron,
    Temperature,
)
from gdstudio.inside.edits_typed import read_edit
from gdstudio.jobs.edited_answers import EditedAnswers, ask_edited
from gdstudio.jobs.known_network import KnownNetwork
from gdstudio.learning.network import Network
from gdstudio.numerals import cost, percent
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.lab_model import LabModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Source
from gdstudio.studio.translation import told, tr
from gdstudio.studio.views.inside.lab_card import LabCard
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy
from gdstudio.texts import Text


class LabController(QObject):
    """Joins the stack of edits with its card; lives in the GUI thread.

    What the network reaches without edits is asked as soon as the lab is in sight and the run
    rests, so that of an edit only what it changes is left to ask.
    """

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        lab: LabModel,
        view: LabCard,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._inside, self._lab, self._view, self._messages = inside, lab, view, messages
        self._found: EditedAnswers | None = None
        self._known: KnownNetwork | None = None  # without edits
        self._before: tuple[Source, Network] | None = None
        policy = Policy(WhenBusy.REPLACE)
        self._answers = BackgroundJob(self, self._make_answers, policy, in_sight=False)
        self._answers.made.connect(self._on_answers_made)
        self._answers.failed.connect(messages.report)
        view.field.set_read(self._read)
        self._connect()
        self._show_stack()

    def set_in_sight(self, in_sight: bool) -> None:
        """A lab that nobody sees costs nothing."""
        self._answers.set_in_sight(in_sight)

    def _connect(self) -> None:
        view = self._view
        view.field.edit_read.connect(self._on_field_edit_read)
        view.edit_pressed.connect(self._on_view_edit_pressed)
        view.edit_switched.connect(self._on_view_edit_switched)
        view.edit_removed.connect(self._on_view_edit_removed)
        view.back_requested.connect(self._on_view_back_requested)
        self._lab.changed.connect(self._on_lab_changed)
        self._inside.chosen_changed.connect(self._on_inside_chosen_changed)
        self._drawing.answer_changed.connect(self._show_figures)
        self._shown.changed.connect(self._ask_before)
        self._runs.running_changed.connect(self._ask_before)

    def _read(self, text: str) -> Edit:
        """Return a typed edit that the network shown can have, or raise InvalidValue."""
        network, source = self._shown.network, self._shown.source
        if network is None or source is None:
            raise InvalidValue(Text("edit"), text, Text("a network"))
        edit = read_edit(text, network, source.subject.in_shape)
        self._lab.check(edit)
        return edit

    def _pressed(self, what: str, number: float) -> Edit:
        """Return the edit of a button."""
        chosen = self._inside.chosen
        if what in ("off", "scale"):
            assert chosen is not None  # else the button is off
            return SwitchOffNeuron(chosen) if what == "off" else ScaleNeuron(chosen, number)
        if what == "prune":
            return Prune(number)
        if what == "noise":
            edits = (one.edit for one in self._lab.stack.listed)
            seeds = [edit.seed for edit in edits if isinstance(edit, Noise)]
            return Noise(number, seed=_unused(seeds))
        return Temperature(number)

    def _make_answers(self) -> MakeItems | None:
        stack, below, data = self._lab.stack, self._lab.below(), self._runs.data
        if below is None or data is None:
            return None
        known = self._known
        if known is not None and not known.is_of(below.subject.parameters, data.test):
            known = None
        if stack.below is None and (known is not None or self._runs.is_running):
            return None
        return partial(ask_edited, below.subject, stack.edits, data.test, known)

    @Slot()
    def _ask_before(self) -> None:
        """Another network would be edited now."""
        if self._lab.stack.below is None:
            self._answers.request()

    def _answer_before(self, below: Source) -> str:
        """Return what the network answers to the drawing without its edits."""
        if self._before is None or self._before[0] is not below:
            self._before = below, below.subject.make_network()
        network = self._before[1]
        X = self._drawing.pixels.reshape(1, -1) * network.dtype.type(1 / 255)
        with np.errstate(over="ignore", invalid="ignore"):
            return _answer(network.forward(X)[0])

    def _show_stack(self) -> None:
        stack = self._lab.stack
        titles = [(told(one.edit.title), one.is_on) for one in stack.listed]
        self._view.set_edits(titles, is_in_force=stack.below is not None)
        self._show_figures()

    @Slot()
    def _show_figures(self) -> None:
        below, found, answer = self._lab.stack.below, self._found, self._drawing.answer
        if below is None:
            self._view.set_figures([self.tr("No edit is on: the network is shown as it is.")])
            return
        accuracy = loss = "…"
        if found is not None and found.before is below.subject:
            accuracy = _arrow(percent(found.was.accuracy), percent(found.now.accuracy))
            loss = _arrow(cost(found.was.cost), cost(found.now.cost))
        lines = [
            self.tr("Test accuracy {0}").format(accuracy),
            self.tr("Test cost {0}").format(loss),
        ]
        if found is not None and found.before is below.subject:
            lines += [_revived(one) for one in found.revivals]
        if answer is not None:
            answers = _arrow(self._answer_before(below), _answer(answer.activations))
            lines.append(self.tr("This drawing {0}").format(answers))
        self._view.set_figures(lines)

    def _try(self, do: Callable[[], None]) -> None:
        """Change the stack; say so if the network cannot be so."""
        try:
            do()
        except InvalidValue as error:
            self._messages.say(told(error))
            self._show_stack()

    @Slot(object)
    def _on_field_edit_read(self, edit: Edit) -> None:
        self._try(partial(self._lab.add, edit))

    @Slot(str, float)
    def _on_view_edit_pressed(self, what: str, number: float) -> None:
        self._try(partial(self._lab.add, self._pressed(what, number)))

    @Slot(int, bool)
    def _on_view_edit_switched(self, index: int, on: bool) -> None:
        self._try(partial(self._lab.switch, index, on))

    @Slot(int)
    def _on_view_edit_removed(self, index: int) -> None:
        self._try(partial(self._lab.remove, index))

    @Slot()
    def _on_view_back_requested(self) -> None:
        self._lab.leave()

    @Slot()
    def _on_lab_changed(self) -> None:
        self._found = None
        if self._lab.stack.below is None:
            self._before = None
        self._answers.make_again()
        self._show_stack()

    @Slot()
    def _on_inside_chosen_changed(self) -> None:
        self._view.set_neuron(self._inside.chosen)

    @Slot(object)
    def _on_answers_made(self, found: EditedAnswers) -> None:
        below = self._lab.below()
        if below is not None and found.before is below.subject:
            self._found, self._known = found, found.known
        self._show_figures()
        if self._lab.stack.below is not None:
            self._view.announce_figures()


def _arrow(before: str, after: str) -> str:
    return f"{before} → {after}"


def _revived(revival: Revival) -> str:
    """Return that something counts again which was switched off, and why."""
    text = tr("{0} counts again: a weight out of it is no longer 0 after {1}")
    return text.format(told(revival.switched_off.thing), told(revival.by.title))


def _unused(seeds: Sequence[int]) -> int:
    """Return the first seed from 1 that no other noise has, so that it draws other numbers."""
    return next(seed for seed in count(1) if seed not in seeds)


def _answer(outputs: Any) -> str:
    """Return the class with the highest output, and the output; a dash where there is none."""
    if not np.isfinite(outputs).all():
        return "–"
    best = int(np.argmax(outputs))
    value = float(outputs[best])
    text = f"{value:.2f}" if 0 <= value <= 1 else cost(value)
    return f"{class_name(best)} ({text})"
