"""The longer computations of the workspace Landscape as generators for a worker; no Qt.

Each yields the share done, in [0, 1], every few milliseconds, and its result last.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import GdstudioError
from gdstudio.jobs.loss_scene import LEAST_PATH, LossSubject
from gdstudio.jobs.plane_request import SliceKind
from gdstudio.landscape.curvature import Curvature, curvature
from gdstudio.landscape.curve import CurveJob, train_curve
from gdstudio.landscape.descent_slice import DescentSlice, descent_slice
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.honesty import PathInPlane, PathJob
from gdstudio.landscape.matching import match_neurons
from gdstudio.landscape.plane import Plane
from gdstudio.landscape.slices import Slice, SliceJob
from gdstudio.landscape.trajectory import principal_components, random_walk

Array = NDArray[Any]

MARGIN: Final = 0.5  # beyond both ends of a line: Goodfellow et al. 2015 look from -0.5 to 1.5
CURVE_UPDATES: Final = 2000
_LINE_SHARE: Final = 0.15  # of the work of a trained curve


@dataclass(frozen=True, slots=True, eq=False)
class Honesty:
    """How true a picture is to the path.

    Attributes:
        path: The path and its shadow in the plane.
        walk_share: Share that a random walk of the same steps has in its own two main directions.
        walk: That walk in these directions, shape (k, 2).
    """

    path: PathInPlane
    walk_share: float
    walk: Array


@dataclass(frozen=True, slots=True, eq=False)
class Downhill:
    """Costs along the negative gradient.

    Attributes:
        slice: Against the learning rate.
        way: The negative gradient of all examples asked, shape (n,): a rate of 1 adds this.
    """

    slice: DescentSlice
    way: Array


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Costs between two networks.

    Attributes:
        start: Parameters of the first, shape (n,).
        names: Of the two.
        straight: Along the segment between them.
        matched: Along that to the second with its neurons in matching order, if asked for.
        bezier: Along a trained curve, if asked for.
    """

    start: Array
    names: tuple[str, str]
    straight: Slice
    matched: Slice | None = None
    bezier: Slice | None = None


def honesty(subject: LossSubject, plane: Plane) -> Iterator[float | Honesty]:
    """Compare the path with its shadow in a plane, and with pure chance."""
    job = PathJob(subject.make_network(), plane, subject.path, subject.digits, subject.cost)
    yield from job.run()
    walk = random_walk(subject.path, np.random.default_rng(0))
    if len(walk) < LEAST_PATH:
        yield Honesty(job.result(), float("nan"), np.empty((0, 2)))
        return
    components = principal_components(walk)
    flat = (walk - walk[-1]) @ components.directions.T
    yield Honesty(job.result(), float(sum(components.explained[:2])), flat)


def downhill(subject: LossSubject, learning_rate: float) -> Iterator[float | Downhill]:
    """Look along the negative gradient of all examples asked."""
    network = subject.make_network()
    steps = mean_gradient(network, subject.parameters, subject.digits, subject.cost)
    gradient = yield from _unheard(steps)
    found = yield from descent_slice(
        network,
        subject.parameters,
        gradient,
        learning_rate,
        subject.digits,
        subject.cost,
    )
    yield Downhill(found, -gradient)


def lines(
    subject: LossSubject, kind: SliceKind, start: Array, names: tuple[str, str]
) -> Iterator[float | Lines]:
    """Look from another network, `start` (n,), to the present one."""
    network = subject.make_network()
    margin = MARGIN if kind == "start" else 0.0
    straight = SliceJob(
        network, start, subject.parameters, subject.digits, subject.cost, margin=margin
    )
    share = 1.0 if kind == "start" else _LINE_SHARE
    for done in straight.run():
        yield share * done
    if kind == "start":
        yield Lines(start, names, straight.result())
        return
    matched = _matched(subject, start)
    if matched is not None:
        yield from (share + share * done for done in matched.run())
    bezier: Slice | None = None
    if kind == "bezier":
        bezier = yield from _bezier(subject, start, 2 * share)
    yield Lines(
        start, names, straight.result(), None if matched is None else matched.result(), bezier
    )


def outermost_curvature(subject: LossSubject) -> Iterator[Curvature]:
    """Find the largest curvature by Lanczos iteration; yield better and better values."""
    network = subject.make_network()
    rng = np.random.default_rng(0)
    steps = curvature(network, subject.parameters, subject.digits, subject.cost, rng, m=1)
    yield from (step for step in steps if step is not None)


def _matched(subject: LossSubject, start: Array) -> SliceJob | None:
    network = subject.make_network()
    try:
        # `start` stands still; the present network's twin with other numbers is walked to.
        twin = match_neurons(network, start, subject.parameters).parameters
    except GdstudioError:  # layers whose neurons cannot be swapped
        return None
    return SliceJob(network, start, twin, subject.digits, subject.cost)


def _bezier(subject: LossSubject, start: Array, before: float) -> Generator[float, None, Slice]:
    network, rng = subject.make_network(), np.random.default_rng(0)
    bend = start
    steps = train_curve(
        network,
        start,
        subject.parameters,
        subject.digits,
        subject.cost,
        rng,
        updates=CURVE_UPDATES,
    )
    for step in steps:
        bend = step.bend
        yield before + (1 - before) * 0.9 * step.done
    job = CurveJob(network, start, bend, subject.parameters, subject.digits, subject.cost)
    yield from (1.0 for _ in job.run())
    return job.result()


def _unheard(steps: Generator[None, None, Array]) -> Generator[float, None, Array]:
    """Drive a generator that cannot tell how far it is; return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Array = end.value
            return found
        yield 0.0
