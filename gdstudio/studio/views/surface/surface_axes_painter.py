"""Paints the axes round a surface: lines, ticks, labels, titles."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.surface.axes import WIDE_VIEW, lay_out_axes
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme


def paint_axes(
    painter: QPainter,
    mesh: SurfaceMesh,
    camera: Camera,
    titles: tuple[str, str, str],
    size: tuple[int, int],
    theme: Theme,
) -> None:
    """Paint the three axes in front of the surface; `size` is that of the view in pixels."""
    metrics = painter.fontMetrics()
    measured = metrics.horizontalAdvance, float(metrics.height()), px(WIDE_VIEW)
    laid = lay_out_axes(mesh, camera, titles, size, *measured)
    painter.setPen(QPen(QColor(theme.muted), 1.2))
    for ends in laid.lines.reshape(-1, 4).tolist():
        painter.drawLine(QLineF(*ends))
    painter.setPen(QColor(theme.text))
    for text, box in laid.words:
        room = QRectF(box.left, box.top, *box.size)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
