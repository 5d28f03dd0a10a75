"""Planes of the network's own loss surface: costs on a grid, coarse first, and how true they are.

Jobs are generators without Qt that command line and window both drive: they yield the share done,
in [0, 1], every few milliseconds, and what they have found, the last of it whole.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.directions import (
    Direction,
    downhill_direction,
    random_direction,
    single_parameter,
)
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.honesty import PathInPlane, PathJob
from gdstudio.landscape.parameter_names import parse_parameter
from gdstudio.landscape.plane import Plane, plane_of_three
from gdstudio.landscape.ranges import Normalization
from gdstudio.landscape.surface import (
    LossGrid,
    axes_around,
    square_axes,
    surface,
)
from gdstudio.landscape.trajectory import principal_components, random_walk, trajectory_plane
from gdstudio.learning.network import Network
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.texts import Text

Array = NDArray[Any]
Floats = NDArray[np.float64]

LEAST_PATH: Final = 4  # points from which a path has two main directions worth the name
_MOST_THREADS: Final = 4  # more of them wait for each other
_EDGE: Final = 1e-6  # of the width of a picture

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, eq=False)
class PlaneInSpace:
    """A plane and the part of it to look at.

    Attributes:
        plane: Where in parameter space.
        axes: alpha and beta, rising, 0 among them.
        explained: Shares of the path's variance along the two axes; None unless the plane is that
            of the path.
    """

    plane: Plane
    axes: tuple[Floats, Floats]
    explained: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LossSurface:
    """Costs on a grid in a plane.

    Attributes:
        subject: Whose.
        request: Which plane was wanted, and how finely.
        plane: Where in parameter space.
        grid: The costs; the finest so far.
        explained: See `PlaneInSpace`.
        share: Of the work done; 1 for the last.
    """

    subject: LossSubject
    request: PlaneRequest
    plane: Plane
    grid: LossGrid
    explained: tuple[float, float] | None
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class LossScene(LossSurface):
    """A surface ready to draw: `mesh` is its grid."""

    mesh: SurfaceMesh

    @property
    def extent(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What the picture shows of alpha and beta: a hair inside its edges."""
        return _inside(self.grid.alpha), _inside(self.grid.beta)


@dataclass(frozen=True, slots=True, eq=False)
class Honesty:
    """How true a picture is to the path.

    Attributes:
        path: The path and its shadow in the plane.
        chance: Shares of variance that a random walk of the same steps has in its own two main
            directions, shape (2,); None of a path too short or that does not move.
        walk: That walk in these directions, shape (k, 2); k is 0 if there is none.
    """

    path: PathInPlane
    chance: Floats | None
    walk: Floats

    @property
    def walk_share(self) -> float:
        """Both shares of chance together; NaN if there are none."""
        return float("nan") if self.chance is None else float(self.chance.sum())


def plane_of(subject: LossSubject, request: PlaneRequest) -> Generator[None, None, PlaneInSpace]:
    """Return the plane wanted; come back now and then.

    Raises InvalidValue of a value in the request that is not accepted, GdstudioError, with what is
    missing, if the plane cannot be had here.
    """
    if request.kind == "trajectory":
        return _of_path(subject, request)
    if request.kind == "networks":
        return _of_networks(subject, request)
    axes, network = square_axes(request.extent, request.size), subject.make_network()
    if request.kind == "parameters":
        first, second = _single_parameters(subject, network, request)
    else:
        second = _random(network, request, 1)
        if request.kind == "gradient":
            steps = mean_gradient(network, subject.parameters, subject.digits, subject.cost)
            first = downhill_direction(network, (yield from steps))
        else:
            first = _random(network, request, 0)
    return PlaneInSpace(Plane(subject.parameters, first, second), axes)


def spare_threads(is_training: bool = False, wanted: int | None = None) -> int:
    """Return how many threads a surface takes: beside a run one, else as many as are wanted.

    None leaves it to the machine.
    """
    return 1 if is_training else wanted or min(os.cpu_count() or 1, _MOST_THREADS)


def loss_surface(
    subject: LossSubject, request: PlaneRequest, threads: int = 1
) -> Iterator[LossSurface | float]:
    """Yield ever finer surfaces, and between them the share done; come back every few milliseconds.

    Raises as `plane_of`.
    """
    found = yield from unheard(plane_of(subject, request))
    shown: LossGrid | None = None
    network, digits, cost = subject.make_network(), subject.digits, subject.cost
    for step in surface(network, found.plane, found.axes, digits, cost, threads):
        if step.grid is not None and step.grid is not shown:
            shown = step.grid
            yield LossSurface(subject, request, found.plane, shown, found.explained, step.done)
        else:
            yield step.done


def make_loss_scene(
    subject: LossSubject, request: PlaneRequest, *, log_height: bool, threads: int = 1
) -> Iterator[LossScene | float]:
    """Yield what `loss_surface` does, ready to draw."""
    for item in loss_surface(subject, request, threads):
        if isinstance(item, LossSurface):
            mesh = loss_mesh(item.grid, log_height=log_height)
            known = {field.name: getattr(item, field.name) for field in fields(LossSurface)}
            yield LossScene(**known, mesh=mesh)
        else:
            yield item


def loss_mesh(grid: LossGrid, *, log_height: bool) -> SurfaceMesh:
    """Return the surface of a grid of costs; the height is the cost or its logarithm."""
    scale = HeightScale.LOG if log_height else HeightScale.LINEAR
    return surface_mesh(grid.alpha, grid.beta, grid.cost, scale=scale)


def honesty(found: LossSurface) -> Iterator[float | Honesty]:
    """Compare the path with its shadow in a plane, and with pure chance."""
    subject = found.subject
    job = PathJob(subject.make_network(), found.plane, subject.path, subject.digits, subject.cost)
    yield from job.run()
    yield Honesty(job.result(), *_chance(subject.path, found.request.seed))


def unheard(steps: Generator[None, None, Item]) -> Generator[float, None, Item]:
    """Drive a generator that cannot tell how far it is; return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Item = end.value
            return result
        yield 0.0


def _of_path(subject: LossSubject, request: PlaneRequest) -> PlaneInSpace:
    path = subject.path
    if len(path) < LEAST_PATH:
        raise GdstudioError(
            Text(
                "path: {0} points are not enough for a plane of the path, which takes {1}; train "
                "further and save the run again",
                len(path),
                LEAST_PATH,
            )
        )
    plane, components = trajectory_plane(path)
    first, second = (float(share) for share in components.explained)
    return PlaneInSpace(plane, _axes(plane, path, request), (first, second))


def _of_networks(subject: LossSubject, request: PlaneRequest) -> PlaneInSpace:
    if len(subject.others) < 2:
        raise GdstudioError(
            Text("plane of three networks: two others of this architecture are needed")
        )
    networks = (subject.parameters, *subject.others[:2])
    plane = plane_of_three(*networks)
    return PlaneInSpace(plane, _axes(plane, np.stack(networks), request))


def _axes(plane: Plane, points: Array, request: PlaneRequest) -> tuple[Floats, Floats]:
    if request.covers_points:
        return axes_around(plane.coordinates(points), request.size, request.margin)
    return square_axes(request.extent, request.size)


def _random(network: Network, request: PlaneRequest, which: int) -> Direction:
    stream = random_stream(request.seed, Purpose.DIRECTIONS, which)
    name = Text("random direction {0}", which + 1)
    return random_direction(network, stream, Normalization(request.normalization), name)


def _single_parameters(
    subject: LossSubject, network: Network, request: PlaneRequest
) -> tuple[Direction, Direction]:
    rows, columns = subject.digits.rows, subject.digits.columns
    texts = (request.first, request.second)
    first, second = (parse_parameter(text, network, rows, columns) for text in texts)
    if first == second:
        accepted = Text("two different ones, so that they span a plane")
        raise InvalidValue(Text("parameters"), request.second, accepted)
    one, two = (single_parameter(network, name.index, name.text) for name in (first, second))
    return one, two


def _chance(path: Array, seed: int) -> tuple[Floats | None, Floats]:
    """Return the shares of variance and the coordinates of a random walk like a path."""
    nothing = None, np.empty((0, 2))
    if len(path) < LEAST_PATH:
        return nothing
    walk = random_walk(path, random_stream(seed, Purpose.DIRECTIONS, 2))
    try:
        components = principal_components(walk)
    except GdstudioError:  # the path stands still
        return nothing
    return components.explained, (walk - walk[-1]) @ components.directions.T


def _inside(axis: Floats) -> tuple[float, float]:
    low, high = float(axis[0]), float(axis[-1])
    margin = _EDGE * (high - low)
    return low + margin, high - margin
