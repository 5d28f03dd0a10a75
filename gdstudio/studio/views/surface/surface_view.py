"""The 3-D view of a surface: one set of setters and signals for both ways of drawing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QMenu, QPinchGesture, QWidget

from gdstudio.numerals import MINUS
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.picking import pick, pick_at_height
from gdstudio.pictures.surface.marked import drawn_radius
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import in_light
from gdstudio.studio.translation import tr
from gdstudio.studio.views.common.painted_widget import arrow_of, came_by_key
from gdstudio.studio.views.surface.opengl_platform import opengl_available
from gdstudio.studio.views.surface.software_surface_canvas import SoftwareSurfaceCanvas
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay

if TYPE_CHECKING:
    from gdstudio.studio.views.surface.gl_surface_canvas import GLSurfaceCanvas

_log = logging.getLogger(__name__)

_GRAB_SLACK: Final = 6.0  # pixels round the ball that still take it
_REST_MS: Final = 160  # without a change, until the fine picture is drawn
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


class SurfaceView(QWidget):
    """A surface one can turn, with paths, balls and arrows on it, drawn with OpenGL if possible.

    Make it before its window is first shown, and keep it out of docks that float: a window that
    gains or loses its first OpenGL view while it is visible flickers or goes black.

    Left drag turns; right, middle or Shift drag pans; wheel, pinch, + and - zoom; arrow keys turn;
    Home resets, Page Up looks from above; a right click offers the same. A click is a place on the
    surface, and the current ball can be dragged.

    Signals:
        surface_clicked(x, y): A click on the surface, in data coordinates.
        surface_dragged(x, y): The current ball is dragged here, in data coordinates; the ball stays
            where it is until it is set anew.
        drag_ended(): The ball was let go.
        fell_back(reason): OpenGL failed, and from now on the surface is drawn in software.

    Attributes:
        no_gl_reason: Why the surface is drawn in software (one sentence), or "".
    """

    surface_clicked = Signal(float, float)
    surface_dragged = Signal(float, float)
    drag_ended = Signal()
    fell_back = Signal(str)

    def __init__(self, use_gl: bool | None = None) -> None:
        """Show nothing yet; `use_gl` is False for `--no-gl`, else OpenGL is used if available."""
        super().__init__()
        _, self.no_gl_reason = opengl_available(no_gl=use_gl is False)
        self.setAccessibleName(self.tr("3-D surface"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self._camera = Camera()
        self._pressed_at: QPointF | None = None
        self._last_at = QPointF()
        self._wandered = False
        self._holds = False
        self._mesh: SurfaceMesh | None = None
        self._canvas = self._make_canvas()
        self._overlay = SurfaceOverlay(self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    def set_surface(self, mesh: SurfaceMesh | None) -> None:
        """Show this surface, from where the last one was looked at; None shows an empty view."""
        self._mesh = mesh
        self._canvas.set_scene(mesh, self._camera, moving=self._rest.isActive())
        self._overlay.set_scene(mesh, self._camera)

    def set_paths(self, paths: Sequence[SurfacePath]) -> None:
        """Draw these lines on the surface, the last on top."""
        self._overlay.set_paths(paths)

    def set_markers(self, markers: Sequence[SurfaceMarker]) -> None:
        """Draw these balls; the current one is larger and can be dragged."""
        self._overlay.set_markers(markers)

    def set_arrows(self, arrows: Sequence[SurfaceArrow]) -> None:
        """Draw these arrows."""
        self._overlay.set_arrows(arrows)

    def set_axis_titles(self, x: str, y: str, z: str) -> None:
        """Name the axes; an empty name leaves the title out."""
        self._overlay.set_titles((x, y, z))

    def figure(self) -> Figure | None:
        """Return the surface as it is looked at now; None for none."""
        from gdstudio.pictures.figures.surfaces import surface_figure  # when it is taken away

        if self._mesh is None:
            return None
        titles = self._overlay.titles()
        title = self.tr("{0} as a surface").format(titles[2] or self.tr("cost"))
        if titles[0] and titles[1]:
            title = self.tr("{0} over {1} and {2}").format(titles[2], *titles[:2])
        title = title[:1].upper() + title[1:]
        marks = in_light(self._overlay.marks())
        return surface_figure("surface", title, self._mesh, self._camera, titles, *marks)

    def camera(self) -> Camera:
        """Return where the view looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from here; emits nothing."""
        self._camera = camera
        self._show_scene()

    @Slot()
    def reset_camera(self) -> None:
        """Look from the first place again, in the projection chosen."""
        self._move_camera(Camera(orthographic=self._camera.orthographic))

    @Slot()
    def look_from_above(self) -> None:
        """Look straight down, the first axis to the right and the second one up."""
        self._move_camera(replace(self._camera, azimuth=-90.0, elevation=90.0))

    def zoom(self, factor: float) -> None:
        """Show the surface larger by a factor."""
        self._move_camera(self._camera.zoomed(factor))

    def _make_canvas(self) -> GLSurfaceCanvas | SoftwareSurfaceCanvas:
        if not self.no_gl_reason:
            try:
                # Only now: PyOpenGL takes up a library, for good, when it is first imported.
                from gdstudio.studio.views.surface.gl_surface_canvas import GLSurfaceCanvas

                canvas = GLSurfaceCanvas(self)
            except (ImportError, AttributeError, OSError) as error:  # it finds no library to load
                _log.warning("OpenGL cannot be loaded: %s", error)
                self.no_gl_reason = tr("OpenGL cannot be loaded; the surface is drawn in software.")
            else:
                # Queued: the canvas must not be replaced while it paints.
                queued = Qt.ConnectionType.QueuedConnection
                canvas.failed.connect(self._on_canvas_failed, queued)
                return canvas
        return SoftwareSurfaceCanvas(self)

    def fall_back(self, reason: str) -> None:
        """Draw in software from now on, from the same camera, for this reason (one sentence)."""
        if self.no_gl_reason:
            return
        self.no_gl_reason = reason
        old, self._canvas = self._canvas, SoftwareSurfaceCanvas(self)
        self._canvas.setGeometry(self.rect())
        self._canvas.stackUnder(self._overlay)
        self._show_scene()
        self._canvas.show()
        old.hide()
        old.deleteLater()
        self.fell_back.emit(reason)

    @Slot()
    def _on_canvas_failed(self) -> None:
        self.fall_back(tr("OpenGL failed while it drew; the surface is drawn in software."))

    def _show_scene(self) -> None:
        self._canvas.set_scene(self._mesh, self._camera, moving=True)
        self._overlay.set_scene(self._mesh, self._camera)
        self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        self._canvas.set_scene(self._mesh, self._camera, moving=False)

    def _move_camera(self, camera: Camera) -> None:
        if camera != self._camera:
            self.set_camera(camera)

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

    def _can_hold(self, at: QPointF) -> bool:
        """Return whether the ball is at this place."""
        ball = self._overlay.current_marker()
        if self._mesh is None or ball is None:
            return False
        x, y, _ = self._camera.project(ball.point, self.width(), self.height())
        return bool(np.hypot(at.x() - x, at.y() - y) <= drawn_radius(ball) + _GRAB_SLACK)

    def _click(self, at: QPointF) -> None:
        if self._mesh is None:
            return
        size = (self.width(), self.height())
        place = pick(self._mesh, self._camera, at.x(), at.y(), *size)
        if place is not None:
            self.surface_clicked.emit(*place)

    def _drag_ball(self, at: QPointF) -> None:
        ball = self._overlay.current_marker()
        if self._mesh is None or ball is None:
            return
        view = (self._mesh, self._camera, at.x(), at.y(), self.width(), self.height())
        place = pick(*view) or pick_at_height(*view, at=float(np.nan_to_num(ball.point[2])))
        if np.isfinite(self._mesh.place_on_surface([place])).all():
            self.surface_dragged.emit(*place)

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

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, keys, do in (
            (self.tr("View from above"), self.tr("Page Up"), self.look_from_above),
            (self.tr("Reset view"), self.tr("Home"), self.reset_camera),
            (self.tr("Zoom in"), "+", partial(self.zoom, _ZOOM_PER_KEY)),
            (self.tr("Zoom out"), MINUS, partial(self.zoom, 1 / _ZOOM_PER_KEY)),
        ):
            menu.addAction(f"{words}\t{keys}").triggered.connect(do)
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu by its key; a press of the right button may become a drag."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._open_menu(self.mapToGlobal(self.rect().center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if (step := arrow_of(event)) is not None:
            right, down = (way * _DEGREES_PER_KEY for way in step)
            self._move_camera(self._camera.turned(right, -down))
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[Qt.Key(key)])
        elif key == Qt.Key.Key_PageUp:
            self.look_from_above()
        elif key == Qt.Key.Key_Home:
            self.reset_camera()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed_at is None:
            shape = Qt.CursorShape
            self.setCursor(shape.OpenHandCursor if self._can_hold(at) else shape.ArrowCursor)
            return
        way = at - self._pressed_at
        self._wandered = self._wandered or bool(np.hypot(way.x(), way.y()) > _CLICK_SLACK)
        if self._holds:
            self._drag_ball(at)
        elif self._wandered:
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            turns = bool(event.buttons() & Qt.MouseButton.LeftButton) and not shifted
            self._drag_camera(at - self._last_at, pans=not turns)
        self._last_at = at

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None:  # a further button while one is down
            return
        self._pressed_at = self._last_at = event.position()
        self._wandered = False
        left = event.button() == Qt.MouseButton.LeftButton
        self._holds = left and self._can_hold(event.position())
        if self._holds:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or event.buttons() != Qt.MouseButton.NoButton:
            return
        held, self._pressed_at, self._holds = self._holds, None, False
        if held:
            self.unsetCursor()
            self.drag_ended.emit()
        elif not self._wandered and event.button() == Qt.MouseButton.LeftButton:
            self._click(event.position())
        elif not self._wandered and event.button() == Qt.MouseButton.RightButton:
            self._open_menu(event.globalPosition().toPoint())

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        self._move_camera(self._camera.zoomed(_ZOOM_PER_NOTCH**notches))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._overlay.set_focused(came_by_key(event.reason()))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._overlay.set_focused(False)
        super().focusOutEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(180))

    def resizeEvent(self, event: QResizeEvent) -> None:
        for child in (self._canvas, self._overlay):
            child.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        return QSize(px(600), px(460))
