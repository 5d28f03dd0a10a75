"""What the window can film: the present run, and descents."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gdstudio.jobs.subject import LossSubject
from gdstudio.learning.moment import Kind, Moment
from gdstudio.learning.path import stored
from gdstudio.pictures.camera import Camera
from gdstudio.studio.state.class_names import class_names
from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.translation import told_all
from gdstudio.studio.workers.background_job import MakeItems

if TYPE_CHECKING:  # at run time not to open the window, but when something is filmed
    from gdstudio.jobs.films.descent_film import DescentChart
    from gdstudio.jobs.films.filmed_run import FilmedRun
    from gdstudio.jobs.films.filming import FilmSaved
    from gdstudio.jobs.films.request import FilmRequest, ViewName
    from gdstudio.jobs.planes import LossScene

    Frames = Generator[float | FilmSaved, None, None]

Look = Callable[[], "tuple[LossScene | None, Camera]"]
"""Returns the surface of the run that is shown, None for none, and where it is looked at from."""


@dataclass(frozen=True, slots=True, eq=False)
class Filmable:
    """Something at the moment at which it is asked about.

    Attributes:
        views: How it can be filmed.
        last_step: Where it stands.
        film: Returns the job of a film, which goes to a place.
    """

    views: tuple[ViewName, ...]
    last_step: int
    film: Callable[[FilmRequest, Path], MakeItems]


def filmable_run(runs: RunModel, drawing: DrawingModel, look: Look) -> Filmable | None:
    """Return the present run as it stands, of which no one else changes anything; None of none."""
    from gdstudio.jobs.films.filmed_run import FilmedRun
    from gdstudio.jobs.films.request import RUN_VIEWS
    from gdstudio.jobs.films.run_film import WITH_SURFACE
    from gdstudio.jobs.plane_request import EXAMPLES

    run, subject, data = runs.run, runs.subject(), runs.data
    if run is None or subject is None or data is None:
        return None
    moments = run.moments.copy()
    moments.add(Moment(subject.step, stored(subject.parameters), kind=Kind.RESTED))
    digit = drawing.pixels
    if not digit.any() or digit.shape != (data.test.rows, data.test.columns):
        digit = data.test.pictures()[0]
    names, history = class_names(subject.n_classes), run.history.until(subject.step)
    filmed = FilmedRun(subject, moments, history, names, digit, told_all)

    def film(request: FilmRequest, path: Path) -> MakeItems:
        scene, camera = look()
        ground: LossScene | LossSubject | None = None
        if request.view in WITH_SURFACE:
            fits = scene is not None and scene.share == 1 and scene.explained is not None
            ground = scene if fits else runs.loss_subject(EXAMPLES)
        return partial(_film_run, path, request, filmed, ground, camera)

    return Filmable(RUN_VIEWS, moments.last_step, film)


def filmable_descent(chart: DescentChart, title: str) -> Filmable | None:
    """Return the descents on a chart, light on white; None before their first step."""
    from gdstudio.jobs.films.descent_film import n_steps

    if n_steps(chart) == 0:
        return None

    def film(request: FilmRequest, path: Path) -> MakeItems:
        return partial(_film_descent, path, request, chart, title)

    return Filmable(("descent",), n_steps(chart), film)


def _film_run(
    path: Path,
    request: FilmRequest,
    filmed: FilmedRun,
    ground: LossSubject | LossScene | None,
    camera: Camera,
) -> Frames:
    from gdstudio.jobs.films.place import place_of
    from gdstudio.jobs.films.run_film import film_run

    yield 0.0
    yield from film_run(filmed, request, place_of(path, request), ground, camera)


def _film_descent(path: Path, request: FilmRequest, chart: DescentChart, title: str) -> Frames:
    from gdstudio.jobs.films.descent_film import film_descent
    from gdstudio.jobs.films.place import place_of

    yield 0.0
    yield from film_descent(chart, title, request, place_of(path, request), told_all)
