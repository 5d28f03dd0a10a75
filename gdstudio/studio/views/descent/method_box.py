"""The method of a descent, by its title."""

from __future__ import annotations

from typing import Final

from gdstudio.studio.translation import told
from gdstudio.studio.views.common.settings_form import ChoiceBox
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


class MethodBox(ChoiceBox):
    """Chooses a method."""

    def __init__(self) -> None:
        super().__init__((name, told(title)) for name, title in METHOD_TITLES.items())
        self.setAccessibleName(self.tr("Method"))
        self.setToolTip(self.tr("How the gradient becomes a step"))
        self.setMaxVisibleItems(len(METHOD_TITLES))
