"""What every kind of film is written by: one picture after the other."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""One picture, shape (height, width, 3)."""


class FilmWriter(Protocol):
    """Writes a film; nothing of a picture is kept but what the next is compared with."""

    def add(self, pixels: Pixels, held: int = 1) -> None:
        """Write a picture that is seen for so many frames."""

    def close(self) -> None:
        """Write what stands at the end."""


class FilmClock:
    """How long pictures last in whole ticks, so that all together are exact to one tick."""

    def __init__(self, rate: Fraction, ticks: int) -> None:
        """Begin at 0; `rate` is in frames a second, `ticks` is how many a second has."""
        self._each, self._frames = Fraction(ticks) / rate, 0

    def take(self, held: int) -> int:
        """Return the ticks of the next picture, which is seen for so many frames."""
        before = round(self._frames * self._each)
        self._frames += held
        return round(self._frames * self._each) - before


def unchanged(pixels: Pixels, before: Pixels | None) -> NDArray[np.bool_] | None:
    """Return where two pictures are the same, shape (height, width); None without one before."""
    return None if before is None else (pixels == before).all(axis=-1)


def changed_box(same: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is not the same: one pixel where all is.

    Left and top are even.
    """
    rows, columns = np.flatnonzero(~same.all(axis=1)), np.flatnonzero(~same.all(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    left, top = int(columns[0]) // 2 * 2, int(rows[0]) // 2 * 2
    return left, top, int(columns[-1]) + 1, int(rows[-1]) + 1
