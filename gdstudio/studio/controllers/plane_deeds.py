"""What a person chose of the plane of the workspace Landscape, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.views.landscape.landscape_panel import PLANE_OVERLAYS, LandscapePanel


@dataclass(frozen=True, slots=True)
class PlaneChoice:
    """What stands in the panel.

    Attributes:
        request: The plane that is wanted.
        overlays: What is wanted over it, of `PLANE_OVERLAYS`.
    """

    request: PlaneRequest
    overlays: frozenset[str]


class PlaneDeeds(QObject):
    """Notes each choice with the one before; lives in the GUI thread.

    What changes without a person, as when a session is opened or a plane cannot be had, is no deed;
    `follow` tells of it. To be made before whoever answers to the panel's choices.

    Signals:
        plane_put: The panel wants another plane than before; it is to be made.
    """

    plane_put = Signal()

    def __init__(self, panel: LandscapePanel, deeds: Deeds, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._panel, self._deeds = panel, deeds
        self._here = self._look()
        panel.request_edited.connect(self._on_panel_request_edited)
        panel.overlays.overlay_toggled.connect(self._on_overlays_overlay_toggled)

    @Slot()
    def follow(self) -> None:
        """Begin from how things are now: they changed without a deed."""
        self._here = self._look()
        self._deeds.review()

    def _look(self) -> PlaneChoice:
        overlays = self._panel.overlays
        shown = frozenset(name for name in PLANE_OVERLAYS if overlays.is_shown(name))
        return PlaneChoice(self._panel.request(), shown)

    def _note(self, text: str, key: object = None) -> None:
        before, self._here = self._here, self._look()
        put, can_put = self._put, self._can_put
        self._deeds.note(text, put, before, self._here, can_put=can_put, key=key)

    def _can_put(self, _wanted: PlaneChoice, here: PlaneChoice) -> bool:
        return self._look() == here

    def _put(self, wanted: PlaneChoice) -> None:
        here, panel = self._look(), self._panel
        for name in PLANE_OVERLAYS:
            panel.overlays.box(name).setChecked(name in wanted.overlays)
        if wanted.request != here.request:
            panel.set_request(wanted.request)
            self.plane_put.emit()
        self.follow()

    @Slot(object)
    def _on_panel_request_edited(self, request: PlaneRequest) -> None:
        is_other_kind = request.kind != self._here.request.kind
        text = self.tr("choice of a plane") if is_other_kind else self.tr("setting of the plane")
        self._note(text, key=("plane", request.kind))

    @Slot(str, bool)
    def _on_overlays_overlay_toggled(self, name: str, _shown: bool) -> None:
        self._note(self.tr("“{0}”").format(self._panel.overlays.box(name).text()))
