"""Turning a drawing into what the network learned from: MNIST's own way of preparing digits.

The recipe is the reconstruction of Yadav and Bottou, "Cold Case: The Lost MNIST Digits" (2019),
which repeats MNIST up to 3 grey levels.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.resize import area_weights
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

SIDE: Final = 28  # of the picture
PATCH: Final = 20  # of the square in it that the ink is fitted into
# BLAS would share larger products among threads, and waiting for a busy core costs up to 40 ms.
_STRIP_PIXELS: Final = 10_000
_MIN_SQUARE: Final = 10  # smaller drawings are not enlarged to the whole patch


class InkBox(NamedTuple):
    """The smallest rectangle that holds all ink; ends before row `bottom` and column `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def square(self) -> int:
        """The side of the square that is fitted into 20 x 20 pixels, in pixels of the drawing."""
        return max(self.bottom - self.top, self.right - self.left, _MIN_SQUARE)


def ink_box(ink: NDArray[Any]) -> InkBox | None:
    """Return the box around all pixels of `ink`, shape (h, w), that are not 0; None without any."""
    rows = np.flatnonzero(ink.any(axis=1))
    if rows.size == 0:
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    return InkBox(top, bottom, int(columns[0]), int(columns[-1]) + 1)


def normalize_drawing(ink: NDArray[Any]) -> NDArray[np.uint8]:
    """Return a drawing as MNIST would have prepared it.

    The box around the ink becomes a square, the square 20 x 20 pixels by averaging over areas, the
    strongest pixel 255; then the patch is put into the 28 x 28 field so that, in whole pixels, its
    centre of mass comes next to the middle. Size and place of a drawing leave no trace.

    Args:
        ink: Shape (h, w), 0 is empty; uint8, bool, or float in [0, 1].

    Returns:
        Shape (28, 28), uint8, row after row, 0 is background; all 0 for an empty drawing.

    Raises:
        InvalidValue: A float is not in [0, 1].
    """
    assert ink.ndim == 2
    assert ink.dtype.kind in "buf"
    if ink.dtype.kind == "f" and ink.size and not (ink.min() >= 0 and ink.max() <= 1):
        raise InvalidValue(
            Text("drawing"), Text("{0:g} to {1:g}", ink.min(), ink.max()), Text("ink from 0 to 1")
        )
    box = ink_box(ink)
    if box is None:
        return np.zeros((SIDE, SIDE), np.uint8)
    drawn = ink[box.top : box.bottom, box.left : box.right].astype(np.float32)
    down, across = (_fit(side, box.square).astype(np.float32) for side in drawn.shape)
    width = max(1, _STRIP_PIXELS // len(drawn))
    strips = [down @ drawn[:, at : at + width] for at in range(0, drawn.shape[1], width)]
    patch = np.asarray(np.hstack(strips) @ across.T, np.float64)
    peak = patch.max()
    if peak == 0:  # ink too faint for float32
        return np.zeros((SIDE, SIDE), np.uint8)
    return _centred(np.rint(patch / peak * 255).astype(np.uint8))


def place_digit(pixels: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    """Return a 28 x 28 digit as a drawing on a square canvas, for `normalize_drawing` to take back.

    Enlarged by the largest whole factor that fits, every pixel a square, in the middle; a canvas
    below 28 pixels gets the mean of what each of its pixels covers.

    Args:
        pixels: Shape (28, 28), uint8.
        size: Side of the canvas in pixels, at least 1.

    Returns:
        Shape (size, size), uint8.
    """
    assert pixels.shape == (SIDE, SIDE)
    factor = size // SIDE
    if factor == 0:
        weights = area_weights(SIDE, size)
        return np.rint(weights @ pixels @ weights.T).astype(np.uint8)
    before = (size - factor * SIDE) // 2
    canvas = np.zeros((size, size), np.uint8)
    inner = slice(before, before + factor * SIDE)
    canvas[inner, inner] = pixels.repeat(factor, axis=0).repeat(factor, axis=1)
    return canvas


def _fit(side: int, square: int) -> NDArray[np.float64]:
    """Return the weights, shape (20, side), that fit one side of the box into the patch.

    The short side is widened equally at both ends. Where it fills an odd whole number of pixels of
    the patch, as in any digit of MNIST enlarged, it is moved by half a pixel, which keeps it sharp.
    """
    before = (square - side) / 2
    if side * PATCH % square == 0:
        before = (PATCH - side * PATCH // square) // 2 * square / PATCH
    return area_weights(side, PATCH, -before, square)


def _centred(patch: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a patch, shape (20, 20), in a 28 x 28 field, its centre of mass in (14, 15].

    Pixel 0 covers [0, 1). The shift is in whole pixels, and what it moves out of the field is lost,
    as in MNIST.
    """
    field = np.zeros((SIDE + 2 * PATCH, SIDE + 2 * PATCH), np.uint8)
    middles = np.arange(PATCH) + 0.5
    mass = float(patch.sum(dtype=np.int64))
    top, left = (
        PATCH + math.floor(15 - float(patch.sum(axis=axis, dtype=np.int64) @ middles) / mass)
        for axis in (1, 0)
    )
    field[top : top + PATCH, left : left + PATCH] = patch
    return field[PATCH:-PATCH, PATCH:-PATCH].copy()
