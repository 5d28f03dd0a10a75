"""Pictures of the window, and whether there is anything on them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gdstudio.errors import FileError, reason_of
from gdstudio.numerals import percent
from gdstudio.studio.bench.bench_window import run_for
from gdstudio.studio.selftest.fault_watch import StepFailed

_LEAST_COLOURS: Final = 24
_LEAST_DEVIATION: Final = 8.0  # of the grey levels, 0 to 255
# A surface colours a tenth of its view or more; labels, path and ball alone less than a hundredth.
_LEAST_COLOURED: Final = 0.03
_COLOURED: Final = 40  # between the largest and the smallest of red, green and blue
_LOOK_S: Final = 0.4
_LONGEST_S: Final = 12
_LONGEST_FOR_SURFACE_S: Final = 30  # a plane has to be computed first


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
    pixels = _pixels(picture)
    colours = len(np.unique(pixels @ (1 << 16, 1 << 8, 1)))
    if colours < _LEAST_COLOURS or pixels[:, 1].std() < _LEAST_DEVIATION:
        raise StepFailed(f"blank: {size}, {colours} colours")
    return f"{size}, {colours:,} colours"


def check_surface(picture: QImage) -> None:
    """See that there is a surface on the picture of a 3-D view, not only what is written around it.

    Raises:
        StepFailed: There is none.
    """
    share = _share_coloured(picture)
    if share < _LEAST_COLOURED:
        raise StepFailed(f"the surface is not drawn: {percent(share, 1)} of its view is coloured")


def wait_for_surface(view: QWidget) -> QImage:
    """Return what a 3-D view shows once there is a surface on it, or after half a minute."""
    deadline = QDeadlineTimer(_LONGEST_FOR_SURFACE_S * 1000)
    picture = picture_of(view)
    while _share_coloured(picture) < _LEAST_COLOURED and not deadline.hasExpired():
        run_for(_LOOK_S)
        picture = picture_of(view)
    return picture


def make_folder(folder: Path) -> None:
    """Make a folder for pictures, if it is not there; raises FileError if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(folder, f"cannot be made: {reason_of(error)}") from error


def save_picture(picture: QImage, path: Path) -> None:
    """Write a PNG file.

    Raises:
        FileError: It cannot be written.
    """
    if not picture.save(str(path)):  # its name ends in .png
        raise FileError(path, "cannot be written")


def _share_coloured(picture: QImage) -> float:
    return float(np.mean(np.ptp(_pixels(picture), axis=1) > _COLOURED))


def _pixels(picture: QImage) -> NDArray[np.int32]:
    """Return red, green and blue of each pixel of an RGB32 picture, shape (n, 3), 0 to 255."""
    packed = np.frombuffer(picture.constBits(), np.uint32)
    return np.stack([packed >> shift & 255 for shift in (16, 8, 0)], axis=1).astype(np.int32)
