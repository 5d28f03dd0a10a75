"""One mini-batch of a run, found by where in the run's shuffled order it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.learning.batches import Batches
from gdstudio.learning.recipe import Recipe


@dataclass(frozen=True, slots=True, eq=False)
class MiniBatch:
    """The examples of one update.

    Attributes:
        place: Where it stands.
        which: Which training digits they are, shape (k,), read-only.
        digits: The same, k in number, changed as the recipe changes pictures.
    """

    place: BatchPlace
    which: NDArray[np.int64]
    digits: Digits


@dataclass(frozen=True, slots=True)
class BatchPlace:
    """Where a mini-batch stands; two are equal that name the same one. Any thread may keep it.

    Attributes:
        recipe: Of the run: its seed, size of a mini-batch, and what is done to pictures.
        train: All digits that the run learns from.
        epoch: Whole passes done before it.
        position: Examples of the pass handed out before it, in [0, n).
    """

    recipe: Recipe
    train: Digits
    epoch: int = 0
    position: int = 0

    @property
    def size(self) -> int:
        """How many examples it has, fewer at the end of an epoch."""
        n = len(self.train)
        return min(self.recipe.batch_size_of(n), n - self.position)

    def find(self) -> MiniBatch:
        """Return the mini-batch, as `Training` will take it."""
        batches = Batches(
            self.train,
            self.recipe.seed,
            self.recipe.dtype,
            augmentation=self.recipe.augmentation,
            epoch=self.epoch,
            position=self.position,
        )
        which, digits = batches.upcoming(self.size)
        return MiniBatch(self, which, digits)

    def later(self, n: int) -> BatchPlace:
        """Return the place of the mini-batch that comes so many updates later."""
        place = self
        for _ in range(n):
            position = place.position + place.size
            is_last = position >= len(self.train)
            epoch = place.epoch + is_last
            place = replace(place, epoch=epoch, position=0 if is_last else position)
        return place


def examples_of(asked: Digits | BatchPlace) -> tuple[Digits, MiniBatch | None]:
    """Return the examples that are asked, and which mini-batch they are, if they are one."""
    if isinstance(asked, Digits):
        return asked, None
    batch = asked.find()
    return batch.digits, batch
