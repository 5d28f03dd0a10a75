"""Reading a picture for the canvas, in a thread of its own: what is found, and how to show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.explained import marked_picture
from gdstudio.data.pictures import NOTHING_FOUND, Found, find_digit, find_in_pixels
from gdstudio.data.resize import normalize_drawing
from gdstudio.errors import GdstudioError
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class PictureRead:
    """A digit found in a picture.

    Attributes:
        pixels: What the network gets, shape (rows, columns), uint8.
        marked: The picture with box and outline, shape (h, w, 3), uint8.
        notes: What was done to find it.
        doubts: Why it may be no digit.
    """

    pixels: NDArray[np.uint8]
    marked: NDArray[np.uint8]
    notes: tuple[str, ...]
    doubts: tuple[str, ...]


def read_picture_file(path: str, size: tuple[int, int]) -> PictureRead:
    """Find the digit in a picture file, in rows and columns; raises FileError as `find_digit`."""
    return _read(find_digit(path), size)


def read_pasted_picture(pixels: NDArray[np.uint8], size: tuple[int, int]) -> PictureRead:
    """Find the digit in pixels, shape (h, w, 4); raises GdstudioError where nothing is drawn."""
    found = find_in_pixels(pixels)
    if not found.ink.any():
        raise GdstudioError(Text("the pasted picture: {0}", NOTHING_FOUND))
    return _read(found, size)


def _read(found: Found, size: tuple[int, int]) -> PictureRead:
    pixels, marked = normalize_drawing(found.ink, size), marked_picture(found)
    lock(pixels, marked)
    return PictureRead(pixels, marked, found.notes, found.doubts)
