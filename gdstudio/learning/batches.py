"""Mini-batches: each epoch in a new order, handed out as float views of a small cache."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gdstudio.arrays import locked_copy
from gdstudio.data.augmentation import find_augmentation
from gdstudio.data.digits import Digits
from gdstudio.learning.augmented import AugmentedPictures
from gdstudio.learning.random_streams import Purpose, random_stream

Array = NDArray[Any]

# Examples turned to floats at once: one gather serves many small batches and stays in the cache.
CHUNK: Final = 512


class Batches:
    """Hands out the examples of one epoch after the other, shuffled.

    Attributes:
        epoch: Whole passes done.
        position: Examples of the present pass already handed out, in [0, n).
    """

    def __init__(
        self,
        digits: Digits,
        seed: int,
        dtype: DTypeLike = np.float32,
        *,
        augmentation: str = "none",
        epoch: int = 0,
        position: int = 0,
    ) -> None:
        assert 0 <= position < len(digits)
        self._digits = digits
        self._seed = seed
        self._dtype = dtype
        self._augmented = (
            AugmentedPictures(digits, find_augmentation(augmentation), seed)
            if augmentation != "none"
            else None
        )
        self.position = position
        self._start_epoch(epoch)

    def next(self, size: int) -> tuple[Array, Array]:
        """Return inputs (k, n_in) and targets (k, n_out) of the next k <= size examples.

        The last batch of an epoch is short when `size` does not divide the number of examples. Both
        arrays are views that the next call may overwrite.
        """
        n = len(self._digits)
        stop = min(self.position + size, n)
        if stop > self._cached_to or self.position < self._cached_from:
            self._fill(size)
        first, last = self.position - self._cached_from, stop - self._cached_from
        X, T = self._X[first:last], self._T[first:last]
        self.position = stop
        return X, T

    def upcoming(self, size: int) -> tuple[NDArray[np.int64], Digits]:
        """Return which the next `size` examples are, shape (size,), read-only, and themselves.

        They are not handed out; there must be as many in this epoch.
        """
        start, stop = self.position, self.position + size
        which = locked_copy(self._order[start:stop])
        labels = self._digits.labels[which]
        images = self._images(which, start, stop)
        return which, replace(self._digits, images=images, labels=labels)

    def finish(self) -> bool:
        """Go on to the next epoch if all examples of this one were handed out; tell whether so."""
        if self.position < len(self._digits):
            return False
        self.position = 0
        self._start_epoch(self.epoch + 1)
        return True

    def _start_epoch(self, epoch: int) -> None:
        self.epoch = epoch
        stream = random_stream(self._seed, Purpose.SHUFFLING, epoch)
        self._order = stream.permutation(len(self._digits))
        self._cached_from = self._cached_to = -1

    def _fill(self, size: int) -> None:
        count = size * max(1, CHUNK // size)
        which = self._order[self.position : self.position + count]
        start, stop = self.position, self.position + len(which)
        if self._augmented is None:
            self._X = self._digits.inputs(which, self._dtype)
        else:
            images = self._images(which, start, stop)
            changed = replace(self._digits, images=images, labels=self._digits.labels[which])
            self._X = changed.inputs(dtype=self._dtype)
        self._T = self._digits.targets(which, self._dtype)
        self._cached_from, self._cached_to = start, stop

    def _images(self, which: NDArray[np.int64], start: int, stop: int) -> NDArray[np.uint8]:
        """Return the pictures at the places `start` to `stop` of the epoch, changed or not."""
        if self._augmented is None:
            return self._digits.images[which]
        return self._augmented.images(self.epoch, self._order, start, stop)
