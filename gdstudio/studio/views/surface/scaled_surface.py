"""A surface with the key to its colours beside it."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gdstudio.pictures.box import BOX_HEIGHT, height_ticks
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.layouts import in_row
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.surface.surface_view import SurfaceView

_STRIP_PX: Final = 12
_TICK_PX: Final = 4
_GAP_PX: Final = 4
_WIDEST: Final = "−2.5·10⁻⁶"


class ColourScale(PaintedWidget):
    """Shows which colour stands for which value of a surface.

    Its width does not depend on the surface, so nothing beside it moves when that changes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Colour scale"))
        self._mesh: SurfaceMesh | None = None

    def set_surface(self, mesh: SurfaceMesh | None) -> None:
        """Show the colours of this surface; None shows nothing."""
        self._mesh = mesh
        labels = self.labels()
        if labels:
            text = self.tr("from {0} to {1}").format(labels[0], labels[-1])
            self.setAccessibleDescription(text)
        self.update()

    def labels(self) -> list[str]:
        """Return the values named, from bottom to top."""
        return height_ticks(self._mesh.transform)[1] if self._mesh is not None else []

    def _paint_ticks(self, painter: QPainter, mesh: SurfaceMesh, strip: QRect) -> None:
        line = self.fontMetrics().height()
        left = strip.right() + 1
        last = float("inf")
        for height, label in zip(*height_ticks(mesh.transform), strict=True):
            y = strip.bottom() - round(float(height) / BOX_HEIGHT * (strip.height() - 1))
            if last - y < line:
                continue
            last = y
            painter.setPen(QColor(self.theme.muted))
            painter.drawLine(left, y, left + px(_TICK_PX), y)
            painter.setPen(QColor(self.theme.text))
            beside = left + px(_TICK_PX) + px(_GAP_PX)
            place = QRect(beside, y - line // 2, self.width() - beside, line)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, label
            )

    def minimumSizeHint(self) -> QSize:
        """Return the width it always has, and room for a few labels."""
        return QSize(self.sizeHint().width(), 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        mesh = self._mesh
        if mesh is None:
            return
        half_line = self.fontMetrics().height() // 2 + 1
        strip = QRect(0, half_line, px(_STRIP_PX), self.height() - 2 * half_line)
        if strip.height() < 2:
            return
        column = np.ascontiguousarray(mesh.lut[::-1, None, :])
        picture = QImage(column.data, 1, 256, 3, QImage.Format.Format_RGB888)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(strip, picture)
        self._paint_ticks(painter, mesh, strip)
        painter.end()

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(_WIDEST)
        return QSize(px(_STRIP_PX) + px(_TICK_PX) + px(_GAP_PX) + text + 2, 240)


class ScaledSurface(QWidget):
    """Lays out a surface view and its colour scale.

    Attributes:
        view: The surface; everything but the surface itself is set on it.
    """

    def __init__(self, view: SurfaceView) -> None:
        super().__init__()
        self.view = view
        self._scale = ColourScale()
        in_row((view, 1), self._scale, of=self, spacing=4)

    def set_surface(self, mesh: SurfaceMesh | None) -> None:
        """Show this surface and what its colours mean."""
        self.view.set_surface(mesh)
        self._scale.set_surface(mesh)
