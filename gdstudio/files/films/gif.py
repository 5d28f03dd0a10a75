"""An animated GIF with one palette, written picture by picture.

GIF89a (CompuServe 1990): the blocks are written here, Pillow packs the pixels of each.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from fractions import Fraction
from typing import BinaryIO, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gdstudio.files.films.palette import COLOURS, FilmPalette
from gdstudio.files.films.writer import FilmClock, Pixels, changed_box

_STAYS: Final = COLOURS  # the index that lets a pixel be seen as it was
_TICKS: Final = 100
_LONGEST: Final = 0xFFFF
_FOR_EVER: Final = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
_KEEP_AND_SEE_THROUGH: Final = 0b101
_BEFORE_COLOURS: Final = 13  # bytes of a file of one picture


class GifWriter:
    """Writes a GIF that goes on for ever."""

    def __init__(
        self, file: BinaryIO, size: tuple[int, int], rate: Fraction, samples: Sequence[Pixels]
    ) -> None:
        self._file, self._clock = file, FilmClock(rate, _TICKS)
        self._palette = FilmPalette(samples)
        self._before: NDArray[np.uint8] | None = None
        file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0b11110111, 0, 0))
        file.write(self._palette.colours.tobytes() + _FOR_EVER)

    def add(self, pixels: Pixels, held: int = 1) -> None:
        """Write a picture: what has changed of it."""
        found = self._palette.indices(pixels)
        box, part = (0, 0, found.shape[1], found.shape[0]), found
        if self._before is not None:
            same = found == self._before
            box = changed_box(same)
            left, top, right, bottom = box
            part = np.where(same, np.uint8(_STAYS), found)[top:bottom, left:right]
        self._before = found
        ticks = self._clock.take(held)
        while ticks:  # one block may last eleven minutes at most
            now = min(ticks, _LONGEST)
            self._file.write(
                b"!\xf9\x04" + struct.pack("<BHBB", _KEEP_AND_SEE_THROUGH, now, _STAYS, 0)
            )
            self._file.write(b"," + struct.pack("<HH", *box[:2]) + _packed(part))
            ticks -= now

    def close(self) -> None:
        """End the file."""
        self._file.write(b";")


def _packed(indices: NDArray[np.uint8]) -> bytes:
    """Return width, height, flags and pixels of an image block."""
    image = Image.fromarray(np.ascontiguousarray(indices)).copy()
    image.putpalette(bytes(range(256)) * 3)  # all of it, so that no index is changed
    file = io.BytesIO()
    image.save(file, "GIF", optimize=False, interlace=0)
    data = file.getvalue()
    start = data.index(b",", _BEFORE_COLOURS + 3 * (2 << (data[10] & 7)))
    return data[start + 5 : -1]
