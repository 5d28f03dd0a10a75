"""Gives every card its usual place again, says so, and puts back what there was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.guide_controller import GuideController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.views.common.split_page import PageLayout, SplitPage


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """How the room of the window is shared.

    Attributes:
        pages: Of each workspace, in the order of the tabs.
        has_drawing: Whether the card of the drawing is to be seen.
        guide: Where the guide stands, see `GuideController.place`.
    """

    pages: tuple[PageLayout, ...]
    has_drawing: bool
    guide: bytes | None


class LayoutController(QObject):
    """Resets the layout of the window as a deed that can be undone; lives in the GUI thread."""

    def __init__(
        self,
        actions: Actions,
        pages: Callable[[], Sequence[SplitPage]],
        guide: GuideController,
        preferences: Preferences,
        told: tuple[Deeds, Messages],
        parent: QObject,
    ) -> None:
        """Wait for the action.

        Args:
            actions: Reset layout, and whether the drawing is shown.
            pages: Of all workspaces.
            guide: Stands beside them.
            preferences: Keep the layout for the next sitting.
            told: Who notes what was done, and who says it.
            parent: Owns this.
        """
        super().__init__(parent)
        self._drawing = actions.show_drawing
        self._pages, self._guide, self._preferences = pages, guide, preferences
        self._deeds, self._messages = told
        actions.reset_layout.triggered.connect(self._on_reset_triggered)

    def layout(self) -> WindowLayout:
        """Return how the room is shared now."""
        pages = tuple(page.page_layout() for page in self._pages())
        return WindowLayout(pages, self._drawing.isChecked(), self._guide.place())

    def _put(self, wanted: WindowLayout) -> None:
        self._drawing.setChecked(wanted.has_drawing)
        for page, layout in zip(self._pages(), wanted.pages, strict=True):
            page.take_up_page_layout(layout)
        self._guide.take_place(wanted.guide)

    @Slot()
    def _on_reset_triggered(self) -> None:
        before = self.layout()
        self._preferences.forget_layout()
        self._drawing.setChecked(True)
        for page in self._pages():
            page.reset_layout()
        self._guide.reset_layout()
        after = self.layout()
        self._deeds.note(self.tr("reset of the layout"), self._put, before, after)
        if before == after:
            self._messages.say(self.tr("Every card has its usual place already."))
        else:
            self._messages.say(
                self.tr(
                    "Every card has its usual place again, in all workspaces; "
                    "Undo (Ctrl+Z) brings yours back."
                )
            )
