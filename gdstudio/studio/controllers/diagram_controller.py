"""Shows the network as a diagram: at every stroke, and several times a second while it learns."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot

from gdstudio.arrays import locked_copy
from gdstudio.inside.places import Place, WeightPlace
from gdstudio.jobs.network_diagram import NetworkSeen, see_network
from gdstudio.learning.layers import Dense
from gdstudio.learning.recurrent import Recurrent
from gdstudio.pictures.diagram.drawing import WeightMark
from gdstudio.studio.controllers.diagram_flow import DiagramFlow
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.inside_model import InsideModel
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Edited, Shown
from gdstudio.studio.translation import told
from gdstudio.studio.views.inside.diagram_lines import LinesOrder, LinesPainted, paint_lines
from gdstudio.studio.views.inside.network_view import NetworkView
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

REST_S: Final = 0.1  # between two looks while the network learns and nobody draws


class DiagramController(QObject):
    """Owns one diagram; lives in the GUI thread.

    The network is looked into and its lines are painted in the background.
    """

    def __init__(
        self,
        runs: RunModel,
        shown: Shown,
        drawing: DrawingModel,
        inside: InsideModel,
        view: NetworkView,
        messages: Messages,
        parent: QObject | None = None,
        *,
        opens_elsewhere: bool = False,
    ) -> None:
        """Show nothing yet; a click on a neuron opens it beside the diagram, or elsewhere."""
        super().__init__(parent)
        self._opens_elsewhere = opens_elsewhere
        self._runs, self._shown, self._drawing = runs, shown, drawing
        self._inside, self._view = inside, view
        self._seen: NetworkSeen | None = None
        self._order: LinesOrder | None = None
        self._painted: LinesPainted | None = None
        self.flow = DiagramFlow(self)
        looks, lines = Policy(WhenBusy.FOLLOW, rest_s=REST_S), Policy(WhenBusy.FOLLOW)
        self._looks = BackgroundJob(self, self._make_look, looks, in_sight=False)
        self._lines = BackgroundJob(self, self._make_lines, lines, in_sight=False)
        for job in (self._looks, self._lines):
            job.failed.connect(messages.report)
        self._connect()

    @property
    def seen(self) -> NetworkSeen | None:
        """What is shown; None before the first."""
        return self._seen

    def set_in_sight(self, in_sight: bool) -> None:
        """A diagram that nobody sees costs nothing."""
        self._lines.set_in_sight(in_sight)
        self._looks.set_in_sight(in_sight)
        if not in_sight:
            self.flow.stop()

    @Slot()
    def press_flow(self) -> None:
        """Let the digit flow through the layers."""
        if self._seen is not None:
            self.flow.press(len(self._seen.diagram.layers))

    def _connect(self) -> None:
        diagram = self._view.diagram
        self._looks.made.connect(self._on_looks_made)
        self._lines.made.connect(self._on_lines_made)
        self.flow.moved.connect(diagram.set_front)
        diagram.lines_ordered.connect(self._on_diagram_lines_ordered)
        diagram.spot_opened.connect(self._on_diagram_spot_opened)
        diagram.moment_opened.connect(self._on_diagram_moment_opened)
        self._view.wish_changed.connect(self._looks.make_again)
        self._drawing.digit_changed.connect(self._looks.make_again)
        self._runs.run_changed.connect(self._on_runs_run_changed)
        self._shown.changed.connect(self._on_shown_changed)
        self._inside.chosen_changed.connect(self._on_inside_chosen_changed)
        self._inside.weight_changed.connect(self._on_inside_weight_changed)
        self._inside.nudged_changed.connect(self._on_inside_nudged_changed)
        self._inside.target.changed.connect(self._mark_target)

    def _make_look(self) -> MakeItems | None:
        subject = self._shown.subject
        if subject is None:
            return None
        pixels = None if self._drawing.reason else locked_copy(self._drawing.pixels)
        return partial(see_network, subject, pixels, self._view.wish(), self._seen)

    def _make_lines(self) -> MakeItems | None:
        order, self._order = self._order, None
        return None if order is None else once(paint_lines, order, self._painted)

    @Slot()
    def _on_shown_changed(self) -> None:
        self._looks.request(at_once=not self._runs.is_running)

    @Slot()
    def _on_runs_run_changed(self) -> None:
        self._looks.forget()
        self.flow.stop()

    @Slot(object)
    def _on_looks_made(self, seen: NetworkSeen) -> None:
        self._seen = seen
        self._view.set_diagram(seen.diagram, self._drawing.reason)
        self._view.diagram.set_whose(self._whose(seen))
        self._mark_target()

    @Slot(object)
    def _on_lines_made(self, painted: LinesPainted) -> None:
        self._painted = painted
        self._view.diagram.set_lines(painted)

    def _whose(self, seen: NetworkSeen) -> dict[str, str | int]:
        source, subject = self._shown.source, seen.subject
        whose: dict[str, str | int] = {"run": subject.title, "step": subject.step}
        if isinstance(source, Edited) and source.subject is subject:
            whose["edits"] = "; ".join(told(edit.title) for edit in source.edits)
        return whose

    @Slot(object)
    def _on_diagram_lines_ordered(self, order: LinesOrder) -> None:
        self._order = order
        self._lines.make_again()

    @Slot(int, int)
    def _on_diagram_spot_opened(self, layer: int, index: int) -> None:
        place = Place(layer, index)
        self._open(place, None)

    @Slot(int, int, int)
    def _on_diagram_moment_opened(self, layer: int, unit: int, row: int) -> None:
        each = self._steps_a_row(layer)
        self._open(Place(layer, unit), each * row + each - 1)

    def _steps_a_row(self, number: int) -> int:
        """Return how many steps a recurrent layer takes over a row of the digit."""
        network = self._shown.network
        layer = None if network is None else network.layers[number - 1]
        return layer.in_shape.columns if isinstance(layer, Recurrent) and layer.by_pixel else 1

    def _open(self, place: Place, row: int | None) -> None:
        """Open a neuron, of a recurrent unit after a row; close what is open already."""
        if self._opens_elsewhere:
            self._inside.open_in_sight(place, row)
        elif (place, row) == (self._inside.chosen, self._inside.row):
            self._inside.choose(None)
        else:
            self._inside.choose(place, row)

    @Slot()
    def _mark_target(self) -> None:
        """Mark the class that is right where somebody says so."""
        target = self._inside.target.now()
        label = None if target is None or target.is_own_answer else target.label
        self._view.diagram.set_target(label)

    @Slot()
    def _on_inside_weight_changed(self) -> None:
        """Mark a weight between two neurons, or a bias; other layers have no such line."""
        weight = self._inside.weight
        self._view.diagram.set_weight(None if weight is None else self._mark_of(weight))

    @Slot()
    def _on_inside_nudged_changed(self) -> None:
        marks = [self._mark_of(weight) for weight in self._inside.nudged]
        self._view.set_nudged(tuple(mark for mark in marks if mark is not None))

    def _mark_of(self, weight: WeightPlace) -> WeightMark | None:
        network = self._shown.network
        if network is None or not isinstance(network.layers[weight.layer - 1], Dense):
            return None
        to, *source = weight.at
        return weight.layer, to, source[0] if source else None

    @Slot()
    def _on_inside_chosen_changed(self) -> None:
        chosen, row = self._inside.chosen, self._inside.row
        spot = None if chosen is None else (chosen.layer, chosen.index)
        if chosen is not None and row is not None:
            row //= self._steps_a_row(chosen.layer)
        self._view.diagram.set_chosen(spot, row)
