"""The films of `gdstudio film`: what can be refused beforehand is, before any is drawn."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from gdstudio.commands.descend import descend
from gdstudio.commands.descend.picture import curve_chart, map_chart, picture_bounds
from gdstudio.commands.inspect.opened_run import OpenedRun
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.past import past_of
from gdstudio.errors import InvalidValue
from gdstudio.files.films.saving import FilmPlace
from gdstudio.files.run_file import SUFFIX as RUN_SUFFIX
from gdstudio.jobs.films.descent_film import film_descent, n_steps
from gdstudio.jobs.films.filmed_run import FilmedRun
from gdstudio.jobs.films.filming import FilmSaved
from gdstudio.jobs.films.request import FilmRequest
from gdstudio.jobs.films.run_film import WITH_DIGIT, WITH_SURFACE, film_run
from gdstudio.jobs.films.shots import check_steps
from gdstudio.jobs.plane_request import EXAMPLES
from gdstudio.jobs.subject import loss_subject
from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.pictures.plane.curve import CostCurve
from gdstudio.settings.typed import write_number

Frames = Generator[float | FilmSaved, None, None]

_OF_RUNS: Final = ("digit", "data")
_OF_DESCENTS: Final = ("start", "optimizer", "race", "learning_rate", "steps", "tolerance")


def film_of_run(
    args: argparse.Namespace, request: FilmRequest, place: FilmPlace, _: Interruption
) -> Frames:
    """Return the film of a saved run at work.

    Raises:
        FileError: The run or its digits cannot be read, or it has no past.
        InvalidValue: There are not the steps or the digit that are wanted.
    """
    _refuse(args, _OF_DESCENTS, "with --descent")
    if not args.run.endswith(RUN_SUFFIX) and not Path(args.run).exists():
        raise InvalidValue("run", args.run, f"FILE{RUN_SUFFIX}, or --descent for a cost")
    args.run = Path(args.run)
    opened = OpenedRun(args)
    run_file, subject = opened.run_file, opened.subject
    moments = past_of(args.run, run_file)
    check_steps(request.first, request.last, moments.last_step)
    digit = None
    if request.view in WITH_DIGIT:
        rows, columns = run_file.state.picture_size()
        digit = opened.example().digits.images.reshape(rows, columns)
    filmed = FilmedRun(subject, moments, run_file.history, tuple(run_file.state.names), digit)
    ground = None
    if request.view in WITH_SURFACE:
        ground = loss_subject(subject, opened.data, run_file.trajectory, EXAMPLES)
    return film_run(filmed, request, place, ground)


def film_of_descent(
    args: argparse.Namespace, request: FilmRequest, place: FilmPlace, interruption: Interruption
) -> Frames:
    """Return the film of a descent, or of a race of some, at work.

    Raises:
        InvalidValue: There is no such cost, start or method, or not the steps that are wanted.
    """
    _refuse(args, _OF_RUNS, "without --descent")
    if args.run.endswith(RUN_SUFFIX):
        raise InvalidValue("cost", args.run, "a cost by its name or formula, or no --descent")
    args.function = args.run
    outcome = descend(args, interruption)
    make = curve_chart if outcome.function.dimension == 1 else map_chart
    chart, _ = make(outcome, picture_bounds(outcome))
    assert isinstance(chart, ContourMap | CostCurve)
    check_steps(request.first, request.last, n_steps(chart))
    title = "A typed cost" if outcome.function.name == "typed" else str(outcome.function.title)
    return film_descent(chart, title, request, place)


def _refuse(args: argparse.Namespace, names: Sequence[str], when: str) -> None:
    """Raise InvalidValue if one of some flags was given."""
    for name in names:
        value = getattr(args, name, None)
        if value is not None:
            raise InvalidValue(f"--{name.replace('_', '-')}", _typed(value), f"it {when} only")


def _typed(value: object) -> str:
    """Return the value of a flag as it is typed."""
    if isinstance(value, tuple) and isinstance(value[0], str):  # a method with its rate, or none
        return ":".join(_typed(one) for one in value if one is not None)
    if isinstance(value, tuple):
        return ",".join(map(_typed, value))
    return write_number(value) if isinstance(value, float) else str(value)
