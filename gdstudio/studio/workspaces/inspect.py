"""The workspace Inspect: what goes on inside the network, why it errs, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.controllers.look_controller import LookController
from gdstudio.studio.controllers.mistakes_controller import MistakesController
from gdstudio.studio.controllers.shifts_controller import ShiftsController
from gdstudio.studio.views.common.split_page import LentCard
from gdstudio.studio.views.inspect.activations_page import ActivationsPage
from gdstudio.studio.views.inspect.inspect_page import PAGES, InspectPage
from gdstudio.studio.views.inspect.mistakes_page import MistakesPage
from gdstudio.studio.views.inspect.shifts_page import ShiftsPage
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import RunWorkspace


class InspectWorkspace(RunWorkspace):
    """Looks into the network of the workspace Learn, whose canvas it borrows.

    Attributes:
        looking: The activations.
        shifts: The maps of shifts.
        mistakes: The test digits answered wrong.
    """

    def __init__(self, shared: Shared, window: QWidget) -> None:
        super().__init__(shared, window)
        self.guide = "inspect"
        actions = shared.actions
        self.own_actions = (actions.next_mistake, actions.uncover)
        self.activations_page = ActivationsPage(actions.uncover)
        self.shifts_page, self.mistakes_page = ShiftsPage(), MistakesPage()
        self.page: InspectPage = InspectPage(
            self.activations_page, self.shifts_page, self.mistakes_page, actions.next_mistake
        )
        self._drawing_card = LentCard(
            shared.drawing_card, self.page.drawing_place, self.page.columns
        )
        given, told = (shared.runs, shared.shown, shared.drawing), shared.messages
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
        """Return the page shown with the layout."""
        return {**super().state(), "page": self.page.page()}

    def take_up(self, kept: Mapping[str, Any]) -> None:
        """Show the page that was shown."""
        super().take_up(kept)
        if kept.get("page") in PAGES:
            self.show_page(kept["page"])

    def show_page(self, page: str) -> None:
        """Show "activations", "shifts" or "mistakes"."""
        self.page.set_page(page)
        self._show_page()

    def _connect(self) -> None:
        self._shared.actions.next_mistake.triggered.connect(self.mistakes.show_next_mistake)
        self.page.page_changed.connect(self._show_page)
        self.mistakes.look_requested.connect(self._on_mistakes_look_requested)
        self._follow_run()

    @Slot()
    def _show_page(self) -> None:
        """Let only the page in sight cost anything."""
        page = self.page.page()
        for name, controller in (
            ("activations", self.looking),
            ("shifts", self.shifts),
            ("mistakes", self.mistakes),
        ):
            controller.set_in_sight(self._in_sight and page == name)

    @Slot()
    def _on_mistakes_look_requested(self) -> None:
        self.show_page("activations")
