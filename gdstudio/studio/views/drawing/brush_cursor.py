"""The mouse pointer over a drawing canvas: a ring as large as the brush."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from gdstudio.studio.theme import Theme

LARGEST_RING: Final = 60
"""Some screens cut pointers above 64 pixels."""


def brush_cursor(diameter: float, theme: Theme, pixel_ratio: float, *, erases: bool) -> QCursor:
    """Return a ring that can be seen on ink and on paper.

    Args:
        diameter: Of the brush, in widget pixels; larger than `LARGEST_RING` it is shown as that.
        theme: Gives the colours.
        pixel_ratio: Device pixels for each widget pixel.
        erases: Fill the ring as a piece of rubber.
    """
    diameter = min(max(diameter, 5.0), LARGEST_RING)
    size = int(diameter) + 4 | 1
    pixmap = QPixmap(round(size * pixel_ratio), round(size * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    centre = QPointF(size / 2, size / 2)
    if erases:
        rubber = QColor(theme.base)
        rubber.setAlpha(200)
        painter.setBrush(rubber)
    for colour, width in ((theme.base, 3.0), (theme.text, 1.2)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(centre, diameter / 2, diameter / 2)
    painter.end()
    return QCursor(pixmap, size // 2, size // 2)
