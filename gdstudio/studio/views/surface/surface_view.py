"""The 3-D view of a surface: one set of setters and signals for both ways of drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from PySide6.QtCore import QPointF, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.picking import pick, pick_at_height
from gdstudio.studio.views.common.painted_widget import came_by_key
from gdstudio.studio.views.surface.surface_overlay import SurfaceOverlay, drawn_radius
from gdstudio.studio.views.surface.turnable_view import TurnableView

_GRAB_SLACK: Final = 6.0  # pixels round the ball that still take it
_REST_MS: Final = 160  # without a change, until the fine picture is drawn


class SurfaceCanvas(Protocol):
    """What draws the surface itself, its floor and contour lines: OpenGL or software."""

    def set_scene(self, mesh: SurfaceMesh | None, camera: Camera, moving: bool) -> None:
        """Draw this surface from this camera; while it moves, fast rather than fine."""


class SurfaceView(TurnableView):
    """A surface one can turn, with paths, balls and arrows on it.

    A click is a place on the surface, and the current ball can be dragged.

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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.no_gl_reason = ""
        self.setAccessibleName(self.tr("3-D surface"))
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
        self._show_scene()

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

    def set_orthographic(self, orthographic: bool) -> None:
        """Draw in parallel projection, or in perspective."""
        self.set_camera(replace(self._camera, orthographic=orthographic))

    def _make_canvas(self) -> QWidget:
        """Return the child that draws the surface; a `SurfaceCanvas`."""
        raise NotImplementedError

    def fall_back(self, reason: str) -> None:
        """Draw in software from now on, for this reason; nothing to do where it is done already."""

    def _replace_canvas(self, canvas: QWidget) -> None:
        """Draw with another canvas what this one shows, below the same marks."""
        old, self._canvas = self._canvas, canvas
        canvas.setGeometry(self.rect())
        canvas.stackUnder(self._overlay)
        self._show_scene()
        canvas.show()
        old.hide()
        old.deleteLater()

    def _show_scene(self) -> None:
        self._canvas.set_scene(self._mesh, self._camera, moving=True)
        self._overlay.set_scene(self._mesh, self._camera)
        self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        self._canvas.set_scene(self._mesh, self._camera, moving=False)

    def _can_hold(self, at: QPointF) -> bool:
        ball = self._overlay.current_marker()
        if self._mesh is None or ball is None:
            return False
        x, y, _ = self._camera.project(ball.point, self.width(), self.height())
        return bool(np.hypot(at.x() - x, at.y() - y) <= drawn_radius(ball) + _GRAB_SLACK)

    def _on_clicked(self, at: QPointF) -> None:
        if self._mesh is None:
            return
        size = (self.width(), self.height())
        place = pick(self._mesh, self._camera, at.x(), at.y(), *size)
        if place is not None:
            self.surface_clicked.emit(*place)

    def _on_held_moved(self, at: QPointF) -> None:
        ball = self._overlay.current_marker()
        if self._mesh is None or ball is None:
            return
        view = (self._mesh, self._camera, at.x(), at.y(), self.width(), self.height())
        place = pick(*view) or pick_at_height(*view, at=float(np.nan_to_num(ball.point[2])))
        if np.isfinite(self._mesh.place_on_surface([place])).all():
            self.surface_dragged.emit(*place)

    def _on_held_released(self) -> None:
        self.drag_ended.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus if it came by the keyboard."""
        self._overlay.set_focused(came_by_key(event.reason()))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        self._overlay.set_focused(False)
        super().focusOutEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return the least size in which the axes can be read."""
        return QSize(240, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give surface and marks the whole view."""
        for child in (self._canvas, self._overlay):
            child.setGeometry(self.rect())

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(600, 460)
