"""Notices when a learner has done what a scene asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import cast

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QTabWidget

from gdstudio.errors import InvalidValue
from gdstudio.inside.places import find_place
from gdstudio.learning.plan import planned
from gdstudio.lesson.scene import WANTED, Wanted
from gdstudio.studio.state.class_names import class_name
from gdstudio.studio.state.descent_session import LONGEST
from gdstudio.studio.state.shown import Past, Walk
from gdstudio.studio.workspaces.descent import DescentWorkspace
from gdstudio.studio.workspaces.inspect import InspectWorkspace
from gdstudio.studio.workspaces.learn import LearnWorkspace
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace
from gdstudio.texts import Text

Value = float | str | None


class Goal(QObject):
    """Looks at models and views, never at keys; made once, lives in the GUI thread.

    Signals:
        reached: What was wanted has come true; once for each `watch`.
    """

    reached = Signal()

    def __init__(
        self,
        shared: Shared,
        workspaces: tuple[Workspace, ...],
        tabs: QTabWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shared, self._workspaces, self._tabs = shared, workspaces, tabs
        by_name = {one.guide: one for one in workspaces}
        self._learn = cast("LearnWorkspace", by_name["learn"])
        self._descent = cast("DescentWorkspace", by_name["descent"])
        self._inspect = cast("InspectWorkspace", by_name["inspect"])
        self._wanted: Wanted | None = None
        self._rate_before: float | None = None
        self._holds: Mapping[str, Callable[[Value], bool]] = {
            "drawn": self._is_drawn,
            "answer": self._is_answer,
            "running": self._is_running,
            "step": self._is_step,
            "accuracy": self._is_accuracy,
            "rate": self._is_rate,
            "workspace": self._is_workspace,
            "page": self._is_page,
            "walked": self._is_walked,
            "moment": self._is_moment,
            "descended": self._is_descended,
            "opened": self._is_opened,
        }
        assert self._holds.keys() == WANTED.keys()
        for changed in self._signals():
            changed.connect(self._look)

    def watch(self, wanted: Wanted | None) -> None:
        """Notice when this comes true, from now on and be it already; None for nothing."""
        self._wanted = wanted
        self._rate_before = self._rate()
        self._look()

    def check(self, wanted: Wanted) -> None:
        """Raise InvalidValue of what cannot come true with the run and the network that stand."""
        runs, network = self._shared.runs, self._shared.shown.network
        value = wanted.value
        if wanted.what == "opened" and isinstance(value, str) and network is not None:
            find_place(value, network)
        most = LONGEST if wanted.what == "descended" else math.inf
        if wanted.what == "step" and runs.run is not None and runs.data is not None:
            most = planned(runs.run.recipe, len(runs.data.train)).steps
        if isinstance(value, float) and value > most:
            accepted = Text("a whole number from 0 to {0:,}, where it ends", most)
            raise InvalidValue(wanted.what, round(value), accepted)

    def _signals(self) -> tuple[SignalInstance, ...]:
        shared = self._shared
        return (
            shared.drawing.digit_changed,
            shared.drawing.answer_changed,
            shared.runs.running_changed,
            shared.runs.progressed,
            shared.time.figures_changed,
            shared.shown.source_changed,
            shared.inside.chosen_changed,
            self._learn.training_panel.edited,
            self._descent.descent.session_changed,
            self._inspect.page.page_changed,
            self._tabs.currentChanged,
        )

    @Slot()
    def _look(self) -> None:
        wanted = self._wanted
        if wanted is not None and self._holds[wanted.what](wanted.value):
            self._wanted = None
            self.reached.emit()

    def _rate(self) -> float | None:
        shown = self._learn.training_panel.shown()
        return None if shown is None else shown.learning_rate

    def _is_drawn(self, _value: Value) -> bool:
        digit = self._shared.drawing.digit
        return not digit.caption and bool(digit.pixels.any())

    def _is_answer(self, value: Value) -> bool:
        answer = self._shared.drawing.answer
        return answer is not None and class_name(int(answer.activations.argmax())) == str(value)

    def _is_running(self, _value: Value) -> bool:
        return self._shared.runs.is_running

    def _is_step(self, value: Value) -> bool:
        run = self._shared.runs.run
        return run is not None and run.step >= _number(value)

    def _is_accuracy(self, value: Value) -> bool:
        figures = self._shared.time.figures
        return figures is not None and figures.test_accuracy >= _number(value)

    def _is_rate(self, _value: Value) -> bool:
        rate, is_held = self._rate(), self._learn.training_panel.is_held
        return not is_held and rate not in (None, self._rate_before)

    def _is_workspace(self, value: Value) -> bool:
        return self._workspaces[self._tabs.currentIndex()].guide == value

    def _is_page(self, value: Value) -> bool:
        return self._is_workspace("inspect") and self._inspect.page.page() == value

    def _is_walked(self, _value: Value) -> bool:
        return isinstance(self._shared.shown.source, Walk)

    def _is_moment(self, _value: Value) -> bool:
        return isinstance(self._shared.shown.source, Past)

    def _is_descended(self, value: Value) -> bool:
        return self._descent.descent.session.n_steps >= _number(value)

    def _is_opened(self, value: Value) -> bool:
        chosen = self._shared.inside.chosen
        return chosen is not None and value in (None, str(chosen))


def _number(value: Value) -> float:
    """Return how much is wanted; of what is no number nothing is enough."""
    return value if isinstance(value, float | int) else math.inf
