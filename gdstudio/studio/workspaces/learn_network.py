"""The small diagram of the network in Learn: made when it is asked for first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gdstudio.pictures.figure import Figure
from gdstudio.studio.views.common.answer_veil import AnswerVeil
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.training.learn_page import LearnPage
from gdstudio.studio.workspaces.shared import Shared

if TYPE_CHECKING:
    from gdstudio.studio.controllers.diagram_controller import DiagramController
    from gdstudio.studio.views.inside.network_view import NetworkView


class LearnNetwork(QObject):
    """Fills the card of the network, and lets it work only while it can be seen."""

    def __init__(self, shared: Shared, page: LearnPage, parent: QObject) -> None:
        super().__init__(parent)
        self._shared, self._page = shared, page
        self._diagram: DiagramController | None = None
        self._view: NetworkView | None = None
        self._veil: AnswerVeil | None = None
        self._in_sight = self._hides = False
        shared.actions.show_network.toggled.connect(self._on_action_toggled)
        page.below.card_shown.connect(self._look)

    def set_in_sight(self, in_sight: bool) -> None:
        """Tell whether the workspace is the one shown."""
        self._in_sight = in_sight
        self._look()

    def set_answer_hidden(self, hidden: bool) -> None:
        """Hide what the network answers, or show it again."""
        self._hides = hidden
        if self._veil is not None:
            self._veil.set_down(hidden)

    def figure(self) -> Figure | None:
        """Return the diagram; None before it was asked for, and while it is hidden."""
        return None if self._view is None or self._hides else self._view.diagram.figure()

    @Slot()
    def _look(self) -> None:
        card = self._page.network_card
        if self._diagram is not None:
            is_seen = self._in_sight and card.is_wanted and not card.is_behind
            self._diagram.set_in_sight(is_seen)

    def _make(self) -> DiagramController:
        from gdstudio.studio.controllers.diagram_controller import DiagramController
        from gdstudio.studio.views.inside.network_view import NetworkView

        shared, view = self._shared, NetworkView()
        self._view = view
        self._veil = AnswerVeil(view, in_row((view, 1), of=self._page.network_place))
        self._veil.set_down(self._hides)
        given = shared.runs, shared.shown, shared.drawing, shared.inside
        return DiagramController(*given, view, shared.messages, self, opens_elsewhere=True)

    @Slot(bool)
    def _on_action_toggled(self, shown: bool) -> None:
        if shown and self._diagram is None:
            self._diagram = self._make()
        self._page.network_card.set_wanted(shown)
        if shown and self._in_sight:
            self._page.reveal(self._page.network_place)
        self._look()
