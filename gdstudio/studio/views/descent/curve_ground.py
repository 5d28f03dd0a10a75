"""What rests in the plot of a cost of one input: the curve, its stationary points, its valleys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gdstudio.descent.functions import StationaryPoint
from gdstudio.pictures.frame import PlaneFrame
from gdstudio.studio.views.plane.category_colours import category_colour
from gdstudio.studio.views.plane.plane_layer import PlaneLayer
from gdstudio.studio.views.plane.plane_painting import (
    draw_mark,
    faded,
    finite_runs,
    polygon,
    round_pen,
)

_GROUND: Final = 0.07
_CURVE_PX: Final = 2.5
_MARK_PX: Final = 6.0
_BAND_PX: Final = 8.0


class CurveGround(PlaneLayer):
    """The curve as ground with what lies under it shaded, and its stationary points."""

    def __init__(self) -> None:
        super().__init__(resting=True)
        self._points: NDArray[np.float64] = np.empty((0, 2))
        self._stationary: tuple[StationaryPoint, ...] = ()
        self._minima: tuple[StationaryPoint, ...] = ()

    def set_curve(self, w: NDArray[np.float64], cost: NDArray[np.float64]) -> None:
        """Draw this curve; NaN is a gap."""
        self._points = np.column_stack([w, cost])
        self.update()

    def set_stationary(self, points: Sequence[StationaryPoint]) -> None:
        """Mark these points."""
        self._stationary = tuple(points)
        self.update()

    def set_minima(self, minima: Sequence[StationaryPoint]) -> None:
        """Fill the marks of these minima with the colours of their valleys."""
        self._minima = tuple(minima)
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint ground, curve and marks."""
        painter.setBrush(faded(self.theme.text, _GROUND))
        reach = frame.y[1] - frame.y[0]
        near = np.clip(self._points[:, 1], frame.y[0] - reach, frame.y[1] + reach)
        for run in finite_runs(frame.to_pixels(np.column_stack([self._points[:, 0], near]))):
            feet = np.array([[run[-1, 0], frame.height], [run[0, 0], frame.height]])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(polygon(np.vstack([run, feet])))
            painter.setPen(round_pen(self.theme.text, _CURVE_PX))
            painter.drawPolyline(polygon(run))
        self._draw_marks(painter, frame)

    def _draw_marks(self, painter: QPainter, frame: PlaneFrame) -> None:
        colours = {m.point: category_colour(i, self.theme) for i, m in enumerate(self._minima)}
        rim, plain = QColor(self.theme.text), QColor(self.theme.base)
        for point in self._stationary:
            at = frame.to_pixels([(point.point[0], point.value)])[0]
            if np.isfinite(at).all():
                fill = colours.get(point.point, plain)
                draw_mark(painter, point.kind, QPointF(*at), _MARK_PX, fill, rim)


class ValleyBands(PlaneLayer):
    """The strip under the axis: which valley each start ends in."""

    def __init__(self) -> None:
        super().__init__(resting=True)
        self._edges: NDArray[np.float64] = np.empty(0)
        self._labels: NDArray[np.intp] = np.empty(0, np.intp)
        self._minima: tuple[StationaryPoint, ...] = ()

    def set_bands(
        self,
        edges: NDArray[np.float64],
        labels: NDArray[np.intp],
        minima: Sequence[StationaryPoint],
    ) -> None:
        """Show band i between edges i and i + 1 in the colour of the minimum labels[i]."""
        self._edges, self._labels, self._minima = edges, labels, tuple(minima)
        self.update()

    def draw(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Paint the bands, and a pointer up to each minimum."""
        top = frame.height - _BAND_PX
        painter.setPen(Qt.PenStyle.NoPen)
        edges = frame.to_pixels(np.column_stack([self._edges, np.full(len(self._edges), 0.5)]))
        edges = np.clip(edges[:, 0], 0, frame.width)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for left, right, label in zip(edges[:-1], edges[1:], self._labels, strict=True):
            band = QRectF(round(left), top, round(right) - round(left), _BAND_PX)
            painter.fillRect(band, category_colour(int(label), self.theme))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not len(self._labels):
            return
        painter.setBrush(QColor(self.theme.text))
        for minimum in self._minima:
            x = float(frame.to_pixels([(minimum.point[0], 0.5)])[0, 0])
            corners = ((x, top - 6), (x - 4, top), (x + 4, top))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
