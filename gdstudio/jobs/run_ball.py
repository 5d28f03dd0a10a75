"""Where a run stands in a picture of its loss surface and has been, and how true that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from gdstudio.landscape.plane import Plane
from gdstudio.learning.path import ParameterPath
from gdstudio.pictures.marks import SurfaceArrow, SurfaceMarker

if TYPE_CHECKING:  # at run time only where one is made: the window opens without
    from gdstudio.jobs.planes import LossScene

Floats = NDArray[np.float64]

# then: outside or far, at a moment of the past; none: there is no picture; computing: nor one yet
Standing = Literal["inside", "outside", "far", "then", "none", "computing"]
_RADIUS: Final = 6.0
FAR: Final = 0.5  # of the surface's half width: so far beside it, the picture is of elsewhere
_ARROW: Final = 0.22  # in units of the box, whose half width is 1


@dataclass(frozen=True, slots=True, eq=False)
class RunBall:
    """Where a network stands in a picture.

    Attributes:
        place: Alpha and beta of the ball, shape (2,), never outside of the picture.
        is_outside: The network's shadow lies beyond the edge at which the ball stands.
        is_far: The network is so far beside the plane that its cost is not the one in the picture.
        beyond: From the ball to the network's shadow, shape (2,); 0 while it is in the picture.
    """

    place: Floats
    is_outside: bool
    is_far: bool
    beyond: Floats

    @property
    def standing(self) -> Standing:
        """Whether the picture is one of the network."""
        if self.is_outside:
            return "outside"
        return "far" if self.is_far else "inside"

    def marks(
        self, scene: LossScene, colour: str
    ) -> tuple[list[SurfaceMarker], list[SurfaceArrow]]:
        """Return what is drawn: a ball; a ring where the picture is not of the network.

        An arrow from the ring tells in which direction the network has left the picture.
        """
        mesh = scene.mesh
        foot = mesh.place_on_surface([self.place])[0]
        is_shadow = self.is_outside or self.is_far
        ball = SurfaceMarker(foot, colour, _RADIUS, current=True, hollow=is_shadow)
        if not self.is_outside:
            return [ball], []
        there = self.place + self.beyond
        x, y = np.array([self.place, there]).T
        ends = mesh.transform.to_box(x, y, np.float64(0))
        way = ends[1] - ends[0]
        way[2] = 0.0
        tip = foot + _ARROW * way / np.linalg.norm(way)
        return [ball], [SurfaceArrow(foot, tip, colour, 3.0)]


def run_ball(scene: LossScene, parameters: NDArray[Any]) -> RunBall:
    """Return where the network with these parameters, shape (n,), stands in a picture."""
    low, high = np.array(scene.extent).T
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network stands nowhere
        here, distance = scene.plane.shadow(parameters)
    place = np.clip(here, low, high)
    half_width = float(high[0]) * float(np.linalg.norm(scene.plane.u.vector))
    is_far = distance > FAR * half_width
    is_outside = bool(((here < low) | (here > high)).any())
    return RunBall(place, is_outside, is_far, here - place)


def walking_ball(place: tuple[float, float]) -> RunBall:
    """Return the ball at a place of the picture that somebody chose: the network stands there."""
    return RunBall(np.array(place), False, False, np.zeros(2))


class PathOnPlane:
    """Coordinates of a path that grows; every point is projected once."""

    def __init__(self, plane: Plane, path: ParameterPath) -> None:
        self.plane = plane
        self._path = path
        self._last_step = -1
        self._coordinates: Floats = np.empty((0, 2))
        self._begin()

    @property
    def coordinates(self) -> Floats:
        """Alpha and beta of every point so far, shape (k, 2).

        The same array while there is none more; all anew if the run has been taken back.
        """
        last_step = self._path.last_step
        if last_step < self._last_step:
            self._begin()
        elif last_step > self._last_step:
            newer = [point for step, point in self._path.pairs() if step > self._last_step]
            found = self.plane.coordinates(np.array(newer))
            self._coordinates = np.concatenate([self._coordinates, found])
            self._last_step = last_step
        return self._coordinates

    def _begin(self) -> None:
        points = self._path.points()
        self._coordinates = self.plane.coordinates(points) if len(points) else np.empty((0, 2))
        self._last_step = self._path.last_step
