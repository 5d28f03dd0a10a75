"""The diagram for readers of the screen: every neuron drawn is a child with its name and value."""

from __future__ import annotations

from typing import Final
from weakref import ref

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from gdstudio.studio.views.inside.network_diagram import NetworkDiagram

# Qt keeps pointers to what it was given, and does not delete what Python owns: so nothing goes.
_KEPT: Final[list[QAccessibleInterface]] = []
_FACTORIES: Final[list[object]] = []


class StopAccessible(QAccessibleInterface):
    """A neuron or a picture in a diagram; what it says is asked of the diagram each time."""

    def __init__(self, diagram: NetworkDiagram, index: int) -> None:
        super().__init__()
        self._of, self._index = ref(diagram), index

    @property
    def _diagram(self) -> NetworkDiagram | None:
        """The diagram, while it is there and has so many stops."""
        diagram = self._of()
        is_there = diagram is not None and isValid(diagram)
        return diagram if is_there and self._index < len(diagram.stops()) else None  # type: ignore[union-attr]

    def isValid(self) -> bool:
        return self._diagram is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        """Return no object: it is a part of the diagram."""
        return None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the diagram."""
        diagram = self._diagram
        return None if diagram is None else QAccessible.queryAccessibleInterface(diagram)

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return nothing: it has no parts."""
        return None

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        """Return that it is an item of a list."""
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        """Return its name with its value."""
        diagram = self._diagram
        if diagram is None or kind != QAccessible.Text.Name:
            return ""
        return diagram.stop_spoken(self._index)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        pass

    def rect(self) -> QRect:
        """Return where it stands on the screen."""
        diagram = self._diagram
        if diagram is None:
            return QRect()
        room = diagram.stop_rect(self._index)
        return QRect(diagram.mapToGlobal(room.topLeft()), room.size())

    def state(self) -> QAccessible.State:
        """Return whether it has the keys, and is open."""
        state, diagram = QAccessible.State(), self._diagram
        state.focusable = state.selectable = 1
        if diagram is None:
            state.invalid = 1
            return state
        state.focused = int(diagram.hasFocus() and diagram.stop_of(diagram.pointed) == self._index)
        state.selected = int(diagram.stop_of(diagram.chosen) == self._index)
        return state


class DiagramAccessible(QAccessibleWidget):
    """The diagram as a list of its stops, layer by layer."""

    def __init__(self, diagram: NetworkDiagram) -> None:
        super().__init__(diagram, QAccessible.Role.List)
        self._diagram = diagram
        self._stops: list[StopAccessible] = []

    def childCount(self) -> int:
        return len(self._diagram.stops())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return a stop, made when it is asked for first."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._stops) <= index:
            self._stops.append(StopAccessible(self._diagram, len(self._stops)))
            _KEPT.append(self._stops[-1])
        return self._stops[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return next((k for k, one in enumerate(self._stops) if one is child), -1)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.child(self._diagram.stop_of(self._diagram.pointed))

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        place = self._diagram.mapFromGlobal(QPoint(x, y))
        return self.child(self._diagram.stop_of(self._diagram.spot_at(place.x(), place.y())))


def let_diagrams_be_read() -> None:
    """Tell Qt, once, how a diagram is read out."""
    if not _FACTORIES:
        _FACTORIES.append(_make)
        QAccessible.installFactory(_make)


def _make(_key: str, thing: QObject) -> QAccessibleInterface | None:
    if not isinstance(thing, NetworkDiagram):
        return None
    _KEPT.append(made := DiagramAccessible(thing))
    return made
