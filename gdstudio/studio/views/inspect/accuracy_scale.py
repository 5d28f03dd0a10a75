"""The key to maps of accuracy: a strip from 0 to 100 %."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from gdstudio.pictures.colour_maps import VIRIDIS
from gdstudio.studio.views.common.painted_widget import PaintedWidget

_STRIP_PX: Final = 8
_GAP_PX: Final = 6


class AccuracyScale(PaintedWidget):
    """A lying strip with both ends written beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Colours from 0 to 100 % answered right"))

    def sizeHint(self) -> QSize:
        """Return room for strip and words."""
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance("0 %") + metrics.horizontalAdvance(self._right())
        return QSize(140 + words + 2 * _GAP_PX, metrics.height())

    def _right(self) -> str:
        return self.tr("100 % right")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint words and strip."""
        painter = QPainter(self)
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("0 %")
        right = metrics.horizontalAdvance(self._right())
        painter.setPen(QColor(self.theme.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignLeft, "0 %")
        painter.drawText(self.rect(), middle | Qt.AlignmentFlag.AlignRight, self._right())
        top = (self.height() - _STRIP_PX) // 2
        wide = self.width() - left - right - 2 * _GAP_PX
        row = np.ascontiguousarray(VIRIDIS[None])
        image = QImage(row.data, 256, 1, 768, QImage.Format.Format_RGB888)
        painter.drawImage(QRect(left + _GAP_PX, top, wide, _STRIP_PX), image)
        painter.end()
