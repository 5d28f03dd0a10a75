"""Test digits side by side, to look at and to choose from; only those in sight are painted."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    qRgb,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gdstudio.studio.text_size import px
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, FollowsLook, arrow_of, rgb_of

PICTURE_PX: Final = 56.0  # two screen pixels for each of 28
MARGIN_PX: Final = 6.0


# From the index of a digit: a few characters below its picture, and one line about it.
Words = Callable[[int], tuple[str, str]]


class DigitGallery(FollowsLook, QAbstractScrollArea):
    """Pictures in rows, as many in each as there is room for.

    Attributes:
        indices: Which digits are shown, in order.

    Signals:
        digit_chosen(int): Index of the digit clicked, or reached by key.
        digit_opened(int): Index of the digit double-clicked, or entered.
    """

    digit_chosen = Signal(int)
    digit_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: NDArray[np.uint8] = np.zeros((0, 28, 28), np.uint8)
        self.indices: NDArray[np.intp] = np.zeros(0, np.intp)
        self._words: Words = lambda index: ("", "")
        self._chosen = -1
        self._shades: list[int] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Digits"))
        self.follow_look()

    def set_digits(
        self, images: NDArray[np.uint8], indices: NDArray[np.intp], words: Words
    ) -> None:
        """Show these digits; one that was chosen before and is still there stays chosen.

        Args:
            images: Of the whole data set, shape (n, rows, columns), read-only, not copied.
            indices: Which of them, in order.
            words: Caption and description of each; asked only for digits in sight.
        """
        found = np.flatnonzero(indices == self.chosen())
        self._images, self.indices, self._words = images, indices, words
        self._chosen = int(found[0]) if len(found) else -1
        self._describe()
        self._set_range()
        if self._chosen < 0:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def chosen(self) -> int:
        """Return the index of the digit chosen, -1 for none."""
        return int(self.indices[self._chosen]) if self._chosen >= 0 else -1

    def place_of(self, k: int) -> QRectF:
        """Return where the k-th digit with its caption is drawn, in the viewport."""
        wide, high = self._cell()
        row, column = divmod(k, self._columns())
        top = row * high - self.verticalScrollBar().value()
        return QRectF(column * wide, top, wide, high)

    def digit_at(self, position: QPointF) -> int:
        """Return which digit, counted from 0, is drawn at a position of the viewport; -1 none."""
        wide, high = self._cell()
        column = int(position.x() // wide)
        row = int((position.y() + self.verticalScrollBar().value()) // high)
        k = row * self._columns() + column
        inside = 0 <= column < self._columns() and 0 <= k < len(self.indices)
        return k if inside else -1

    def look_changed(self) -> None:
        """Show dark ink on light paper or light ink on dark paper."""
        theme = self.theme
        paper, ink = rgb_of(theme.base), rgb_of(theme.text)
        shades = paper + (ink - paper) * np.linspace(0, 1, 256)[:, None]
        self._shades = [qRgb(*rgb) for rgb in shades.round().astype(int).tolist()]
        self.viewport().update()

    def _cell(self) -> tuple[float, float]:
        return PICTURE_PX + 2 * MARGIN_PX, PICTURE_PX + self.fontMetrics().height() + 2 * MARGIN_PX

    def _columns(self) -> int:
        return max(int(self.viewport().width() // self._cell()[0]), 1)

    def _set_range(self) -> None:
        rows = math.ceil(len(self.indices) / self._columns())
        _, high = self._cell()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(math.ceil(rows * high) - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(round(high / 2))

    def _choose(self, k: int) -> None:
        self._chosen = k
        self._describe()
        place = self.place_of(k)
        bar = self.verticalScrollBar()
        if place.top() < 0:
            bar.setValue(bar.value() + math.floor(place.top()))
        elif place.bottom() > self.viewport().height():
            bar.setValue(bar.value() + math.ceil(place.bottom() - self.viewport().height()))
        self.viewport().update()
        self.digit_chosen.emit(int(self.indices[k]))

    def _describe(self) -> None:
        text = self.tr("{0} digits; arrow keys choose, Enter opens").format(len(self.indices))
        if self._chosen >= 0:
            _, text = self._words(self.chosen())
        self.setAccessibleDescription(text)

    def _image(self, index: int) -> QImage:
        rows, columns = self._images.shape[1:]
        pixels = np.ascontiguousarray(self._images[index])
        image = QImage(pixels.data, columns, rows, columns, QImage.Format.Format_Indexed8)
        image.setColorTable(self._shades)
        return image.copy()

    def sizeHint(self) -> QSize:
        return QSize(px(440), px(320))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(160), px(120))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        _, high = self._cell()
        columns, top = self._columns(), self.verticalScrollBar().value()
        first = int(top // high) * columns
        last = math.ceil((top + self.viewport().height()) / high) * columns
        for k in range(first, min(last, len(self.indices))):
            index, place = int(self.indices[k]), self.place_of(k)
            caption, _ = self._words(index)
            picture = QRectF(
                place.left() + MARGIN_PX, place.top() + MARGIN_PX, PICTURE_PX, PICTURE_PX
            )
            painter.drawImage(picture, self._image(index))
            is_chosen = k == self._chosen
            frame = (self.theme.accent, 3) if is_chosen else (self.theme.outline, 1)
            painter.setPen(QPen(QColor(frame[0]), frame[1]))
            painter.drawRect(picture)
            painter.setPen(QColor(self.theme.text if is_chosen else self.theme.muted))
            words = QRectF(place.left(), picture.bottom() + 2, place.width(), high)
            painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, caption)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_range()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        k = self.digit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and k >= 0:
            self._choose(k)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the press."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        k = self.digit_at(event.position())
        if k >= 0:
            self.digit_opened.emit(int(self.indices[k]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the arrows, open with Enter."""
        right, down = arrow_of(event) or (0, 0)
        step = right + down * self._columns()
        if step and len(self.indices):
            there = self._chosen + step if self._chosen >= 0 else 0
            if 0 <= there < len(self.indices):
                self._choose(there)
        elif event.key() in ENTER_KEYS and self._chosen >= 0:
            self.digit_opened.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Describe the digit under the pointer as a tool tip."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        k = self.digit_at(QPointF(event.pos()))
        text = self._words(int(self.indices[k]))[1] if k >= 0 else ""
        QToolTip.showText(event.globalPos(), text, self)
        return True
