"""Numbers from files made into levels of ink: 0 to 255, 0 is background."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import FileError
from gdstudio.numerals import numeral
from gdstudio.texts import Text

FULL: Final = 255
_FEW: Final = 16  # the highest level of the 8 x 8 digits that scikit-learn brings (Alpaydin, 1998)
_LIGHT: Final = 191  # a rim above is paper, not the empty background of MNIST
_RGB: Final = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as Pillow's mode L


class Levels:
    """Takes numbers piece by piece and makes levels of all of them at the end.

    Pictures run from 0 to 255, or from 0 to 1 where there are fractions and nothing larger. Whole
    numbers that reach no higher than 1 or 16 are stretched, which is noted.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pieces: list[tuple[NDArray[np.uint8], bool]] = []
        self._highest = {True: 0.0, False: 0.0}
        self.notes: list[str] = []

    def take(self, values: NDArray[Any], place: str) -> None:
        """Take numbers of any shape; `place` says where they stand, for a refusal.

        Raises FileError: one is no number, below 0 or above 255.
        """
        low, high = (float(f(values)) if values.size else 0.0 for f in (np.min, np.max))
        for value in (low, high):  # NaN comes out of both
            if not 0 <= value <= FULL:
                accepted = Text("pixels run from 0 to 255, or from 0 to 1")
                shown = "NaN" if np.isnan(value) else numeral(value)
                raise FileError(self._path, Text("{0} holds {1}; {2}", place, shown, accepted))
        is_share = (
            values.dtype.kind == "f" and high <= 1 and bool((values != np.rint(values)).any())
        )
        levels = values if values.dtype == np.uint8 else np.rint(values * (FULL if is_share else 1))
        self._pieces.append((levels.astype(np.uint8), is_share))
        self._highest[is_share] = max(self._highest[is_share], high)

    def all(self) -> NDArray[np.uint8]:
        """Return the levels of everything taken, the pieces joined along the first axis.

        Raises FileError: some pieces run from 0 to 1 and others higher.
        """
        whole, pieces = self._highest[False], self._pieces
        has_shares = any(is_share for _, is_share in pieces)
        if has_shares and whole > 1:
            text = Text(
                "some pictures run from 0 to 1, others to {0}; give all one range", numeral(whole)
            )
            raise FileError(self._path, text)
        top = 1 if has_shares or whole <= 1 else _FEW if whole <= _FEW else FULL
        if has_shares:
            self.notes.append(Text("pixels from 0 to 1 are kept in 256 levels"))
        elif whole == 0:
            self.notes.append(Text("all pictures are empty"))
        elif top < FULL:
            self.notes.append(Text("pixels from 0 to {0} were stretched to 255", top))
        factor = np.float32(FULL / top)
        stretched = [
            levels if is_share or top == FULL else np.rint(levels * factor).astype(np.uint8)
            for levels, is_share in pieces
        ]
        pieces.clear()
        return np.concatenate(stretched)


def grey(colours: NDArray[Any]) -> NDArray[Any]:
    """Return colours, shape (..., 3), as grey of the same kind of numbers, shape (...)."""
    light = colours.astype(np.float32) @ _RGB
    return light if colours.dtype.kind == "f" else np.rint(light)


def on_empty_ground(images: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[str]]:
    """Return pictures, shape (n, rows, columns), as ink on an empty background, and a note of it.

    They are inverted where most pictures have a light rim, as dark ink on paper has.
    """
    rim = np.concatenate((images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]), axis=1)
    if len(images) == 0 or np.median(np.median(rim, axis=1)) <= _LIGHT:
        return images, []
    return FULL - images, [Text("dark on light: inverted, so that the background is 0")]
