"""Puts the tangents at the z of the neuron that is open, or where a person wants them."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Slot

from gdstudio.jobs.open_neuron import NeuronLook
from gdstudio.studio.controllers.neuron_looks import NeuronLooks
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown
from gdstudio.studio.views.inside.smooth_page import SmoothPage


class SmoothController(QObject):
    """Owns the z at which the functions are looked at; lives in the GUI thread."""

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        page: SmoothPage,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inside, self._page = inside, page
        self._look: NeuronLook | None = None
        self._chosen_z: float | None = None
        self._looks = NeuronLooks(runs, shown, drawing, inside, messages, self)
        self._looks.looked.connect(self._on_looks_looked)
        self._looks.nothing_seen.connect(self._on_looks_nothing_seen)
        inside.chosen_changed.connect(self._on_inside_chosen_changed)
        page.z_chosen.connect(self._on_page_z_chosen)
        for panel in page.panels:
            panel.z_chosen.connect(self._on_page_z_chosen)
        page.own_requested.connect(self._on_page_own_requested)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._looks.set_in_sight(in_sight)

    def _show(self) -> None:
        neuron = None if self._look is None else self._look.neuron
        own = None if neuron is None else neuron.z
        if neuron is None or own is None or not math.isfinite(own):
            self._page.set_z(self._chosen_z or 0.0, None, "", is_own=False)
            return
        z = own if self._chosen_z is None else self._chosen_z
        is_own = self._chosen_z is None
        self._page.set_z(z, neuron.place, neuron.activation, is_own=is_own)

    @Slot(object)
    def _on_looks_looked(self, look: NeuronLook) -> None:
        self._look = look
        self._show()

    @Slot(str)
    def _on_looks_nothing_seen(self, _reason: str) -> None:
        self._look = None
        self._show()

    @Slot()
    def _on_inside_chosen_changed(self) -> None:
        self._look = self._chosen_z = None

    @Slot(float)
    def _on_page_z_chosen(self, z: float) -> None:
        self._chosen_z = z
        self._show()

    @Slot()
    def _on_page_own_requested(self) -> None:
        self._chosen_z = None
        self._show()
