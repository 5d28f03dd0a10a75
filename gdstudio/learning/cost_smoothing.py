"""The smoothed cost curve: one formula, the same for ten updates and for ten million."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# The average looks back over about 1/32 of the run so far: 12 pixels of a plot 400 wide.
DECAY: Final = 31
_BLOCK: Final = 4096


def decayed_averages(
    costs: NDArray[np.float64], n_before: int = 0, average_before: float = 0.0
) -> NDArray[np.float64]:
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
    for begin in range(0, len(costs), _BLOCK):  # keeps the growing weights far from overflow
        block = costs[begin : begin + _BLOCK]
        averages[begin : begin + _BLOCK] = _block_averages(block, n_before, average_before)
        n_before += len(block)
        average_before = float(averages[begin + len(block) - 1])
    return averages


def _block_averages(
    costs: NDArray[np.float64], n_before: int, average_before: float
) -> NDArray[np.float64]:
    number = np.arange(n_before, n_before + len(costs), dtype=np.float64)
    weight = np.ones(len(costs))  # w_t / w_(n_before + 1)
    np.divide(number[1:] + DECAY, number[1:], out=weight[1:])
    np.multiply.accumulate(weight, out=weight)
    total = np.add.accumulate(weight * costs)
    return (n_before * average_before + (DECAY + 1) * total) / (weight * (number + (DECAY + 1)))
