"""The workspace Inspect: what goes on inside the network, why it errs, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.inside.places import find_place, find_weight
from gdstudio.studio.controllers.backprop_controller import BackpropController
from gdstudio.studio.controllers.diagram_controller import DiagramController
from gdstudio.studio.controllers.health_controller import HealthController
from gdstudio.studio.controllers.lab_controller import LabController
from gdstudio.studio.controllers.look_controller import LookController
from gdstudio.studio.controllers.matrix_controller import MatrixController
from gdstudio.studio.controllers.mistakes_controller import MistakesController
from gdstudio.studio.controllers.neuron_controller import NeuronController
from gdstudio.studio.controllers.nudges_controller import NudgesController
from gdstudio.studio.controllers.shifts_controller import ShiftsController
from gdstudio.studio.controllers.smooth_controller import SmoothController
from gdstudio.studio.state.diagram_lines import DiagramLines
from gdstudio.studio.state.kept_views import part_of
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.common.split_page import LentCard
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.health_page import HealthPage
from gdstudio.studio.views.inside.matrix_view import MatrixView
from gdstudio.studio.views.inside.network_page import NetworkPage
from gdstudio.studio.views.inside.nudges_page import NudgesPage
from gdstudio.studio.views.inside.smooth_page import SmoothPage
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.views.inspect.inspect_page import PAGES, InspectPage
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace


class InspectWorkspace(RunWorkspace):
    """Looks into the network of the workspace Learn, whose canvas it borrows.

    Attributes:
        network: The diagram.
        backprop: One step of backpropagation.
        nudges: What the gradient asks of every weight.
        health: How well each layer learns.
        neuron: The neuron that is open.
        lab: The edits of the network.
        smooth: The slopes of activation functions.
        matrix: All weights and biases.
        looking: The activations.
        shifts: The maps of shifts.
        mistakes: The test digits answered wrong.
    """

    needs_run = True

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(shared, window)
        self.guide = "inspect"
        actions = shared.actions
        self.own_actions = (actions.next_mistake, actions.flow, actions.uncover)
        self.network_page = NetworkPage(actions.flow)
        self.activations_page = ActivationsPage(actions.uncover)
        self.backprop_page, self.nudges_page = BackpropPage(), NudgesPage()
        self.health_page = HealthPage()
        self.matrix_view, self.smooth_page = MatrixView(), SmoothPage()
        self.shifts_page, self.mistakes_page = ShiftsPage(), MistakesPage()
        self.page: InspectPage = InspectPage(
            self.network_page,
            self.activations_page,
            self.backprop_page,
            self.nudges_page,
            self.health_page,
            self.matrix_view,
            self.smooth_page,
            self.shifts_page,
            self.mistakes_page,
            actions.next_mistake,
        )
        self._drawing_card = LentCard(
            shared.drawing_card, self.page.drawing_place, self.page.columns
        )
        given, told = (shared.runs, shared.shown, shared.drawing), shared.messages
        self.network = DiagramController(*given, shared.inside, self.network_page.view, told, self)
        self.backprop = BackpropController(*given, shared.inside, self.backprop_page, told, self)
        self.nudges = NudgesController(*given, shared.inside, self.nudges_page, told, self)
        self.health = HealthController(
            shared.runs, shared.shown, self.health_page, shared.messages, self
        )
        self.neuron = NeuronController(*given, shared.inside, self.network_page.card, told, self)
        self.lab = LabController(
            *given, shared.inside, shared.lab, self.network_page.lab, told, self
        )
        self.smooth = SmoothController(*given, shared.inside, self.smooth_page, told, self)
        self.matrix = MatrixController(shared.shown, shared.inside, self.matrix_view, self)
        self.looking = LookController(
            *given, self.activations_page, actions.uncover, shared.messages, self
        )
        self.shifts = ShiftsController(*given, self.shifts_page, told, self)
        self.mistakes = MistakesController(*given, self.mistakes_page, told, self)
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
            "choices": {name: one.choice() for name, one in self._switches().items()},
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
            if name in self._switches():
                self._switches()[name].choose(choice)
        self._take_up_places(kept)

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

    def _switches(self) -> dict[str, SegmentedSwitch]:
        """Return what is chosen in the pages, by name."""
        backprop, nudges = self.backprop_page, self.nudges_page
        return {
            "backprop_of": backprop.over,
            "backprop_stage": backprop.stages,
            "backprop_below": backprop.views,
            "nudges_of": nudges.over,
            "nudges_beside": nudges.views,
            "shifts_of": self.shifts_page.switch,
        }

    def show_page(self, page: str) -> None:
        """Show one of `PAGES`."""
        self.page.set_page(page)
        self._show_page()

    def _connect(self) -> None:
        self._shared.actions.next_mistake.triggered.connect(self.mistakes.show_next_mistake)
        self._shared.actions.flow.triggered.connect(self.network.press_flow)
        self.page.page_changed.connect(self._show_page)
        self.network_page.editing_changed.connect(self._show_page)
        self.network_page.lab.go_on_requested.connect(self._shared.runner.branch)
        self.network_page.lab.save_requested.connect(self._shared.files.save_branch_as)
        self.mistakes.look_requested.connect(self._on_mistakes_look_requested)
        self.neuron.weight_look_requested.connect(self._on_neuron_weight_look_requested)
        self._shared.offer(self.network_page, self.page.figure)
        self._shared.offer(self.network_page.card, self.network_page.card.figure)
        self._follow_run()

    @Slot()
    def _show_page(self) -> None:
        """Let only the page in sight cost anything."""
        page, editing = self.page.page(), self.network_page.edit.isChecked()
        self.lab.set_in_sight(self._in_sight and page == "network" and editing)
        for name, controller in (
            ("network", self.network),
            ("network", self.neuron),
            ("weights", self.matrix),
            ("smooth", self.smooth),
            ("activations", self.looking),
            ("backprop", self.backprop),
            ("nudges", self.nudges),
            ("health", self.health),
            ("shifts", self.shifts),
            ("mistakes", self.mistakes),
        ):
            controller.set_in_sight(self._in_sight and page == name)
        self._shared.actions.flow.setEnabled(self._in_sight and page == "network")

    @Slot()
    def _on_neuron_weight_look_requested(self) -> None:
        self.show_page("weights")
        self.matrix_view.grid.setFocus()

    @Slot()
    def _on_mistakes_look_requested(self) -> None:
        self.show_page("activations")
