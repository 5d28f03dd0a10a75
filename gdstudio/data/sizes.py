"""How large and how many pictures may be: one rule for every reader, and what becomes of others.

Files of numbers (IDX, CSV, NPZ) with larger pictures are refused, for what they hold was made at
that size. Picture files come at any size and are scaled down, which is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.resize import area_weights
from gdstudio.errors import FileError
from gdstudio.texts import Text

LARGEST_SIDE: Final = 64  # pixels
MOST_PIXELS: Final = 1 << 29  # of all pictures of a set; each is a byte
MOST_PICTURES: Final = 2_000_000  # the largest relative of MNIST, EMNIST by class, has 814,255


def check_size(path: Path, rows: int, columns: int) -> None:
    """Raise FileError unless pictures of so many rows and columns are read from a file of numbers.

    Each side is from 1 to 64.
    """
    if not 1 <= min(rows, columns) <= max(rows, columns) <= LARGEST_SIDE:
        found = Text("has pictures of {0:,} x {1:,} pixels", rows, columns)
        accepted = Text("sides from 1 to {0} are read", LARGEST_SIDE)
        how = Text("a folder of pictures by class may hold larger ones")
        raise FileError(path, Text("{0}; {1}, and {2}", found, accepted, how))


def check_amount(path: Path, n: int, n_pixels: int) -> None:
    """Raise FileError of more than 2 million pictures, or 512 million pixels in all of them."""
    if n > MOST_PICTURES:
        found = Text("holds more than {0:,} pictures", MOST_PICTURES)
        raise FileError(path, Text("{0}, the most that are read", found))
    if n_pixels > MOST_PIXELS:
        raise FileError(path, Text("holds more than {0:,} million pixels", MOST_PIXELS >> 20))


def within(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size as it is, or the same shape with its longer side as long as is read."""
    longest = max(size)
    if longest <= LARGEST_SIDE:
        return size
    rows, columns = (max(1, round(side * LARGEST_SIDE / longest)) for side in size)
    return rows, columns


def scaled(picture: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a picture, shape (rows, columns), averaged over areas to another size; uint8."""
    down, across = (area_weights(a, b) for a, b in zip(picture.shape, size, strict=True))
    return np.rint(down @ picture.astype(np.float64) @ across.T).astype(np.uint8)
