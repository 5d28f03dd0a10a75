"""Where a descent starts: a field for each input."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gdstudio.descent.functions import CostFunction, Point
from gdstudio.studio.views.common.number_field import NumberField

# Widths of the domain beyond its edge that can be typed; from farther out a descent is lost anyway.
_BEYOND: Final = 5
_PARTS: Final = 10_000  # of the domain that figures tell apart: finer than any click


class CoordinateField(NumberField):
    """One coordinate; one that was clicked is shown with the decimals that the domain deserves."""

    def __init__(self) -> None:
        self._decimals = 3
        super().__init__(0, 1)

    def set_domain(self, low: float, high: float) -> None:
        """Take numbers around [low, high]; the arrow keys go a hundredth of it."""
        width = high - low
        self._decimals = max(0, math.ceil(math.log10(_PARTS / width)))
        self.setRange(low - _BEYOND * width, high + _BEYOND * width)
        self.setSingleStep(10.0 ** math.floor(math.log10(width / 50)))

    def textFromValue(self, value: float) -> str:
        """Write 1.5 instead of 1.500."""
        text = f"{value:.{self._decimals}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text


class StartFields(QWidget):
    """One named field for one input, two for two.

    Attributes:
        boxes: The fields; each tells that it was edited.
    """

    def __init__(self) -> None:
        super().__init__()
        self._dimension = 2
        self.boxes = (CoordinateField(), CoordinateField())
        self._names = (QLabel(), QLabel())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for i, (name, box) in enumerate(zip(self._names, self.boxes, strict=True)):
            name.setObjectName("muted")
            box.setMinimumWidth(48)
            box.setAccessibleName(self.tr("Start"))
            box.setToolTip(self.tr("Or click in the picture"))
            if i:
                layout.addSpacing(4)
            layout.addWidget(name)
            layout.addWidget(box, 1)
        self.setFocusProxy(self.boxes[0])

    def start(self) -> Point:
        """Return the start shown, unrounded."""
        return tuple(box.value() for box in self.boxes[: self._dimension])

    def set_function(self, function: CostFunction) -> None:
        """Show the inputs of a function and its start; nothing is emitted."""
        self._dimension = function.dimension
        for name, box in zip(self._names, self.boxes, strict=True):
            name.hide()
            box.hide()
        described = zip(function.variables, function.domain, strict=True)
        for (variable, domain), name, box in zip(described, self._names, self.boxes, strict=False):
            name.setText(variable)
            box.setAccessibleName(self.tr("Start {0}").format(variable))
            with QSignalBlocker(box):
                box.set_domain(*domain)
            name.show()
            box.show()
        self.set_start(function.start)

    def set_start(self, start: Point) -> None:
        """Show a start, one finite number for each input; nothing is emitted."""
        for box, x in zip(self.boxes, start, strict=False):
            with QSignalBlocker(box):  # a picture may be clicked farther out than one types
                box.setRange(min(box.minimum(), x), max(box.maximum(), x))
            box.show_value(x)
