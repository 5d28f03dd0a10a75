"""Strokes that all flat plots of a descent share: paths, balls, arrows, marks and labels."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from gdstudio.descent.functions import Kind

CASING_PX: Final = 1.5  # of background colour around what must stand out
_LEAST_HEAD_PX: Final = 3.0  # shorter arrows have no direction to see


def round_pen(colour: QColor | str, width: float) -> QPen:
    """Return a solid pen with round ends and joins."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    return pen


def faded(colour: QColor | str, opacity: float) -> QColor:
    """Return a colour with an opacity in [0, 1]."""
    paler = QColor(colour)
    paler.setAlphaF(opacity)
    return paler


def polygon(pixels: NDArray[np.float64]) -> QPolygonF:
    """Return finite pixels, shape (k, 2), as points of Qt."""
    return QPolygonF(list(map(QPointF, pixels[:, 0].tolist(), pixels[:, 1].tolist())))


def finite_runs(pixels: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Yield the stretches of pixels, shape (k, 2), that lie between points that are NaN."""
    there = np.isfinite(pixels).all(axis=1)
    edges = np.flatnonzero(np.diff(there, prepend=False, append=False))
    for first, end in edges.reshape(-1, 2).tolist():
        yield pixels[first:end]


def draw_path(
    painter: QPainter,
    pixels: NDArray[np.float64],
    colour: str,
    casing: QColor | None,
    *,
    width: float = 2.0,
    balls: float = 6.0,
) -> None:
    """Draw a line with a ball at each point, shape (k, 2); NaN breaks the line.

    Args:
        painter: Antialiasing.
        pixels: The points.
        colour: Of line and balls.
        casing: Around both; None for none.
        width: Of the line.
        balls: Diameter of the balls.
    """
    near = pixels[_apart(pixels, 1.0)]
    runs = [polygon(run) for run in finite_runs(near)]
    strokes = [(QColor(colour), width)]
    if casing is not None:
        strokes.insert(0, (casing, width + 2 * CASING_PX))
    for stroke, thickness in strokes:
        painter.setPen(round_pen(stroke, thickness))
        for run in runs:
            painter.drawPolyline(run)
    draw_balls(painter, near, colour, casing, balls)


def draw_balls(
    painter: QPainter,
    pixels: NDArray[np.float64],
    colour: QColor | str,
    casing: QColor | None,
    diameter: float,
) -> None:
    """Draw small balls at points, shape (k, 2); those that would hide each other only once."""
    shown = pixels[np.isfinite(pixels).all(axis=1)]
    shown = shown[_apart(shown, 0.4 * diameter)]
    if not len(shown):
        return
    ball = _ball_picture(painter, colour, casing, diameter)
    half = 0.5 * ball.deviceIndependentSize().width()
    for x, y in (shown - half).tolist():
        painter.drawPixmap(QPointF(x, y), ball)


def _ball_picture(
    painter: QPainter, colour: QColor | str, casing: QColor | None, diameter: float
) -> QPixmap:
    """Return one ball; copies of a picture are drawn ten times as fast as circles."""
    size = 2 * math.ceil(0.5 * diameter + CASING_PX + 0.5)
    ratio = painter.device().devicePixelRatioF()
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as brush:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush.setPen(Qt.PenStyle.NoPen)
        middle = QPointF(0.5 * size, 0.5 * size)
        if casing is not None:
            brush.setBrush(casing)
            brush.drawEllipse(middle, 0.5 * diameter + CASING_PX, 0.5 * diameter + CASING_PX)
        brush.setBrush(QColor(colour))
        brush.drawEllipse(middle, 0.5 * diameter, 0.5 * diameter)
    return picture


def _apart(pixels: NDArray[np.float64], distance: float) -> NDArray[np.bool_]:
    """Return which points to keep so that neighbours are about `distance` apart, both ends too."""
    kept = np.ones(len(pixels), bool)
    if len(pixels) > 2:
        steps = np.hypot(*np.diff(pixels, axis=0).T) / distance
        travelled = np.floor(np.cumsum(np.nan_to_num(steps, nan=2.0)))
        kept[1:-1] = np.diff(travelled, prepend=0.0)[:-1] > 0
    return kept


def draw_ball(
    painter: QPainter, at: QPointF, radius: float, colour: QColor | str, casing: QColor | str
) -> None:
    """Draw a ball with a rim of `casing`."""
    painter.setPen(QPen(QColor(casing), 2.0))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, radius, radius)


def draw_arrow(
    painter: QPainter,
    start: NDArray[np.float64],
    tip: NDArray[np.float64],
    colour: QColor | str,
    casing: QColor | None,
    width: float = 3.0,
) -> None:
    """Draw an arrow between two pixels, each of shape (2,); its tip is exactly at `tip`.

    A short arrow has a small head; nothing is drawn if it is too short to have a direction.
    """
    along = tip - start
    length = float(np.hypot(*along))
    if not length > _LEAST_HEAD_PX:
        return
    along = along / length
    across = np.array([-along[1], along[0]])
    head = min(length, 4.5 * width)
    neck = tip - head * along
    wings = np.array([tip, neck + 0.45 * head * across, neck - 0.45 * head * across])
    shape, shaft = polygon(wings), (QPointF(*start), QPointF(*(neck + 0.2 * head * along)))
    strokes = [(QColor(colour), 0.0)]
    if casing is not None:
        strokes.insert(0, (casing, 2 * CASING_PX))
    for stroke, extra in strokes:
        if length > head:
            pen = round_pen(stroke, width + extra)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLine(*shaft)
        painter.setPen(round_pen(stroke, extra) if extra else Qt.PenStyle.NoPen)
        painter.setBrush(stroke)
        painter.drawPolygon(shape)


def draw_mark(
    painter: QPainter, kind: Kind, at: QPointF, size: float, fill: QColor, rim: QColor
) -> None:
    """Draw the sign of a stationary point.

    A dot is a minimum, a triangle a maximum, a cross a saddle, a diamond one that cannot be told.
    """
    if kind == "saddle":
        for colour, width in ((rim, 5.0), (fill, 2.5)):
            painter.setPen(round_pen(colour, width))
            for slant in (1, -1):
                reach = QPointF(0.8 * size, 0.8 * slant * size)
                painter.drawLine(at - reach, at + reach)
        return
    painter.setPen(QPen(rim, 1.5))
    painter.setBrush(fill)
    if kind == "minimum":
        painter.drawEllipse(at, 0.9 * size, 0.9 * size)
        return
    corners = {
        "maximum": ((0.0, -1.15), (1.05, 0.75), (-1.05, 0.75)),
        "degenerate": ((0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)),
    }[kind]
    painter.drawPolygon(QPolygonF([at + QPointF(x * size, y * size) for x, y in corners]))


def draw_label(
    painter: QPainter, text: str, middle: QPointF, colour: QColor | str, plate: QColor, room: QRectF
) -> QRectF:
    """Write a text on a plate around `middle`, moved so far that it lies in `room`; its place."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 8, metrics.height() + 2
    left = min(max(middle.x() - width / 2, room.left()), max(room.right() - width, room.left()))
    top = min(max(middle.y() - height / 2, room.top()), max(room.bottom() - height, room.top()))
    place = QRectF(round(left), round(top), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(plate)
    painter.drawRoundedRect(place, 3, 3)
    painter.setPen(QColor(colour))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
    return place
