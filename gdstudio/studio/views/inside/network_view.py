"""The diagram with what chooses the lines that are drawn, and the line that reads it."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gdstudio.jobs.network_diagram import PER_NEURON, DiagramWish
from gdstudio.pictures.diagram.drawing import WeightMark
from gdstudio.pictures.diagram.values import Diagram
from gdstudio.studio.state.diagram_lines import DiagramLines
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import action_button, called, in_column, in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.inside.diagram_accessible import let_diagrams_be_read
from gdstudio.studio.views.inside.network_diagram import NetworkDiagram

STEPS: Final = (1, 2, 4, 8, PER_NEURON, 32, 64, 128, 256, 1024)
"""Connections into each neuron that can be chosen; the last stands for all."""
_SLIDER_PX: Final = 110


class NetworkView(QWidget):
    """Shows a network; says what is pointed at and how many connections are drawn.

    Attributes:
        diagram: The picture.

    Signals:
        wish_changed: Other lines, or other units, are to be drawn.
    """

    wish_changed = Signal()

    def __init__(
        self,
        flow: QAction | None = None,
        beside: QWidget | None = None,
        edit: QWidget | None = None,
    ) -> None:
        """Show nothing yet; without the action that lets the digit flow there are no controls.

        Args:
            flow: The action that lets the digit flow.
            beside: Stands right of the diagram, below the controls.
            edit: One more control.
        """
        super().__init__()
        let_diagrams_be_read()
        self.diagram = NetworkDiagram()
        self._open: frozenset[int] = frozenset()
        self._reason = ""
        texts = (
            ("weights", self.tr("Weights"), self.tr("Lines as wide as the weights are large")),
            (
                "lit",
                self.tr("Weight × activation"),
                self.tr("Lines as strong as what they carry of this digit"),
            ),
        )
        self._switch = SegmentedSwitch(self.tr("Lines"), texts)
        self._slider = JumpSlider()
        self._said = ""  # how many connections are drawn
        self._count, self._readout = FittingLabel(), FittingLabel()
        for line in (self._count, self._readout):
            line.setObjectName("muted")
        self._lay_out(flow, beside, edit)
        self._connect()
        self._read()

    def wish(self) -> DiagramWish:
        """Return what is to be drawn."""
        lines = self.lines()
        return DiagramWish(lines.per_neuron, lines.lit, self._open)

    def lines(self) -> DiagramLines:
        """Return which lines are drawn."""
        per_neuron = STEPS[self._slider.value()]
        return DiagramLines(per_neuron=per_neuron, lit=self._switch.choice() == "lit")

    def set_lines(self, lines: DiagramLines) -> None:
        """Draw these lines, the nearest that can be chosen; the wish is another one then."""
        self._slider.setValue(bisect_left(STEPS[:-1], lines.per_neuron))
        self._switch.button("lit" if lines.lit else "weights").setChecked(True)

    def set_diagram(self, diagram: Diagram, reason: str) -> None:
        """Show a network; `reason` says why there is no digit in it, "" if there is one."""
        self._reason = reason
        self.diagram.set_diagram(diagram)
        self._count_lines()
        self._read()

    def set_nudged(self, nudged: tuple[WeightMark, ...]) -> None:
        """Mark the weights with the largest nudges, and say so."""
        self.diagram.set_nudged(nudged)
        self._read()

    def readout(self) -> str:
        """Return the line below the diagram."""
        return self._readout.text()

    def count(self) -> str:
        """Return how many connections are said to be drawn."""
        return self._said

    def _lay_out(self, flow: QAction | None, beside: QWidget | None, edit: QWidget | None) -> None:
        self._slider.setRange(0, len(STEPS) - 1)
        self._slider.setValue(STEPS.index(PER_NEURON))
        self._slider.setPageStep(1)
        tip = self.tr("How many of the strongest connections into each neuron are drawn")
        called(self._slider, self.tr("Connections into each neuron"), tip)
        sized(self._slider, fixedWidth=_SLIDER_PX)
        in_figures(self._count)
        self._controls = QWidget()
        if flow is None:
            self._controls.hide()
            in_column((self.diagram, 1), self._readout, of=self, spacing=4)
            return
        button = action_button(flow)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        last = [button] if edit is None else [button, edit]
        in_row(self._switch, self._slider, (self._count, 1), *last, of=self._controls)
        picture = in_column((self.diagram, 1), self._readout, spacing=4)
        below = (picture, 1) if beside is None else (in_row((picture, 1), beside, spacing=12), 1)
        in_column(self._controls, below, of=self, spacing=4)

    def _connect(self) -> None:
        self._switch.chosen.connect(self._on_wish_edited)
        self._slider.valueChanged.connect(self._on_wish_edited)
        self.diagram.layer_toggled.connect(self._on_diagram_layer_toggled)
        self.diagram.pointed_changed.connect(self._read)

    def _count_lines(self) -> None:
        diagram, chosen = self.diagram.diagram, STEPS[self._slider.value()]
        if diagram is None:
            self._said = ""
            forms: tuple[str, ...] = ("",)
        else:
            drawn, total = diagram.n_links
            strongest = self.tr("all") if chosen == STEPS[-1] else f"{chosen}"
            long = self.tr("{0} strongest: {1:,} of {2:,} lines")
            self._said = long.format(strongest, drawn, total)
            brief = self.tr("{0:,} of {1:,} lines").format(drawn, total)
            forms = (self._said, brief, f"{drawn:,}")
        self._count.set_forms(forms)
        self._count.setToolTip(self._said)

    @Slot()
    def _read(self) -> None:
        reading = self.diagram.reading()
        if reading:
            forms: tuple[str, ...] = (reading,)
        elif self._reason:
            forms = (self._reason,)
        else:
            long = self.tr("point at a neuron to light its connections; click it to open it")
            counted = self.tr("layers are counted from 1, all else from 0")
            forms = (f"{long}; {counted}", long, self.tr("point to light, click to open"))
            if self.diagram.nudged:
                nudged = self.tr("magenta: the largest nudges")
                forms = (*(f"{form}; {nudged}" for form in forms), nudged, forms[-1])
        self._readout.set_forms(forms)

    @Slot()
    def _on_wish_edited(self) -> None:
        self._count_lines()
        self.wish_changed.emit()

    @Slot(int)
    def _on_diagram_layer_toggled(self, number: int) -> None:
        self._open ^= {number}
        self.wish_changed.emit()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(px(240), px(120)))
