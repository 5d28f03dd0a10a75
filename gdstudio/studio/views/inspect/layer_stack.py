"""A network from the digit down to the answer, one row a layer."""

from __future__ import annotations

from typing import Any, Final

from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from gdstudio.jobs.look import LayerPicture, Look
from gdstudio.learning.architecture import LayerSummary
from gdstudio.numerals import limit_number, signed_number
from gdstudio.studio.state.class_names import class_names
from gdstudio.studio.text_size import px, sized
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.labels import FittingLabel
from gdstudio.studio.views.common.layouts import STRETCH, in_column, in_row, label
from gdstudio.studio.views.inspect.activation_bars import ActivationBars
from gdstudio.studio.views.weights.mosaic_picture import MosaicPicture
from gdstudio.studio.views.weights.tile_words import place_names

LABEL_PX: Final = 186
LEAST_HEIGHT_PX: Final = 34


class LayerRow(QWidget):
    """Shows feature maps side by side, or outputs as bars.

    Signals:
        value_pointed_at(str): What lies under the pointer, in words; "" for nothing.
        enlarged(bool): The user wants this layer to have all the room, or no longer.
    """

    value_pointed_at = Signal(str)
    enlarged = Signal(bool)

    def __init__(self, summary: LayerSummary, class_names: tuple[str, ...] = ()) -> None:
        """Make an empty row.

        Args:
            summary: The layer.
            class_names: Of the answer's bars; () for every layer but the last.
        """
        super().__init__()
        self._summary, self._class_names = summary, class_names
        self._layer: LayerPicture | None = None
        self._values: NDArray[Any] | None = None
        self._is_enlarged = False
        self._pointed: tuple[int, ...] = ()  # map, row and column, or neuron; () for nothing
        self.name = QPushButton()
        self.name.setObjectName("layerName")
        self._facts = label("muted", layer_facts(summary))
        self._scale = label("muted")
        self.maps = MosaicPicture(at_left=True) if len(summary.out_shape) == 3 else None
        self.bars = ActivationBars() if self.maps is None else None
        self._lay_out()

    @property
    def picture(self) -> QWidget:
        """The widget that shows the outputs."""
        return self.maps or self.bars  # type: ignore[return-value]

    def set_layer(self, layer: LayerPicture, moment: int) -> None:
        """Show what the layer outputs after a row, counted from 0."""
        self._layer, self._values = layer, layer.activations.at(moment)
        if self.maps is not None and layer.maps is not None:
            self.maps.set_tiles(layer.maps)
        elif self.bars is not None:
            self.bars.set_values(self._values, layer.limit, self._class_names)
        self._scale.setText(self.tr("scale ±{0}").format(limit_number(layer.limit)))
        if self._pointed:
            self._read()

    def set_enlarged(self, is_enlarged: bool) -> None:
        """Tell whether the layer has all the room; nothing is emitted."""
        self._is_enlarged = is_enlarged
        if self.maps is not None and not is_enlarged:
            self.maps.set_neuron(-1)

    def _lay_out(self) -> None:
        for widget in (self.name, self._facts, self._scale):
            sized(widget, fixedWidth=LABEL_PX)
        for fact in (self._facts, self._scale):
            fact.setContentsMargins(4, 0, 0, 0)
        if self._class_names:
            self._scale.hide()  # never shown here: it has no parent yet and would be a window
        self.name.setAccessibleName(self._summary.name)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        cut, room = Qt.TextElideMode.ElideRight, px(LABEL_PX - 12)
        self.name.setText(QFontMetrics(font).elidedText(self._summary.name, cut, room))
        self.name.setAutoDefault(True)  # Enter presses it: Space is the run's
        tip = self.tr("Give this layer all the room, or show all layers again")
        self.name.setToolTip(f"{self._summary.name}\n{tip}")
        self.name.setAccessibleDescription(layer_facts(self._summary))
        self.name.clicked.connect(self._on_layer_clicked)
        self.picture.setAccessibleName(self.tr("Outputs of {0}").format(self._summary.name))
        sized(self.picture, minimumSize=(80, LEAST_HEIGHT_PX))
        if self.maps is not None:
            self.maps.pixel_hovered.connect(self._on_maps_pixel_hovered)
            self.maps.neuron_chosen.connect(self._on_maps_neuron_chosen)
        if self.bars is not None:
            self.bars.neuron_hovered.connect(self._on_bars_neuron_hovered)
            self.bars.clicked.connect(self._on_layer_clicked)
        words = in_column(STRETCH, self.name, self._facts, self._scale, STRETCH, spacing=0)
        in_row(words, (self.picture, 1), of=self, spacing=8)

    def _read(self) -> None:
        self.value_pointed_at.emit(self._reading() if self._pointed else "")

    def _reading(self) -> str:
        """Return in words what the layer outputs now where the pointer is."""
        if self._layer is None or self._values is None:
            return ""
        number = signed_number(float(self._values[self._pointed]), self._layer.limit)
        maps = self._layer.maps
        if maps is not None:
            place, _ = place_names(maps, *self._pointed)
            return f"{self._summary.name}, {place}: {number}"
        (neuron,) = self._pointed
        if self._class_names:
            return self.tr("answer {0}: {1}").format(self._class_names[neuron], number)
        return self.tr("{0}, neuron {1}: {2}").format(self._summary.name, neuron, number)

    @Slot()
    def _on_layer_clicked(self) -> None:
        self.enlarged.emit(not self._is_enlarged)

    @Slot(int)
    def _on_maps_neuron_chosen(self, neuron: int) -> None:
        if neuron >= 0 or self._is_enlarged:
            self.enlarged.emit(neuron >= 0)

    @Slot(int, int, int)
    def _on_maps_pixel_hovered(self, tile: int, row: int, column: int) -> None:
        self._pointed = (tile, row, column) if tile >= 0 else ()
        self._read()

    @Slot(int)
    def _on_bars_neuron_hovered(self, neuron: int) -> None:
        self._pointed = (neuron,) if neuron >= 0 else ()
        self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the scale where there is room for a third line."""
        super().resizeEvent(event)
        has_room = event.size().height() >= self._lines(3)
        self._scale.setVisible(has_room and not self._class_names)

    def _lines(self, count: int) -> int:
        return count * self.fontMetrics().height() + 4

    def minimumSizeHint(self) -> QSize:
        return QSize(px(LABEL_PX + 100), max(px(LEAST_HEIGHT_PX), self._lines(2)))


def layer_facts(summary: LayerSummary) -> str:
    """Return shape and parameter count, e.g. "8 × 24 × 24 · 208 param."."""
    shape = " × ".join(str(side) for side in summary.out_shape)
    if not summary.parameter_count:
        return shape
    return tr("{0} · {1:,} param.").format(shape, summary.parameter_count)


MAPS_STRETCH: Final = 3  # of the height, beside bars
BARS_STRETCH: Final = 2


class LayerStack(QWidget):
    """Shows what every layer makes of the digit; one layer can have all the room.

    Attributes:
        rows: One for each layer, from the first to the answer.
        enlarged: The layer that has all the room, -1 for none.
        readout: The line below the layers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[LayerRow] = []
        self._names: list[object] = []
        self.enlarged = -1
        self._look: Look | None = None
        self._moment = 0
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.readout = FittingLabel()
        self.readout.setObjectName("muted")
        in_column((self._area, 1), self.readout, of=self, spacing=4)
        self.setAccessibleName(self.tr("Layers of the network"))
        self._read("")

    def set_look(self, look: Look | None, moment: int) -> None:
        """Show what the layers output after a row, counted from 0; None shows nothing."""
        self._look, self._moment = look, moment
        names: list[object] = [] if look is None else [layer.names for layer in look.layers]
        if names != self._names:
            self._names = names
            self._make_rows(look)
        for row, layer in zip(self.rows, look.layers if look else (), strict=True):
            row.set_layer(layer, moment)

    def _make_rows(self, look: Look | None) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        column = in_column(of=body, spacing=4, margins=(0, 0, 4, 0))
        self.rows, self.enlarged = [], -1
        for k, layer in enumerate(look.layers if look else ()):
            is_answer = k == len(look.layers) - 1  # type: ignore[union-attr]
            n = len(layer.activations.at(0))
            row = LayerRow(layer.activations.summary, class_names(n) if is_answer else ())
            row.value_pointed_at.connect(self._on_row_value_pointed_at)
            row.enlarged.connect(lambda on, k=k: self._enlarge(k if on else -1))
            self.rows.append(row)
            column.addWidget(row, BARS_STRETCH if row.maps is None else MAPS_STRETCH)
        self._area.setWidget(body)
        self._enlarge(-1)

    def _enlarge(self, chosen: int) -> None:
        """Give one layer all the room; -1 shows all."""
        self.enlarged = chosen
        for k, row in enumerate(self.rows):
            row.set_enlarged(k == chosen)
            row.setVisible(chosen in (-1, k))
        self._read("")

    def _read(self, text: str) -> None:
        forms: tuple[str, ...]
        if text:
            forms = (text,)
        elif self.enlarged >= 0:
            forms = (self.tr("Esc, or another click, shows all layers again"), "Esc")
        else:
            long = self.tr("point at a value to read it; click a map, bars or a name to enlarge")
            forms = (long, self.tr("point to read, click to enlarge"))
        self.readout.set_forms(forms)

    @Slot(str)
    def _on_row_value_pointed_at(self, text: str) -> None:
        self._read(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(160))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.enlarged >= 0:
            row = self.rows[self.enlarged]
            self._enlarge(-1)
            row.name.setFocus()
        else:
            super().keyPressEvent(event)
