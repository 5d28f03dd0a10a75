"""Pictures in other sizes, by averaging over areas; drawings as the network learned its digits.

Drawings are prepared as MNIST's own were: the recipe is the reconstruction of Yadav and Bottou,
"Cold Case: The Lost MNIST Digits" (2019), which repeats MNIST up to 3 grey levels.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

SIDE: Final = 28  # of the picture
PATCH: Final = 20  # of the square in it that the ink is fitted into; of other sizes as large a part
# BLAS would share larger products among threads, and waiting for a busy core costs up to 40 ms.
_STRIP_PIXELS: Final = 10_000
_MIN_SQUARE: Final = 10  # smaller drawings are not enlarged to the whole patch
_CHUNK: Final = 1024  # pictures turned into float64 at once: 6 MB of 28 x 28


def area_weights(
    n_in: int, n_out: int, start: float = 0.0, length: float | None = None
) -> NDArray[np.float64]:
    """Return the matrix, shape (n_out, n_in), that averages `n_in` pixels over equal stretches.

    Pixel j covers [j, j + 1); stretch i covers `length / n_out` from `start + i * length / n_out`,
    all of them `n_in` if no length is given; then every row sums to 1. What lies outside the pixels
    counts as 0. Every source pixel deposits its whole area: as long as all pixels are covered,
    mean(W @ v) * length equals sum(v). Works for larger and smaller.
    """
    assert n_in >= 1
    assert n_out >= 1
    length = float(n_in) if length is None else length
    edges = start + np.arange(n_out + 1) * (length / n_out)
    pixels = np.arange(n_in + 1)
    until = np.minimum(edges[1:, None], pixels[1:])
    since = np.maximum(edges[:-1, None], pixels[:-1])
    weights: NDArray[np.float64] = np.maximum(until - since, 0.0) * (n_out / length)
    return weights


def block_means(picture: NDArray[Any], max_side: int) -> NDArray[np.float64]:
    """Return a picture, shape (h, w), shrunk by a whole factor until no side is above `max_side`.

    Pixels at the right and lower edge that fill no block are left out.
    """
    factor = -(-max(picture.shape) // max_side)
    height, width = (min(factor, side) for side in picture.shape)
    rows, columns = picture.shape[0] // height, picture.shape[1] // width
    whole = picture[: rows * height, : columns * width].reshape(rows, height, columns, width)
    return np.asarray(whole.mean(axis=(1, 3)))


def area_means(digits: Digits, size: int) -> NDArray[np.float32]:
    """Return the digits' levels as `size` x `size` pictures, each pixel the mean of its area.

    Exact up to the rounding of float32, so that the mass of ink is kept: mean * area is the same.
    Shape (n, size * size), values in [0, 255]; network inputs once scaled as the digits are.
    """
    down, across = area_weights(digits.rows, size), area_weights(digits.columns, size)
    means = np.empty((len(digits), size, size), np.float32)
    for begin in range(0, len(digits), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        means[chunk] = down @ digits.pictures(chunk).astype(np.float64) @ across.T
    return means.reshape(len(digits), size * size)


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


def normalize_drawing(ink: NDArray[Any], size: tuple[int, int] = (SIDE, SIDE)) -> NDArray[np.uint8]:
    """Return a drawing, shape (h, w), as MNIST would have prepared it: (28, 28), uint8, 0 is empty.

    The box around the ink becomes a square, the square 20 x 20 pixels by averaging over areas, the
    strongest pixel 255; then the patch is put into the 28 x 28 field so that, in whole pixels, its
    centre of mass comes next to the middle. Size and place of a drawing leave no trace. The ink is
    uint8, bool, or float in [0, 1]; an empty drawing, all 0, stays so. Of another `size`, rows and
    columns, the patch takes five sevenths of the shorter side, as 20 are of 28.

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
        return np.zeros(size, np.uint8)
    patch_side = max(1, round(min(size) * PATCH / SIDE))
    drawn = ink[box.top : box.bottom, box.left : box.right].astype(np.float32)
    down, across = (_fit(side, box.square, patch_side).astype(np.float32) for side in drawn.shape)
    width = max(1, _STRIP_PIXELS // len(drawn))
    strips = [down @ drawn[:, at : at + width] for at in range(0, drawn.shape[1], width)]
    patch = np.asarray(np.hstack(strips) @ across.T, np.float64)
    peak = patch.max()
    if peak == 0:  # ink too faint for float32
        return np.zeros(size, np.uint8)
    return _centred(np.rint(patch / peak * 255).astype(np.uint8), size)


def _fit(side: int, square: int, patch: int) -> NDArray[np.float64]:
    """Return the weights, shape (patch, side), that fit one side of the box into the patch.

    The short side is widened equally at both ends. Where it fills an odd whole number of pixels of
    the patch, as in any digit of MNIST enlarged, it is moved by half a pixel, which keeps it sharp.
    """
    before = (square - side) / 2
    if side * patch % square == 0:
        before = (patch - side * patch // square) // 2 * square / patch
    return area_weights(side, patch, -before, square)


def _centred(patch: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return a square patch in a field, its centre of mass at most a pixel after the middle.

    In (14, 15] of 28.

    Pixel 0 covers [0, 1). The shift is in whole pixels, and what it moves out of the field is lost,
    as in MNIST.
    """
    n = len(patch)
    field = np.zeros((size[0] + 2 * n, size[1] + 2 * n), np.uint8)
    middles = np.arange(n) + 0.5
    mass = float(patch.sum(dtype=np.int64))
    top, left = (
        n + math.floor(side / 2 + 1 - float(patch.sum(axis=axis, dtype=np.int64) @ middles) / mass)
        for axis, side in ((1, size[0]), (0, size[1]))
    )
    field[top : top + n, left : left + n] = patch
    return field[n:-n, n:-n].copy()
