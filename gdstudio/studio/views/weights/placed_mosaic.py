"""Where the pixels of a mosaic stand on the screen, and the names of gates on their tiles."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gdstudio.pictures.mosaic import Mosaic, TileKind, neuron_pixel_at
from gdstudio.pictures.mosaic_raster import MosaicRaster, lay_out
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.weights.tile_words import tile_name


class PlacedMosaic:
    """A mosaic laid into a room of a widget, in the screen's own pixels and drawn only when new.

    Args:
        mosaic: What is drawn; its arrays are only read.
        neuron: The one neuron to enlarge, -1 for all.
    """

    def __init__(self, mosaic: Mosaic, neuron: int = -1) -> None:
        self.mosaic = mosaic
        self.neuron = neuron
        self._room = QRect()
        self._ratio = 1.0
        self._at_left = False
        self._raster: MosaicRaster | None = None
        self._screen: NDArray[np.uint8] | None = None

    def shape(self) -> tuple[tuple[int, int], tuple[int, int], int]:
        """Return what the layout depends on: rows and columns of tiles, of a tile, and the gap."""
        mosaic = self.mosaic
        grid = (1, 1) if self.neuron >= 0 else (mosaic.rows, mosaic.columns)
        return grid, (mosaic.tile_rows, mosaic.tile_columns), mosaic.gap

    def replaced(self, mosaic: Mosaic, neuron: int) -> PlacedMosaic:
        """Return `mosaic` laid into the same room; the layout is kept where it still fits."""
        placed = PlacedMosaic(mosaic, neuron)
        if placed.shape() == self.shape():
            placed._room, placed._ratio, placed._raster = self._room, self._ratio, self._raster
            placed._at_left = self._at_left
        return placed

    def place(self, room: QRect, ratio: float, *, at_left: bool = False) -> None:
        """Lay the picture into `room`, on a screen with `ratio` pixels a unit.

        It stands in the middle, or at the left end of it.
        """
        self._at_left = at_left
        if room == self._room and ratio == self._ratio:
            return
        self._room, self._ratio, self._screen = QRect(room), ratio, None
        space = max(1, int(room.height() * ratio)), max(1, int(room.width() * ratio))
        self._raster = lay_out(*self.shape(), space)

    def image(self, colours: list[int]) -> QImage | None:
        """Return the picture in the screen's pixels, None without room; valid as long as `self`."""
        if self._raster is None:
            return None
        if self._screen is None:
            enlarged = self.neuron >= 0
            shown = self.mosaic.tile(self.neuron) if enlarged else self.mosaic.indices
            self._screen = self._raster.draw(shown)
        height, width = self._screen.shape
        image = QImage(self._screen.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(colours)
        image.setDevicePixelRatio(self._ratio)
        return image

    def corner(self) -> QPoint:
        """Return where the picture begins, in device pixels of the widget."""
        if self._raster is None:
            return QPoint()
        ratio, room = self._ratio, self._room
        left = int(room.left() * ratio)
        top = int(room.top() * ratio)
        spare_width = int(room.width() * ratio) - len(self._raster.x_of)
        spare_height = int(room.height() * ratio) - len(self._raster.y_of)
        beside = 0 if self._at_left else spare_width // 2
        return QPoint(left + beside, top + spare_height // 2)

    def pixel_at(self, position: QPointF) -> tuple[int, int, int] | None:
        """Return neuron, row and column of the weight drawn at `position`, None for none."""
        if (raster := self._raster) is None:
            return None
        corner = self.corner()
        y = math.floor(position.y() * self._ratio) - corner.y()
        x = math.floor(position.x() * self._ratio) - corner.x()
        if not (0 <= y < len(raster.y_of) and 0 <= x < len(raster.x_of)):
            return None
        row, column = int(raster.y_of[y]), int(raster.x_of[x])
        if self.neuron >= 0:
            return self.neuron, row, column
        return neuron_pixel_at(self.mosaic, row, column)

    def tile_rectangle(self, neuron: int) -> QRect:
        """Return where the tile of `neuron` lies, in device pixels of the widget."""
        if self._raster is None:
            return QRect()
        return QRect(*self._raster.tile_rectangle(neuron)).translated(self.corner())

    def pixel_rectangle(self, row: int, column: int) -> QRect:
        """Return where a weight of the enlarged neuron lies, in device pixels of the widget."""
        if self._raster is None:
            return QRect()
        return QRect(*self._raster.pixel_rectangle(row, column)).translated(self.corner())


_MARGIN_PX: Final = 4
_OPACITY: Final = 0.82  # the first pixels of a row are empty in every digit: little is covered


def paint_tile_names(painter: QPainter, placed: PlacedMosaic, ratio: float, theme: Theme) -> None:
    """Write the name of each gate into the corner of its tile."""
    mosaic = placed.mosaic
    if mosaic.kind is not TileKind.GATE or placed.neuron >= 0:
        return
    metrics = painter.fontMetrics()
    plate = QColor(theme.base)
    plate.setAlphaF(_OPACITY)
    for tile in range(mosaic.neurons):
        name = tile_name(mosaic, tile)
        room = placed.tile_rectangle(tile)
        corner = QRectF(room.left() / ratio, room.top() / ratio, 0, metrics.height())
        corner.setWidth(metrics.horizontalAdvance(name) + 2 * _MARGIN_PX)
        if corner.width() > room.width() / ratio or 2 * corner.height() > room.height() / ratio:
            return
        painter.fillRect(corner, plate)
        painter.setPen(QColor(theme.text))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, name)
