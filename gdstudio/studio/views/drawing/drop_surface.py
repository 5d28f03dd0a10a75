"""A sheet of paper on which pictures can be dropped and pasted, and that can be copied."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.drawing.ink_surface import InkSurface
from gdstudio.studio.views.drawing.picture_transfer import picture_file, picture_pixels


class DropSurface(InkSurface):
    """An ink surface that hands on pictures from outside; it does not ink them itself.

    Signals:
        image_file_dropped: The path of a picture file that was dropped or pasted; not opened yet.
        image_pasted: The pixels of a pasted or dropped picture, shape (rows, columns, 4): red,
            green, blue and opacity, uint8, read-only.
    """

    image_file_dropped = Signal(str)
    image_pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shows_drop_frame = False
        self.setAcceptDrops(True)

    @Slot()
    def paste(self) -> bool:
        """Hand on the picture or picture file on the clipboard; return whether there is one."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None:  # nothing was ever copied
            return False
        path = picture_file(data)
        if path is not None:
            self.image_file_dropped.emit(path)
            return True
        picture = picture_pixels(data)
        if picture is not None:
            self.image_pasted.emit(picture)
        return picture is not None

    @Slot()
    def copy(self) -> None:
        """Put the ink on the clipboard as a grey picture: black ink on white paper."""
        ink = self.ink()
        rows, columns = ink.shape
        grey = np.ascontiguousarray(255 - ink)
        picture = QImage(grey.data, columns, rows, columns, QImage.Format.Format_Grayscale8)
        QGuiApplication.clipboard().setImage(picture.copy())

    def _set_shows_drop_frame(self, shows: bool) -> None:
        self._shows_drop_frame = shows
        self.update()

    def _paint_drop_frame(self, painter: QPainter) -> None:
        frame = self.paper().adjusted(6, 6, -6, -6)
        veil = QColor(self.theme.base)
        veil.setAlpha(225)
        painter.fillRect(self.paper(), veil)
        painter.setPen(QPen(QColor(self.theme.accent), 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(frame, 8, 8)
        font = self.font()
        font.setPixelSize(max(11, round(frame.width() / 15)))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(frame, centred, self.tr("Drop the picture here"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper and, while a picture hovers over it, the frame that welcomes it."""
        super().paintEvent(event)
        if self._shows_drop_frame:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_drop_frame(painter)
            painter.end()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome pictures with a frame."""
        if picture_file(event.mimeData()) is not None or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._set_shows_drop_frame(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the frame away."""
        self._set_shows_drop_frame(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the picture file or the picture."""
        self._set_shows_drop_frame(False)
        path = picture_file(event.mimeData())
        picture = picture_pixels(event.mimeData()) if path is None else None
        if path is not None:
            self.image_file_dropped.emit(path)
        elif picture is not None:
            self.image_pasted.emit(picture)
        else:
            return
        event.acceptProposedAction()
