"""The neuron that is open, looked at again and again: when it, digit, target or network change."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.arrays import locked_copy
from gdstudio.jobs.open_neuron import NeuronLook, look_at_neuron
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Shown
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.1  # between two looks while the network learns


class NeuronLooks(QObject):
    """Looks while somebody sees it; lives in the GUI thread.

    Signals:
        looked(object): A NeuronLook at the neuron that is open.
        nothing_seen(str): There is none to look at now, and why; "" where no neuron is open.
    """

    looked = Signal(object)
    nothing_seen = Signal(str)

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._shown, self._drawing, self._inside = runs, shown, drawing, inside
        policy = Policy(WhenBusy.FOLLOW, REST_S)
        self._looks = BackgroundJob(self, self._make_look, policy, in_sight=False)
        self._looks.made.connect(self._on_looks_made)
        self._looks.failed.connect(messages.report)
        inside.chosen_changed.connect(self._looks.make_again)
        inside.target.changed.connect(self._looks.make_again)
        drawing.digit_changed.connect(self._looks.make_again)
        runs.run_changed.connect(self._looks.forget)
        shown.changed.connect(self._on_shown_changed)

    def set_in_sight(self, in_sight: bool) -> None:
        """What nobody sees costs nothing."""
        self._looks.set_in_sight(in_sight)

    def _make_look(self) -> MakeItems | None:
        subject, network = self._shown.subject, self._shown.network
        place = self._inside.chosen
        if subject is None or network is None or place is None or self._drawing.reason:
            self.nothing_seen.emit("" if place is None else self._drawing.reason)
            return None
        target, source = self._inside.target.now(), self._shown.source
        edits = source.edits if isinstance(source, Edited) else ()
        pixels = locked_copy(self._drawing.pixels)
        return partial(look_at_neuron, subject, pixels, place, target, self._inside.row, edits)

    @Slot()
    def _on_shown_changed(self) -> None:
        self._looks.request(at_once=not self._runs.is_running)

    @Slot(object)
    def _on_looks_made(self, look: NeuronLook) -> None:
        neuron, row = look.neuron, self._inside.row
        is_open = neuron.place == self._inside.chosen and row in (None, neuron.row)
        if is_open and not self._drawing.reason:
            self.looked.emit(look)
