"""What the gradient asks of each weight: over chosen digits, now or along a run."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, Floats, lock, locked
from gdstudio.data.digits import Digits
from gdstudio.inside.nudges import RankedNudges, rank_nudges
from gdstudio.inside.places import weight_name
from gdstudio.jobs.subject import Subject
from gdstudio.landscape.gradients import CHUNK, mean_gradient
from gdstudio.learning.mini_batch import BatchPlace, MiniBatch, examples_of
from gdstudio.learning.moment import Moment
from gdstudio.learning.network import Network

FOLLOWED: Final = 20  # weights over time: as many lines as can be told apart


@dataclass(frozen=True, slots=True, eq=False)
class NudgesFound:
    """The gradient of the mean cost over some digits, ranked.

    Attributes:
        subject: The network.
        asked: What was asked: one example, a mini-batch or all.
        digits: The examples of it.
        batch: Which mini-batch they are; None if they are none.
        gradient: Shape (n,), float64, read-only; without the term of L2.
        ranked: Its components, of one layer if only that was asked for.
    """

    subject: Subject
    asked: Digits | BatchPlace
    digits: Digits
    batch: MiniBatch | None
    gradient: Floats
    ranked: RankedNudges


@dataclass(frozen=True, slots=True, eq=False)
class NudgesOverTime:
    """How large the nudges that matter most at the end were before; arrays read-only.

    Attributes:
        steps: The moments, shape (k,), rising.
        indices: The weights with the largest nudges at the last moment, shape (m,), largest first.
        names: Their names.
        values: -dC/dw at each moment, shape (k, m), float64.
    """

    steps: NDArray[np.int64]
    indices: NDArray[np.intp]
    names: tuple[str, ...]
    values: Floats


def find_nudges(
    subject: Subject, asked: Digits | BatchPlace, layer: int | None = None
) -> Iterator[float | NudgesFound]:
    """Rank the nudges over digits, in pieces; yield the share done, in [0, 1], and the list last.

    Args:
        subject: The network.
        asked: What is asked, at least one.
        layer: Rank those of this layer alone; from 1.
    """
    network, (digits, batch) = subject.make_network(), examples_of(asked)
    gradient = yield from gradient_over(subject, network, subject.parameters, digits)
    ranked = rank_nudges(network, gradient, layer)
    yield NudgesFound(subject, asked, digits, batch, gradient, ranked)


def ranked_anew(found: NudgesFound, layer: int | None) -> Iterator[NudgesFound]:
    """Yield the same gradient with the nudges of another layer ranked; None for all layers."""
    network = found.subject.make_network()
    yield replace(found, ranked=rank_nudges(network, found.gradient, layer))


def nudges_over_time(
    subject: Subject, moments: Sequence[Moment], digits: Digits, top: int = FOLLOWED
) -> Iterator[float | NudgesOverTime]:
    """Ask at each moment what the gradient asked; yield the share done, and what came out last.

    Followed are the weights with the largest nudges at the last moment.

    Args:
        subject: The network of the run, at any moment.
        moments: At least one, by rising step.
        digits: What is asked each time, at least one.
        top: How many weights are followed.
    """
    network, n = subject.make_network(), len(moments)
    values: list[Floats] = []
    indices = np.arange(0)
    for k, moment in enumerate(reversed(moments)):
        steps = gradient_over(subject, network, moment.parameters, digits)
        gradient = yield from _scaled(steps, k / n, 1 / n)
        if k == 0:
            indices = locked(rank_nudges(network, gradient).indices[:top].copy())
        values.insert(0, -gradient[indices])
    when, table = np.array([moment.step for moment in moments], np.int64), np.array(values)
    lock(when, table)
    names = tuple(weight_name(network, int(index)) for index in indices)
    yield NudgesOverTime(when, indices, names, table)


def gradient_over(
    subject: Subject, network: Network, parameters: Array, digits: Digits
) -> Generator[float, None, Floats]:
    """Compute the gradient of the mean cost, read-only; yield the share done after every chunk."""
    chunk, done = network.examples_soon_done(CHUNK), 0
    steps = mean_gradient(network, parameters, digits, subject.cost)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            gradient: Floats = locked(end.value)
            return gradient
        done += chunk
        yield min(done / len(digits), 1.0)


def _scaled(
    shares: Generator[float, None, Floats], start: float, length: float
) -> Generator[float, None, Floats]:
    """Yield shares of a part of some work as those of the whole."""
    while True:
        try:
            share = next(shares)
        except StopIteration as end:
            gradient: Floats = end.value
            return gradient
        yield start + length * share
