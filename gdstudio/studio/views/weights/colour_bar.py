"""The signed colours of the theme, and the key to a picture in them: an upright strip."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, qRgb
from PySide6.QtWidgets import QSizePolicy

from gdstudio.numerals import limit_number
from gdstudio.studio.text_size import px
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.painted_widget import PaintedWidget


def colour_table(theme: Theme) -> list[int]:
    """Return 256 colours for the indices of a mosaic: the signed ones, then that of the gaps."""
    colours = [qRgb(*rgb) for rgb in theme.signed_colours().tolist()]
    return [*colours, QColor(theme.base).rgb()]


def upright_strip(theme: Theme) -> QImage:
    """Return the signed colours as a picture one pixel wide, positive at the top."""
    colours = np.ascontiguousarray(theme.signed_colours()[::-1])
    column = QImage(colours.data, 1, len(colours), 3, QImage.Format.Format_RGB888)
    return column.copy()


STRIP_PX: Final = 12
SPACING_PX: Final = 6
WIDEST: Final = "−2·10⁻⁴"
STRONGEST_PX: Final = 320


class ColourBar(PaintedWidget):
    """Shows which colour stands for which value, from `-limit` below to `limit` above.

    Its width is the same for every limit, so nothing beside it moves when the scale changes.
    """

    def __init__(self) -> None:
        super().__init__()
        self._limit: float | None = None
        self._strip = upright_strip(self.theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Colour scale"))

    def set_limit(self, limit: float) -> None:
        """Show the scale from `-limit` to `limit`, above 0."""
        if limit == self._limit:
            return
        self._limit = limit
        text = limit_number(limit)
        self.setAccessibleDescription(self.tr("from minus {0} to plus {0}").format(text))
        self.update()

    def labels(self) -> tuple[str, str, str]:
        """Return what stands at the top, the middle and the bottom."""
        if self._limit is None:
            return "", "0", ""
        text = limit_number(self._limit)
        return f"+{text}", "0", f"−{text}"

    def look_changed(self) -> None:
        """Colour the strip anew."""
        self._strip = upright_strip(self.theme)
        super().look_changed()

    def _paint_labels(self, painter: QPainter, strip: QRect) -> None:
        line = self.fontMetrics().height()
        left = strip.right() + 1
        heights = (0, strip.height() // 2, strip.height() - 1)
        for text, y in zip(self.labels(), heights, strict=True):
            tick_y = strip.top() + y
            painter.fillRect(left, tick_y, px(4), 1, QColor(self.theme.muted))
            top = min(max(tick_y - line // 2, 0), self.height() - line)
            room = QRect(left + px(SPACING_PX), top, self.width() - left - px(SPACING_PX), line)
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(WIDEST)
        return QSize(px(STRIP_PX) + px(SPACING_PX) + width + 2, 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 3 * self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        half_line = self.fontMetrics().height() // 2
        room = self.rect().adjusted(0, half_line, 0, -half_line)
        height = min(room.height(), STRONGEST_PX)
        strip = QRect(0, room.center().y() - height // 2, px(STRIP_PX), height)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(strip, self._strip)
        painter.setPen(QColor(self.theme.outline))
        painter.drawRect(strip.adjusted(0, 0, -1, -1))
        self._paint_labels(painter, strip)
