"""The learning rate, by figure or by slider, on a logarithmic scale."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.learning.recipe import MAX_LEARNING_RATE
from gdstudio.studio.views.common.jump_slider import JumpSlider
from gdstudio.studio.views.common.number_field import NumberField

LOWEST: Final = 1e-6  # where the arrows stop; what is typed may be lower
HIGHEST: Final = MAX_LEARNING_RATE
STEPS_PER_DECADE: Final = 20
# The slider covers what is sensible; the figure takes anything above 0 up to HIGHEST.
SLIDER_DECADES: Final = (-4, 2)


def rate_box() -> NumberField:
    """Return a field of a number above 0 whose arrows multiply: ten presses are one decade."""
    box = NumberField(LOWEST, HIGHEST, above=True, steps="multiply")
    box.setValue(1.0)
    return box


class LearningRateField(QWidget):
    """Figure and slider side by side.

    Signals:
        learning_rate_edited: The new rate, as the user changes it.
        learning_rate_settled: The user has changed it, and no longer holds the slider.
    """

    learning_rate_edited = Signal(float)
    learning_rate_settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.spin_box = rate_box()
        self.spin_box.setAccessibleName(self.tr("Learning rate"))
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
        self.slider.sliderReleased.connect(self.learning_rate_settled)
        self.setFocusProxy(self.spin_box)

    @property
    def learning_rate(self) -> float:
        """The rate shown."""
        return self.spin_box.value()

    def set_learning_rate(self, learning_rate: float) -> None:
        """Show a rate; nothing is emitted."""
        with QSignalBlocker(self.spin_box):
            self.spin_box.setValue(learning_rate)
        self._move_slider()

    def _move_slider(self) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(math.log10(self.learning_rate) * STEPS_PER_DECADE))

    @Slot(float)
    def _on_spin_box_value_changed(self, value: float) -> None:
        self._move_slider()
        self.learning_rate_edited.emit(value)
        self.learning_rate_settled.emit()

    @Slot(int)
    def _on_slider_value_changed(self, value: int) -> None:
        rate = float(f"{10 ** (value / STEPS_PER_DECADE):.2g}")
        with QSignalBlocker(self.spin_box):
            self.spin_box.setValue(rate)
        self.learning_rate_edited.emit(rate)
        if not self.slider.isSliderDown():
            self.learning_rate_settled.emit()
