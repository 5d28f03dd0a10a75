"""Changing the size of pictures by averaging over areas, which keeps the mass of ink."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits

_CHUNK = 1024  # pictures turned into float64 at once: 6 MB of 28 x 28


def area_weights(
    n_in: int, n_out: int, start: float = 0.0, length: float | None = None
) -> NDArray[np.float64]:
    """Return the matrix that averages `n_in` pixels over `n_out` equal stretches.

    Pixel j covers [j, j + 1); stretch i covers `length / n_out` from `start + i * length / n_out`.
    What lies outside the pixels counts as 0. Every source pixel deposits its whole area: as long
    as all pixels are covered, mean(W @ v) * length equals sum(v). Works for larger and smaller.

    Args:
        n_in: Number of source pixels, at least 1.
        n_out: Number of averages, at least 1.
        start: Where the first stretch begins, in source pixels; may be negative.
        length: Total length of all stretches in source pixels, above 0; `n_in` if None.

    Returns:
        W, shape (n_out, n_in); with the default stretches every row sums to 1.
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
    """Return a picture shrunk by a whole factor until no side is above `max_side`.

    Args:
        picture: Shape (h, w); pixels at the right and lower edge that fill no block are left out.
        max_side: At least 1.
    """
    factor = -(-max(picture.shape) // max_side)
    height, width = (min(factor, side) for side in picture.shape)
    rows, columns = picture.shape[0] // height, picture.shape[1] // width
    whole = picture[: rows * height, : columns * width].reshape(rows, height, columns, width)
    return np.asarray(whole.mean(axis=(1, 3)))


def area_means(digits: Digits, size: int) -> NDArray[np.float32]:
    """Return the digits' levels as `size` x `size` pictures, each pixel the mean of its area.

    Exact up to the rounding of float32, so that the mass of ink is kept: mean * area is the same.

    Returns:
        Shape (n, size * size), values in [0, 255]; network inputs once scaled as the digits are.
    """
    down, across = area_weights(digits.rows, size), area_weights(digits.columns, size)
    means = np.empty((len(digits), size, size), np.float32)
    for begin in range(0, len(digits), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        means[chunk] = down @ digits.pictures(chunk).astype(np.float64) @ across.T
    return means.reshape(len(digits), size * size)
