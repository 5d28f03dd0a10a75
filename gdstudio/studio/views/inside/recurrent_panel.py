"""A recurrent unit: after which row it is looked at, and of an LSTM which of its sums."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from gdstudio.inside.neuron import OpenNeuron
from gdstudio.inside.weighted_sum import WeightedSum
from gdstudio.numerals import whole
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import called, in_column, in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch


class RecurrentPanel(QWidget):
    """A slider through the rows, and a switch between the four sums of an LSTM unit.

    Attributes:
        slider: The row.
        gates: Which sum is shown; hidden where there is only one.
    """

    def __init__(self) -> None:
        super().__init__()
        name = self.tr("The row after which the unit is opened")
        self.slider, self._words = called(JumpSlider(), name, name), FittingLabel()
        self._words.setObjectName("muted")
        self.gates = SegmentedSwitch(
            self.tr("Which sum is shown"),
            (
                ("input", self.tr("Input"), self.tr("Input gate i: how much is written")),
                ("forget", self.tr("Forget"), self.tr("Forget gate f: how much is kept")),
                ("candidate", self.tr("Cell"), self.tr("Cell input g: what may be written")),
                ("output", self.tr("Output"), self.tr("Output gate o: how much is shown")),
            ),
            stretched=True,
        )
        rows = in_row((self._words, 2), (self.slider, 3), spacing=6)
        in_column(rows, self.gates, of=self, spacing=4)

    def set_neuron(self, neuron: OpenNeuron, *, by_pixel: bool) -> None:
        """Show after which row a unit is open; `by_pixel`: the layer reads pixel by pixel."""
        self.setVisible(neuron.row is not None)
        self.gates.setVisible(neuron.cell is not None)
        if neuron.row is None:
            return
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, neuron.rows - 1)
            self.slider.setValue(neuron.row)
        row, last = whole(neuron.row), whole(neuron.rows - 1)
        text = self.tr("after row {0} of 0 to {1}")
        text = self.tr("after pixel {0} of 0 to {1}") if by_pixel else text
        short = self.tr("pixel {0}") if by_pixel else self.tr("row {0}")
        self._words.set_forms((text.format(row, last), short.format(row)))
        self.slider.setAccessibleDescription(text.format(row, last))

    def sum_of(self, neuron: OpenNeuron) -> WeightedSum:
        """Return the sum that is shown: of an LSTM unit the one chosen."""
        return neuron if neuron.cell is None else neuron.cell.gate(self.gates.choice())
