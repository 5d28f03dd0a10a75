"""What a neuron of the first layer sees: its weights, the input, and both multiplied."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from gdstudio.arrays import Floats
from gdstudio.numerals import cost, limit_number
from gdstudio.pictures.mosaic import nice_limit
from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import PaintedWidget, arrow_of, paint_focus_ring
from gdstudio.studio.views.inside.value_images import inked_image, signed_image

_BETWEEN_PX: Final = 10.0
_LARGEST_PX: Final = 140  # of a picture, at 100 %
_LEAST_PX: Final = 56
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter

Pixel = tuple[int, int]


class WeightPictures(PaintedWidget):
    """Three pictures of one size; a pixel pointed at is read in all of them.

    Weights and products have a scale of colours each, from minus to plus its limit; the input is
    ink on paper.
    """

    def __init__(self) -> None:
        super().__init__()
        self._values: tuple[Floats, Floats, Floats] | None = None
        self._limits: list[float | None] = [None, None]
        self._images: tuple[QImage, ...] = ()
        self._pixel: Pixel | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Weights, input, and weights times input"))
        self.setToolTip(self.tr("Point at a pixel, or use the arrow keys, to read all three"))

    def set_values(self, weights: Floats, inputs: Floats, products: Floats) -> None:
        """Show numbers, each of shape (rows, columns); inputs in [0, 1]."""
        values = weights, inputs, products
        if self._values is None or self._values[0].shape != weights.shape:
            self._limits, self._pixel = [None, None], None
        self._values = values
        for k, one in enumerate((weights, products)):
            self._limits[k] = nice_limit(one, self._limits[k])
        self.updateGeometry()
        self.look_changed()
        self._describe()

    def forget_scales(self) -> None:
        """Choose the scales of the colours afresh: another neuron is shown."""
        self._limits = [None, None]

    def look_changed(self) -> None:
        """Colour the pictures anew."""
        if self._values is not None:
            weights, inputs, products = self._values
            first, last = self._limits
            self._images = (
                signed_image(weights, first or 1.0, self.theme),
                inked_image(inputs, self.theme),
                signed_image(products, last or 1.0, self.theme),
            )
        super().look_changed()

    def places(self) -> list[QRectF]:
        """Return where the three pictures lie."""
        if self._values is None:
            return []
        rows, columns = self._values[0].shape
        room = (self.width() - 2 * _BETWEEN_PX - 2) / 3
        words = self._words_height()
        cell = self._cell(min(room / columns, (self.height() - words - 2) / rows))
        wide, high = cell * columns, cell * rows
        pitch = (self.width() - wide - 2) / 2
        return [QRectF(1 + round(k * pitch), words + 1, wide, high) for k in range(3)]

    def reading(self) -> str:
        """Return the pixel pointed at in words; "" for none."""
        if self._pixel is None or self._values is None:
            return ""
        weight, value, product = (cost(float(one[self._pixel])) for one in self._values)
        text = self.tr("pixel {0} {1}: {2} × {3} = {4}")
        return text.format(*self._pixel, weight, value, product)

    def point_at(self, index: int) -> None:
        """Read the pixel of a weight, counted along the rows from 0; -1 for none."""
        if self._values is not None:
            columns = self._values[0].shape[1]
            self._point(None if index < 0 else divmod(index, columns))

    def _cell(self, room: float) -> float:
        """Return the side of a pixel, whole ones of the screen if one fits."""
        return float(math.floor(room)) if room >= 1 else max(room, 0.1)

    def _words_height(self) -> float:
        return float(self.fontMetrics().height())

    def _pixel_at(self, position: QPointF) -> Pixel | None:
        for place in self.places():
            if place.contains(position):
                assert self._values is not None
                rows, columns = self._values[0].shape
                row = int((position.y() - place.top()) / place.height() * rows)
                column = int((position.x() - place.left()) / place.width() * columns)
                return min(row, rows - 1), min(column, columns - 1)
        return None

    def _point(self, pixel: Pixel | None) -> None:
        if pixel != self._pixel:
            self._pixel = pixel
            self._describe()
            self.update()

    def _describe(self) -> None:
        if self.reading() != self.accessibleDescription():
            self.setAccessibleDescription(self.reading())

    def _paint_words(self, painter: QPainter, places: list[QRectF]) -> None:
        """Write what is pointed at above the pictures, else what each is."""
        high, wide = self._words_height(), self.width() / 3
        if reading := self.reading():
            painter.setFont(self.numeral_font())
            painter.setPen(QColor(self.theme.text))
            room = QRectF(0, 0, self.width(), high)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, reading)
            return
        first, last = (f"±{limit_number(limit or 1.0)}" for limit in self._limits)
        titles = (
            (self.tr("weights"), self.tr("weights {0}").format(first)),
            (self.tr("input"), self.tr("input")),
            (self.tr("w·a"), self.tr("w·a {0}").format(last)),
        )
        painter.setPen(QColor(self.theme.muted))
        broad = painter.fontMetrics().horizontalAdvance
        for place, (short, long) in zip(places, titles, strict=True):
            title = long if broad(long) <= wide else short
            left = place.center().x() - broad(title) / 2
            left = min(max(left, 0), self.width() - broad(title))
            painter.drawText(QRectF(left, 0, wide, high), Qt.AlignmentFlag.AlignLeft, title)

    def _paint_signs(self, painter: QPainter, places: list[QRectF]) -> None:
        """Write × and = between the pictures."""
        painter.setPen(QColor(self.theme.muted))
        for sign, k in (("×", 0), ("=", 1)):
            before, after = places[k], places[k + 1]
            gap = QRectF(
                before.right(), before.top(), after.left() - before.right(), before.height()
            )
            painter.drawText(gap, _CENTRE, sign)

    def sizeHint(self) -> QSize:
        return QSize(px(3 * _LARGEST_PX), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        wide = px(3 * _LEAST_PX)
        return QSize(wide, self.heightForWidth(max(self.width(), wide)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that pictures of this width take, with their words."""
        rows, columns = (1, 1) if self._values is None else self._values[0].shape
        room = min((width - 2 * _BETWEEN_PX - 2) / 3, px(_LARGEST_PX))
        high: float = rows * self._cell(room / columns)
        return math.ceil(high + self._words_height()) + 4

    def paintEvent(self, _event: QPaintEvent) -> None:
        places = self.places()
        if not places:
            return
        with QPainter(self) as painter:
            for place, image in zip(places, self._images, strict=True):
                painter.drawImage(place, image)
                painter.setPen(QPen(QColor(self.theme.outline), 1))
                painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
                if self._pixel is not None:
                    self._paint_pixel(painter, place, self._pixel)
            self._paint_signs(painter, places)
            self._paint_words(painter, places)
            if self.hasFocus():
                paint_focus_ring(painter, QRectF(self.rect()))

    def _paint_pixel(self, painter: QPainter, place: QRectF, pixel: Pixel) -> None:
        assert self._values is not None
        rows, columns = self._values[0].shape
        wide, high = place.width() / columns, place.height() / rows
        corner = QPointF(place.left() + pixel[1] * wide, place.top() + pixel[0] * high)
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.drawRect(QRectF(corner.x(), corner.y(), wide, high).adjusted(-1, -1, 1, 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._pixel_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from pixel to pixel with the arrows; Escape points at none."""
        step = arrow_of(event)
        if step is not None and self._values is not None:
            rows, columns = self._values[0].shape
            row, column = self._pixel or (rows // 2, columns // 2 - step[0])
            self._point(
                (min(max(row + step[1], 0), rows - 1), min(max(column + step[0], 0), columns - 1))
            )
        elif event.key() == Qt.Key.Key_Escape and self._pixel is not None:
            self._point(None)
        else:
            super().keyPressEvent(event)
