"""The picture that the network really gets, pixel by pixel."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import PaintedWidget, rgb_of

SMALLEST_GRID_CELL: Final = 6.0  # widget pixels; in smaller ones grid lines would hide the picture


class DigitPreview(PaintedWidget):
    """A grey picture enlarged without blur: each pixel is a square of whole screen pixels."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels = np.zeros((28, 28), np.uint8)
        self._hovered: tuple[int, int, int] | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(58, 58)
        self.setAccessibleName(self.tr("Input of the network"))
        self.setAccessibleDescription(self.tr("The picture of pixels that the network sees."))
        self.look_changed()

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show a picture.

        Args:
            pixels: Shape (rows, columns), e.g. (28, 28), uint8, 0 background, 255 full ink; copied.
        """
        assert pixels.dtype == np.uint8
        assert pixels.ndim == 2
        assert pixels.size > 0
        self._pixels = pixels.copy()
        self.look_changed()
        if self._hovered is not None:
            row, column, _ = self._hovered
            is_inside = row < pixels.shape[0] and column < pixels.shape[1]
            self._set_hovered((row, column) if is_inside else None)

    @Slot()
    def pixels(self) -> NDArray[np.uint8]:
        """Return what is shown, shape (rows, columns); only read."""
        return self._pixels

    def clear(self) -> None:
        """Show background only, in the same number of pixels."""
        self.set_pixels(np.zeros_like(self._pixels))

    def cell_at(self, position: QPointF) -> tuple[int, int] | None:
        """Return row and column shown at a position of the widget, or None beside the picture."""
        picture, cell = self._picture(), self._cell()
        row = int((position.y() - picture.top()) // cell)
        column = int((position.x() - picture.left()) // cell)
        rows, columns = self._pixels.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def look_changed(self) -> None:
        """Mix paper and ink for each pixel: dark ink on light paper or light on dark."""
        paper, ink = rgb_of(self.theme.base), rgb_of(self.theme.text)
        shades = paper + (ink - paper) * np.linspace(0, 1, 256)[:, None]
        rgb = np.ascontiguousarray(shades.round().astype(np.uint8)[self._pixels])
        rows, columns = self._pixels.shape
        small = QImage(rgb.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self._image = small.convertToFormat(QImage.Format.Format_RGB32)
        self.update()

    def _cell(self) -> float:
        """Return the side of a cell in widget pixels; whole device pixels if one fits."""
        rows, columns = self._pixels.shape
        cell = min((self.width() - 2) / columns, (self.height() - 2) / rows)
        ratio = self.devicePixelRatioF()
        return max(int(cell * ratio) / ratio, min(cell, 1 / ratio))

    def _picture(self) -> QRectF:
        rows, columns = self._pixels.shape
        cell, ratio = self._cell(), self.devicePixelRatioF()
        width, height = columns * cell, rows * cell
        left = round((self.width() - width) / 2 * ratio) / ratio
        top = round((self.height() - height) / 2 * ratio) / ratio
        return QRectF(left, top, width, height)

    def _set_hovered(self, cell: tuple[int, int] | None) -> None:
        hovered = None if cell is None else (*cell, int(self._pixels[cell]))
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def _paint_grid(self, painter: QPainter) -> None:
        rows, columns = self._pixels.shape
        picture, cell = self._picture(), self._cell()
        line, hairline = QColor(self.theme.muted), 1 / self.devicePixelRatioF()
        line.setAlpha(60)
        for row in range(1, rows):
            y = picture.top() + row * cell
            painter.fillRect(QRectF(picture.left(), y, picture.width(), hairline), line)
        for column in range(1, columns):
            x = picture.left() + column * cell
            painter.fillRect(QRectF(x, picture.top(), hairline, picture.height()), line)

    def sizeHint(self) -> QSize:
        return QSize(px(86), px(86))  # each of 28 pixels is three wide

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture, cell = self._picture(), self._cell()
        painter.drawImage(picture, self._image)
        if cell >= SMALLEST_GRID_CELL:
            self._paint_grid(painter)
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        painter.drawRect(picture.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._hovered is not None:
            row, column, _ = self._hovered
            corner = QPointF(picture.left() + column * cell, picture.top() + row * cell)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRect(QRectF(corner.x(), corner.y(), cell, cell).adjusted(-1, -1, 1, 1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hovered(self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(None)

    def event(self, event: QEvent) -> bool:
        """Show row, column and value of a pixel as its tool tip."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().event(event)
        cell = self.cell_at(QPointF(event.pos()))
        if cell is None:
            QToolTip.hideText()
            event.ignore()
        else:
            QToolTip.showText(event.globalPos(), self.describe(*cell), self)
        return True

    def describe(self, row: int, column: int) -> str:
        """Return a pixel in words; rows and columns are counted from 0."""
        value = int(self._pixels[row, column])
        text = self.tr("row {row}, column {column}: {value} of 255")
        return text.format(row=row, column=column, value=value)
