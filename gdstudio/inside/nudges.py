"""What the gradient asks of each weight, ranked: its nudge, sign and size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock
from gdstudio.inside.passes import in_float64
from gdstudio.inside.places import weight_name
from gdstudio.inside.rounding import rounding_of_cost
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network

_LITTLE: Final = 0.01  # the size of the largest of nudges that hardly ask for anything


@dataclass(frozen=True, slots=True)
class Nudge:
    """What the negative gradient asks of one weight or bias.

    Attributes:
        rank: Its place in the list, from 1.
        index: Where it stands in the parameter vector.
        name: E.g. "W2[3,7]".
        value: -dC/dw: above 0 it should rise.
        size: |dC/dw|.
        times_median: The size over the median of all sizes that are not 0.
    """

    rank: int
    index: int
    name: str
    value: float
    size: float
    times_median: float


@dataclass(frozen=True, slots=True, eq=False)
class RankedNudges:
    """The components of the negative gradient, the largest first; arrays read-only.

    Attributes:
        indices: Where they stand in the parameter vector, shape (k,).
        values: Their nudges, shape (k,), float64.
        median: The median size of all components of the whole gradient that are not 0; NaN if all
            are. (Pixels that are dark in every picture have nudges of exactly 0.)
    """

    indices: NDArray[np.intp]
    values: Floats
    median: float

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def ask_little(self) -> bool:
        """Whether even the largest is so small that hardly anything is asked of any weight."""
        return len(self) > 0 and abs(float(self.values[0])) < _LITTLE

    def named(self, network: Network, ranks: range) -> Iterator[Nudge]:
        """Yield those with some ranks, from 1; `network` is that whose gradient it is."""
        for rank in ranks:
            index, value = int(self.indices[rank - 1]), float(self.values[rank - 1])
            size = abs(value)
            yield Nudge(rank, index, weight_name(network, index), value, size, size / self.median)


def rank_nudges(network: Network, gradient: Array, layer: int | None = None) -> RankedNudges:
    """Rank the components of the negative gradient by their size.

    Args:
        network: Whose gradient it is.
        gradient: Shape (n,).
        layer: Leave out all other layers; from 1.
    """
    nudges = -np.asarray(gradient, np.float64)
    sizes = np.abs(nudges)
    indices = np.arange(len(nudges))
    if layer is not None:
        parts = [part for part in network.slices if part.layer == layer - 1]
        indices = indices[parts[0].start : parts[-1].stop] if parts else indices[:0]
    indices = indices[np.argsort(-sizes[indices], kind="stable")]
    above = sizes[sizes > 0]
    values = nudges[indices]
    lock(indices, values)
    return RankedNudges(indices, values, float(np.median(above)) if len(above) else math.nan)


@dataclass(frozen=True, slots=True)
class Gain:
    """What a step in one weight alone would gain.

    Attributes:
        step: What is added to the weight: -rate · dC/dw.
        expected: By how much the cost would fall if it were a plane: rate · (dC/dw)^2.
        before: The mean cost now.
        after: The mean cost after the step.
        noise: How far rounding alone may move their difference.
    """

    step: float
    expected: float
    before: float
    after: float
    noise: float

    @property
    def is_measured(self) -> bool:
        """Whether the costs differ by more than rounding alone may move them apart."""
        return not math.isfinite(self.gain) or abs(self.gain) > self.noise

    @property
    def gain(self) -> float:
        """By how much the cost falls; below 0 if it rises."""
        return self.before - self.after


def gain_of_step(
    network: Network, X: Array, T: Array, cost: Cost, index: int, slope: float, rate: float
) -> Gain:
    """Take a step in one weight alone and look what it does to the mean cost, in float64.

    Args:
        network: Any dtype; not changed.
        X: Examples, shape (batch, n_in).
        T: Their targets, shape (batch, n_out).
        cost: The cost being lowered.
        index: Where the weight stands in the parameter vector.
        slope: dC/dw.
        rate: The learning rate.
    """
    exact = in_float64(network)
    X, T = np.asarray(X, np.float64), np.asarray(T, np.float64)

    def mean() -> float:
        with np.errstate(over="ignore", invalid="ignore"):  # a long step may overflow
            return float(cost.values(exact.logits(X), T, network.output_activation).mean())

    before = mean()
    exact.parameters[index] -= rate * slope
    noise = 2 * rounding_of_cost(cost, before)
    return Gain(-rate * slope, rate * slope**2, before, mean(), noise)
