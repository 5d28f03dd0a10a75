"""The augmented pictures of a run, found again at any place of it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.augmentation import Augmentation
from gdstudio.data.digits import Digits
from gdstudio.learning.random_streams import Purpose, random_stream

BLOCK: Final = 256  # examples changed by one stream; part of what a seed means, never changes


class AugmentedPictures:
    """Changes the pictures of an epoch in blocks of fixed places.

    Each block has a stream of its own and is made whole, so that a picture depends on its place
    alone: not on the sizes of the mini-batches, nor on where a run was taken up.
    """

    def __init__(self, digits: Digits, augmentation: Augmentation, seed: int) -> None:
        self._digits = digits
        self._augmentation = augmentation
        self._seed = seed
        self._kept: tuple[tuple[int, int], NDArray[np.uint8]] | None = None

    def images(
        self, epoch: int, order: NDArray[np.int64], start: int, stop: int
    ) -> NDArray[np.uint8]:
        """Return the pictures at the places `start` to `stop` of an epoch, shape (k, n_in), uint8.

        Args:
            epoch: Whole passes done before.
            order: Which digit stands where in the epoch, shape (n,).
            start: The first place.
            stop: One after the last place, above `start`.
        """
        parts = []
        for block in range(start // BLOCK, (stop - 1) // BLOCK + 1):
            first = block * BLOCK
            places = slice(max(start - first, 0), stop - first)
            parts.append(self._block(epoch, order, block)[places])
        return np.concatenate(parts)

    def _block(self, epoch: int, order: NDArray[np.int64], block: int) -> NDArray[np.uint8]:
        """Return all pictures of a block; the last one is kept, for a batch may end amid it."""
        if self._kept is None or self._kept[0] != (epoch, block):
            which = order[block * BLOCK : (block + 1) * BLOCK]
            stream = random_stream(self._seed, Purpose.AUGMENTATION, epoch, block)
            images = self._augmentation.apply(self._digits.pictures(which), stream)
            self._kept = (epoch, block), images.reshape(len(which), -1)
        return self._kept[1]
