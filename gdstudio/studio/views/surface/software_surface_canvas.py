"""The 3-D view drawn without OpenGL."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.surface.cells import CELLS_FINE, surface_cells
from gdstudio.pictures.surface.lines import floor_strokes, height_strokes
from gdstudio.studio.painting import paint_faces, paint_strokes
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.painted_widget import PaintedWidget

_CELLS_FAST: Final = 50  # along each side; about 20 ms a picture


def paint_surface(
    image: QImage,
    mesh: SurfaceMesh,
    camera: Camera,
    theme: Theme,
    fine: bool,
) -> None:
    """Paint floor, contour lines and surface over a picture filled with the background.

    Args:
        image: Any size; its device pixel ratio is heeded.
        mesh: The surface.
        camera: Where it is looked at from.
        theme: Colours of floor and lines.
        fine: With every cell up to 100 x 100, smooth edges and the contour lines on the surface;
            otherwise fast: at most 50 x 50 cells with plain edges.
    """
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    size = image.deviceIndependentSize().toSize().toTuple()
    for strokes in floor_strokes(mesh, camera, size, theme):
        paint_strokes(painter, strokes)
    cells = surface_cells(mesh, camera, size, CELLS_FINE if fine else _CELLS_FAST)
    paint_faces(painter, cells, smooth=fine)
    if fine:
        for strokes in height_strokes(mesh, camera, size, theme):
            paint_strokes(painter, strokes)
    painter.end()


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
        if self.width() < 1 or self.height() < 1:
            return
        wanted = self.size() * self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != wanted:
            self._picture = self._painted()
        painter = QPainter(self)
        painter.drawImage(0, 0, self._picture)
        painter.end()
