"""The film of a run's past: a view of it, moment after moment."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from functools import partial
from typing import Final

from gdstudio.files.films.saving import FilmPlace
from gdstudio.jobs.films.cost_film import COSTS, cost_show
from gdstudio.jobs.films.diagram_film import answer_show, diagram_show
from gdstudio.jobs.films.filmed_run import FilmedRun, Show
from gdstudio.jobs.films.filming import FilmSaved, Picture, save_film
from gdstudio.jobs.films.place import frames_of
from gdstudio.jobs.films.request import FilmRequest, ViewName
from gdstudio.jobs.films.shots import shots_of
from gdstudio.jobs.films.surface_film import film_scene, surface_show
from gdstudio.jobs.films.weights_film import weights_show
from gdstudio.jobs.films.window_film import together, untitled
from gdstudio.jobs.planes import LossScene
from gdstudio.jobs.subject import LossSubject
from gdstudio.pictures.camera import Camera
from gdstudio.texts import Text

WITH_SURFACE: Final[tuple[ViewName, ...]] = ("surface", "window")
WITH_DIGIT: Final[tuple[ViewName, ...]] = ("diagram", "window")
_PREPARED: Final = 0.1  # of the work: the surface


def film_run(
    run: FilmedRun,
    request: FilmRequest,
    place: FilmPlace,
    ground: LossSubject | LossScene | None = None,
    camera: Camera | None = None,
) -> Generator[float | FilmSaved, None, None]:
    """Film a run; yield the share done, at the end what is there.

    Args:
        run: What is filmed.
        request: How.
        place: Where to.
        ground: For the views `WITH_SURFACE`: a surface, or what it is to be made of.
        camera: Where the surface is looked at from; None as usual.

    Raises:
        GdstudioError: The view cannot be had of this run.
        InvalidValue: The run has not the steps that are wanted.
        FileError: It cannot be written.
    """
    turns = request.turn != 0 and request.view in WITH_SURFACE
    frames = frames_of(place, request)
    shots = shots_of(run.moments, request.first, request.last, frames, is_moving=turns)
    others = _others(run, request.view)
    done = 0.0
    if request.view in WITH_SURFACE:
        assert ground is not None
        if isinstance(ground, LossSubject):
            ground = yield from _scene(ground)
            done = _PREPARED
        others.insert(1, surface_show(run, ground, camera, request.turn))
    show = others[0] if len(others) == 1 else together(others, run.tell(Text("Run")))
    name = run.subject.network_name
    pictures = [
        Picture(
            partial(show, shot),
            (run.tell(Text("step {0:,}", shot.moment.step)), name),
            shot.held,
        )
        for shot in shots
    ]
    with closing(save_film(pictures, place)) as items:
        for item in items:
            yield done + (1 - done) * item if isinstance(item, float) else item


def _others(run: FilmedRun, view: ViewName) -> list[Show]:
    """Return what a view shows beside a surface."""
    if view == "window":
        return [weights_show(run), untitled(cost_show(run, COSTS)), answer_show(run)]
    shows = {"weights": weights_show, "diagram": diagram_show, "cost": cost_show}
    return [shows[view](run)] if view in shows else []


def _scene(subject: LossSubject) -> Generator[float, None, LossScene]:
    scene: LossScene | None = None
    for item in film_scene(subject):
        scene = item if isinstance(item, LossScene) else scene
        yield _PREPARED * (item if isinstance(item, float) else item.share)
    assert scene is not None
    return scene
