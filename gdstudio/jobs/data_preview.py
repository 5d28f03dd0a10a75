"""What is shown of a data set before it takes the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import lock
from gdstudio.data.digits import Digits
from gdstudio.data.opened import Opened
from gdstudio.data.opening import opening

MOST_SHOWN: Final = 96  # pictures
_LEAST_OF_CLASS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class DataPreview:
    """A data set that was read, and what is shown of it; all arrays read-only.

    Attributes:
        opened: The data set, with what was odd about it.
        shown: Which training pictures are shown: the first ones of every class in turn.
        train_counts: How many training pictures each class has.
        test_counts: How many test pictures.
    """

    opened: Opened
    shown: NDArray[np.intp]
    train_counts: NDArray[np.intp]
    test_counts: NDArray[np.intp]


def preview_data(name_or_path: str) -> Iterator[float | DataPreview]:
    """Read a data set as `opening` does; yield the share done, and the preview last."""
    opened = yield from opening(name_or_path)
    train, test = opened.data.train, opened.data.test
    counts = [np.bincount(part.labels, minlength=part.n_classes) for part in (train, test)]
    shown = first_of_each(train)
    lock(shown, *counts)
    yield DataPreview(opened, shown, counts[0], counts[1])


def first_of_each(digits: Digits) -> NDArray[np.intp]:
    """Return the first pictures of every class in turn: one of each, then the second of each."""
    most = max(_LEAST_OF_CLASS, MOST_SHOWN // digits.n_classes)
    places = [np.flatnonzero(digits.labels == k)[:most] for k in range(digits.n_classes)]
    turns = [place[k] for k in range(most) for place in places if k < len(place)]
    return np.array(turns, np.intp)
