"""Films of a descent: the plot with its paths as far as they had come."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from gdstudio.files.films.saving import FilmPlace
from gdstudio.jobs.films.filming import FilmSaved, Picture, save_film
from gdstudio.jobs.films.place import frames_of
from gdstudio.jobs.films.request import FilmRequest
from gdstudio.jobs.films.shots import check_steps
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import curve_figure, map_figure
from gdstudio.pictures.plane.contours import ContourMap
from gdstudio.pictures.plane.curve import CostCurve
from gdstudio.texts import Text

DescentChart = ContourMap | CostCurve
"""A cost of two inputs or of one, with the paths on it, a point a step."""


def film_descent(
    chart: DescentChart,
    title: str,
    request: FilmRequest,
    place: FilmPlace,
    tell: Any = lambda value: value,
) -> Generator[float | FilmSaved, None, None]:
    """Film descents side by side; yield the share done, at the end what is there.

    Args:
        chart: With the whole paths.
        title: What is descended.
        request: How; its steps are those of the longest path.
        place: Where to.
        tell: Tells texts in the language in use.

    Raises:
        InvalidValue: There are not the steps that are wanted.
        FileError: It cannot be written.
    """
    longest = n_steps(chart)
    check_steps(request.first, request.last, longest)
    last = longest if request.last is None else request.last
    wanted = np.rint(np.linspace(request.first, last, frames_of(place, request))).astype(int)
    steps, held = np.unique(wanted, return_counts=True)
    pictures = [
        Picture(partial(_figure, chart, title, step), (tell(Text("step {0:,}", step)), title), n)
        for step, n in zip(steps.tolist(), held.tolist(), strict=True)
    ]
    yield from save_film(pictures, place)


def n_steps(chart: DescentChart) -> int:
    """Return the steps of the longest path."""
    ways = [path.points for path in chart.paths]
    if isinstance(chart, CostCurve):
        ways.append(chart.trail)
    return max((len(way) - 1 for way in ways), default=0)


def _figure(chart: DescentChart, title: str, step: int) -> Figure:
    """Return the plot after so many steps."""
    paths = tuple(replace(path, points=path.points[: step + 1]) for path in chart.paths)
    if isinstance(chart, CostCurve):
        trail = chart.trail[: step + 1]
        return curve_figure("descent", title, replace(chart, paths=paths, trail=trail, state=None))
    return map_figure("descent", title, replace(chart, paths=paths, state=None))
