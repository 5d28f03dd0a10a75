"""The method of a descent, by its title."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox

from gdstudio.studio.translation import told
from gdstudio.texts import Text

# Titles as in the papers; the order is the one in which they are explained.
METHOD_TITLES: Final = {
    "gradient-descent": Text("Gradient descent"),
    "momentum": Text("Momentum"),
    "nesterov": Text("Nesterov"),
    "adagrad": Text("AdaGrad"),
    "rmsprop": Text("RMSProp"),
    "adadelta": Text("AdaDelta"),
    "adam": Text("Adam"),
    "amsgrad": Text("AMSGrad"),
    "adamw": Text("AdamW"),
    "lion": Text("Lion"),
    "newton": Text("Newton"),
}


class MethodBox(QComboBox):
    """Chooses a method.

    Signals:
        method_chosen(str): The user chose a method; its name, e.g. "gradient-descent".
    """

    method_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        for name, title in METHOD_TITLES.items():
            self.addItem(told(title), name)
        self.setAccessibleName(self.tr("Method"))
        self.setToolTip(self.tr("How the gradient becomes a step"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(len(METHOD_TITLES))
        self.currentIndexChanged.connect(self._on_index_changed)

    def method(self) -> str:
        """Return the name of the method shown."""
        return str(self.currentData())

    def set_method(self, method: str) -> None:
        """Show a method; nothing is emitted."""
        assert method in METHOD_TITLES
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(method))

    @Slot()
    def _on_index_changed(self) -> None:
        self.method_chosen.emit(self.method())
