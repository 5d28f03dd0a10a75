"""The drawing area of the flat plots: a box with axes, mouse and arrow keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from gdstudio.pictures.plane.box import PlaneBox, PlaneChart, draw_rest, place_box
from gdstudio.pictures.scene import Clip, Scene
from gdstudio.studio.views.common.painted_widget import arrow_of
from gdstudio.studio.views.common.scene_widget import SceneWidget

_NEAR_PX: Final = 12.0  # a hint shows this far around its place
_WHEEL_STEP: Final = 120.0  # eighths of a degree in a step of the wheel
_WHEEL_FACTOR: Final = 1.25
_KEY_FACTORS: Final = {"+": 1.25, "-": 0.8, "−": 0.8}


@dataclass(frozen=True, slots=True)
class Hint:
    """A text that shows where the pointer rests near a place in data coordinates."""

    x: float
    y: float
    text: str


Chart = TypeVar("Chart", bound=PlaneChart)


class PlaneCanvas(SceneWidget, Generic[Chart]):
    """Shows a flat plot; the chart says which part, and whoever owns it zooms.

    Signals:
        pressed(x, y): The left button is down here, at first or while the mouse moves; data
            coordinates, never outside of the range.
        let_go(): That button is up again, or there is no telling any more.
        hovered(object): The pointer is at this (x, y), or has gone (None); also when the
            plane moves under a pointer that rests.
        nudged(x, y): An arrow key: how many steps to the right and up.
        zoom_requested(float, object): So many times larger, or smaller, around a place of the
            range, (x, y), or the middle (None).
        whole_requested(): All of it is to be seen again.
    """

    pressed = Signal(float, float)
    let_go = Signal()
    hovered = Signal(object)
    nudged = Signal(int, int)
    zoom_requested = Signal(float, object)
    whole_requested = Signal()

    def __init__(self, chart: Chart, *, is_read_only: bool = False, can_zoom: bool = False) -> None:
        """Show a chart; one that is read-only has nothing to choose in it."""
        super().__init__()
        self._can_zoom = can_zoom
        self._chart = chart
        self._hints: tuple[Hint, ...] = ()
        self._is_dragging = False
        self._box = self._placed_box()
        if not is_read_only:
            self._listen()
            self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def chart(self) -> Chart:
        """What is shown."""
        return self._chart

    @property
    def box(self) -> PlaneBox:
        """Where data lie in this widget."""
        return self._box

    def set_chart(self, chart: Chart) -> None:
        """Show this; what rests is painted anew only if it is drawn from something else."""
        before, self._chart = self._chart, chart
        if all(map(_is_same, before.rest, chart.rest)):
            self._moving_changed()
        else:
            self._lay_out()

    def set_hints(self, hints: Sequence[Hint]) -> None:
        """Show these texts where the pointer rests near their places."""
        self._hints = tuple(hints)

    def widget_position(self, x: float, y: float) -> QPointF:
        """Return where data coordinates lie in this widget."""
        return QPointF(*self._box.pixel(x, y))

    def hint_at(self, position: QPointF) -> str:
        """Return the text of the hint nearest to a place of this widget; empty if none is near."""
        texts = []
        for hint in self._hints:
            away = self.widget_position(hint.x, hint.y) - position
            distance = math.hypot(away.x(), away.y())
            if distance <= _NEAR_PX:
                texts.append((distance, hint.text))
        return min(texts, default=(0.0, ""))[1]

    def _placed_box(self) -> PlaneBox:
        sheet = self._sheet()
        return place_box(sheet, sheet.rect, self._chart.axes)

    def _lay_out(self) -> None:
        box, self._box = self._box, self._placed_box()
        self._rest_changed()
        if self._pointer is not None and box != self._box:
            self._follow_pointer()

    def _follow_pointer(self) -> None:
        at = self._pointer
        inside = at is not None and self._box.contains(at.x(), at.y())
        self.hovered.emit(self._box.to_data(at.x(), at.y()) if inside and at is not None else None)

    def _press(self, at: QPointF) -> None:
        self.pressed.emit(*self._box.to_data(at.x(), at.y()))

    def _let_go(self) -> None:
        if self._is_dragging:
            self._is_dragging = False
            self.let_go.emit()

    def _resting(self) -> Scene:
        sheet = self._sheet()
        draw_rest(sheet, sheet.rect, self._chart, has_focus=self.hasFocus())
        return sheet.scene()

    def _moving(self) -> Scene:
        sheet = self._sheet()
        sheet.add(Clip(self._box.rect))
        self._chart.draw_moving(sheet, self._box)
        return sheet.scene()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the window."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Show the hint near the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._rest_changed()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that arrow keys go elsewhere; the release may go there too."""
        super().focusOutEvent(event)
        self._let_go()
        self._rest_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = arrow_of(event)
        if self._can_zoom and event.text() in _KEY_FACTORS:
            self.zoom_requested.emit(_KEY_FACTORS[event.text()], None)
        elif self._can_zoom and event.key() == Qt.Key.Key_Home:
            self.whole_requested.emit()
        elif step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            self.nudged.emit(step[0], -step[1])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._is_dragging:
            self._press(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        is_left = event.button() == Qt.MouseButton.LeftButton
        if not is_left or not self._box.contains(at.x(), at.y()):
            event.ignore()
            return
        self._is_dragging = True
        self._press(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        at, turns = event.position(), event.angleDelta().y() / _WHEEL_STEP
        if not self._can_zoom or not turns or not self._box.contains(at.x(), at.y()):
            event.ignore()
            return
        before = self._box
        self.zoom_requested.emit(_WHEEL_FACTOR**turns, self._box.to_data(at.x(), at.y()))
        event.setAccepted(self._box != before)  # else the page is scrolled

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go()


def _is_same(one: object, other: object) -> bool:
    """Return whether two parts of a chart draw the same; arrays do if they are one."""
    return one is other or (isinstance(one, str) and one == other)
