"""Mini-batch costs of a run of any length in a fixed amount of memory."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Floats
from gdstudio.errors import InvalidValue
from gdstudio.learning.cost_curve import CostCurve
from gdstudio.texts import Text

MAX_BUCKETS: Final = 8192
LARGEST_COST: Final = 1e100  # above this a cost counts as not finite, so that no sum overflows
LAST_STEP: Final = 2**53  # whole numbers are exact in float64 up to here
_BLOCK: Final = 65536
# The average looks back over about 1/32 of the run so far: 12 pixels of a plot 400 wide.
DECAY: Final = 31
_COLUMNS: Final = tuple(field.name for field in fields(CostCurve))
_AT_ONCE: Final = 4096  # keeps the growing weights far from overflow


class CostBuckets:
    """Sums, extremes and decayed averages of costs over buckets of 2^level updates.

    Bucket i holds the updates i 2^level + 1 to (i + 1) 2^level. When more than `MAX_BUCKETS` would
    be needed, neighbours are joined and `level` rises by one.

    Attributes:
        level: Binary logarithm of the updates in a bucket.
        last_step: The last update that was handed over, 0 before the first.
        n_costs: How many finite costs are held.
        diverged_at: The first update whose cost was not finite, or None.
    """

    def __init__(self) -> None:
        self.level = 0
        self.last_step = 0
        self.n_costs = 0
        self.diverged_at: int | None = None
        self._average = 0.0
        self._n_used = 0
        self._steps = np.zeros(MAX_BUCKETS, np.int64)
        self._counts = np.zeros(MAX_BUCKETS, np.int64)
        self._sums = np.zeros(MAX_BUCKETS)
        self._lows = np.full(MAX_BUCKETS, np.inf)
        self._highs = np.full(MAX_BUCKETS, -np.inf)
        self._averages = np.zeros(MAX_BUCKETS)

    def append(self, first_step: int, costs: NDArray[np.floating]) -> None:
        """Take the costs of the updates `first_step`, `first_step` + 1, ...; shape (m,).

        Raises:
            InvalidValue: If `first_step` is not after the last update, or beyond 2^53.
        """
        assert costs.ndim == 1
        if not self.last_step < first_step <= LAST_STEP - len(costs):
            raise InvalidValue(
                Text("first step"), first_step, Text("a step after {0}", self.last_step)
            )
        for begin in range(0, len(costs), _BLOCK):
            block = costs[begin : begin + _BLOCK].astype(np.float64)
            self._append_block(first_step + begin, block)

    def up_to(self, step: int) -> CostBuckets:
        """Return these buckets without the updates after `step`, themselves if there are none.

        The part of a bucket that is left keeps the mean and extremes of the whole.
        """
        if step >= self.last_step:
            return self
        curve = self.curve()
        here = (step - 1) >> self.level
        k = int(np.searchsorted((curve.steps - 1) >> self.level, here, "right"))
        columns = {name: getattr(curve, name)[:k].copy() for name in _COLUMNS}
        if k and (columns["steps"][-1] - 1) >> self.level == here:
            left = step - (here << self.level)
            columns["steps"][-1] = min(columns["steps"][-1], step)
            columns["counts"][-1] = min(columns["counts"][-1], left)
        earlier = CostBuckets.restored(self.level, step, CostCurve(**columns))
        if self.diverged_at is not None and self.diverged_at <= step:
            earlier.diverged_at = self.diverged_at
        return earlier

    def curve(self) -> CostCurve:
        """Return copies of all buckets that hold a cost."""
        held: Any = slice(0, self._n_used)
        if not self._counts[held].all():  # updates were left out, or not finite
            held = np.flatnonzero(self._counts[held])
        counts, low, high = self._counts[held].copy(), self._lows[held], self._highs[held]
        mean = np.minimum(np.maximum(self._sums[held] / counts, low), high)
        steps, averages = self._steps[held].copy(), self._averages[held].copy()
        return CostCurve(steps, counts, mean, low.copy(), high.copy(), averages)

    @classmethod
    def restored(cls, level: int, last_step: int, curve: CostCurve) -> CostBuckets:
        """Return what gave `curve`; the values must belong together."""
        buckets = cls()
        buckets.level, buckets.last_step = level, last_step
        if len(curve):
            where = (curve.steps - 1) >> level
            buckets._n_used = int(where[-1]) + 1
            buckets.n_costs = int(curve.counts.sum())
            buckets._average = float(curve.smoothed[-1])
            buckets._steps[where] = curve.steps
            buckets._counts[where] = curve.counts
            buckets._sums[where] = curve.mean * curve.counts
            buckets._lows[where] = curve.low
            buckets._highs[where] = curve.high
            buckets._averages[where] = curve.smoothed
        return buckets

    def _append_block(self, first_step: int, costs: Floats) -> None:
        steps = np.arange(first_step, first_step + len(costs))
        self.last_step = first_step + len(costs) - 1
        finite = np.abs(costs) <= LARGEST_COST
        if not finite.all():
            if self.diverged_at is None:
                self.diverged_at = int(steps[np.argmin(finite)])
            steps, costs = steps[finite], costs[finite]
        if len(costs) == 0:
            return
        averages = decayed_averages(costs, self.n_costs, self._average)
        self.n_costs += len(costs)
        self._average = float(averages[-1])
        while (int(steps[-1]) - 1) >> self.level >= MAX_BUCKETS:
            self._halve()
        self._put(steps, costs, averages)

    def _put(self, steps: NDArray[np.int64], costs: Floats, averages: Floats) -> None:
        bucket = (steps - 1) >> self.level
        begins = np.concatenate([[0], np.flatnonzero(bucket[1:] != bucket[:-1]) + 1])
        ends = np.concatenate([begins[1:], [len(steps)]])
        where = bucket[begins]
        self._n_used = int(where[-1]) + 1
        # Only the first of these buckets can hold earlier costs; the others hold 0, inf, -inf.
        self._steps[where] = steps[ends - 1]
        self._counts[where] += ends - begins
        self._sums[where] += np.add.reduceat(costs, begins)
        self._lows[where] = np.minimum(self._lows[where], np.minimum.reduceat(costs, begins))
        self._highs[where] = np.maximum(self._highs[where], np.maximum.reduceat(costs, begins))
        self._averages[where] = averages[ends - 1]

    def _halve(self) -> None:
        half = MAX_BUCKETS // 2
        later = self._counts[1::2] > 0
        self._averages[:half] = np.where(later, self._averages[1::2], self._averages[::2])
        for column, join, empty in (
            (self._steps, np.maximum, 0),
            (self._counts, np.add, 0),
            (self._sums, np.add, 0.0),
            (self._lows, np.minimum, np.inf),
            (self._highs, np.maximum, -np.inf),
        ):
            column[:half] = join(column[::2], column[1::2])
            column[half:] = empty
        self.level += 1


def decayed_averages(costs: Floats, n_before: int = 0, average_before: float = 0.0) -> Floats:
    """Return the polynomial-decay average after each of some more costs.

    With c_t the t-th cost and g = `DECAY`,

        s_1 = c_1,    s_t = s_(t-1) + (c_t - s_(t-1)) (g + 1) / (t + g),

    which is the mean of all costs so far with weights w_i = i (i + 1) ... (i + g - 1). It starts
    without a bias and its window, t / (g + 1) updates, grows with the run, so that it is as smooth
    to the eye late as early. Shamir and Zhang (2013), "Stochastic gradient descent for non-smooth
    optimization", section 4, with their eta = g.

    Args:
        costs: Shape (m,), float64, finite.
        n_before: How many costs were averaged before these.
        average_before: s at t = `n_before`.

    Returns:
        Shape (m,): s at t = n_before + 1, ..., n_before + m. Splitting `costs` into several calls
        changes nothing but rounding.
    """
    averages = np.empty(len(costs))
    for begin in range(0, len(costs), _AT_ONCE):
        block = costs[begin : begin + _AT_ONCE]
        averages[begin : begin + _AT_ONCE] = _block_averages(block, n_before, average_before)
        n_before += len(block)
        average_before = float(averages[begin + len(block) - 1])
    return averages


def _block_averages(costs: Floats, n_before: int, average_before: float) -> Floats:
    number = np.arange(n_before, n_before + len(costs), dtype=np.float64)
    weight = np.ones(len(costs))  # w_t / w_(n_before + 1)
    np.divide(number[1:] + DECAY, number[1:], out=weight[1:])
    np.multiply.accumulate(weight, out=weight)
    total = np.add.accumulate(weight * costs)
    return (n_before * average_before + (DECAY + 1) * total) / (weight * (number + (DECAY + 1)))
