"""The 3-D view drawn without OpenGL."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.picking import visible
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.surface.surface_lines import floor_contours, floor_grid, surface_contours

_CELLS_FAST: Final = 50  # along each side; about 20 ms a picture
_CELLS_FINE: Final = 100
_EDGE: Final = 0.9  # pixels
_FAR_AWAY: Final = 1e6  # of the eye in parallel projection


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
    lines, colours = floor_grid(mesh, theme)
    _paint_lines(painter, camera.project(lines, *size), colours, 1.0)
    lines, colours = floor_contours(mesh, theme)
    _paint_lines(painter, camera.project(lines, *size), colours, 1.5)
    _paint_cells(painter, mesh, camera, size, fine)
    if fine:
        lines, colours = surface_contours(mesh, theme)
        seen = visible(mesh, camera, lines.mean(axis=1, dtype=np.float64))
        _paint_lines(painter, camera.project(lines[seen], *size), colours[seen], 1.0)
    painter.end()


def _paint_cells(
    painter: QPainter, mesh: SurfaceMesh, camera: Camera, size: tuple[int, int], fine: bool
) -> None:
    ny, nx = mesh.heights.shape
    most = _CELLS_FINE if fine else _CELLS_FAST
    rows, columns = _thinned(ny, most), _thinned(nx, most)
    index = rows[:, None] * nx + columns
    pixels = camera.project(mesh.vertices[index.ravel()], *size)[:, :2]
    corners = _cells(np.arange(index.size).reshape(index.shape))
    kept = np.isfinite(mesh.heights.ravel()[index.ravel()[corners]]).all(axis=1)
    kept &= np.isfinite(pixels[corners]).all(axis=(1, 2))
    order = _back_to_front(mesh, camera, rows, columns)
    order = order[kept[order]]
    pixels = np.clip(np.nan_to_num(pixels), -1e5, 1e5)
    points = list(map(QPointF, pixels[:, 0].tolist(), pixels[:, 1].tolist()))
    colours = (mesh.colours[index.ravel()][corners[order], :3].mean(axis=1) * 255).astype(int)
    packed = (0xFF << 24) | (colours[:, 0] << 16) | (colours[:, 1] << 8) | colours[:, 2]
    quads = [[points[k] for k in corner] for corner in corners[order].tolist()]
    _paint_quads(painter, quads, packed.tolist(), fine)


def _paint_quads(
    painter: QPainter, quads: list[list[QPointF]], colours: list[int], smooth: bool
) -> None:
    """Paint quadrilaterals in this order; smooth ones get a thin edge that closes the seams."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    painter.setPen(Qt.PenStyle.NoPen)
    edge = QPen(Qt.GlobalColor.black, _EDGE)
    for quad, rgb in zip(quads, colours, strict=True):
        colour = QColor.fromRgb(rgb)
        painter.setBrush(colour)
        if smooth:
            edge.setColor(colour)
            painter.setPen(edge)
        painter.drawConvexPolygon(quad)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_lines(
    painter: QPainter, pixels: NDArray[Any], colours: NDArray[np.float32], width: float
) -> None:
    """Paint segments, shape (k, 2, 2 or 3), grouped by colour."""
    there = np.isfinite(pixels).all(axis=(1, 2))
    flat = np.clip(pixels[there][:, :, :2], -1e5, 1e5).reshape(-1, 4)
    kinds, which = np.unique(colours[there], axis=0, return_inverse=True)
    for kind, colour in enumerate(kinds.tolist()):
        pen = QPen(QColor.fromRgbF(*colour), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines([QLineF(*ends) for ends in flat[which.ravel() == kind].tolist()])


def _thinned(n: int, max_cells: int) -> NDArray[np.intp]:
    """Return at most max_cells + 1 places of n, evenly spread, with both ends."""
    return np.unique(np.linspace(0, n - 1, min(n, max_cells + 1)).round().astype(np.intp))


def _cells(index: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the four corners of each cell, going round it, shape (cells, 4), row after row."""
    around = (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1])
    return np.stack(around, axis=-1).reshape(-1, 4)


def _back_to_front(
    mesh: SurfaceMesh, camera: Camera, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return the cells in an order in which none hides an earlier one.

    Away from the eye along any ray, the distances |dx| and |dy| from the eye never shrink; so it is
    enough to go through rows by falling |dy| and in each row through cells by falling |dx|.
    """
    ny, nx = mesh.heights.shape
    eye = camera.eye()
    if camera.orthographic:
        eye = eye + camera.towards_eye(np.zeros((1, 3)))[0] * _FAR_AWAY
    middle_y = (rows[:-1] + rows[1:]) / (ny - 1) - 1
    middle_x = (columns[:-1] + columns[1:]) / (nx - 1) - 1
    by_row = np.argsort(-np.abs(middle_y - eye[1]), kind="stable")
    by_column = np.argsort(-np.abs(middle_x - eye[0]), kind="stable")
    return (by_row[:, None] * len(middle_x) + by_column).ravel()


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
