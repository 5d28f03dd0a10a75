"""The cost over a run as a person sees it: buckets of updates, at most a few thousand of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats, lock


@dataclass(frozen=True, slots=True, eq=False)
class CostCurve:
    """Mini-batch costs in buckets of neighbouring updates; all arrays have shape (n,), read-only.

    Attributes:
        steps: int64, the last update in the bucket, counted from 1; strictly increasing.
        counts: int64, how many finite costs the bucket holds, at least 1.
        mean: float64, their mean.
        low: float64, the smallest of them.
        high: float64, the largest of them.
        smoothed: float64, the decayed average after the update `steps` (see `decayed_averages`).
    """

    steps: NDArray[np.int64]
    counts: NDArray[np.int64]
    mean: Floats
    low: Floats
    high: Floats
    smoothed: Floats

    def __post_init__(self) -> None:
        for column in self._columns():
            assert column.shape == self.steps.shape
            lock(column)

    def __len__(self) -> int:
        return len(self.steps)

    def thinned(self, first_step: float, last_step: float, at_most: int) -> CostCurve:
        """Return what lies between two steps in at most about `at_most` buckets, to be drawn.

        Neighbours are joined in groups of a power of two that always begin at the same bucket, so
        that a growing curve does not shimmer. One group on either side of the two steps is kept,
        hence up to `at_most` + 4 buckets.
        """
        begin = int(np.searchsorted(self.steps, first_step, side="left"))
        end = int(np.searchsorted(self.steps, last_step, side="right"))
        size = 1
        while (end - begin) > size * max(1, at_most):
            size *= 2
        begin = max(0, begin // size - 1) * size
        end = min(len(self), (end // size + 2) * size)
        part = CostCurve(*(column[begin:end] for column in self._columns()))
        return part if size == 1 or len(part) == 0 else part._joined(size)

    def _joined(self, size: int) -> CostCurve:
        starts = np.arange(0, len(self), size)
        ends = np.minimum(starts + size, len(self)) - 1
        counts = np.add.reduceat(self.counts, starts)
        return CostCurve(
            self.steps[ends],
            counts,
            np.add.reduceat(self.mean * self.counts, starts) / counts,
            np.minimum.reduceat(self.low, starts),
            np.maximum.reduceat(self.high, starts),
            self.smoothed[ends],
        )

    def _columns(self) -> tuple[NDArray[Any], ...]:
        return self.steps, self.counts, self.mean, self.low, self.high, self.smoothed
