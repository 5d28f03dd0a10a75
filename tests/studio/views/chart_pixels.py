"""What a chart shows at a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.charts.chart_view import PictureWallView


def colours(widget: QWidget) -> NDArray[np.int64]:
    """Every pixel of a widget, shape (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(widget.grab().toImage().Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return pixels[:, :, 2::-1].astype(np.int64)


def distance(widget: QWidget, place: tuple[float, float], colour: str) -> float:
    """How far the pixel nearest in colour within 2 pixels of a place is from a colour, 0 to 255."""
    x, y = (round(value) for value in place)
    near = colours(widget)[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].reshape(-1, 3)
    return float(np.abs(near - QColor(colour).getRgb()[:3]).max(axis=1).min())


def point(pair: NDArray[np.float64]) -> QPointF:
    """The same place for Qt."""
    return QPointF(float(pair[0]), float(pair[1]))


def picture_rectangle(view: PictureWallView, index: int) -> QRectF:
    """Where a picture of a wall stands: inside of the frame that marks it."""
    readings = view.readings
    place = readings.place_of(index)
    (frame,) = readings.mark(place, *readings.point(place))
    rect = frame.rect.grown(-frame.rim_width / 2)
    return QRectF(rect.left, rect.top, rect.width, rect.height)
