"""Paints the axes round a surface: lines, ticks, labels, titles."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gdstudio.landscape.axes import SceneAxis, scene_axes
from gdstudio.landscape.camera import Camera
from gdstudio.landscape.mesh import SurfaceMesh
from gdstudio.studio.theme import Theme

_TICK: Final = 5.0  # pixels
_GAP: Final = 4.0  # between tick and label, and between labels and title
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
    about = 5 if min(size) >= _WIDE_VIEW else 3
    for axis, title in zip(scene_axes(mesh.transform, camera, about), titles, strict=True):
        _paint_axis(painter, axis, title, camera, size, theme)


def _paint_axis(
    painter: QPainter,
    axis: SceneAxis,
    title: str,
    camera: Camera,
    size: tuple[int, int],
    theme: Theme,
) -> None:
    ends = camera.project(np.array([axis.start, axis.end]), *size)[:, :2]
    length = float(np.hypot(*(ends[1] - ends[0])))
    if not length >= _LEAST_LENGTH:
        return
    painter.setPen(QPen(QColor(theme.muted), 1.2))
    painter.drawLine(QLineF(QPointF(*ends[0]), QPointF(*ends[1])))
    outwards = _outwards(axis, camera, size)
    ticks = camera.project(axis.ticks, *size)[:, :2]
    reach = _TICK + _GAP
    widest = 0.0
    line_height = painter.fontMetrics().height()
    last: NDArray[Any] | None = None
    for at, label in zip(ticks, axis.labels, strict=True):
        if last is not None and np.hypot(*(at - last)) < 0.9 * line_height:
            continue
        last = at
        painter.setPen(QPen(QColor(theme.muted), 1.2))
        painter.drawLine(QLineF(QPointF(*at), QPointF(*(at + _TICK * outwards))))
        painter.setPen(QColor(theme.text))
        widest = max(widest, _paint_text(painter, label, at + reach * outwards, outwards))
    painter.setPen(QColor(theme.text))
    if axis.start[2] != axis.end[2]:
        _paint_above(painter, title, ends[1])
    else:
        middle = camera.project((axis.start + axis.end) / 2, *size)[:2]
        _paint_text(painter, title, middle + (reach + widest + 2 * _GAP) * outwards, outwards)


def _paint_above(painter: QPainter, text: str, at: NDArray[Any]) -> None:
    """Paint text centred over `at`, moved to the right where it would leave the view."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2.0, float(metrics.height())
    left = max(at[0] - width / 2, _GAP)
    box = QRectF(left, at[1] - height - 2 * _GAP, width, height)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _outwards(axis: SceneAxis, camera: Camera, size: tuple[int, int]) -> NDArray[np.float64]:
    """Return the unit vector, in pixels, that points away from the box at the axis's middle."""
    middle = (axis.start + axis.end) / 2
    near, far = camera.project(np.array([middle, middle + 0.1 * axis.outwards]), *size)[:, :2]
    way = far - near
    return np.asarray(way / max(float(np.hypot(*way)), 1e-9))


def _paint_text(painter: QPainter, text: str, at: NDArray[Any], outwards: NDArray[Any]) -> float:
    """Paint text that touches `at` from outside; return how far it reaches beyond, in pixels."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2.0, float(metrics.height())
    centre = at + outwards * np.array([width, height]) / 2
    box = QRectF(centre[0] - width / 2, centre[1] - height / 2, width, height)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return float(abs(outwards[0]) * width + abs(outwards[1]) * height)
