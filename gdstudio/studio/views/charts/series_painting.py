"""Strokes of lines, bands, error bars and points; a colour's shape tells it from others too."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from gdstudio.pictures.charts import Level
from gdstudio.studio.views.plane.plane_painting import faded, finite_runs, polygon, round_pen

Floats = NDArray[np.float64]

LINE_PX: Final = 2.0
DOT_PX: Final = 3.6  # radius
SMALL_DOT_PX: Final = 2.2
CROWDED: Final = 300  # points of a cloud from which they are small
_BAND: Final = 0.2  # opacity
_CAP_PX: Final = 4.0  # half of the line across the end of an error bar
_DASHES: Final = [4.0, 3.0]
# Corners, first angle in degrees and reach in radii of the shape of each colour; 0 is a circle.
_SHAPES: Final = (
    (0, 0.0, 1.0),
    (4, 45.0, 1.25),
    (3, -90.0, 1.4),
    (4, 0.0, 1.35),
    (3, 90.0, 1.4),
    (6, 0.0, 1.15),
    (5, -90.0, 1.25),
)


def line_pen(colour: str, *, dashed: bool, width: float = LINE_PX) -> QPen:
    """Return the pen of a curve."""
    pen = round_pen(colour, width)
    if dashed:
        pen.setDashPattern(_DASHES)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def draw_line(painter: QPainter, places: Floats, pen: QPen) -> None:
    """Draw a line through points, shape (k, 2); NaN is a gap."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in finite_runs(places):
        painter.drawPolyline(polygon(run))


def draw_band(painter: QPainter, low: Floats, high: Floats, colour: str) -> None:
    """Fill between two lines, each of shape (k, 2)."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(colour, _BAND))
    for run in finite_runs(np.hstack([low, high])):
        painter.drawPolygon(polygon(np.vstack([run[:, :2], run[::-1, 2:]])))


def draw_error_bars(painter: QPainter, low: Floats, high: Floats, colour: str) -> None:
    """Draw an upright line with ends between the points of two rows, each of shape (k, 2)."""
    painter.setPen(QPen(QColor(colour), 1.4))
    for run in finite_runs(np.hstack([low, high])):
        for x, bottom, _, top in run.tolist():
            painter.drawLine(QPointF(x, bottom), QPointF(x, top))
            for y in (bottom, top):
                painter.drawLine(QPointF(x - _CAP_PX, y), QPointF(x + _CAP_PX, y))


def draw_dots(painter: QPainter, places: Floats, colour: str, shape: int) -> None:
    """Draw the colour's shape at each point, shape (k, 2)."""
    shown = places[np.isfinite(places).all(axis=1)]
    radius = SMALL_DOT_PX if len(shown) > CROWDED else DOT_PX
    dot = _dot_picture(painter, colour, shape, radius)
    half = 0.5 * dot.deviceIndependentSize().width()
    for x, y in (shown - half).tolist():
        painter.drawPixmap(QPointF(x, y), dot)


def draw_shape(
    painter: QPainter, at: QPointF, colour: str, shape: int, radius: float = DOT_PX
) -> None:
    """Fill the shape of a colour."""
    corners, first, reach = _SHAPES[shape % len(_SHAPES)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if not corners:
        painter.drawEllipse(at, radius, radius)
        return
    turns = np.radians(first + 360 / corners * np.arange(corners))
    points = radius * reach * np.column_stack([np.cos(turns), np.sin(turns)])
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in points.tolist()]))


def draw_outline(painter: QPainter, corners: Floats, colour: str, opacity: float) -> None:
    """Fill what lies under a line, shape (k, 2), and draw the line."""
    if not len(corners):
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(colour, opacity))
    painter.drawPolygon(polygon(corners))
    draw_line(painter, corners, line_pen(colour, dashed=False, width=1.6))


def draw_level(painter: QPainter, box: QRectF, place: float, level: Level, colour: str) -> None:
    """Draw the dashed line of a level at a place of the widget."""
    pen = QPen(QColor(colour), 1.2)
    pen.setDashPattern([4.0, 4.0])
    painter.setPen(pen)
    if level.is_upright:
        painter.drawLine(QPointF(place, box.top()), QPointF(place, box.bottom()))
    else:
        painter.drawLine(QPointF(box.left(), place), QPointF(box.right(), place))


def _dot_picture(painter: QPainter, colour: str, shape: int, radius: float) -> QPixmap:
    """Return one dot; copies of a picture are drawn ten times as fast as shapes."""
    size = 2 * math.ceil(1.4 * radius + 1)
    ratio = painter.device().devicePixelRatioF()
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as brush:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_shape(brush, QPointF(size / 2, size / 2), colour, shape, radius)
    return picture
