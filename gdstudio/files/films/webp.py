"""An animated WebP without loss, written picture by picture.

The container (RFC 9649, 2024) is written here, Pillow packs the pixels of each picture.
"""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from typing import BinaryIO, Final

import numpy as np
from PIL import Image

from gdstudio.files.films.writer import FilmClock, Pixels, changed_box, unchanged

_TICKS: Final = 1000
_ANIMATED, _SEES_THROUGH = 0x02, 0x10
_EFFORT: Final = {"method": 1, "quality": 20}  # more takes twice as long for a tenth less
_RIFF_BYTES: Final = 8
_HEADER_BYTES: Final = 12


class WebpWriter:
    """Writes a WebP that goes on for ever; the file must be one in which one can go back."""

    def __init__(self, file: BinaryIO, size: tuple[int, int], rate: Fraction) -> None:
        self._file, self._clock = file, FilmClock(rate, _TICKS)
        self._before: Pixels | None = None
        wide, high = size
        file.write(b"RIFF\0\0\0\0WEBP")
        canvas = bytes([_ANIMATED | _SEES_THROUGH, 0, 0, 0]) + _three(wide - 1) + _three(high - 1)
        file.write(_chunk(b"VP8X", canvas))
        file.write(_chunk(b"ANIM", b"\xff\xff\xff\xff" + struct.pack("<H", 0)))

    def add(self, pixels: Pixels, held: int = 1) -> None:
        """Write a picture: what has changed of it."""
        same = unchanged(pixels, self._before)
        box, part = (0, 0, pixels.shape[1], pixels.shape[0]), pixels
        if same is not None:
            left, top, right, bottom = box = changed_box(same)
            kept = same[top:bottom, left:right, None]
            opaque = np.where(kept, np.uint8(0), np.uint8(255))
            seen = np.where(kept, np.uint8(0), pixels[top:bottom, left:right])
            part = np.concatenate([seen, opaque], axis=-1)
        self._before = pixels
        left, top, right, bottom = box
        about = _three(left // 2) + _three(top // 2) + _three(right - left - 1)
        about += _three(bottom - top - 1) + _three(self._clock.take(held)) + b"\0"
        self._file.write(_chunk(b"ANMF", about + _packed(part)))

    def close(self) -> None:
        """Write at the beginning how long the file has become."""
        length = self._file.tell()
        self._file.seek(4)
        self._file.write(struct.pack("<I", length - _RIFF_BYTES))
        self._file.seek(length)


def _packed(pixels: Pixels) -> bytes:
    """Return the chunks of one picture."""
    file = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    image.save(file, "WEBP", lossless=True, **_EFFORT)
    return file.getvalue()[_HEADER_BYTES:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
