"""Mouse events as a hand would send them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.MouseButton.NoButton


def send_mouse(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    """Press, move (pressed) or release the left button at a place of the widget."""
    button = _NONE if kind == QEvent.Type.MouseMove else _LEFT
    buttons = _NONE if kind == QEvent.Type.MouseButtonRelease else _LEFT
    world = widget.mapToGlobal(place)
    event = QMouseEvent(kind, place, world, button, buttons, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(widget, event)
