"""The workspace Inspect: what goes on inside the network, why it errs, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.inside.places import find_place, find_weight
from gdstudio.studio.controllers.diagram_controller import DiagramController
from gdstudio.studio.controllers.lab_controller import LabController
from gdstudio.studio.controllers.neuron_controller import NeuronController
from gdstudio.studio.state.diagram_lines import DiagramLines
from gdstudio.studio.state.kept_views import part_of
from gdstudio.studio.views.common.split_page import LentCard
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.network_view import STEPS
from gdstudio.studio.views.inspect.inspect_page import PAGES, InspectPage
from gdstudio.studio.workspaces.inspect_pages import CHOICES, InspectPages
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.texts import Text


class InspectWorkspace(InspectPages):
    """Looks into the network of the workspace Learn, whose canvas it borrows.

    Its first page is made with it.

    Attributes:
        network_page: The first page.
        network: The diagram.
        neuron: The neuron that is open.
        lab: The edits of the network.
    """

    needs_run = True

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(shared, window)
        self.guide = "inspect"
        actions = shared.actions
        self.own_actions = (actions.next_mistake, actions.flow, actions.uncover)
        self.network_page = NetworkPage(actions.flow)
        actions.uncover.setEnabled(False)  # until there is something to uncover
        self.page = InspectPage(self.network_page, self.made, actions.next_mistake)
        self._drawing_card = LentCard(
            shared.drawing_card, self.page.drawing_place, self.page.columns
        )
        given, told = self._given, shared.messages
        self.network = DiagramController(*given, shared.inside, self.network_page.view, told, self)
        self.neuron = NeuronController(*given, shared.inside, self.network_page.card, told, self)
        self.lab = LabController(
            *given, shared.inside, shared.lab, self.network_page.lab, told, self
        )
        self._connect()
        self.page.restore_layout(shared.preferences)

    def set_in_sight(self, in_sight: bool) -> None:
        """Borrow the canvas and look, or give it back and rest."""
        self._in_sight = in_sight
        if in_sight:
            self._drawing_card.lend()
            self._show_figures()
        else:
            self._drawing_card.give_back()
        for action in self.own_actions:
            action.setVisible(in_sight)
        self._shared.actions.next_mistake.setEnabled(in_sight)
        self._show_page()

    def state(self) -> dict[str, Any]:
        """Return the page shown, what it is about, and the lines of its diagram."""
        lines, inside = self.network_page.view.lines().to_dict(), self._shared.inside
        return {
            **super().state(),
            "page": self.page.page(),
            "lines": lines,
            "neuron": "" if inside.chosen is None else str(inside.chosen),
            "weight": "" if inside.weight is None else str(inside.weight),
            "editing": self.network_page.edit.isChecked(),
            "choices": self._choices(),
        }

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show the page that was shown, and the lines that were drawn."""
        super().take_up(kept)
        if lines := part_of(kept, "lines"):
            self.network_page.view.set_lines(DiagramLines.from_dict(lines))
        if kept.get("page") in PAGES:
            self.show_page(kept["page"])
        if isinstance(kept.get("editing"), bool):
            self.network_page.edit.setChecked(kept["editing"])
        for name, choice in part_of(kept, "choices").items():
            if name in CHOICES:
                self._choose(name, choice)
        self._take_up_places(kept)

    def accepted(self) -> dict[str, str]:
        """Return what is accepted, also of what `take_up` passes over."""
        choices = {
            f"choices.{name}": Text("one of: {0}", ", ".join(there))
            for name, there in self._choices_there().items()
        }
        lines = {"lines.per_neuron": Text("one of: {0}", ", ".join(map(str, STEPS)))}
        own = {"page": Text("one of: {0}", ", ".join(PAGES)), **lines}
        return {**super().accepted(), **own, **choices}

    def _take_up_places(self, kept: Mapping[str, Any]) -> None:
        """Open the neuron and look at the weight that are named; raise InvalidValue of none."""
        inside, network = self._shared.inside, self._shared.shown.network
        neuron, weight = kept.get("neuron"), kept.get("weight")
        if network is None:
            return
        if isinstance(neuron, str):
            inside.choose(find_place(neuron, network) if neuron else None)
        if isinstance(weight, str):
            inside.choose_weight(find_weight(weight, network) if weight else None)

    def set_answer_hidden(self, hidden: bool) -> None:
        """Hide the pages that tell of the digit, or show them again."""
        self.page.set_answer_hidden(hidden)

    def show_page(self, page: str) -> None:
        """Show one of `PAGES`."""
        self.page.set_page(page)
        self._show_page()

    def _connect(self) -> None:
        self._shared.actions.next_mistake.triggered.connect(self._on_next_mistake_triggered)
        self._shared.actions.flow.triggered.connect(self.network.press_flow)
        self.page.page_changed.connect(self._show_page)
        self.network_page.editing_changed.connect(self._show_page)
        self.network_page.lab.go_on_requested.connect(self._shared.runner.branch)
        self.network_page.lab.save_requested.connect(self._shared.files.save_branch_as)
        self.neuron.weight_look_requested.connect(self._on_neuron_weight_look_requested)
        self._shared.offer(self.network_page, self.page.figure)
        self._shared.offer(self.network_page.card, self.network_page.card.figure)
        self._follow_run()

    @Slot()
    def _show_page(self) -> None:
        """Let only the page in sight cost anything."""
        page, editing = self.page.page(), self.network_page.edit.isChecked()
        self.lab.set_in_sight(self._in_sight and page == "network" and editing)
        for controller in (self.network, self.neuron):
            controller.set_in_sight(self._in_sight and page == "network")
        for name, later in self._controllers.items():
            later.set_in_sight(self._in_sight and page == name)
        self._shared.actions.flow.setEnabled(self._in_sight and page == "network")

    @Slot()
    def _on_neuron_weight_look_requested(self) -> None:
        self.show_page("weights")
        self.matrix_view.grid.setFocus()

    @Slot()
    def _on_next_mistake_triggered(self) -> None:
        self.mistakes.show_next_mistake()
