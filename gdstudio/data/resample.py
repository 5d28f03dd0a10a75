"""Pictures read between their pixels, by bilinear interpolation."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.uint8]


def resample(images: Levels, x: NDArray[Any], y: NDArray[Any]) -> Levels:
    """Return pictures whose pixels are read at other places of the given ones.

    Between four pixel centres the level is bilinear and rounded to the nearest of the 256; outside
    the picture it is 0 and falls to it over one pixel. Some 30 pictures at once are fastest, for
    then the arrays of this function stay in the cache.

    Args:
        images: Shape (n, rows, columns), uint8; not altered.
        x: Shape (n, rows, columns): from which column, counted from 0, each pixel comes.
        y: Shape (n, rows, columns): from which row.

    Returns:
        New pictures, shape (n, rows, columns), uint8.
    """
    n, rows, columns = images.shape
    high, wide = rows + 3, columns + 3  # one dark pixel before, one and its neighbour after
    padded = np.zeros((n, high, wide), np.uint8)
    padded[:, 1:-2, 1:-2] = images
    right, down = np.clip(x, -1, columns), np.clip(y, -1, rows)
    left, top = np.floor(right), np.floor(down)
    right -= left
    down -= top
    top *= wide
    top += left
    index = top.astype(np.intp)
    index += (np.arange(n) * (high * wide) + wide + 1)[:, None, None]
    levels = padded.reshape(-1)
    upper = _between(levels, index, right)
    lower = _between(levels[wide:], index, right)
    lower -= upper
    lower *= down
    lower += upper
    lower += 0.5
    return lower.astype(np.uint8)


def _between(levels: Levels, index: NDArray[np.intp], share: NDArray[Any]) -> NDArray[Any]:
    """Return the levels at `index`, mixed with a share of those one place further on."""
    # Clipping changes no index, all being inside; but NumPy checks them faster so.
    mixed = levels.take(index, mode="clip").astype(share.dtype)
    step = levels[1:].take(index, mode="clip") - mixed
    step *= share
    mixed += step
    return mixed
