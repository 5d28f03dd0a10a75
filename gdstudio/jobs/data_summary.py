"""What a data set is made of: digits of each class, the average one, how bright pixels are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.digits import DataSet, Digits

LEVELS: Final = 256
_PIXELS: Final = 1_000_000  # gone through at once: Cancel and progress come back between


@dataclass(frozen=True, slots=True, eq=False)
class PartSummary:
    """Of training or test digits, by class; all arrays read-only.

    Attributes:
        counts: Digits of each class, shape (n_classes,), int64.
        averages: The average digit of each class, shape (n_classes, rows, columns), float64, in
            [0, 255]; 0 for a class without digits.
        brightness: Pixels of each level from 0 (background) to 255, shape (n_classes, 256), int64.
    """

    counts: NDArray[np.int64]
    averages: NDArray[np.float64]
    brightness: NDArray[np.int64]

    def __post_init__(self) -> None:
        lock(self.counts, self.averages, self.brightness)


@dataclass(frozen=True, slots=True, eq=False)
class DataSummary:
    """Of a data set.

    Attributes:
        data: The data set.
        train: Of its training digits.
        test: Of its test digits.
    """

    data: DataSet
    train: PartSummary
    test: PartSummary


def summarize(data: DataSet) -> Iterator[float | DataSummary]:
    """Go through all digits; yield the share done, in [0, 1], and the summary last.

    Sums are of whole numbers, so averages are exact to the last division.
    """
    total, done = len(data.train) + len(data.test), 0
    parts = []
    for digits in (data.train, data.test):
        step = max(_PIXELS // digits.images.shape[1], 1)
        sums = np.zeros((digits.n_classes, digits.images.shape[1]), np.int64)
        brightness = np.zeros((digits.n_classes, LEVELS), np.int64)
        for start in range(0, len(digits), step):
            _add(digits, slice(start, start + step), sums, brightness)
            done += min(step, len(digits) - start)
            yield done / total
        counts = np.bincount(digits.labels, minlength=digits.n_classes).astype(np.int64)
        averages = sums / np.maximum(counts, 1)[:, None]
        averages = averages.reshape(-1, digits.rows, digits.columns)
        parts.append(PartSummary(counts, averages, brightness))
    yield DataSummary(data, *parts)


def _add(
    digits: Digits, which: slice, sums: NDArray[np.int64], brightness: NDArray[np.int64]
) -> None:
    """Add some digits to the sums of pixels and the counts of levels of each class, in place."""
    images, labels = digits.images[which], digits.labels[which]
    for label in np.unique(labels).tolist():
        of_class = images[labels == label]
        sums[label] += of_class.sum(axis=0, dtype=np.int64)
        brightness[label] += np.bincount(of_class.ravel(), minlength=LEVELS)
