"""Three joined buttons: which numbers of the first layer are drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.segmented_switch import Segment, SegmentedSwitch

QUANTITIES: Final = ("weights", "nudges", "change")


class QuantitySwitch(SegmentedSwitch):
    """Chooses between weights, nudges and change; exactly one is always chosen.

    Signals:
        quantity_chosen(str): The user chose "weights", "nudges" or "change".
    """

    quantity_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        texts = (
            (_tr("Weights"), _tr("The weights themselves")),
            (
                _tr("Nudges"),
                _tr("The negative gradient: which way, and how hard, each weight is pushed"),
            ),
            (_tr("Change"), _tr("How far each weight has moved since the start")),
        )
        segments = [Segment(key, *words) for key, words in zip(QUANTITIES, texts, strict=True)]
        super().__init__(_tr("Numbers shown"), segments, parent=parent)
        self.chosen.connect(self.quantity_chosen)

    def quantity(self) -> str:
        """Return "weights", "nudges" or "change"."""
        return self.choice()

    def set_quantity(self, quantity: str) -> None:
        """Show that "weights", "nudges" or "change" is drawn."""
        self.set_choice(quantity)


def _tr(text: str) -> str:
    return QCoreApplication.translate("QuantitySwitch", text)
