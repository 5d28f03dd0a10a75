"""The 3-D view drawn with OpenGL: uploads arrays that were made elsewhere, and nothing more.

Import this module only after `choose_pyopengl_platform` was called.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import numpy as np
import pyqtgraph.opengl as gl
from numpy.typing import NDArray
from OpenGL import GL
from pyqtgraph.opengl.GLGraphicsItem import GLOptions
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QMatrix4x4, QPaintEvent
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.surface.lines import floor_contours, floor_grid, surface_contours
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.surface.opengl_platform import opengl_starts, opengl_works

_log = logging.getLogger(__name__)

_SAMPLES: Final = 4
_SOFTWARE_RENDERERS: Final = ("llvmpipe", "softpipe", "swrast", "software", "gdi generic")
# The floor lies behind all else from wherever one looks: its lines are drawn one over the other.
_BEHIND: Final = {**GLOptions["translucent"], GL.GL_DEPTH_TEST: False}
# The surface is pushed back a little in depth, so that the lines on it are not half buried.
_PUSHED_BACK: Final = {
    GL.GL_DEPTH_TEST: True,
    GL.GL_BLEND: False,
    GL.GL_CULL_FACE: False,
    GL.GL_POLYGON_OFFSET_FILL: True,
    "glPolygonOffset": (1.0, 1.0),
}


class GLSurfaceCanvas(FollowsLook, gl.GLViewWidget):
    """Floor, contour lines and surface; the camera is ours, the items are made once.

    Edges are smoothed by four samples a pixel. Where the processor does the work of a graphics card
    that doubles the time of a picture, so there it is done only once the view is at rest.

    Signals:
        failed: OpenGL cannot draw after all; once, whatever was raised or lost.
    """

    failed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._camera = Camera()
        self._mesh: SurfaceMesh | None = None
        self._moving = False
        self._has_drawn = self._has_failed = False
        self._renders_in_software = False
        self._smooth: QOpenGLFramebufferObject | None = None
        self._grid = gl.GLLinePlotItem(mode="lines", glOptions=_BEHIND)
        self._floor = gl.GLLinePlotItem(mode="lines", glOptions=_BEHIND, width=1.5)
        self._surface = gl.GLMeshItem(computeNormals=False, smooth=True, glOptions=_PUSHED_BACK)
        self._isolines = gl.GLLinePlotItem(mode="lines", glOptions="translucent")
        self._items_in_order = (self._grid, self._floor, self._surface, self._isolines)
        for item in self._items_in_order:
            item.setVisible(False)
            self.addItem(item)
        self.follow_look()

    def set_scene(self, mesh: SurfaceMesh | None, camera: Camera, moving: bool) -> None:
        """Draw this surface from this camera; uploads only what changed."""
        self._camera, self._moving = camera, moving
        if mesh is not self._mesh:
            self._mesh = mesh
            self._upload()
        self.update()

    def look_changed(self) -> None:
        """Colour ground and lines anew."""
        self.setBackgroundColor(QColor(self.theme.base))
        self._upload()

    def _upload(self) -> None:
        mesh = self._mesh
        if mesh is None:
            for item in self._items_in_order:
                item.setVisible(False)
            return
        _set_lines(self._grid, *floor_grid(mesh, self.theme))
        _set_lines(self._floor, *floor_contours(mesh, self.theme))
        _set_lines(self._isolines, *surface_contours(mesh, self.theme))
        self._surface.setVisible(len(mesh.faces) > 0)
        if len(mesh.faces):
            self._surface.setMeshData(
                vertexes=mesh.vertices, faces=mesh.faces, vertexColors=mesh.colours
            )

    def _smooth_target(self) -> QOpenGLFramebufferObject | None:
        """Return what to draw into with several samples a pixel, or None to draw plainly."""
        if self._moving and self._renders_in_software:
            return None
        size = self.size() * self.devicePixelRatioF()
        if self._smooth is None or self._smooth.size() != size:
            wanted = QOpenGLFramebufferObjectFormat()
            wanted.setSamples(_SAMPLES)
            wanted.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
            self._smooth = QOpenGLFramebufferObject(size, wanted)
        return self._smooth if self._smooth.isValid() else None

    @Slot()
    def evalKeyState(self) -> None:
        """Do nothing: the view around it takes the keys. As a slot, it connects without warning."""

    def initializeGL(self) -> None:
        """Start OpenGL, with the marker left until the first picture is drawn."""
        opengl_starts()
        self._has_drawn = False  # a view that moves to another window starts anew
        self._smooth = None
        try:
            super().initializeGL()
            renderer = str(self.context().functions().glGetString(GL.GL_RENDERER)).lower()
        except Exception as error:
            self._fail(error)
            return
        self._renders_in_software = any(name in renderer for name in _SOFTWARE_RENDERERS)

    def paintGL(self) -> None:
        """Draw the items; the first picture takes the marker away."""
        if self._has_failed:
            return
        try:
            self._paint_smooth()
        except Exception as error:
            self._fail(error)
            return
        if not self._has_drawn:
            self._has_drawn = True
            GL.glFinish()  # a driver that dies while it draws dies before the marker is gone
            opengl_works()

    def _paint_smooth(self) -> None:
        target = self._smooth_target()
        if target is None:
            super().paintGL()
            return
        target.bind()
        super().paintGL()
        target.release()
        # None is the screen; the stub does not know.
        QOpenGLFramebufferObject.blitFramebuffer(None, target)  # type: ignore[call-overload]

    def drawItemTree(self, item: Any = None, useItemNames: bool = False) -> None:
        """Draw the items in order; unlike pyqtgraph's own, keep no failure to itself."""
        for each in self._items_in_order:
            if each.visible():
                if self.default_vao.isCreated():
                    self.default_vao.bind()
                each.paint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw; Qt says nothing where it could make no context to draw with."""
        super().paintEvent(event)
        if not self.isValid():
            self._fail(RuntimeError("no context"))

    def _fail(self, error: Exception) -> None:
        """Tell, the first time: the exceptions of drivers and of PyOpenGL have no common base."""
        opengl_works()  # it failed, but the program lives and draws in software
        if not self._has_failed:
            self._has_failed = True
            _log.warning("OpenGL: %s", str(error).splitlines()[0] if str(error) else repr(error))
            self.failed.emit()

    def projectionMatrix(self, region: Any, viewport: Any) -> QMatrix4x4:
        return _matrix(self._camera.projection_matrix(self.width(), self.height()))

    def viewMatrix(self) -> QMatrix4x4:
        return _matrix(self._camera.view_matrix())


def _set_lines(
    item: gl.GLLinePlotItem, segments: NDArray[np.float32], colours: NDArray[np.float32]
) -> None:
    item.setVisible(len(segments) > 0)
    if len(segments):
        item.setData(pos=segments.reshape(-1, 3), color=np.repeat(colours, 2, axis=0))


def _matrix(matrix: NDArray[np.float64]) -> QMatrix4x4:
    return QMatrix4x4(matrix.ravel().tolist())
