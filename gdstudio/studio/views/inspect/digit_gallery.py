"""Digits side by side, to look at and to choose from; only those in sight are painted."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
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

from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.views.common.painted_widget import ENTER_KEYS, FollowsLook, arrow_of, rgb_of

_PIXELS: Final = 28  # of a digit, each two screen pixels wide; more where type is large
MARGIN_PX: Final = 6.0
_FAR_KEYS: Final = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def picture_px() -> float:
    """Return the side of a picture, in pixels, at the text size in force."""
    return float(_PIXELS * round(2 * text_scale()))


# From the index of a digit: a few characters below its picture, and one line about it.
Words = Callable[[int], tuple[str, str]]
ARROW: Final = " → "  # between two names of a caption


class DigitGallery(FollowsLook, QAbstractScrollArea):
    """Pictures in rows, as many in each as there is room for.

    Attributes:
        indices: Which digits are shown, in order.

    Signals:
        digit_chosen(int): Index of the digit clicked, or reached by key.
        digit_opened(int): Index of the digit double-clicked, or entered.
        digit_pointed_at(int): Index of the digit under the pointer, -1 for none.
    """

    digit_chosen = Signal(int)
    digit_opened = Signal(int)
    digit_pointed_at = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, abreast: int = 1) -> None:
        """Show nothing yet; each picture may hold several digits `abreast`, side by side."""
        super().__init__(parent)
        self._abreast = abreast
        self._in_row = 1  # as many as stood in each when the room was measured
        self._pointed = -1
        self._images: NDArray[np.uint8] = np.zeros((0, 28, 28), np.uint8)
        self.indices: NDArray[np.intp] = np.zeros(0, np.intp)
        self._words: Words = lambda index: ("", "")
        self._chosen = -1
        self._shades: list[int] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
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

    def set_words(self, words: Words) -> None:
        """Say other things of the digits that are shown."""
        self._words = words
        self._describe()
        self.viewport().update()

    def choose_digit(self, index: int) -> bool:
        """Choose a digit, which comes into sight; return whether it is one of those shown."""
        found = np.flatnonzero(self.indices == index)
        if len(found):
            self._choose(int(found[0]))
        return bool(len(found))

    def clear(self) -> None:
        """Show no digits."""
        nothing = np.zeros((0, 28, 28), np.uint8), np.zeros(0, np.intp)
        self.set_digits(*nothing, lambda index: ("", ""))

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
        side, beside = picture_px(), 2 * MARGIN_PX
        return self._abreast * side + beside, side + beside + self.fontMetrics().height()

    def _columns(self) -> int:
        return max(int(self.viewport().width() // self._cell()[0]), 1)

    def _room(self) -> int:
        """Return the height of the rows in sight, whole ones where there is room for one."""
        high, there = self._cell()[1], self.viewport().height()
        return math.ceil(there // high * high) or there

    def _set_range(self) -> None:
        self._in_row = self._columns()
        rows = math.ceil(len(self.indices) / self._in_row)
        _, high = self._cell()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(math.ceil(rows * high) - self._room(), 0))
        bar.setPageStep(self._room())
        bar.setSingleStep(round(high / 2))

    def _choose(self, k: int) -> None:
        self._chosen = k
        self._describe()
        place = self.place_of(k)
        bar = self.verticalScrollBar()
        if place.top() < 0:
            bar.setValue(bar.value() + math.floor(place.top()))
        elif place.bottom() > self._room():
            bar.setValue(bar.value() + math.ceil(place.bottom() - self._room()))
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
        last = math.ceil((top + self._room()) / high) * columns
        painter.setClipRect(0, 0, self.viewport().width(), self._room())
        for k in range(first, min(last, len(self.indices))):
            index, place = int(self.indices[k]), self.place_of(k)
            caption, _ = self._words(index)
            side, corner = picture_px(), place.topLeft() + QPointF(MARGIN_PX, MARGIN_PX)
            picture = QRectF(corner, QSizeF(self._abreast * side, side))
            painter.fillRect(picture, QColor(self.theme.base))
            painter.drawImage(_within(picture, self._images.shape[1:]), self._image(index))
            is_chosen = k == self._chosen
            frame = (self.theme.accent, 3) if is_chosen else (self.theme.outline, 1)
            painter.setPen(QPen(QColor(frame[0]), frame[1]))
            painter.drawRect(picture)
            painter.setPen(QColor(self.theme.text if is_chosen else self.theme.muted))
            words = QRectF(place.left(), picture.bottom() + 2, place.width(), high)
            shown = _shortened(caption, painter.fontMetrics(), math.floor(place.width()))
            painter.drawText(words, Qt.AlignmentFlag.AlignHCenter, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar, (_, high) = self.verticalScrollBar(), self._cell()
        row, beyond = divmod(bar.value(), high)
        first = int(row) * self._in_row
        self._set_range()
        if first:  # what stood at the top stays there, in whichever row it is now
            bar.setValue(round(first // self._in_row * high + beyond))

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
        """Choose with arrows, Page Up and Down, Home and End; open with Enter."""
        right, down = arrow_of(event) or (0, 0)
        step, last = right + down * self._columns(), len(self.indices) - 1
        if step and last >= 0:
            there = self._chosen + step if self._chosen >= 0 else 0
            if 0 <= there <= last:
                self._choose(there)
        elif event.key() in _FAR_KEYS and last >= 0:
            page = self._columns() * max(int(self.viewport().height() // self._cell()[1]), 1)
            far = {
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: last,
                Qt.Key.Key_PageUp: max(self._chosen, 0) - page,
                Qt.Key.Key_PageDown: max(self._chosen, 0) + page,
            }
            self._choose(min(max(far[Qt.Key(event.key())], 0), last))
        elif event.key() in ENTER_KEYS and self._chosen >= 0:
            self.digit_opened.emit(self.chosen())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self.digit_at(event.position()))

    def _point_at(self, k: int) -> None:
        index = int(self.indices[k]) if k >= 0 else -1
        if index != self._pointed:
            self._pointed = index
            self.digit_pointed_at.emit(index)

    def viewportEvent(self, event: QEvent) -> bool:
        """Describe the digit under the pointer as a tool tip."""
        if event.type() == QEvent.Type.Leave:
            self._point_at(-1)
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        k = self.digit_at(QPointF(event.pos()))
        text = self._words(int(self.indices[k]))[1] if k >= 0 else ""
        QToolTip.showText(event.globalPos(), text, self)
        return True


def _within(frame: QRectF, shape: tuple[int, ...]) -> QRectF:
    """Return where a picture of so many rows and columns stands in a frame."""
    rows, columns = shape
    pixel = min(frame.width() / columns, frame.height() / rows)
    place = QRectF(0, 0, pixel * columns, pixel * rows)
    place.moveCenter(frame.center())
    return place


def _shortened(caption: str, metrics: QFontMetrics, room: int) -> str:
    """Return a caption that fits; of two names each has half of the room."""
    if metrics.horizontalAdvance(caption) <= room:
        return caption
    names = caption.split(ARROW)
    each = (room - metrics.horizontalAdvance(ARROW) * (len(names) - 1)) // len(names)
    return ARROW.join(metrics.elidedText(one, Qt.TextElideMode.ElideRight, each) for one in names)
