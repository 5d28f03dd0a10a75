"""Inspect's page of the network: the diagram, beside it the open neuron, or the lab."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from gdstudio.pictures.figure import Figure
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.layouts import explained, in_row
from gdstudio.studio.views.inside.lab_card import LabCard
from gdstudio.studio.views.inside.network_view import NetworkView
from gdstudio.studio.views.inside.neuron_card import NeuronCard

_CARD_SHARE: Final = 0.38  # of the width
_CARD_PX: Final = (250, 460)  # least and most width at 100 %


class NetworkPage(QWidget):
    """Lays out the diagram and a card at its right: the lab while the network is edited.

    Escape closes the neuron, from wherever it is pressed; the keys are in the diagram then.

    Attributes:
        view: The diagram with its controls.
        card: The neuron that is open; hidden while there is none.
        lab: The edits; hidden unless they are asked for.
        edit: The switch that asks for them.

    Signals:
        editing_changed(bool): The lab has come, or gone.
    """

    editing_changed = Signal(bool)

    def __init__(self, flow: QAction) -> None:
        super().__init__()
        self.card, self.lab = NeuronCard(), LabCard()
        self.card.hide()
        self.lab.hide()
        tip = self.tr("Change weights, neurons and inputs, and see what the network answers then")
        self.edit = explained(QToolButton(), self.tr("Edit"), tip)
        self.edit.setToolTip(tip)
        self.edit.setCheckable(True)
        self.edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._neuron_place = QWidget()
        in_row(self.card, of=self._neuron_place)
        beside = QWidget()
        in_row(self._neuron_place, self.lab, of=beside, spacing=0)
        self.view = NetworkView(flow, beside, self.edit)
        in_row((self.view, 1), of=self)
        self.edit.toggled.connect(self._on_edit_toggled)
        self.card.closed.connect(self._on_card_closed)

    def figure(self) -> Figure | None:
        """Return the diagram; None before the first."""
        return self.view.diagram.figure()

    @Slot(bool)
    def _on_edit_toggled(self, on: bool) -> None:
        self._neuron_place.setVisible(not on)
        self.lab.setVisible(on)
        self.editing_changed.emit(on)

    @Slot()
    def _on_card_closed(self) -> None:
        """Give the keys back to the neuron from which they came, before the card goes."""
        has_keys, diagram = QApplication.focusWidget(), self.view.diagram
        if has_keys is diagram or (has_keys is not None and self.card.isAncestorOf(has_keys)):
            diagram.take_keys()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.card.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least, most = (px(width) for width in _CARD_PX)
        for card in (self.card, self.lab):
            card.setFixedWidth(round(min(max(_CARD_SHARE * self.width(), least), most)))
