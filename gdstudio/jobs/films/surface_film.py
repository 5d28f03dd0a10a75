"""Films of the loss surface: the run goes down it, the surface may turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.errors import GdstudioError
from gdstudio.jobs.films.filmed_run import FilmedRun, Show
from gdstudio.jobs.films.shots import Shot
from gdstudio.jobs.plane_request import PlaneKind, PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH, LossScene, make_loss_scene, spare_threads
from gdstudio.jobs.run_ball import run_ball
from gdstudio.jobs.subject import LossSubject
from gdstudio.pictures.camera import Camera
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.surfaces import surface_figure
from gdstudio.pictures.lines import clipped_path
from gdstudio.pictures.marks import SurfacePath
from gdstudio.pictures.palette import LIGHT
from gdstudio.texts import Text

SIZE: Final = 41  # points a side: as smooth as 640 x 360 pixels can show


def film_scene(subject: LossSubject) -> Iterator[LossScene | float]:
    """Yield the surface that a run is filmed on: in the plane of its path, if it has one.

    Raises:
        GdstudioError: The run has diverged.
    """
    kind: PlaneKind = "trajectory" if len(subject.path) >= LEAST_PATH else "random"
    request = PlaneRequest(kind=kind, size=SIZE, examples=len(subject.digits))
    if not np.isfinite(subject.parameters).all():
        raise GdstudioError(Text("{0} has diverged: there is no surface", subject.name))
    yield from make_loss_scene(subject, request, log_height=True, threads=spare_threads())


def surface_show(
    run: FilmedRun, scene: LossScene, camera: Camera | None = None, turn: float = 0.0
) -> Show:
    """Return how the surface with the run's ball at a shot is shown.

    Args:
        run: The run.
        scene: The surface.
        camera: Where it is looked at from; None as usual.
        turn: Degrees by which it turns over the film.
    """
    path = run.moments.path
    steps, points = path.steps(), path.points()
    way: Floats = scene.plane.coordinates(points) if len(points) else np.empty((0, 2))
    titles = "", "", run.tell(Text("cost"))
    title = run.tell(Text("Loss surface"))
    eye = camera or Camera()

    def show(shot: Shot) -> Figure:
        ball = run_ball(scene, shot.moment.parameters)
        n = int(steps.searchsorted(shot.moment.step, side="right"))
        there = (ball.place + ball.beyond)[np.newaxis]
        line = clipped_path(np.vstack([way[:n], there]), *scene.extent)
        markers, arrows = ball.marks(scene, LIGHT.accent)
        paths = [SurfacePath(scene.mesh.drape(line), LIGHT.accent)]
        seen = eye.turned(turn * shot.share, 0.0)
        return surface_figure("surface", title, scene.mesh, seen, titles, paths, arrows, markers)

    return show
