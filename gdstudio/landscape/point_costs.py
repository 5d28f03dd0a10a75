"""Costs at many points of parameter space, piece by piece, so that one can stop at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network

_CHUNK: Final = 1000  # examples at once, 3 MB of inputs; fewer where layers have more to do


@dataclass(frozen=True, slots=True, eq=False)
class PointCosts:
    """What the network would be at some points.

    Attributes:
        cost: Mean cost over the examples, shape (m,), read-only; inf or NaN where it overflows.
        accuracy: Share of the examples answered right, shape (m,), in [0, 1], read-only.
    """

    cost: Floats
    accuracy: Floats


class CostSource(Protocol):
    """Sums of costs over some of the examples.

    Attributes:
        n_examples: Examples in all.
        chunk: Examples of one call, at most.
        batch: Points of one call, at most: a call takes a few milliseconds.
    """

    n_examples: int
    chunk: int
    batch: int

    def sums(self, start: int, points: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Return, for each point, the summed cost and the right answers of one chunk.

        Args:
            start: The first example of the chunk, a multiple of `chunk`.
            points: Shape (m, k), whatever the source takes.
        """


class PlainCosts:
    """Costs of any network, one whole evaluation a point.

    For networks whose first layer is not fully connected, and for points without order, such as the
    points of a path.
    """

    batch = 1

    def __init__(
        self, network: Network, digits: Digits, cost: Cost, parameters_at: Callable[[Floats], Array]
    ) -> None:
        """Take what `flat_costs` takes, and what turns a point (k,) into parameters (n,)."""
        assert len(digits) > 0
        self.n_examples, self.chunk = len(digits), network.examples_soon_done(_CHUNK)
        self._network, self._digits, self._cost = network, digits, cost
        self._parameters_at = parameters_at
        self._start = -1

    def sums(self, start: int, points: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Return summed costs and right answers of the chunk from `start`, each of shape (m,)."""
        if start != self._start:
            which, dtype = slice(start, start + self.chunk), self._network.dtype
            self._X = self._digits.inputs(which, dtype)
            self._T = self._digits.targets(which, dtype)
            self._labels, self._start = self._digits.labels[which], start
        totals, right = np.zeros(len(points)), np.zeros(len(points), np.int64)
        for k, point in enumerate(points):
            with np.errstate(over="ignore", invalid="ignore"):  # far away a cost may overflow
                vector = np.asarray(self._parameters_at(point), self._network.dtype)
                network = self._network.at(np.ascontiguousarray(vector))
                Z = network.logits(self._X)
                values = self._cost.values(Z, self._T, network.output_activation)
                totals[k] = values.sum(dtype=np.float64)
            right[k] = np.count_nonzero(Z.argmax(axis=1) == self._labels)
        return totals, right


class CostJob:
    """Costs at many points: `run` computes them, `result` tells them."""

    def __init__(self, sources: Sequence[CostSource], points: Floats) -> None:
        """Prepare; nothing is computed yet.

        Args:
            sources: Where costs come from: alike, one for each thread; one alone works in the
                caller's.
            points: Shape (m, k), as the sources take them.
        """
        self._sources, self._points = sources, np.atleast_2d(np.asarray(points, np.float64))
        self._totals = np.zeros(len(self._points))
        self._right = np.zeros(len(self._points), np.int64)

    def run(self) -> Iterator[float]:
        """Compute; yield the share done in (0, 1] every few milliseconds.

        Chunks of examples outside, points inside: each chunk is prepared once. Each point is the
        work of one source, so their number changes no bit.
        """
        sources, points = self._sources, self._points
        n_examples, chunk, batch = sources[0].n_examples, sources[0].chunk, sources[0].batch
        batches = [slice(first, first + batch) for first in range(0, len(points), batch)]
        work, done = n_examples * max(len(points), 1), 0
        with ThreadPoolExecutor(len(sources)) as threads:
            call = threads.map if len(sources) > 1 else map
            for start in range(0, n_examples, chunk):
                size = min(chunk, n_examples - start)
                for first in range(0, len(batches), len(sources)):
                    some = batches[first : first + len(sources)]
                    sums = call(self._sums, sources, repeat(start), some)
                    for which, (totals, right) in zip(some, sums, strict=True):
                        self._totals[which] += totals
                        self._right[which] += right
                        done += size * len(totals)
                    yield done / work

    def _sums(
        self, source: CostSource, start: int, which: slice
    ) -> tuple[Floats, NDArray[np.int64]]:
        return source.sums(start, self._points[which])

    def result(self) -> PointCosts:
        """Return the means; right once `run` has come to its end."""
        n = self._sources[0].n_examples
        cost, accuracy = self._totals / n, self._right / n
        lock(cost, accuracy)
        return PointCosts(cost, accuracy)
