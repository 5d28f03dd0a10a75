"""Who races, and how it goes: up to six methods from the same start."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.library import library
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import MOST_RACERS, RaceResult
from gdstudio.descent.stepper import suggested_learning_rate
from gdstudio.pictures.figure import Figure
from gdstudio.studio.icons import icon
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.descent.race_figure import race_figure, racers_figure
from gdstudio.studio.views.descent.race_row import RaceRow

# Who is in the race at the beginning, then who is proposed next.
_FIRST: Final = ("gradient-descent", "momentum", "adam")
_NEXT: Final = ("nesterov", "rmsprop", "newton", "adagrad", "lion")


class RacePanel(FollowsLook, QWidget):
    """A row for each racer, with its result; starting and stopping is not its business.

    Signals:
        racers_edited(object): The racers, a tuple of Racer with their rates, after any change.
    """

    racers_edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("racePanel")
        self._function = library(1)[0]
        self._n_racers = 0
        self._results: tuple[RaceResult, ...] = ()
        self.rows = tuple(RaceRow(i) for i in range(MOST_RACERS))
        self._area = PanelScroll()
        tip = self.tr("Up to six methods race from the same start")
        self.add_button = called(QToolButton(), self.tr("Add a racer"), tip)
        self.add_button.setText(self.tr("Add"))
        self.add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        sized(self.add_button, iconSize=(14, 14))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._connect()
        self.set_racers([Racer(method) for method in _FIRST])
        self.follow_look()

    def racers(self) -> tuple[Racer, ...]:
        """Return who races, with the rates shown."""
        return tuple(row.racer() for row in self.rows[: self._n_racers])

    def set_racers(self, racers: Sequence[Racer]) -> None:
        """Show one to six racers, without results; a rate of None becomes the suggested one.

        Nothing is emitted.
        """
        assert 1 <= len(racers) <= MOST_RACERS
        self._n_racers = len(racers)
        for row, racer in zip(self.rows, racers, strict=False):
            rate = racer.learning_rate
            row.set_racer(racer, self._suggested(racer.method) if rate is None else rate)
        for i, row in enumerate(self.rows):
            row.setVisible(i < self._n_racers)
            row.set_removable(self._n_racers > 1)
        self.add_button.setEnabled(self._n_racers < MOST_RACERS)
        self.clear_results()

    def set_function(self, function: CostFunction) -> None:
        """Tell what is descended: every method gets the rate suggested for it; emits nothing."""
        if function is self._function:
            return
        self._function = function
        self.set_racers([replace(racer, learning_rate=None) for racer in self.racers()])

    def figure(self) -> Figure:
        """Return who races, and how it goes."""
        title = self.tr("Who races, and how it goes")
        if self._results:
            return race_figure(title, self._results, places(self._results))
        return racers_figure(title, self.racers())

    def set_results(self, results: Sequence[RaceResult]) -> None:
        """Show how the race goes; one result for each racer, in their order."""
        self._results = tuple(results)
        for row, result, place in zip(self.rows, results, places(results), strict=False):
            row.set_result(result, place)

    def clear_results(self) -> None:
        """Show no results."""
        self._results = ()
        for row in self.rows:
            row.set_result(None, None)

    def look_changed(self) -> None:
        """Colour the icon anew."""
        self.add_button.setIcon(icon("plus", self.theme))

    def _suggested(self, method: str) -> float:
        return suggested_learning_rate(self._function, method)

    @Slot()
    def _on_add_button_clicked(self) -> None:
        racers = self.racers()
        present = {racer.method for racer in racers}
        method = next(m for m in (*_FIRST, *_NEXT) if m not in present)
        self._edit((*racers, Racer(method)), focus=len(racers))

    @Slot(int)
    def _on_row_removal_requested(self, i: int) -> None:
        racers = self.racers()
        self._edit((*racers[:i], *racers[i + 1 :]), focus=min(i, len(racers) - 2))

    @Slot(int)
    def _on_row_method_chosen(self, i: int) -> None:
        racers = self.racers()
        self._edit((*racers[:i], Racer(racers[i].method), *racers[i + 1 :]))

    @Slot()
    def _on_rate_box_edited(self) -> None:
        self._edit(self.racers())

    def _edit(self, racers: Sequence[Racer], focus: int | None = None) -> None:
        self.set_racers(racers)
        if focus is not None:
            self.rows[focus].method_box.setFocus()
        self.racers_edited.emit(self.racers())

    @Slot()
    def _on_scroll_bar_range_changed(self) -> None:
        """Follow the keyboard to a racer just added."""
        focused = self.focusWidget()
        row = None if focused is None else focused.parentWidget()
        if row is not None and self._area.isAncestorOf(row):
            self._area.ensureWidgetVisible(row, 0, 0)

    def _lay_out(self) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        in_column(*self.rows, STRETCH, of=body, spacing=4)
        area = self._area
        area.setWidget(body)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        goal = label("muted", self.tr("goal: 99 % of the way down"))
        in_figures(goal, 0.9)
        goal.setToolTip(
            self.tr("From the cost at the start to the lowest known; who is there first wins")
        )
        foot = in_row(self.add_button, STRETCH, goal)
        in_column((area, 1), foot, of=self, spacing=4)

    def _connect(self) -> None:
        for row in self.rows:
            row.method_chosen.connect(self._on_row_method_chosen)
            row.rate_box.edited.connect(self._on_rate_box_edited)
            row.removal_requested.connect(self._on_row_removal_requested)
        self.add_button.clicked.connect(self._on_add_button_clicked)
        self._area.verticalScrollBar().rangeChanged.connect(self._on_scroll_bar_range_changed)


def places(results: Sequence[RaceResult]) -> tuple[int | None, ...]:
    """Return the place of each racer, 1 for the winner; equals share a place.

    Who reaches the goal in fewer steps is before; who has not reached it has no place. When all
    have ended and nobody has reached it, the lowest cost wins and only the winner has a place.
    """
    steps = [result.steps_to_target for result in results]
    reached = [n for n in steps if n is not None]
    if reached or any(result.ended is None for result in results):
        return tuple(None if n is None else 1 + sum(m < n for m in reached) for n in steps)
    costs = [_cost_in_the_end(result) for result in results]
    lowest = min(costs, default=math.inf)
    return tuple(1 if cost == lowest < math.inf else None for cost in costs)


def _cost_in_the_end(result: RaceResult) -> float:
    lost = result.ended == "diverged" or not math.isfinite(result.final_cost)
    return math.inf if lost else result.final_cost
