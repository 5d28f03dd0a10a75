"""The 3-D view drawn without OpenGL."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.surface.surface_raster import paint_surface
from gdstudio.studio.views.surface.surface_view import SurfaceView


class SoftwareSurfaceCanvas(PaintedWidget):
    """Floor, contour lines and surface as a picture that is kept until something changes.

    While the camera or the surface moves the picture is coarse; at rest it is made anew, fine.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._camera = Camera()
        self._mesh: SurfaceMesh | None = None
        self._picture: QImage | None = None
        self._moving = False

    def set_scene(self, mesh: SurfaceMesh | None, camera: Camera, moving: bool) -> None:
        """Draw this surface from this camera."""
        if mesh is self._mesh and camera == self._camera and moving == self._moving:
            return
        self._mesh, self._camera, self._moving = mesh, camera, moving
        self._redraw()

    def look_changed(self) -> None:
        """Make the picture anew."""
        self._redraw()

    def _redraw(self) -> None:
        self._picture = None
        self.update()

    def _painted(self) -> QImage:
        ratio = self.devicePixelRatioF()
        image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(self.theme.base))
        if self._mesh is not None:
            paint_surface(image, self._mesh, self._camera, self.theme, fine=not self._moving)
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture kept, or make it anew."""
        if self.width() < 1 or self.height() < 1:
            return
        wanted = self.size() * self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != wanted:
            self._picture = self._painted()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.end()


class SoftwareSurfaceView(SurfaceView):
    """A `SurfaceView` whose surface is drawn in software."""

    def _make_canvas(self) -> QWidget:
        return SoftwareSurfaceCanvas(self)
