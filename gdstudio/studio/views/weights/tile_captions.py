"""The names of gates on their tiles, where the tiles are large enough to bear them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gdstudio.pictures.mosaic import TileKind
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.weights.placed_mosaic import PlacedMosaic
from gdstudio.studio.views.weights.tile_words import tile_name

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
