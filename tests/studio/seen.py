"""What views show, as arrays of colours that can be compared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gdstudio.numerals import MINUS
from gdstudio.studio.views.inspect.layer_stack import LayerStack

# Qt does not draw a large glyph quite the same the second time: its edges are up to 8 levels off.
_SAME_TO_THE_EYE = 16


def colours_of(view: QWidget, width: int = 240, height: int = 220) -> NDArray[np.int16]:
    """Return shape (height, width, 4): the pixels of a view in this size, whatever its own is."""
    size = view.size()
    view.resize(width, height)
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    view.resize(size)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4).astype(np.int16)


def looks_like(one: NDArray[np.int16], other: NDArray[np.int16]) -> bool:
    """Tell whether nobody can see a difference between two pictures."""
    return one.shape == other.shape and bool(np.abs(one - other).max() <= _SAME_TO_THE_EYE)


def values_read(stack: LayerStack, row: int) -> list[float]:
    """Return what a layer's bars say of each neuron when the arrow keys go over them."""
    bars, told = stack.rows[row].bars, [""]
    QTest.keyClick(bars, Qt.Key.Key_Home)
    while stack.readout.text() != told[-1]:
        told.append(stack.readout.text())
        QTest.keyClick(bars, Qt.Key.Key_Right)
    return [float(text.rpartition(": ")[2].replace(MINUS, "-")) for text in told[1:]]


def saved_by(qtbot, window):
    """Wait until the window says that something is saved, and what."""
    said = window.shared.messages.said
    return qtbot.waitSignal(said, check_params_cb=lambda text: text.startswith("Saved "))


class _Paints(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.seen |= event.type() == QEvent.Type.Paint
        return False


def is_painted_anew(view: QWidget, act: Callable[[], object]) -> bool:
    """Tell whether something that is done to a view on the screen lets it be painted again."""
    QCoreApplication.processEvents()
    paints = _Paints()
    view.installEventFilter(paints)
    act()
    QCoreApplication.processEvents()
    view.removeEventFilter(paints)
    return paints.seen


def shown(qtbot, widget, width, height):
    """Show a widget in this size and return it."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget
