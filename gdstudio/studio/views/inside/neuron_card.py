"""One neuron by hand: the sum z, the activation of z, and of an output what it costs."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from gdstudio.inside.activation_curves import CurvePoint, curve_point, softmax_point
from gdstudio.inside.neuron import OpenNeuron
from gdstudio.inside.places import Place
from gdstudio.inside.weighted_sum import WeightedSum
from gdstudio.jobs.open_neuron import NeuronLook
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.plane.activation_curve import ActivationCurve
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.figure_actions import FigureActions
from gdstudio.studio.views.common.labels import FittingLabel, WrappedText
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row, label
from gdstudio.studio.views.common.least_size import LeastSizeWidget
from gdstudio.studio.views.common.reaching_scroll import PanelScroll
from gdstudio.studio.views.inside.activation_limits import limit_of
from gdstudio.studio.views.inside.inside_figures import neuron_figure
from gdstudio.studio.views.inside.neuron_words import (
    activation_lines,
    cost_lines,
    cut_off_words,
    memory_lines,
    softmax_lines,
    title_of,
    whereabouts,
)
from gdstudio.studio.views.inside.recurrent_panel import RecurrentPanel
from gdstudio.studio.views.inside.sum_rows import sum_rows
from gdstudio.studio.views.inside.sum_table import SumTable
from gdstudio.studio.views.inside.weight_pictures import WeightPictures
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas

_PLOT_PX: Final = (150, 112)


def curve_of(neuron: WeightedSum) -> CurvePoint | None:
    """Return the activation of a neuron as a curve; None where there is none to draw."""
    if neuron.z is None or not math.isfinite(neuron.z) or not neuron.activation:
        return None
    if isinstance(neuron, OpenNeuron) and neuron.softmax is not None:
        return softmax_point(neuron.softmax, neuron.z, limit_of(neuron.z))
    return curve_point(neuron.activation, neuron.z, limit_of(neuron.z))


class NeuronCard(LeastSizeWidget):
    """Shows one neuron down to the multiplication.

    Attributes:
        off: That it counts for nothing, or again, and why; hidden where there is nothing to say.
        recurrent: Of a recurrent unit its row, and which of its sums is shown.
        table: The sum.
        pictures: Of a neuron of the first layer weights, input and products.
        plot: The activation.
        activation: What is said of it.
        figures: What can be taken away of it.
        memory: Of an LSTM unit its gates, its memory and what it gives out; else hidden.
        softmax: The steps of a softmax; hidden where there is none.
        cost: What an output adds to the cost; hidden where nothing is known.

    Signals:
        neuron_opened(object, object): The Place of an input that the user wants to see opened, and
            of a recurrent unit the row, None for the last.
        weight_opened(str): The name of a weight that the user wants to see among the others.
        closed(): The user wants no neuron open.
    """

    least_px = (250, 200)

    neuron_opened = Signal(object, object)
    weight_opened = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: NeuronLook | None = None
        self.recurrent = RecurrentPanel()
        self.table, self.pictures = SumTable(), WeightPictures()
        self.plot = PlaneCanvas(ActivationCurve(), is_read_only=True)
        called(self.plot, self.tr("The activation function and its slope at z"))
        self.plot.setToolTip(self.tr("The activation of z, and the slope there"))
        sized(self.plot, fixedSize=_PLOT_PX)
        self._title = label("cardTitle")
        self._reason, self._where = WrappedText("muted"), FittingLabel()
        self._where.setObjectName("muted")
        self.off = WrappedText("warning")
        self.activation, self.memory, self.softmax, self.cost = (WrappedText() for _ in range(4))
        self._memory_title = label("cardTitle", self.tr("Memory and output"))
        self._softmax_title = label("cardTitle", self.tr("Softmax, step by step"))
        self._cost_title = label("cardTitle", self.tr("What it costs"))
        close = self.tr("Close this neuron (Esc)")
        self._close = called(QToolButton(), close, close)
        self._close.setText("×")
        self.figures = FigureActions(self)
        self.figures.name_card(self.tr("One neuron, by hand"))
        self._lay_out()
        self.setAccessibleName(self.tr("One neuron, by hand"))
        self._connect()

    def figure(self) -> Figure | None:
        """Return the sum that is shown, with what is said of it; None for no neuron."""
        if self._look is None:
            return None
        texts = (self.activation, self.memory, self.softmax, self.cost)
        lines = [line for text in texts for line in text.text().splitlines()]
        title = f"{self._title.text()}: {whereabouts(self._look)}"
        return neuron_figure(self._sum, title, lines)

    @property
    def look(self) -> NeuronLook | None:
        """What is shown; None for nothing."""
        return self._look

    def set_look(self, look: NeuronLook) -> None:
        """Show a neuron."""
        before = None if self._look is None else self._look.neuron.place
        self._look = look
        neuron = look.neuron
        self._title.setText(title_of(look))
        where = whereabouts(look)
        self._title.setAccessibleDescription(where[0])
        self._where.set_forms(where)
        self._where.setToolTip(where[0])
        self.off.set_text(cut_off_words(look))
        self.off.setVisible(bool(self.off.text()))
        self._show_reason("")
        if neuron.place != before:
            self.pictures.forget_scales()
        if look.window is not None:
            arrays = (neuron.weights, neuron.inputs, neuron.products)
            self.pictures.set_values(*(one.reshape(look.window) for one in arrays))
        self.pictures.setVisible(look.window is not None)
        self.recurrent.set_neuron(neuron, by_pixel=look.by_pixel)
        self._show_sum()
        memory = [] if neuron.cell is None else memory_lines(neuron.cell)
        self._show_lines(self._memory_title, self.memory, memory)
        self._show_lines(self._softmax_title, self.softmax, softmax_lines(neuron))
        self._show_lines(self._cost_title, self.cost, cost_lines(look, look.subject.recipe.cost))

    def set_reason(self, place: Place, reason: str) -> None:
        """Say why a neuron cannot be opened now."""
        self._look = None
        self._title.setText(self.tr("Neuron {0}").format(place))
        self._show_reason(reason)

    def _show_reason(self, reason: str) -> None:
        self._reason.set_text(reason)
        self._reason.setVisible(bool(reason))
        self._body.setVisible(not reason)

    @property
    def _sum(self) -> WeightedSum:
        assert self._look is not None
        return self.recurrent.sum_of(self._look.neuron)

    @Slot()
    def _show_sum(self) -> None:
        if self._look is not None:
            self.table.set_rows(sum_rows(self._sum))
            self.table.setVisible(self._sum.z is not None)
            self._show_activation(self._sum)

    def _show_activation(self, neuron: WeightedSum) -> None:
        self.activation.set_text("\n".join(activation_lines(neuron)))
        point = curve_of(neuron)
        self.plot.setVisible(point is not None)
        if point is not None:
            self.plot.set_chart(ActivationCurve(point.points, point.z, point.a, point.slope))

    def _show_lines(self, title: QWidget, text: WrappedText, lines: list[str]) -> None:
        title.setVisible(bool(lines))
        text.setVisible(bool(lines))
        text.set_text("\n".join(lines))

    def _lay_out(self) -> None:
        for text in (self.activation, self.memory, self.softmax, self.cost):
            in_figures(text)
        activation = in_row(self.plot, (self.activation, 1), spacing=10)
        self._body = QWidget()
        in_column(
            self._where, self.off, self.pictures, self.recurrent, self.table, activation,
            self._memory_title, self.memory, self._softmax_title, self.softmax,
            self._cost_title, self.cost, STRETCH,
            of=self._body, spacing=6,
        )  # fmt: skip
        scroll, panel = PanelScroll(), QWidget()
        panel.setObjectName("panelBody")
        in_column(self._reason, (self._body, 1), of=panel)
        scroll.setWidget(panel)
        panel.installEventFilter(scroll)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = in_row((self._title, 1), self.figures.button, self._close, spacing=4)
        in_column(head, (scroll, 1), of=self, spacing=4)

    def _connect(self) -> None:
        self.table.input_opened.connect(self._on_table_input_opened)
        self.table.weight_opened.connect(self._on_table_weight_opened)
        self.table.row_pointed.connect(self._on_table_row_pointed)
        self.recurrent.gates.chosen.connect(self._show_sum)
        self._close.clicked.connect(self.closed)

    @Slot(int)
    def _on_table_input_opened(self, contribution: int) -> None:
        if self._look is None:
            return
        if contribution == len(self._sum.contributions):
            self.weight_opened.emit(self._sum.rest_weight)
            return
        place, row = self._look.neuron.place, self._look.neuron.row
        index = self._sum.contributions[contribution].index
        if index < 0:  # the layer's own unit, one step before; before the first row it is 0
            if row:
                self.neuron_opened.emit(Place(place.layer, -1 - index), row - 1)
        elif place.layer > 1:
            self.neuron_opened.emit(Place(place.layer - 1, index), None)

    @Slot(int)
    def _on_table_weight_opened(self, contribution: int) -> None:
        if self._look is not None:
            names = [one.weight_name for one in self._sum.contributions]
            self.weight_opened.emit([*names, self._sum.rest_weight][contribution])

    @Slot(int)
    def _on_table_row_pointed(self, contribution: int) -> None:
        look = self._look
        if look is None or look.window is None:
            return
        index = -1
        if 0 <= contribution < len(self._sum.contributions):
            order = np.argsort(-np.abs(look.neuron.products), kind="stable")
            index = int(order[contribution])
        self.pictures.point_at(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the neuron."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
