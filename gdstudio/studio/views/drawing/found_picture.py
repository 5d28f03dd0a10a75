"""The picture that was read, small, with what was found in it; it can be put away."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from gdstudio.studio.views.common.painted_widget import PaintedWidget

LARGEST: Final = 120  # pixels high
_SMALLEST_SHOWN: Final = 24  # pixels high: with less room nothing is painted


class FoundPicture(PaintedWidget):
    """Shows box and outline of the ink on the picture that was read; takes only spare room.

    Signals:
        dismissed: Its cross was pressed.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setMinimumHeight(0)
        self.setAccessibleName(self.tr("What was found in the picture"))
        self._cross = QToolButton(self)
        self._cross.setText("×")
        self._cross.setAutoRaise(True)
        self._cross.setFixedSize(20, 20)
        self._cross.setAccessibleName(self.tr("Put this picture away"))
        self._cross.setToolTip(self.tr("Put this picture away"))
        self._cross.clicked.connect(self.dismissed)
        self.hide()

    def show_picture(self, marked: NDArray[np.uint8], text: str) -> None:
        """Show a picture.

        Args:
            marked: Shape (h, w, 3), uint8; copied.
            text: What the tool tip says about it.
        """
        rows, columns, _ = marked.shape
        pixels = np.ascontiguousarray(marked)
        image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which the picture fills the width."""
        return QSize(92, LARGEST)

    def minimumSizeHint(self) -> QSize:
        """Return no height: where there is no room it is not seen."""
        return QSize(0, 0)

    def _place(self) -> QRect:
        size = self._image.size().scaled(
            self.width() - 2, self.height() - 2, Qt.AspectRatioMode.KeepAspectRatio
        )
        return QRect(1, 1, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross in the picture's corner."""
        super().resizeEvent(event)
        self._cross.setVisible(self.height() >= _SMALLEST_SHOWN)
        self._cross.move(self.width() - self._cross.width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and its frame."""
        if self._image.isNull() or self.height() < _SMALLEST_SHOWN:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place()
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
