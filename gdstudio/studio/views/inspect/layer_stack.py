"""A network from the digit down to the answer, one row a layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gdstudio.jobs.look import Look
from gdstudio.studio.state.class_names import class_names
from gdstudio.studio.views.common.fitting_label import FittingLabel
from gdstudio.studio.views.inspect.layer_row import LayerRow

MAPS_STRETCH: Final = 3  # of the height, beside bars
BARS_STRETCH: Final = 2


class LayerStack(QWidget):
    """Shows what every layer makes of the digit; one layer can have all the room."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[LayerRow] = []
        self._names: list[object] = []
        self._enlarged = -1
        self._look: Look | None = None
        self._moment = 0
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._readout = FittingLabel()
        self._readout.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._area, 1)
        column.addWidget(self._readout)
        self.setAccessibleName(self.tr("Layers of the network"))
        self._read("")

    @property
    def rows(self) -> Sequence[LayerRow]:
        """One for each layer, from the first to the answer."""
        return self._rows

    def enlarged(self) -> int:
        """Return the layer that has all the room, -1 for none."""
        return self._enlarged

    def readout(self) -> str:
        """Return the line below the layers."""
        return self._readout.text()

    def set_look(self, look: Look | None, moment: int) -> None:
        """Show what the layers output after a row, counted from 0; None shows nothing."""
        self._look, self._moment = look, moment
        names = [] if look is None else [layer.names for layer in look.layers]
        if names != self._names:
            self._names = names
            self._make_rows(look)
        for row, layer in zip(self._rows, look.layers if look else (), strict=True):
            row.set_layer(layer, moment)

    def _make_rows(self, look: Look | None) -> None:
        body = QWidget()
        body.setObjectName("panelBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        self._rows, self._enlarged = [], -1
        for k, layer in enumerate(look.layers if look else ()):
            is_answer = k == len(look.layers) - 1  # type: ignore[union-attr]
            n = len(layer.activations.at(0))
            row = LayerRow(layer.activations.summary, class_names(n) if is_answer else ())
            row.value_pointed_at.connect(self._on_row_value_pointed_at)
            row.enlarged.connect(lambda on, k=k: self._enlarge(k if on else -1))
            self._rows.append(row)
            column.addWidget(row, BARS_STRETCH if row.maps is None else MAPS_STRETCH)
        self._area.setWidget(body)
        self._enlarge(-1)

    def _enlarge(self, chosen: int) -> None:
        """Give one layer all the room; -1 shows all."""
        self._enlarged = chosen
        for k, row in enumerate(self._rows):
            row.set_enlarged(k == chosen)
            row.setVisible(chosen in (-1, k))
        self._read("")

    def _read(self, text: str) -> None:
        if text:
            forms = (text,)
        elif self._enlarged >= 0:
            forms = (self.tr("Esc, or another click, shows all layers again"), "Esc")
        else:
            long = self.tr("point at a value to read it; click a map, bars or a name to enlarge")
            forms = (long, self.tr("point to read, click to enlarge"))
        self._readout.set_forms(forms)

    @Slot(str)
    def _on_row_value_pointed_at(self, text: str) -> None:
        self._read(text)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size that can be read."""
        return QSize(320, 160)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show all layers with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._enlarged >= 0:
            row = self._rows[self._enlarged]
            self._enlarge(-1)
            row.name.setFocus()
        else:
            super().keyPressEvent(event)
