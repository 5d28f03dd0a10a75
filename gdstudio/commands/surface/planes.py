"""The planes that `gdstudio surface` knows, each from a run and the flags."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.progress import value_of
from gdstudio.commands.landscape.run import Ground, load_fellow
from gdstudio.errors import GdstudioError, InvalidValue
from gdstudio.landscape.directions import (
    Direction,
    Normalization,
    downhill_direction,
    random_direction,
    single_parameter,
)
from gdstudio.landscape.gradients import mean_gradient
from gdstudio.landscape.parameter_names import parameter_syntax, parse_parameter
from gdstudio.landscape.plane import Plane, plane_of_three
from gdstudio.landscape.surface import axes_around, square_axes
from gdstudio.landscape.trajectory import (
    principal_components,
    random_walk,
    trajectory_plane,
)
from gdstudio.learning.random_streams import Purpose, random_stream

Floats = NDArray[np.float64]

EXTENT: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class PlannedSurface:
    """A plane and the part of it to compute.

    Attributes:
        plane: Where.
        axes: alpha and beta.
        explained: Shares of the path's variance along both directions, of a trajectory only.
        chance: The same shares for a random walk of the path's own step lengths.
    """

    plane: Plane
    axes: tuple[Floats, Floats]
    explained: Floats | None = None
    chance: Floats | None = None


def plan_surface(args: argparse.Namespace, ground: Ground, wish: Interruption) -> PlannedSurface:
    """Return the plane that the flags ask for.

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: There is no such plane.
    """
    if args.plane == "trajectory":
        return _of_trajectory(args, ground)
    if args.plane == "networks":
        return _of_networks(args, ground)
    axes = square_axes(EXTENT if args.extent is None else args.extent, args.size)
    first, second = _random(args, ground, 0), _random(args, ground, 1)
    if args.plane == "gradient":
        gradient = value_of(
            mean_gradient(ground.network, ground.parameters, ground.digits, ground.cost),
            "gradient",
            wish,
        )
        first = downhill_direction(ground.network, gradient)
    elif args.plane == "parameters":
        first, second = _parameters(args, ground)
    return PlannedSurface(Plane(_origin(ground), first, second), axes)


def _random(args: argparse.Namespace, ground: Ground, which: int) -> Direction:
    rng = random_stream(args.seed, Purpose.DIRECTIONS, which)
    normalization = Normalization(args.normalization)
    return random_direction(ground.network, rng, normalization, f"random direction {which + 1}")


def _parameters(args: argparse.Namespace, ground: Ground) -> tuple[Direction, Direction]:
    texts: list[str] = args.parameter or []
    if len(texts) != 2:
        accepted = f"two of them, each as: {parameter_syntax(ground.network)}"
        raise InvalidValue("number of --parameter flags", len(texts), accepted)
    rows, columns = ground.digits.rows, ground.digits.columns
    first, second = (parse_parameter(text, ground.network, rows, columns) for text in texts)
    if first == second:
        raise InvalidValue("parameters", texts[1], "two different ones, so that they span a plane")
    one, two = (single_parameter(ground.network, name.index, name.text) for name in (first, second))
    return one, two


def _of_trajectory(args: argparse.Namespace, ground: Ground) -> PlannedSurface:
    kept = ground.run.trajectory
    if kept is None:
        raise GdstudioError(f"{ground.path}: holds no path; train it anew with --save")
    path = kept.points()
    plane, components = trajectory_plane(path)
    walk = random_walk(path, random_stream(args.seed, Purpose.DIRECTIONS, 2))
    chance = principal_components(walk).explained
    if args.extent is None:
        axes = axes_around(plane.coordinates(path), args.size)
    else:
        axes = square_axes(args.extent, args.size)
    return PlannedSurface(plane, axes, components.explained, chance)


def _of_networks(args: argparse.Namespace, ground: Ground) -> PlannedSurface:
    others: list[Any] = args.others or []
    if len(others) != 2:
        accepted = "two more runs of the same architecture: --with B.gdrun --with C.gdrun"
        raise InvalidValue("number of --with flags", len(others), accepted)
    networks = [ground.parameters, *(load_fellow(path, ground) for path in others)]
    plane = plane_of_three(*networks)
    places = plane.coordinates(np.stack([np.asarray(n, np.float64) for n in networks]))
    if args.extent is None:
        return PlannedSurface(plane, axes_around(places, args.size))
    return PlannedSurface(plane, square_axes(args.extent, args.size))


def _origin(ground: Ground) -> Floats:
    return np.asarray(ground.parameters, np.float64)
