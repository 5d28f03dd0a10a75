"""The first layer as pictures: what each hidden neuron looks for, while it learns it."""

from __future__ import annotations

from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gdstudio.numerals import signed_number
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.mosaic import Tiles
from gdstudio.studio.style import in_figures
from gdstudio.studio.text_size import px
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import STRETCH, called, in_column, in_row
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.weights.colour_bar import ColourBar
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture
from gdstudio.studio.views.weights.tile_words import hints, hints_enlarged, place_names

QUANTITIES: Final = ("weights", "nudges", "change")


class QuantitySwitch(SegmentedSwitch):
    """Chooses between weights, nudges and change; exactly one is always chosen."""

    def __init__(self) -> None:
        nudges = tr("The negative gradient: which way, and how hard, each weight is pushed")
        texts = (
            (tr("Weights"), tr("The weights themselves")),
            (tr("Nudges"), nudges),
            (tr("Change"), tr("How far each weight has moved since the start")),
        )
        segments = [(key, *words) for key, words in zip(QUANTITIES, texts, strict=True)]
        super().__init__(tr("Numbers shown"), segments)


READING_INTERVAL_MS: Final = 250  # digits that change faster cannot be read

NARROW_PX: Final = 320


class WeightsView(QWidget):
    """Draws every hidden neuron's weights as a picture; one can be pointed at or enlarged.

    Neurons, rows and columns are counted from 0, as the digits are.

    Signals:
        quantity_chosen(str): The user asked for "weights", "nudges" or "change".
        neuron_chosen(int): The user enlarged a neuron; -1 when all are shown again.
    """

    quantity_chosen = Signal(str)
    neuron_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._tiles: Tiles | None = None
        self._values: NDArray[Any] | None = None
        self._pixel = (-1, -1, -1)
        self._switch = QuantitySwitch()
        self._back = QPushButton()
        self._picture = MosaicPicture()
        self._bar = ColourBar()
        self._readout = FittingLabel()
        self._reading = QTimer(self, singleShot=True, interval=READING_INTERVAL_MS)
        self._arrange()
        self._connect()
        self.setAccessibleName(self.tr("First layer"))
        self._show_neuron()

    def quantity(self) -> str:
        """Return what is shown: "weights", "nudges" or "change"."""
        return self._switch.choice()

    def choose(self, quantity: str) -> None:
        """Show "weights", "nudges" or "change" as if the user asked for it."""
        self._switch.button(quantity).setChecked(True)

    def neuron(self) -> int:
        """Return the enlarged neuron, -1 while all are shown."""
        return self._picture.neuron()

    def set_tiles(self, tiles: Tiles) -> None:
        """Draw `tiles`; an enlarged neuron stays enlarged if it is among them."""
        is_first, neuron = self._tiles is None, self.neuron()
        self._tiles = tiles
        self._picture.set_tiles(tiles)
        self._bar.set_limit(tiles.limit)
        if is_first or self.neuron() != neuron:
            self._show_neuron()

    def set_values(self, values: NDArray[Any] | None) -> None:
        """Take the numbers to read out, shape (neurons, weights); a reference, only read."""
        self._values = values
        if not self._reading.isActive():
            self._reading.start()

    def set_neuron(self, neuron: int) -> None:
        """Enlarge `neuron`; -1 shows all."""
        self._picture.set_neuron(neuron)
        self._show_neuron()

    def figure(self) -> Figure | None:
        """Return the neurons shown, with their numbers; None before the first."""
        from gdstudio.pictures.figures.weights import tiles_figure  # when it is taken away

        tiles, values = self._tiles, self._values
        if tiles is None or values is None or len(values) != tiles.neurons:
            return None
        names = {"weights": self.tr("Weights"), "nudges": self.tr("Nudges")}
        quantity = names.get(self.quantity(), self.tr("Change"))
        title = self.tr("{0} of the first layer").format(quantity)
        rows = tuple(map(str, range(tiles.neurons)))
        if (neuron := self.neuron()) >= 0:
            one = slice(neuron, neuron + 1)
            tiles = Tiles(tiles.indices[one], tiles.limit, tiles.gap, tiles.kind)
            values, rows = values[one], rows[one]
        return tiles_figure(f"first-layer-{self.quantity()}", title, tiles, values, rows)

    def readout(self) -> str:
        """Return the line under the picture."""
        return self._readout.text()

    def _arrange(self) -> None:
        self._back.setObjectName("plain")
        self._readout.setObjectName("muted")
        called(self._back, self.tr("Show all neurons"), self.tr("Show all neurons again (Esc)"))
        in_figures(self._readout)
        top = in_row(self._switch, STRETCH, self._back, spacing=8)
        middle = in_row((self._picture, 1), self._bar, spacing=8)
        in_column(top, (middle, 1), self._readout, of=self, spacing=4)

    def _connect(self) -> None:
        self._switch.chosen.connect(self._on_switch_chosen)
        self._back.clicked.connect(self._on_back_clicked)
        self._picture.neuron_chosen.connect(self._on_picture_neuron_chosen)
        self._picture.pixel_hovered.connect(self._on_picture_pixel_hovered)
        self._reading.timeout.connect(self._read)

    def _show_neuron(self) -> None:
        self._back.setVisible(self.neuron() >= 0)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._readout.set_forms(self._forms())

    def _forms(self) -> tuple[str, ...]:
        """Return the line under the picture in words, longest first."""
        neuron, row, column = self._pixel
        tiles, values = self._tiles, self._values
        if tiles is None:
            return ("",)
        if neuron < 0:
            is_one = self.neuron() >= 0
            return hints_enlarged(tiles, self.neuron()) if is_one else hints(tiles)
        weight, number = row * tiles.indices.shape[2] + column, ""
        if values is not None and neuron < values.shape[0] and weight < values.shape[1]:
            number = signed_number(float(values[neuron, weight]), tiles.limit)
            number = f", {self._name()} {number}"
        return tuple(place + number for place in place_names(tiles, neuron, row, column))

    def _name(self) -> str:
        """Return what one number of the quantity shown is called."""
        names = (self.tr("weight"), self.tr("nudge"), self.tr("change"))
        return names[QUANTITIES.index(self.quantity())]

    @Slot(str)
    def _on_switch_chosen(self, quantity: str) -> None:
        self._read()
        self.quantity_chosen.emit(quantity)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.set_neuron(-1)
        self._picture.setFocus()
        self.neuron_chosen.emit(-1)

    @Slot(int)
    def _on_picture_neuron_chosen(self, neuron: int) -> None:
        self._show_neuron()
        self.neuron_chosen.emit(neuron)

    @Slot(int, int, int)
    def _on_picture_pixel_hovered(self, neuron: int, row: int, column: int) -> None:
        self._pixel = (neuron, row, column)
        self._read()

    def minimumSizeHint(self) -> QSize:
        return QSize(max(px(240), self._switch.minimumSizeHint().width()), px(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < px(NARROW_PX)
        self._back.setText("×" if narrow else self.tr("Show all"))
