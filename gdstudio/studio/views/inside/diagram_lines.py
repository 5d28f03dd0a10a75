"""The connections of a diagram as pictures: painted by any thread, shown by the window's."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from gdstudio.pictures.diagram.connections import lines_of, strokes
from gdstudio.pictures.diagram.layout import Layout
from gdstudio.pictures.diagram.values import Diagram
from gdstudio.pictures.palette import Palette
from gdstudio.pictures.scene import Rect
from gdstudio.studio.painting import paint_strokes

_EDGE_PX = 2.0  # half of the widest line


@dataclass(frozen=True, slots=True, eq=False)
class LinesOrder:
    """Which connections are to be painted, where, and how.

    Attributes:
        layout: Where the layers stand.
        diagram: What is drawn.
        palette: The colours.
        size: Of the diagram in pixels, width and height.
        ratio: Pixels of the screen for one of the diagram.
    """

    layout: Layout
    diagram: Diagram
    palette: Palette
    size: tuple[int, int]
    ratio: float


@dataclass(frozen=True, slots=True, eq=False)
class LinesPainted:
    """The connections into each layer drawn: a picture and its corner, None where there are none.

    The pictures are transparent beside the lines, and nobody writes to them any more.
    """

    order: LinesOrder
    pictures: tuple[tuple[QPointF, QImage] | None, ...]


def paint_lines(order: LinesOrder, before: LinesPainted | None = None) -> LinesPainted:
    """Paint the connections, layer by layer; those that are as they were before are not."""
    pictures = []
    for k in range(len(order.layout.columns)):
        is_same = before is not None and _is_same(order, before.order, k)
        pictures.append(before.pictures[k] if before and is_same else _painted(order, k))
    return LinesPainted(order, tuple(pictures))


def _is_same(order: LinesOrder, before: LinesOrder, k: int) -> bool:
    """Return whether the connections into the k-th layer drawn look as they did before."""
    if order.layout is not before.layout or order.palette is not before.palette:
        return False
    one, other = order.diagram.layers[k].links, before.diagram.layers[k].links
    if one is None or other is None:
        return one is other
    return (order.size, order.ratio, one.limit) == (before.size, before.ratio, other.limit) and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("sources", "targets", "strengths")
    )


def _painted(order: LinesOrder, k: int) -> tuple[QPointF, QImage] | None:
    links = order.diagram.layers[k].links
    if links is None or k == 0:
        return None
    room = _between(order.layout.columns[k - 1].rect, order.layout.columns[k].rect)
    ratio = order.ratio
    size = QSize(math.ceil(room.width * ratio), math.ceil(order.size[1] * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    corner = QPointF(room.left, 0.0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-corner)
        for one in strokes(order.palette, [lines_of(order.layout, links, k)]):
            paint_strokes(painter, one)
    return corner, image


def _between(left: Rect, right: Rect) -> Rect:
    """Return the room of lines from one layer to another, at whole pixels."""
    begin = math.floor(left.left - _EDGE_PX)
    return Rect(begin, 0.0, math.ceil(right.right + _EDGE_PX) - begin, 0.0)
