"""Pictures that come from the clipboard or are dropped on a view."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QImage

PICTURE_SUFFIXES: Final = (
    ".bmp",
    ".gif",
    ".jfif",
    ".jpe",
    ".jpeg",
    ".jpg",
    ".mpo",
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

_REFUSED_WITH_ADVICE: Final = (".avif", ".heic", ".heif")

LARGEST_SIDE: Final = 2048
"""Larger pictures are made smaller before they are handed on; a digit needs no more."""


def picture_file(data: QMimeData) -> str | None:
    """Return the path of the first picture among local files, or None.

    Files without a suffix may be pictures; so may those of kinds that are not read, so that the
    advice what to do with them is given.
    """
    paths = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return next((path for path in paths if _may_be_picture(path)), None)


def _may_be_picture(path: str) -> bool:
    if not Path(path).suffix:
        return Path(path).is_file()
    return path.lower().endswith((*PICTURE_SUFFIXES, *_REFUSED_WITH_ADVICE))


def picture_pixels(data: QMimeData) -> NDArray[np.uint8] | None:
    """Return the picture itself, if the data hold one.

    Returns:
        Shape (rows, columns, 4), red, green, blue and opacity, uint8; a copy, read-only. None
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
    shown = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), -1)
    pixels = rows[:, : 4 * shown.width()].reshape(shown.height(), shown.width(), 4).copy()
    pixels.setflags(write=False)
    return pixels
