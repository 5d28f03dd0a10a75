"""Paints the axes round a surface: lines, ticks, labels, titles."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.pictures.box import SceneAxis, scene_axes
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme

_TICK: Final = 5.0  # pixels
_GAP: Final = 4.0  # between tick and label, and between labels and title
_EDGE: Final = 2.0  # kept free along the edge of the view
_TITLE_PLACES: Final = (0.5, 0.35, 0.65, 0.2, 0.8, 0.0, 1.0)  # shares of the axis, best first
_LEAST_LENGTH: Final = 40.0  # a shorter axis is seen end on: its labels would lie on one another
_WIDE_VIEW: Final = 380  # narrower views get fewer ticks


def paint_axes(
    painter: QPainter,
    mesh: SurfaceMesh,
    camera: Camera,
    titles: tuple[str, str, str],
    size: tuple[int, int],
    theme: Theme,
) -> None:
    """Paint the three axes in front of the surface; `size` is that of the view in pixels."""
    words = _Words(painter, size, theme)
    about = 5 if min(size) >= px(_WIDE_VIEW) else 3
    axes = [_Seen(axis, camera, size) for axis in scene_axes(mesh.transform, camera, about)]
    drawn = [each for each in zip(axes, titles, strict=True) if each[0].length >= _LEAST_LENGTH]
    reaches = [_paint_axis(painter, axis, words, theme) for axis, _ in drawn]
    for (axis, title), reach in zip(drawn, reaches, strict=True):  # after all labels of ticks
        _write_title(axis, title, reach, words)


class _Seen:
    """An axis as it is seen, in pixels: both ends, its ticks, and the way out of the box."""

    def __init__(self, axis: SceneAxis, camera: Camera, size: tuple[int, int]) -> None:
        middle = (axis.start + axis.end) / 2
        corners = [axis.start, axis.end, middle, middle + 0.1 * axis.outwards]
        self.start, self.end, near, far = camera.project(np.array(corners), *size)[:, :2]
        self.length = float(np.hypot(*(self.end - self.start)))
        self.outwards = (far - near) / max(float(np.hypot(*(far - near))), 1e-9)
        self.ticks = camera.project(axis.ticks, *size)[:, :2]
        self.labels = axis.labels
        shares = np.array(_TITLE_PLACES)[:, None]
        places = (1 - shares) * axis.start + shares * axis.end
        self.titles = camera.project(places, *size)[:, :2]
        self.is_height = axis.start[2] != axis.end[2]


class _Words:
    """Writes words that are never cut by the edge of the view and never lie on one another."""

    def __init__(self, painter: QPainter, size: tuple[int, int], theme: Theme) -> None:
        self._painter, self._colour = painter, QColor(theme.text)
        self.height, self.width = float(painter.fontMetrics().height()), float(size[0])
        self._room = QRectF(0.0, 0.0, *size).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._taken: list[QRectF] = []

    def beside(self, text: str, at: NDArray[Any], outwards: NDArray[Any]) -> QRectF:
        """Return the box of a text that touches `at` from outside."""
        width = self._painter.fontMetrics().horizontalAdvance(text) + 2.0
        centre = at + outwards * np.array([width, self.height]) / 2
        return QRectF(centre[0] - width / 2, centre[1] - self.height / 2, width, self.height)

    def write(self, text: str, box: QRectF, most: float) -> bool:
        """Write a text in a box, moved into the view; return whether it was written.

        It may be moved by `most` pixels and still be understood.
        """
        left = min(max(box.left(), self._room.left()), self._room.right() - box.width())
        top = min(max(box.top(), self._room.top()), self._room.bottom() - box.height())
        moved = QRectF(left, top, box.width(), box.height())
        way = moved.topLeft() - box.topLeft()
        is_free = not any(moved.intersects(other) for other in self._taken)
        if not (is_free and np.hypot(way.x(), way.y()) <= most):
            return False
        self._taken.append(moved)
        self._painter.setPen(self._colour)
        self._painter.drawText(moved, Qt.AlignmentFlag.AlignCenter, text)
        return True


def _paint_axis(painter: QPainter, axis: _Seen, words: _Words, theme: Theme) -> float:
    """Paint line, ticks and labels; return how far they reach from the line, in pixels."""
    pen = QPen(QColor(theme.muted), 1.2)
    painter.setPen(pen)
    painter.drawLine(QLineF(QPointF(*axis.start), QPointF(*axis.end)))
    outwards = axis.outwards
    reach, widest = _TICK + _GAP, 0.0
    last: NDArray[Any] | None = None
    for at, label in zip(axis.ticks, axis.labels, strict=True):
        if last is not None and np.hypot(*(at - last)) < 0.9 * words.height:
            continue
        last = at
        painter.setPen(pen)
        painter.drawLine(QLineF(QPointF(*at), QPointF(*(at + _TICK * outwards))))
        box = words.beside(label, at + reach * outwards, outwards)
        if words.write(label, box, most=0.6 * words.height):
            across = abs(outwards[0]) * box.width() + abs(outwards[1]) * box.height()
            widest = max(widest, float(across))
    return reach + widest


def _write_title(axis: _Seen, title: str, reach: float, words: _Words) -> None:
    """Write the title above the axis of height, else beside the first place that is free."""
    if axis.is_height:
        box = words.beside(title, axis.end - (0.0, 2 * _GAP), np.array([0.0, -1.0]))
        words.write(title, box, most=words.width)
        return
    for at in axis.titles:
        box = words.beside(title, at + (reach + 2 * _GAP) * axis.outwards, axis.outwards)
        if words.write(title, box, most=2 * words.height):
            return
