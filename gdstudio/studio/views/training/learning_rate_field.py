"""The learning rate, by figure or by slider, on a logarithmic scale."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.learning.recipe import Recipe
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.number_field import NumberField

STEPS_PER_DECADE: Final = 20
# The slider covers what is sensible; the figure takes anything above 0 up to HIGHEST.
SLIDER_DECADES: Final = (-4, 2)


def rate_box() -> NumberField:
    """Return a field of a number above 0 whose arrows multiply: ten presses are one decade."""
    box = NumberField.of(next(one for one in Recipe.fields() if one.name == "learning_rate"))
    box.setValue(1.0)
    return box


class LearningRateField(QWidget):
    """Figure and slider side by side.

    Signals:
        edited(): The user has changed the rate, or let go of the slider.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.spin_box = rate_box()
        self.slider = JumpSlider()
        self.slider.setAccessibleName(self.tr("Learning rate, coarse"))
        low, high = SLIDER_DECADES
        self.slider.setRange(low * STEPS_PER_DECADE, high * STEPS_PER_DECADE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.spin_box, 3)
        layout.addWidget(self.slider, 2)
        self.spin_box.valueChanged.connect(self._on_spin_box_value_changed)
        self.slider.valueChanged.connect(self._on_slider_value_changed)
        self.slider.sliderReleased.connect(self.edited)
        self.setFocusProxy(self.spin_box)
        self._move_slider()

    @property
    def is_held(self) -> bool:
        """Whether the slider is being moved."""
        return self.slider.isSliderDown()

    def shown_value(self) -> float:
        """Return the rate shown."""
        return self.spin_box.value()

    def show_value(self, rate: float) -> None:
        """Show a rate; nothing is emitted."""
        self.spin_box.show_value(rate)
        self._move_slider()

    def _move_slider(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(math.log10(self.shown_value()) * STEPS_PER_DECADE))

    @Slot()
    def _on_spin_box_value_changed(self) -> None:
        self._move_slider()
        self.edited.emit()

    @Slot(int)
    def _on_slider_value_changed(self, value: int) -> None:
        self.spin_box.show_value(float(f"{10 ** (value / STEPS_PER_DECADE):.2g}"))
        self.edited.emit()
