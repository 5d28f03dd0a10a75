"""The hand that draws a `Scene` with Qt, and measures its texts."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import Final

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPaintEngine,
    QPainter,
    QPen,
    QPolygonF,
)

from gdstudio.pictures.scene import (
    Area,
    Clip,
    Faces,
    Floats,
    Image,
    Label,
    Line,
    Plate,
    Rect,
    Scene,
    Shape,
    Signs,
    Strokes,
    Weight,
    finite_runs,
)
from gdstudio.studio.style import numeral_font

_COPIED_FROM: Final = 8  # signs of one shape: copies of a picture are drawn ten times as fast
_SEAM_PX: Final = 0.9


class Lettering:
    """The texts of scenes in a font of the window, with figures of equal width.

    Attributes:
        size: Of normal text in pixels.
    """

    def __init__(self, font: QFont) -> None:
        self._font = font
        self.size = _pixels(font)
        self._known: dict[tuple[float, Weight], tuple[QFont, QFontMetricsF]] = {}

    def font(self, size: float, weight: Weight = "regular") -> QFont:
        """Return the font for letters of a size in pixels."""
        return self._of(size, weight)[0]

    def measure(self, text: str, size: float, weight: Weight = "regular") -> tuple[float, float]:
        """Return the width of a text and the height of a line, in pixels."""
        metrics = self._of(size, weight)[1]
        return metrics.horizontalAdvance(text), metrics.height()

    def ascent(self, size: float, weight: Weight = "regular") -> float:
        """Return how far below the top of a line its letters stand."""
        return self._of(size, weight)[1].ascent()

    def _of(self, size: float, weight: Weight) -> tuple[QFont, QFontMetricsF]:
        key = round(size, 3), weight
        if key not in self._known:
            font = numeral_font(self._font, size / self.size, bold=weight == "strong")
            self._known[key] = font, QFontMetricsF(font)
        return self._known[key]


def paint(painter: QPainter, scene: Scene, lettering: Lettering) -> None:
    """Draw the shapes of a scene, not its ground; its origin is the painter's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for shape in scene.shapes:
        if isinstance(shape, Label):
            _write(painter, shape, lettering)
        else:
            _draw(shape, painter)
    painter.restore()


def image_of(scene: Scene, lettering: Lettering, ratio: float = 1.0) -> QImage:
    """Return a scene as pixels, `ratio` of them for one of the scene."""
    size = QSize(round(scene.width * ratio), round(scene.height * ratio))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(scene.ground))
    with QPainter(image) as painter:
        paint(painter, scene, lettering)
    return image


def _pixels(font: QFont) -> float:
    """Return the size of a font in pixels, with fractions where it is given in points."""
    whole = QFontInfo(font)
    return whole.pixelSize() * font.pointSizeF() / whole.pointSizeF()


def faded(colour: QColor | str, opacity: float) -> QColor:
    """Return a colour with an opacity in [0, 1]."""
    paler = QColor(colour)
    paler.setAlphaF(opacity)
    return paler


def round_pen(colour: QColor | str, width: float) -> QPen:
    """Return a solid pen with round ends."""
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def polygon(pixels: Floats) -> QPolygonF:
    """Return finite pixels, shape (k, 2), as points of Qt."""
    return QPolygonF(list(map(QPointF, pixels[:, 0].tolist(), pixels[:, 1].tolist())))


def _rectangle(rect: Rect) -> QRectF:
    return QRectF(rect.left, rect.top, rect.width, rect.height)


def _write(painter: QPainter, text: Label, lettering: Lettering) -> None:
    width, height = lettering.measure(text.text, text.size, text.weight)
    if text.is_upwards:
        painter.save()
        painter.translate(text.x, text.y)
        painter.rotate(-90)
        _write(painter, replace(text, x=0.0, y=0.0, is_upwards=False), lettering)
        painter.restore()
        return
    left, top = text.x - text.anchor[0] * width, text.y - text.anchor[1] * height
    painter.setFont(lettering.font(text.size, text.weight))
    painter.setPen(QColor(text.colour))
    baseline = top + lettering.ascent(text.size, text.weight)
    painter.drawText(QPointF(left, round(baseline)), text.text)


@singledispatch
def _draw(shape: Shape, painter: QPainter) -> None:
    raise TypeError(shape)


@_draw.register
def _(shape: Line, painter: QPainter) -> None:
    pen = round_pen(faded(shape.colour, shape.opacity), shape.width)
    if shape.flat or shape.dashes:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if shape.dashes:
        pen.setDashPattern([length / shape.width for length in shape.dashes])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for run in finite_runs(shape.points):
        painter.drawPolyline(polygon(run))


def paint_strokes(painter: QPainter, shape: Strokes) -> None:
    """Draw many straight strokes in one pen."""
    pen = QPen(faded(shape.colour, shape.opacity), shape.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    ends = shape.ends[np.isfinite(shape.ends).all(axis=(1, 2))].reshape(-1, 4)
    painter.drawLines([QLineF(*end) for end in ends.tolist()])


@_draw.register
def _(shape: Strokes, painter: QPainter) -> None:
    paint_strokes(painter, shape)


@_draw.register
def _(shape: Area, painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(shape.colour, shape.opacity))
    painter.drawPolygon(polygon(shape.corners))


def paint_faces(painter: QPainter, shape: Faces, *, smooth: bool) -> None:
    """Paint polygons in their order; smooth ones get a thin edge that closes the seams."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    painter.setPen(Qt.PenStyle.NoPen)
    points = list(map(QPointF, shape.places[:, 0].tolist(), shape.places[:, 1].tolist()))
    red, green, blue = shape.colours.astype(int).T
    inks = ((0xFF << 24) | (red << 16) | (green << 8) | blue).tolist()
    edge = QPen(Qt.GlobalColor.black, _SEAM_PX)
    for corners, ink in zip(shape.corners.tolist(), inks, strict=True):
        colour = QColor.fromRgb(ink)
        painter.setBrush(colour)
        if smooth:
            edge.setColor(colour)
            painter.setPen(edge)
        painter.drawConvexPolygon([points[k] for k in corners])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


@_draw.register
def _(shape: Faces, painter: QPainter) -> None:
    paint_faces(painter, shape, smooth=True)


@_draw.register
def _(shape: Signs, painter: QPainter) -> None:
    places = shape.places[np.isfinite(shape.places).all(axis=1)]
    is_pdf = painter.paintEngine().type() == QPaintEngine.Type.Pdf  # keeps lines as lines
    if len(places) < _COPIED_FROM or is_pdf:
        for x, y in places.tolist():
            _draw_sign(painter, shape, QPointF(x, y))
        return
    size = 2 * np.ceil(1.4 * shape.radius + 1 + (shape.rim_width if shape.rim else 0))
    ratio = painter.device().devicePixelRatioF()
    side = round(size * ratio)
    picture = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as brush:
        brush.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_sign(brush, shape, QPointF(size / 2, size / 2))
    for x, y in (places - size / 2).tolist():
        painter.drawImage(QPointF(x, y), picture)


def _draw_sign(painter: QPainter, shape: Signs, at: QPointF) -> None:
    painter.setPen(QPen(QColor(shape.rim), shape.rim_width) if shape.rim else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shape.colour))
    if shape.sign == "circle":
        painter.drawEllipse(at, shape.radius, shape.radius)
    else:
        painter.drawPolygon(polygon(shape.outline() + at.toTuple()))


@_draw.register
def _(shape: Plate, painter: QPainter) -> None:
    painter.setPen(QPen(QColor(shape.rim), shape.rim_width) if shape.rim else Qt.PenStyle.NoPen)
    painter.setBrush(faded(shape.fill, shape.opacity) if shape.fill else Qt.BrushStyle.NoBrush)
    if shape.radius:
        painter.drawRoundedRect(_rectangle(shape.rect), shape.radius, shape.radius)
    else:
        painter.drawRect(_rectangle(shape.rect))


@_draw.register
def _(shape: Image, painter: QPainter) -> None:
    rows, columns, _channels = shape.pixels.shape
    if not shape.pixels.size:
        return
    data = np.ascontiguousarray(shape.pixels)
    image = QImage(data.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    painter.drawImage(_rectangle(shape.rect), image)


@_draw.register
def _(shape: Clip, painter: QPainter) -> None:
    if shape.rect is None:
        painter.setClipping(False)
    else:
        painter.setClipRect(_rectangle(shape.rect))
