"""Lines through the network's own loss surface: downhill, between two networks; and its curvature.

Each job yields the share done, in [0, 1], every few milliseconds, and its result last.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.jobs.plane_request import LineRequest
from gdstudio.jobs.planes import unheard
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.curvature import Curvature, curvature
from gdstudio.landscape.curve import CurveJob, train_curve
from gdstudio.landscape.descent_slice import DescentSlice, descent_slice
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.matching import match_neurons
from gdstudio.landscape.slices import Slice, SliceJob
from gdstudio.learning.random_streams import Purpose, random_stream

Array = NDArray[Any]

# Beyond both ends of the line from the start: Goodfellow et al. 2015 look from -0.5 to 1.5.
FROM_START: Final = LineRequest(margin=0.5)
_CURVE_WORK: Final = 6  # of training a curve, as multiples of measuring a line
_TRAINING: Final = 0.9  # of that work; the rest is measuring the curve


@dataclass(frozen=True, slots=True, eq=False)
class Downhill:
    """Costs against the learning rate along `way`, shape (n,): a rate of 1 adds this.

    It is the negative gradient of all examples asked.
    """

    slice: DescentSlice
    way: Array


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Costs between two networks.

    Attributes:
        start: Parameters of the first, shape (n,).
        end: Of the second.
        straight: Along the segment between them.
        matched: Along that to the second with its neurons in matching order, if asked for.
        bezier: Along a trained curve, if asked for.
        matched_distance: Of the first and the second in matching order, if asked for.
    """

    start: Array
    end: Array
    straight: Slice
    matched: Slice | None = None
    bezier: Slice | None = None
    matched_distance: float | None = None

    @property
    def distance(self) -> float:
        """Of the two networks in parameter space."""
        return float(np.linalg.norm(self.end.astype(np.float64) - self.start))


def downhill(subject: LossSubject, learning_rate: float) -> Iterator[float | Downhill]:
    """Look along the negative gradient of all examples asked; the rate in force is above 0."""
    network, cost = subject.make_network(), subject.cost
    steps = mean_gradient(network, subject.parameters, subject.digits, cost)
    gradient = yield from unheard(steps)
    found = yield from descent_slice(
        network, subject.parameters, gradient, learning_rate, subject.digits, cost
    )
    yield Downhill(found, -gradient)


def from_start(subject: LossSubject) -> Iterator[float | Lines]:
    """Look from where the network began to where it is, and beyond."""
    yield from lines(subject, subject.start(), subject.parameters, FROM_START)


def lines(
    subject: LossSubject, start: Array, end: Array, request: LineRequest
) -> Iterator[float | Lines]:
    """Look from one network to another, each its parameters (n,), on all the ways asked for.

    The subject tells layers, cost and examples.

    Raises:
        InvalidValue: The request holds a value that is not accepted.
        GdstudioError: Both networks are the same, they cannot be matched, or a curve's training
            diverges.
    """
    work = 1 + request.match + _CURVE_WORK * request.bezier
    straight = yield from _straight(subject, start, end, request, (0.0, 1 / work))
    matched = bezier = matched_distance = None
    if request.match:
        matching = match_neurons(subject.make_network(), start, end)
        matched_distance = matching.distance
        if matched_distance > 0:
            share = (1 / work, 2 / work)
            matched = yield from _straight(subject, start, matching.parameters, request, share)
        else:  # the same network in another order: every place of the line is its end
            flat = np.zeros_like(straight.cost)
            ends = straight.cost[0], straight.accuracy[0]
            matched = Slice(straight.t, flat + ends[0], flat + ends[1])
    if request.bezier:
        bezier = yield from _bezier(subject, start, end, request, 1 - _CURVE_WORK / work)
    yield Lines(start, end, straight, matched, bezier, matched_distance)


def outermost_curvature(
    subject: LossSubject, seed: int = 1, m: int = 1
) -> Iterator[float | Curvature]:
    """Find the m largest and smallest curvatures by Lanczos iteration; yield better and better.

    Shares done are all 0: nobody knows how many iterations it takes.
    """
    network, rng = subject.make_network(), random_stream(seed, Purpose.DIRECTIONS, 3)
    steps = curvature(network, subject.parameters, subject.digits, subject.cost, rng, m)
    yield from (0.0 if step is None else step for step in steps)


def _straight(
    subject: LossSubject,
    start: Array,
    end: Array,
    request: LineRequest,
    share: tuple[float, float],
) -> Generator[float, None, Slice]:
    job = SliceJob(
        subject.make_network(),
        start,
        end,
        subject.digits,
        subject.cost,
        request.points,
        request.margin,
    )
    low, high = share
    yield from (low + (high - low) * done for done in job.run())
    return job.result()


def _bezier(
    subject: LossSubject, start: Array, end: Array, request: LineRequest, before: float
) -> Generator[float, None, Slice]:
    network, cost = subject.make_network(), subject.cost
    rng = random_stream(request.seed, Purpose.CURVES)
    given = (rng, request.updates, request.learning_rate)
    bend = start
    for step in train_curve(network, start, end, subject.train, cost, *given):
        bend = step.bend
        yield before + (1 - before) * _TRAINING * step.done
    job = CurveJob(network, start, bend, end, subject.digits, cost, request.points)
    low = before + (1 - before) * _TRAINING
    yield from (low + (1 - low) * done for done in job.run())
    return job.result()
