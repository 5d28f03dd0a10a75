"""Puts on the canvas what a scene says of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QImageReader

from gdstudio.data.corruption import uniform_noise
from gdstudio.data.digits import DataSet
from gdstudio.errors import InvalidValue
from gdstudio.jobs.picture_job import PictureRead
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.translation import tr
from gdstudio.texts import Text

Picture = PictureRead | NDArray[np.uint8]  # what was found in one, or a digit pixel for pixel
_SPLITS = ("test", "train")
_NOISE = "noise"
_MOST_SEEDS = 2**31


def is_picture(said: str) -> bool:
    """Return whether a drawing is the file of a picture: it is nothing else."""
    return bool(said) and said.partition(":")[0] not in (*_SPLITS, _NOISE)


def put_drawing(said: str, drawing: DrawingModel, data: DataSet) -> None:
    """Put a digit of the data, noise or nothing on the canvas.

    Raises InvalidValue of a number that none of them has.
    """
    kind, _, number = said.partition(":")
    if not said:
        drawing.put(Digit(np.zeros(drawing.size, np.uint8)))
    elif kind == _NOISE:
        seed = _index(said, number, _MOST_SEEDS)
        noise = uniform_noise(1, drawing.size, np.random.default_rng(seed))[0]
        drawing.put(Digit(noise, None, tr("pure noise"), tr("noise")))
    elif kind == "test":
        drawing.show_test_digit(_index(said, number, len(data.test)))
    else:
        drawing.show_training_digit(_index(said, number, len(data.train)))


def put_picture(picture: Picture, drawing: DrawingModel) -> None:
    """Put a picture on the canvas that was read for it."""
    if isinstance(picture, PictureRead):
        drawing.show_picture_read(picture)
    else:
        drawing.show_picture(picture)


def digit_in(path: Path, size: tuple[int, int]) -> NDArray[np.uint8] | None:
    """Return the pixels of a picture that has the size of a digit, in rows and columns.

    None of any other picture, and of what is none.
    """
    if not path.is_file():
        return None
    reader = QImageReader(str(path))
    if reader.size().toTuple() != size[::-1]:
        return None
    image = reader.read().convertToFormat(QImage.Format.Format_Grayscale8)
    if image.isNull():
        return None
    rows, columns = size
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(rows, image.bytesPerLine())
    return lines[:, :columns].copy()


def _index(said: str, number: str, end: int) -> int:
    # A number of 5,000 figures is none that Python reads.
    if not number.isdecimal() or len(number) > len(str(end)) or int(number) >= end:
        kind = said.partition(":")[0]
        raise InvalidValue("drawing", said, Text("{0}:0 to {0}:{1:,}", kind, end - 1))
    return int(number)
