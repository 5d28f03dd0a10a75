"""What stood on the canvas, as a sitting keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError
from gdstudio.npy import MalformedArray, array_from_bytes
from gdstudio.pictures.ink import RASTER_SIZE
from gdstudio.reading import read_whole
from gdstudio.texts import Text

_LONGEST_CAPTION: Final = 200  # characters


@dataclass(frozen=True, slots=True, eq=False)
class KeptDrawing:
    """What stood on the canvas.

    Attributes:
        pixels: Square, at most `RASTER_SIZE` a side, uint8.
        is_put: Nobody has drawn it: the pixels are what the network sees.
        label: The true digit, None if nobody knows.
        caption: What it is, for people; "" for a drawing.
    """

    pixels: NDArray[np.uint8]
    is_put: bool = False
    label: int | None = None
    caption: str = ""

    def described(self) -> dict[str, Any]:
        """Return what `load_drawing` must be told beside the file of its pixels."""
        return {"put": self.is_put, "label": self.label, "caption": self.caption}


def load_drawing(path: Path, described: Mapping[str, Any]) -> KeptDrawing:
    """Read a drawing: its pixels, and what was `described` of it, unchecked.

    Raises FileError of what is none.
    """
    try:
        pixels = array_from_bytes(read_whole(path, RASTER_SIZE**2 + 256))
    except MalformedArray as error:
        raise FileError(path, error.args[0]) from error
    rows, *columns = pixels.shape
    if pixels.dtype != np.uint8 or columns != [rows] or not 1 <= rows <= RASTER_SIZE:
        raise FileError(path, Text("is no square picture of at most {0} rows", RASTER_SIZE))
    put, label, caption = described.get("put"), described.get("label"), described.get("caption")
    is_label = label is None or (isinstance(label, int) and 0 <= label < 256)
    if not (is_label and isinstance(put, bool) and isinstance(caption, str)):
        raise FileError(path, Text("is described by something else than label and caption"))
    return KeptDrawing(pixels, put, label, caption[:_LONGEST_CAPTION])
