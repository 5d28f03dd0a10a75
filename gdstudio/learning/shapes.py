"""Pictures inside a network: their shape, and the order of their numbers in memory.

Layers hand on arrays (batch, n). Where the n numbers are pictures they stand in the order channel,
row, column, and the memory runs the other way round: the same number of all examples side by side,
so that X.T is contiguous. Then each step of a convolution, a pooling or a recurrence works on long
runs of memory, and products with a dense layer's weights need no copy either way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:  # a shape, and with it a recipe, is there without NumPy
    from gdstudio.arrays import Array
    from gdstudio.data.digits import Digits


class PictureShape(NamedTuple):
    """Shape of what a layer sees or makes of one example."""

    channels: int
    rows: int
    columns: int

    @property
    def size(self) -> int:
        """How many numbers that are."""
        return self.channels * self.rows * self.columns

    @classmethod
    def of(cls, digits: Digits) -> PictureShape:
        """Return the shape of the pictures in `digits`."""
        return cls(1, digits.rows, digits.columns)


DIGIT: Final = PictureShape(1, 28, 28)  # of MNIST


def pair_text(pair: tuple[int, int]) -> str:
    """Return "5x3", or "5" if both numbers are the same."""
    return f"{pair[0]}" if pair[0] == pair[1] else f"{pair[0]}x{pair[1]}"


def as_pictures(X: Array, shape: PictureShape) -> Array:
    """Return X (batch, channels * rows * columns) as (channels, rows, columns, batch).

    The result is contiguous: a view if the memory of X already runs that way, else a copy.
    """
    import numpy as np

    return np.ascontiguousarray(X.T).reshape(*shape, len(X))


def as_rows(pictures: Array) -> Array:
    """Return contiguous pictures (channels, rows, columns, batch) as (batch, n), a view."""
    *shape, n_examples = pictures.shape
    return pictures.reshape(math.prod(shape), n_examples).T
