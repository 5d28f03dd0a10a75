"""Where a descent starts: a field for each input."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from gdstudio.descent.functions import CostFunction, Point
from gdstudio.studio.text_size import sized
from gdstudio.studio.views.common.layouts import called, in_row, label
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
        self.boxes = first, second = CoordinateField(), CoordinateField()
        self._names = label("muted"), label("muted")
        for box in self.boxes:
            sized(box, minimumWidth=48)
            called(box, self.tr("Start"), self.tr("Or click in the picture"))
        self._second = QWidget()  # takes its room along when it is hidden
        in_row(self._names[1], (second, 1), of=self._second, spacing=4)
        in_row(in_row(self._names[0], (first, 1), spacing=4), self._second, of=self, spacing=8)
        self.setFocusProxy(first)

    def start(self) -> Point:
        """Return the start shown, unrounded."""
        return tuple(box.value() for box in self.boxes[: self._dimension])

    def set_function(self, function: CostFunction) -> None:
        """Show the inputs of a function and its start; nothing is emitted."""
        self._dimension = function.dimension
        self._second.setVisible(function.dimension == 2)
        described = zip(function.variables, function.domain, strict=True)
        for (variable, domain), name, box in zip(described, self._names, self.boxes, strict=False):
            name.setText(variable)
            box.setAccessibleName(self.tr("Start {0}").format(variable))
            with QSignalBlocker(box):
                box.set_domain(*domain)
        self.set_start(function.start)

    def set_start(self, start: Point) -> None:
        """Show a start, one finite number for each input; nothing is emitted."""
        for box, x in zip(self.boxes, start, strict=False):
            with QSignalBlocker(box):  # a picture may be clicked farther out than one types
                box.setRange(min(box.minimum(), x), max(box.maximum(), x))
            box.show_value(x)
