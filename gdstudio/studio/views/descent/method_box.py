"""The method of a descent, by its title."""

from __future__ import annotations

from typing import Final

from gdstudio.studio.state.descent_session import method_title
from gdstudio.studio.views.common.layouts import called
from gdstudio.studio.views.common.settings_form import ChoiceBox

# In the order in which they are explained; gradient descent is SGD where there is but one cost.
METHODS_SHOWN: Final = (
    "gradient-descent", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "amsgrad",
    "adamw", "lion", "newton",
)  # fmt: skip


class MethodBox(ChoiceBox):
    """Chooses a method."""

    def __init__(self) -> None:
        super().__init__((name, method_title(name)) for name in METHODS_SHOWN)
        called(self, self.tr("Method"), self.tr("How the gradient becomes a step"))
        self.setMaxVisibleItems(len(METHODS_SHOWN))
