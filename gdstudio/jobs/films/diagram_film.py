"""Films of a network at work on one digit: as a diagram, and what it answers."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.jobs.films.filmed_run import FilmedRun, Show
from gdstudio.jobs.films.shots import Shot
from gdstudio.jobs.network_diagram import DiagramWish, see_network
from gdstudio.pictures.figure import Column, Figure, Table
from gdstudio.pictures.figures.networks import diagram_figure, draw_bars, draw_digit
from gdstudio.pictures.placed import placed
from gdstudio.pictures.scene import Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.texts import Text


def diagram_show(run: FilmedRun) -> Show:
    """Return how the network at a shot is shown, on the scales of the run's end."""
    last = next(see_network(run.subject, run.digit, DiagramWish(), None))
    title = run.tell(Text("Network"))

    def show(shot: Shot) -> Figure:
        seen = next(see_network(run.at(shot.moment), run.digit, DiagramWish(), last))
        return diagram_figure("network", title, seen.diagram, run.names, run.tell)

    return show


def answer_show(run: FilmedRun) -> Show:
    """Return how the answer at a shot is shown, on the scale of the run's end; there is a digit."""
    digit = run.digit
    assert digit is not None
    limit = max(1.0, float(np.abs(_answer(run, run.subject.parameters, digit)).max(initial=0.0)))
    title = run.tell(Text("Answer of the network"))

    def show(shot: Shot) -> Figure:
        values = _answer(run, shot.moment.parameters, digit)
        table = Table((Column("name", run.names), Column("output", values)))
        draw = partial(_draw_answer, digit, values, limit, run.names)
        return Figure("answer", title, draw, lambda: table, {"output": values})

    return show


def _answer(run: FilmedRun, parameters: Array, digit: NDArray[np.uint8]) -> Array:
    network = run.subject.make_network()
    network = network.at(parameters.astype(network.dtype, copy=False))
    X = digit.reshape(1, -1) * network.dtype.type(1 / 255)
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        answer: Array = np.array(network.forward(X)[0])
    return np.where(np.isfinite(answer), answer, np.nan)


def _draw_answer(
    digit: NDArray[np.uint8], values: Array, limit: float, names: tuple[str, ...], sheet: Sheet
) -> Scene:
    """Draw the digit beside the outputs."""
    width, height = sheet.size
    side, gap = round(min(0.3 * width, height)), round(sheet.text_size)
    part = Sheet((side, side), sheet.measure, sheet.palette, sheet.text_size)
    sheet.add(*placed(draw_digit(digit, part), 0, round((height - side) / 2)))
    part = Sheet((width - side - gap, height), sheet.measure, sheet.palette, sheet.text_size)
    sheet.add(*placed(draw_bars(values, limit, names, part), side + gap, 0))
    return sheet.scene()
