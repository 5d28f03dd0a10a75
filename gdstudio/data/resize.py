"""Changing the size of pictures by averaging over areas, which keeps the mass of ink."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits

_CHUNK = 4096  # pictures turned into float at once: 13 MB of 28 x 28


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


def block_means(picture: NDArray[np.uint8], max_side: int) -> NDArray[np.float64]:
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


def downsample(digits: Digits, size: int) -> Digits:
    """Return the digits as pictures of `size` x `size` pixels, each the mean of the area it covers.

    Choromanska et al. (2015) train on MNIST shrunk to 10 x 10.
    """
    weights = np.kron(area_weights(digits.rows, size), area_weights(digits.columns, size))
    to_small = weights.T.astype(np.float32)
    images = np.empty((len(digits), size * size), np.uint8)
    for begin in range(0, len(digits), _CHUNK):
        chunk = slice(begin, begin + _CHUNK)
        np.rint(
            digits.images[chunk].astype(np.float32) @ to_small, out=images[chunk], casting="unsafe"
        )
    return replace(digits, images=images, rows=size, columns=size)
