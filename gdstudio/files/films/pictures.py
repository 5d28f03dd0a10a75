"""A film as a folder of pictures, one a frame, for programs that cut films."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from PIL import Image

from gdstudio.files.films.writer import Pixels

_NAME: Final = "frame-{0:05}.png"  # enough for ten minutes of 60 frames a second


class PictureWriter:
    """Writes `frame-00001.png` and so on into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._n = folder, 0

    def add(self, pixels: Pixels, held: int = 1) -> None:
        """Write a picture as often as it is seen."""
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "PNG", compress_level=4)
        for _ in range(held):
            self._n += 1
            (self._folder / _NAME.format(self._n)).write_bytes(file.getvalue())

    def close(self) -> None:
        """Do nothing: all is written."""
