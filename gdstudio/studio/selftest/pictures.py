"""Pictures of the window, and whether there is anything on them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gdstudio.errors import FileError
from gdstudio.studio.bench.bench_window import run_for
from gdstudio.studio.selftest.step import StepFailed

_LEAST_COLOURS: Final = 24
_LEAST_DEVIATION: Final = 8.0  # of the grey levels, 0 to 255
_LOOK_S: Final = 0.4
_LONGEST_S: Final = 12


def picture_at_rest(widget: QWidget) -> QImage:
    """Return what a widget shows once it no longer changes, or after 12 s."""
    deadline = QDeadlineTimer(_LONGEST_S * 1000)
    before = picture_of(widget)
    while True:
        run_for(_LOOK_S)
        now = picture_of(widget)
        if now == before or deadline.hasExpired():
            return now
        before = now


def picture_of(widget: QWidget) -> QImage:
    """Return what a widget shows now."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def check_not_blank(picture: QImage) -> str:
    """Return size and colours of a picture in words.

    Raises:
        StepFailed: There is nothing, or next to nothing, on it.
    """
    size = f"{picture.width()} x {picture.height()}"
    pixels = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), -1)
    colours = len(np.unique(pixels))
    grey = (pixels >> 8 & 255).astype(np.float64)  # the green of each pixel
    if colours < _LEAST_COLOURS or grey.std() < _LEAST_DEVIATION:
        raise StepFailed(f"blank: {size}, {colours} colours")
    return f"{size}, {colours:,} colours"


def save_picture(picture: QImage, path: Path) -> None:
    """Write a PNG file.

    Raises:
        FileError: It cannot be written.
    """
    if not picture.save(str(path), "PNG"):
        raise FileError(path, "cannot be written")
