"""A picture of the network's own loss surface, prepared in a worker, coarse first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.landscape.directions import (
    downhill_direction,
    random_direction,
    single_parameter,
)
from gdstudio.landscape.parameter_names import parse_parameter
from gdstudio.landscape.plane import Plane, plane_of_three
from gdstudio.landscape.surface import LossGrid, axes_around, square_axes, surface
from gdstudio.landscape.trajectory import trajectory_plane
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.pictures.box import HeightScale
from gdstudio.pictures.mesh import SurfaceMesh, surface_mesh
from gdstudio.texts import Text

Array = NDArray[Any]
Floats = NDArray[np.float64]

LEAST_PATH: Final = 4  # points from which a path has two main directions worth the name
PATH_MARGIN: Final = 0.35
_EDGE: Final = 1e-6  # of the width of a picture


@dataclass(frozen=True, slots=True, eq=False)
class LossSubject:
    """What a picture is made of; all arrays read-only.

    Attributes:
        recipe: Tells the network's layers; every worker makes a network of its own from it.
        digits: The training examples that are asked.
        cost: The cost being lowered.
        parameters: Where the network is, shape (n,).
        gradient: Of the last mini-batch, shape (n,).
        path: Where it has been, shape (k, n), float32.
        others: Parameters of other runs of the same network.
    """

    recipe: Recipe
    digits: Digits
    cost: Cost
    parameters: Array
    gradient: Array
    path: Array
    others: tuple[Array, ...] = ()

    def make_network(self) -> Network:
        """Return a network for one thread; its parameters are 0."""
        return self.recipe.make_network(PictureShape.of(self.digits), self.digits.n_classes)


@dataclass(frozen=True, slots=True, eq=False)
class LossScene:
    """A surface ready to draw.

    Attributes:
        subject: What it is a picture of.
        request: Which plane was wanted, and how finely.
        plane: Where in parameter space.
        grid: The costs; the finest so far.
        mesh: The same as a surface.
        explained: Shares of the path's variance along the two axes; None unless the plane is that
            of the path.
        done: Share of the work done; 1 for the last.
    """

    subject: LossSubject
    request: PlaneRequest
    plane: Plane
    grid: LossGrid
    mesh: SurfaceMesh
    explained: tuple[float, float] | None
    done: float

    @property
    def extent(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What the picture shows of alpha and beta: a hair inside its edges."""
        return _inside(self.grid.alpha), _inside(self.grid.beta)


def _inside(axis: Floats) -> tuple[float, float]:
    low, high = float(axis[0]), float(axis[-1])
    margin = _EDGE * (high - low)
    return low + margin, high - margin


def make_plane(
    subject: LossSubject, request: PlaneRequest
) -> tuple[Plane, tuple[Floats, Floats], tuple[float, float] | None]:
    """Return the plane wanted, the axes that cover it, and what its axes explain of the path.

    Raises:
        GdstudioError: The plane cannot be had here; the message says what is missing.
    """
    network = subject.make_network().at(subject.parameters)
    square = square_axes(request.extent, request.size)
    rng = np.random.default_rng(request.seed)
    if request.kind == "trajectory":
        if len(subject.path) < LEAST_PATH:
            raise GdstudioError(
                Text("training path: it has {0} points, 4 are needed", len(subject.path))
            )
        plane, components = trajectory_plane(subject.path)
        axes = axes_around(plane.coordinates(subject.path), request.size, PATH_MARGIN)
        first, second = components.explained[:2]
        return plane, axes, (float(first), float(second))
    if request.kind == "runs":
        if len(subject.others) < 2:
            raise GdstudioError(
                Text("plane of three runs: two other runs of this network are needed")
            )
        plane = plane_of_three(subject.parameters, *subject.others[:2])
        points = np.stack([subject.parameters, *subject.others[:2]])
        return plane, axes_around(plane.coordinates(points), request.size), None
    if request.kind == "parameters":
        rows, columns = subject.digits.rows, subject.digits.columns
        names = [
            parse_parameter(t, network, rows, columns) for t in (request.first, request.second)
        ]
        first_way, second_way = (single_parameter(network, n.index, n.text) for n in names)
        return Plane(subject.parameters, first_way, second_way), square, None
    second_way = random_direction(network, rng, request.normalization)
    if request.kind == "gradient":
        first_way = downhill_direction(network, subject.gradient)
    else:
        first_way = random_direction(network, rng, request.normalization)
    return Plane(subject.parameters, first_way, second_way), square, None


def make_loss_scene(
    subject: LossSubject, request: PlaneRequest, *, log_height: bool
) -> Iterator[LossScene | float]:
    """Yield ever finer scenes, and between them the share done; come back every few milliseconds.

    Raises:
        GdstudioError: The plane cannot be had.
    """
    plane, axes, explained = make_plane(subject, request)
    network = subject.make_network()
    shown: LossGrid | None = None
    for step in surface(network, plane, axes, subject.digits, subject.cost):
        if step.grid is not None and step.grid is not shown:
            shown = step.grid
            mesh = loss_mesh(shown, log_height=log_height)
            yield LossScene(subject, request, plane, shown, mesh, explained, step.done)
        else:
            yield step.done


def loss_mesh(grid: LossGrid, *, log_height: bool) -> SurfaceMesh:
    """Return the surface of a grid of costs; the height is the cost or its logarithm."""
    scale = HeightScale.LOG if log_height else HeightScale.LINEAR
    return surface_mesh(grid.alpha, grid.beta, grid.cost, scale=scale)
