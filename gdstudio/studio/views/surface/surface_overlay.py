"""What is drawn over a surface: axes, paths, arrows and balls, the same in both 3-D views."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QRadialGradient,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.camera import Camera
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker, SurfacePath
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.pictures.picking import visible
from gdstudio.pictures.surface.marked import (
    HALO,
    HALO_OPACITY,
    HIDDEN,
    drawn_radius,
    seen_runs,
)
from gdstudio.studio.painting import faded, polygon
from gdstudio.studio.views.common.painted_widget import PaintedWidget
from gdstudio.studio.views.surface.surface_axes_painter import paint_axes

_FOCUS_FRAME: Final = 2.0  # pixels
_RIM: Final = 2.0  # pixels round a ball, for its frame


class SurfaceOverlay(PaintedWidget):
    """A transparent sheet over the surface; it takes no mouse events.

    What the surface hides is drawn faintly rather than left out, so that no part of a path is lost.
    Axes are kept as a picture, and so are the leading paths that are the same as before: marks
    move thirty times a second, axes only with the camera.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._mesh: SurfaceMesh | None = None
        self._camera = Camera()
        self._titles = ("", "", "")
        self._paths: tuple[SurfacePath, ...] = ()
        self._markers: tuple[SurfaceMarker, ...] = ()
        self._arrows: tuple[SurfaceArrow, ...] = ()
        self._focused = False
        self._axes: QPixmap | None = None
        self._still_paths: tuple[SurfacePath, ...] = ()
        self._still: QPixmap | None = None  # the axes with these paths
        self._balls: dict[tuple[float, str, float], QPixmap] = {}  # a shaded ball is dear to paint

    def set_scene(self, mesh: SurfaceMesh | None, camera: Camera) -> None:
        """Show the marks over this surface from this camera."""
        self._mesh, self._camera = mesh, camera
        self._forget_axes()

    def set_titles(self, titles: tuple[str, str, str]) -> None:
        """Set the names of the axes x, y and height."""
        self._titles = titles
        self._forget_axes()

    def set_paths(self, paths: Sequence[SurfacePath]) -> None:
        """Draw these lines, the last on top; leading ones that were set before cost little."""
        pairs = takewhile(lambda pair: pair[0] is pair[1], zip(paths, self._paths, strict=False))
        still = tuple(path for path, _ in pairs)
        if still != self._still_paths:
            self._still_paths, self._still = still, None
        self._paths = tuple(paths)
        self.update()

    def set_markers(self, markers: Sequence[SurfaceMarker]) -> None:
        """Draw these balls, the nearest on top and the current one above all."""
        self._markers = tuple(markers)
        self.update()

    def set_arrows(self, arrows: Sequence[SurfaceArrow]) -> None:
        """Draw these arrows, the last on top."""
        self._arrows = tuple(arrows)
        self.update()

    def set_focused(self, focused: bool) -> None:
        """Show by a frame whether keys turn the view."""
        self._focused = focused
        self.update()

    def current_marker(self) -> SurfaceMarker | None:
        """Return the ball that can be dragged, if there is one."""
        return next((m for m in reversed(self._markers) if m.current), None)

    def marks(
        self,
    ) -> tuple[tuple[SurfacePath, ...], tuple[SurfaceArrow, ...], tuple[SurfaceMarker, ...]]:
        """Return the paths, arrows and balls shown."""
        return self._paths, self._arrows, self._markers

    def titles(self) -> tuple[str, str, str]:
        """Return the names of the axes."""
        return self._titles

    def look_changed(self) -> None:
        """Write the axes and paint the balls anew."""
        self._balls.clear()
        self._forget_axes()

    def _forget_axes(self) -> None:
        self._axes = self._still = None
        self.update()

    def _still_picture(self, mesh: SurfaceMesh) -> QPixmap:
        """Return the axes with the paths that stay as they are."""
        if self._axes is None or self._axes.devicePixelRatio() != self.devicePixelRatioF():
            self._axes, self._still = self._painted_axes(mesh), None
        if self._still is None:
            self._still = QPixmap(self._axes)
            if self._still_paths:
                painter = QPainter(self._still)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for path in self._still_paths:
                    self._draw_path(painter, mesh, path)
                painter.end()
        return self._still

    def _painted_axes(self, mesh: SurfaceMesh) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        size = (self.width(), self.height())
        paint_axes(painter, mesh, self._camera, self._titles, size, self.theme)
        painter.end()
        return picture

    def _pixels(self, points: NDArray[Any]) -> NDArray[np.float64]:
        return self._camera.project(points, self.width(), self.height())

    def _draw_path(self, painter: QPainter, mesh: SurfaceMesh, path: SurfacePath) -> None:
        size = self.width(), self.height()
        found = seen_runs(mesh, self._camera, size, path)
        runs = [(polygon(run), sees) for run, sees in found]
        halo = faded(self.theme.base, HALO_OPACITY)
        for colour, width in ((halo, path.width + 2 * HALO), (QColor(path.colour), path.width)):
            painter.setPen(_round_pen(colour, width))
            for line, sees in runs:
                if sees or colour is not halo:
                    painter.setOpacity(1.0 if sees else HIDDEN)
                    painter.drawPolyline(line)
        painter.setOpacity(1.0)

    def _draw_arrow(self, painter: QPainter, mesh: SurfaceMesh, arrow: SurfaceArrow) -> None:
        ends = np.array([arrow.start, arrow.end], np.float64)
        start, tip = self._pixels(ends)[:, :2]
        along = tip - start
        length = float(np.hypot(*along))
        if not length > 2:  # too short to have a direction, or NaN
            return
        along = along / length
        across = np.array([-along[1], along[0]])
        head = min(length, 4.0 * arrow.width)
        neck = tip - head * along
        wings = [neck + 0.5 * head * across, neck - 0.5 * head * across]
        shape = QPolygonF([QPointF(*tip), QPointF(*wings[0]), QPointF(*wings[1])])
        shaft = QLineF(QPointF(*start), QPointF(*(neck + 0.2 * head * along)))
        painter.setOpacity(1.0 if visible(mesh, self._camera, ends[:1])[0] else HIDDEN)
        for colour, extra in ((QColor(self.theme.base), 2 * HALO), (QColor(arrow.colour), 0.0)):
            painter.setPen(_round_pen(colour, arrow.width + extra))
            painter.drawLine(shaft)
            painter.setPen(_round_pen(colour, extra) if extra else Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(shape)
        painter.setOpacity(1.0)

    def _draw_markers(self, painter: QPainter, mesh: SurfaceMesh) -> None:
        if not self._markers:
            return
        points = np.array([m.point for m in self._markers], np.float64).reshape(-1, 3)
        pixels = self._pixels(points)
        seen = visible(mesh, self._camera, points)
        order = np.argsort(-pixels[:, 2], kind="stable")
        for k in sorted(order, key=lambda k: self._markers[k].current):
            if np.isfinite(pixels[k]).all():
                painter.setOpacity(1.0 if seen[k] else HIDDEN + 0.15)
                self._draw_ball(painter, self._markers[k], QPointF(*pixels[k, :2]))
        painter.setOpacity(1.0)

    def _draw_ball(self, painter: QPainter, marker: SurfaceMarker, at: QPointF) -> None:
        radius = drawn_radius(marker)
        if marker.hollow:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ring, width in ((self.theme.base, 5.0), (marker.colour, 2.5)):
                painter.setPen(QPen(QColor(ring), width))
                painter.drawEllipse(at, radius, radius)
        else:
            room = radius + _RIM
            painter.drawPixmap(at - QPointF(room, room), self._ball(radius, marker.colour))
        if marker.label:
            self._draw_label(painter, marker.label, at + QPointF(radius + 6, 0))

    def _ball(self, radius: float, colour: str) -> QPixmap:
        """Return the picture of a shaded ball, its middle in the middle."""
        ratio = self.devicePixelRatioF()
        if (radius, colour, ratio) not in self._balls:
            side, middle = 2 * (radius + _RIM), QPointF(radius + _RIM, radius + _RIM)
            picture = QPixmap((QSizeF(side, side) * ratio).toSize())
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            light = QRadialGradient(middle - QPointF(radius, radius) * 0.35, radius * 1.3)
            light.setColorAt(0.0, QColor(colour).lighter(150))
            light.setColorAt(0.6, QColor(colour))
            light.setColorAt(1.0, QColor(colour).darker(125))
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.theme.base), 2.0))
            painter.setBrush(light)
            painter.drawEllipse(middle, radius, radius)
            painter.end()
            self._balls[radius, colour, ratio] = picture
        return self._balls[radius, colour, ratio]

    def _draw_label(self, painter: QPainter, text: str, at: QPointF) -> None:
        metrics = painter.fontMetrics()
        box = metrics.boundingRect(text).adjusted(-4, -2, 4, 2)
        box.moveTo(round(at.x()), round(at.y() - box.height() / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(self.theme.base, 0.8))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() < 2 or self.height() < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # balls between pixels
        if self._mesh is not None:
            painter.drawPixmap(0, 0, self._still_picture(self._mesh))
            for path in self._paths[len(self._still_paths) :]:
                self._draw_path(painter, self._mesh, path)
            for arrow in self._arrows:
                self._draw_arrow(painter, self._mesh, arrow)
            self._draw_markers(painter, self._mesh)
        if self._focused:
            painter.setPen(QPen(QColor(self.theme.accent), _FOCUS_FRAME))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._forget_axes()
        super().resizeEvent(event)


def _round_pen(colour: QColor, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(colour, width, Qt.PenStyle.SolidLine, cap, join)
