"""What rests in the contour map: colours, basins, lines and stationary points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gdstudio.descent.basins import BasinMap
from gdstudio.descent.functions import StationaryPoint
from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.pictures.contour_map import basin_picture, contour_lines, map_picture
from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.grid import Grid
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.plane.category_colours import category_table
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import draw_mark, faded

_LINE: Final = 0.5  # opacity
_BASIN: Final = 0.6  # opacity
_MARK_PX: Final = 6.0
_MARK_FILL: Final = QColor("#ffffff")
_MARK_RIM: Final = QColor("#1b1f24")


class ContourMap(PlaneLayer):
    """The cost as colours with lines of equal cost; while there are basins, these as colours."""

    def __init__(self) -> None:
        super().__init__(resting=True)
        self._grid: Grid | None = None
        self._lines: NDArray[np.float64] = np.empty((0, 2, 2))
        self._basins: BasinMap | None = None
        self._stationary: tuple[StationaryPoint, ...] = ()
        self._picture: tuple[object, QImage] | None = None

    def set_grid(self, grid: Grid | None) -> None:
        """Draw this grid; None draws nothing."""
        self._grid = grid
        self._lines = np.empty((0, 2, 2)) if grid is None else contour_lines(grid)
        self._picture = None
        self.update()

    def set_basins(self, basins: BasinMap | None) -> None:
        """Colour the starts by the minimum they reach, or by cost."""
        if (basins is None) != (self._basins is None):
            self._picture = None
        self._basins = basins
        self.update()

    def set_stationary(self, points: Sequence[StationaryPoint]) -> None:
        """Mark these points."""
        self._stationary = tuple(points)
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint colours, basins, lines and marks."""
        if self._grid is None:
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(0, 0, frame.width, frame.height)
        painter.drawImage(box, self._map_image(self._grid, frame, painter))
        if self._basins is not None:
            self._draw_basins(painter, frame, self._basins)
        pen = QPen(faded(self._line_colour(), _LINE), 1.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # translucent ends that overlap would show as beads
        painter.setPen(pen)
        ends = frame.to_pixels(self._lines.reshape(-1, 2)).reshape(-1, 4)
        painter.drawLines([QLineF(*segment) for segment in ends.tolist()])
        for point in self._stationary:
            at = frame.to_pixels([point.point])[0]
            if np.isfinite(at).all():
                draw_mark(painter, point.kind, QPointF(*at), _MARK_PX, _MARK_FILL, _MARK_RIM)

    def _line_colour(self) -> QColor:
        return QColor("#000000" if self._basins is not None else "#ffffff")

    def _map_image(self, grid: Grid, frame: PlaneFrame, painter: QPainter) -> QImage:
        """Return the colours of the grid in the pixels of the screen; kept until they change."""
        ratio = painter.device().devicePixelRatioF()
        size = (max(round(frame.width * ratio), 1), max(round(frame.height * ratio), 1))
        key = (size, self.theme.name, self._basins is None)
        if self._picture is None or self._picture[0] != key:
            lut = VIRIDIS if self._basins is None else _greys(self.theme)
            self._picture = (key, _image(map_picture(grid, *size, lut)))
        return self._picture[1]

    def _draw_basins(self, painter: QPainter, frame: PlaneFrame, basins: BasinMap) -> None:
        table = category_table(len(basins.minima), self.theme)
        half_x = 0.5 * (basins.x[1] - basins.x[0])
        half_y = 0.5 * (basins.y[1] - basins.y[0])
        corners = [
            (basins.x[0] - half_x, basins.y[-1] + half_y),
            (basins.x[-1] + half_x, basins.y[0] - half_y),
        ]
        (left, top), (right, bottom) = frame.to_pixels(corners).tolist()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        picture = basin_picture(basins.labels, table, _BASIN)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), _image(picture))


def _image(picture: NDArray[Any]) -> QImage:
    """Return red, green, blue, alpha, shape (rows, columns, 4), as a picture of its own."""
    rows, columns = picture.shape[:2]
    data = np.ascontiguousarray(picture)
    borrowed = QImage(data.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
    return borrowed.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _greys(theme: Theme) -> NDArray[np.uint8]:
    """Return 256 greys that show the heights under the basins, shape (256, 3)."""
    ends = (90, 235) if theme.name == "light" else (20, 170)
    return np.linspace(*ends, 256).round().astype(np.uint8)[:, None].repeat(3, axis=1)
