"""Films of what Learn shows: weights, surface, cost and answer together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gdstudio.jobs.films.filmed_run import Show
from gdstudio.jobs.films.shots import Shot
from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.figures.charts import in_grid


def together(shows: Sequence[Show], title: str) -> Show:
    """Return how several views of a shot are shown, in rows of two."""

    def show(shot: Shot) -> Figure:
        figures = [one(shot) for one in shows]
        draw = in_grid([(figure.title, figure.draw) for figure in figures], 2)
        return Figure("run", title, draw, lambda: Table(()))

    return show


def untitled(show: Show) -> Show:
    """Return how a view is shown whose parts have titles of their own."""
    return lambda shot: replace(show(shot), title="")
