"""Pictures that come from the clipboard or are dropped on a view."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

PICTURE_SUFFIXES: Final = (
    ".bmp",
    ".gif",
    ".jpeg",
    ".jpg",
    ".pbm",
    ".pgm",
    ".png",
    ".pnm",
    ".ppm",
    ".tif",
    ".tiff",
    ".webp",
)
"""Raster formats only: vector formats can refer to other files."""

LARGEST_SIDE: Final = 2048
"""Larger pictures are made smaller before they are handed on; a digit needs no more."""


def picture_file(data: QMimeData) -> str | None:
    """Return the path of the first picture among local files, or None."""
    paths = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if path.lower().endswith(PICTURE_SUFFIXES)), None)


def grey_picture(data: QMimeData) -> NDArray[np.uint8] | None:
    """Return the picture itself, if the data hold one.

    Returns:
        Shape (rows, columns), 0 black, 255 white, transparent parts white; a copy, read-only. None
        without a picture.
    """
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        return None
    if max(image.width(), image.height()) > LARGEST_SIDE:
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image = image.scaled(QSize(LARGEST_SIDE, LARGEST_SIDE), keep, smooth)
    image.setDevicePixelRatio(1.0)
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = paper.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    pixels = rows[:, : grey.width()].copy()
    pixels.setflags(write=False)
    return pixels
