"""Turning, moving and zooming by mouse, wheel, touch pad and keys."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.studio.views.common.painted_widget import arrow_of

_CLICK_SLACK: Final = 4.0  # pixels a click may wander
_DEGREES_PER_PIXEL: Final = 0.4
_DEGREES_PER_KEY: Final = 5.0
_ZOOM_PER_KEY: Final = 1.15
_ZOOM_PER_NOTCH: Final = 1.12
_ZOOMS: Final = {
    Qt.Key.Key_Plus: _ZOOM_PER_KEY,
    Qt.Key.Key_Equal: _ZOOM_PER_KEY,
    Qt.Key.Key_Minus: 1 / _ZOOM_PER_KEY,
    Qt.Key.Key_Underscore: 1 / _ZOOM_PER_KEY,
}


class TurnableView(QWidget):
    """A widget with a camera that the user moves; what it shows is up to the subclass.

    Left drag turns; right, middle or Shift drag pans; wheel, pinch, + and - zoom; arrow keys turn;
    Home resets.

    Signals:
        camera_changed(camera): The user turned, moved or zoomed; carries the new `Camera`.
    """

    camera_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._camera = Camera()
        self._pressed_at: QPointF | None = None
        self._last_at = QPointF()
        self._wandered = False
        self._holds = False

    def camera(self) -> Camera:
        """Return where the view looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from here; emits nothing."""
        self._camera = camera
        self._show_scene()

    def reset_camera(self) -> None:
        """Look from the first place again, in the projection chosen."""
        self._move_camera(Camera(orthographic=self._camera.orthographic))

    def _show_scene(self) -> None:
        """Draw from the present camera."""
        raise NotImplementedError

    def _can_hold(self, at: QPointF) -> bool:
        """Return whether there is something at this place that can be dragged."""
        raise NotImplementedError

    def _on_clicked(self, at: QPointF) -> None:
        """Take a click: a press and a release at one place."""
        raise NotImplementedError

    def _on_held_moved(self, at: QPointF) -> None:
        """Take a move of what is dragged."""
        raise NotImplementedError

    def _on_held_released(self) -> None:
        """Take the end of a drag."""
        raise NotImplementedError

    def _move_camera(self, camera: Camera) -> None:
        if camera != self._camera:
            self.set_camera(camera)
            self.camera_changed.emit(camera)

    def _drag_camera(self, step: QPointF, pans: bool) -> None:
        if pans:
            size = (self.width(), self.height())
            self._move_camera(self._camera.panned(step.x(), step.y(), *size))
        else:
            turn = step * _DEGREES_PER_PIXEL
            self._move_camera(self._camera.turned(-turn.x(), turn.y()))

    def _on_pinched(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        self._move_camera(self._camera.zoomed(pinch.scaleFactor() or 1.0))
        self._wandered = True  # the fingers that pinch do not click as well
        event.accept(pinch)
        return True

    def event(self, event: QEvent) -> bool:
        """Take the pinches of touch screens and touch pads."""
        if isinstance(event, QGestureEvent):
            return self._on_pinched(event)
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self._move_camera(self._camera.zoomed(max(1.0 + event.value(), 0.1)))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by arrow keys, zoom by + and -, reset by Home."""
        key = event.key()
        if (step := arrow_of(event)) is not None:
            right, down = (way * _DEGREES_PER_KEY for way in step)
            self._move_camera(self._camera.turned(right, -down))
        elif key in _ZOOMS:
            self._move_camera(self._camera.zoomed(_ZOOMS[Qt.Key(key)]))
        elif key == Qt.Key.Key_Home:
            self.reset_camera()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, or the camera; show by the cursor what can be held."""
        at = event.position()
        if self._pressed_at is None:
            shape = Qt.CursorShape
            self.setCursor(shape.OpenHandCursor if self._can_hold(at) else shape.ArrowCursor)
            return
        way = at - self._pressed_at
        self._wandered = self._wandered or bool(np.hypot(way.x(), way.y()) > _CLICK_SLACK)
        if self._holds:
            self._on_held_moved(at)
        elif self._wandered:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            turns = bool(event.buttons() & Qt.MouseButton.LeftButton) and not shifted
            self._drag_camera(at - self._last_at, pans=not turns)
        self._last_at = at

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if self._pressed_at is not None:  # a further button while one is down
            return
        self._pressed_at = self._last_at = event.position()
        self._wandered = False
        left = event.button() == Qt.MouseButton.LeftButton
        self._holds = left and self._can_hold(event.position())
        if self._holds:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or take a press that stayed in place as a click."""
        if self._pressed_at is None or event.buttons() != Qt.MouseButton.NoButton:
            return
        held, self._pressed_at, self._holds = self._holds, None, False
        if held:
            self.unsetCursor()
            self._on_held_released()
        elif not self._wandered and event.button() == Qt.MouseButton.LeftButton:
            self._on_clicked(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        notches = event.angleDelta().y() / 120
        self._move_camera(self._camera.zoomed(_ZOOM_PER_NOTCH**notches))
        event.accept()
