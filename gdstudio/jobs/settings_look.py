"""What the settings of a run make of the training digits: distortions, label noise, the subset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.digits import DataSet
from gdstudio.learning.batches import Batches
from gdstudio.learning.plan import Split, split_of, training_digits
from gdstudio.learning.recipe import Recipe

Indices = NDArray[np.intp]
Levels = NDArray[np.uint8]
Labels = NDArray[np.uint8]

MOST_DISTORTED: Final = 256  # pictures, those the run sees first


@dataclass(frozen=True, slots=True, eq=False)
class SettingsLook:
    """What a run of a recipe sees of a data set; all arrays read-only.

    Attributes:
        recipe: The settings.
        data: The data set.
        split: How many digits are used for what.
        first: Which training digits the run sees first, in its order, shape (k,).
        before: They as they are in the data set, shape (k, rows, columns), uint8.
        after: They as the run sees them in its first epoch, of that shape.
        labels: What each training digit the run learns from is learned as, shape (learned,), uint8.
        changed: Which of them have another label than in the data set, rising, shape (m,).
    """

    recipe: Recipe
    data: DataSet
    split: Split
    first: Indices
    before: Levels
    after: Levels
    labels: Labels
    changed: Indices

    def __post_init__(self) -> None:
        lock(self.first, self.before, self.after, self.labels, self.changed)


def look_at_settings(recipe: Recipe, data: DataSet) -> Iterator[SettingsLook]:
    """Yield what a run of a recipe sees, by the very streams of random numbers that it draws from.

    Raises:
        InvalidValue: The recipe wants more examples than there are.
    """
    digits = training_digits(recipe, data)
    batches = Batches(digits, recipe.seed, recipe.dtype, augmentation=recipe.augmentation)
    which, seen = batches.upcoming(min(MOST_DISTORTED, len(digits)))
    true = data.train.labels[: len(digits)]
    yield SettingsLook(
        recipe,
        data,
        split_of(recipe, data),
        which.astype(np.intp),
        data.train.pictures(which),
        seen.pictures(),
        digits.labels,
        np.flatnonzero(digits.labels != true),
    )
