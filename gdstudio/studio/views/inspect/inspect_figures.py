"""What the pages about a digit and about test digits show, to be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.jobs.look import LayerPicture, Look
from gdstudio.jobs.mistakes import DigitAnswers
from gdstudio.jobs.shift_comparison import REACH, Maps, ShiftAnswers
from gdstudio.pictures.charts import HeatChart, PictureWall
from gdstudio.pictures.figure import Draw, Figure, Table
from gdstudio.pictures.figures.cells import Cells, confusion_colours, draw_cells
from gdstudio.pictures.figures.charts import draw_of, in_grid, slug, table_of
from gdstudio.pictures.figures.networks import draw_bars
from gdstudio.pictures.figures.weights import draw_tiles
from gdstudio.studio.state.class_names import class_name, class_names
from gdstudio.studio.theme import LIGHT
from gdstudio.studio.translation import tr
from gdstudio.studio.views.inspect.cell_grid import Cell
from gdstudio.studio.views.inspect.shift_grid import accuracy_cells, answer_cells

_LAYER_PX: Final = 150.0  # height of a layer
_MOST_SHOWN: Final = 60  # digits of a gallery that are drawn; all are in the data


def activations_figure(look: Look, moment: int) -> Figure:
    """Return what every layer makes of the digit after a row, counted from 0."""
    *hidden, last = look.layers
    parts = [_layer(k, layer, moment, ()) for k, layer in enumerate(hidden, 1)]
    names = class_names(last.activations.at(moment).size)
    parts.append(_layer(len(look.layers), last, moment, names))
    if look.moments > 1:
        rows = tuple(map(str, range(1, look.moments + 1)))
        values = look.answers.astype(np.float64)
        chart = HeatChart("", tr("answer"), tr("rows read"), names, rows, values, 0.0, 1.0)
        parts.append((tr("The answer after each row read"), draw_of(chart)))
    values_of = {
        f"{k}-{slug(layer.activations.summary.name)}": layer.activations.values
        for k, layer in enumerate(look.layers, 1)
    }

    def table() -> Table:
        rows: list[tuple[Any, ...]] = []
        for k, layer in enumerate(look.layers, 1):
            outputs = layer.activations.at(moment).ravel().tolist()
            name = str(layer.activations.summary.name)
            rows += [(k, name, neuron, output) for neuron, output in enumerate(outputs)]
        return table_of(("layer", "name", "neuron", "output"), rows)

    arrays: dict[str, Array] = {"digit": look.pixels, **values_of}
    title, size = tr("What each layer makes of the digit"), (900.0, _LAYER_PX * len(parts))
    return Figure("activations", title, in_grid(parts, 1), table, arrays, size=size)


def _layer(k: int, layer: LayerPicture, moment: int, names: tuple[str, ...]) -> tuple[str, Draw]:
    title = f"{k}: {layer.activations.summary.name}"
    if layer.maps is not None:
        return title, partial(draw_tiles, layer.maps)
    values = layer.activations.at(moment).astype(np.float64)
    return title, partial(draw_bars, values, layer.limit, names)


def shifts_figure(
    names: Sequence[str], answers: ShiftAnswers | None, maps: Maps | None
) -> Figure | None:
    """Return the accuracies at every shift, or else the answers to the drawn digit.

    There is a map for each of the networks named; None while there is nothing to see.
    """
    shifts = tuple(str(shift).replace("-", "−") for shift in range(-REACH, REACH + 1))
    labels = tr("pixels down"), tr("pixels to the right")
    parts: list[tuple[str, Draw]] = []
    arrays: dict[str, Array] = {}
    shown = [] if maps is None and answers is None else list(enumerate(names))
    for k, name in shown:
        key = slug(name)
        if maps is not None:
            found = maps[k] if k < len(maps) else None
            if found is None:
                continue
            cells, arrays[key] = accuracy_cells(found, REACH, LIGHT), found.accuracy
        elif answers is not None and k < len(answers.outputs):
            outputs = answers.outputs[k]
            cells = answer_cells(outputs, answers.expected(k), REACH, LIGHT)
            arrays[key] = outputs
        else:
            continue
        parts.append((name, partial(draw_cells, Cells(*cells, shifts, shifts, labels))))
    if not parts:
        return None
    title = tr("Share answered right at every shift, in percent")
    if maps is None:
        title = tr("The answer at every shift")
    size = 480.0 * len(parts), 520.0
    table = partial(_shifts_table, dict(arrays), is_share=maps is not None)
    return Figure("shifts", title, in_grid(parts, len(parts)), table, arrays, size=size)


def _shifts_table(arrays: dict[str, Array], *, is_share: bool) -> Table:
    rows: list[tuple[Any, ...]] = []
    for name, values in arrays.items():
        for row, column in np.ndindex(*values.shape[:2]):
            value = values[row, column]
            measured = (float(value),) if is_share else (_answer(value), float(value.max()))
            rows.append((name, column - REACH, row - REACH, *measured))
    header = ("network", "right", "down")
    return table_of((*header, *(("accuracy",) if is_share else ("answer", "output"))), rows)


def _answer(outputs: Array) -> str:
    return class_name(int(outputs.argmax())) if np.isfinite(outputs).all() else ""


def mistakes_figure(answers: DigitAnswers, cell: Cell | None) -> Figure:
    """Return the confusion matrix beside digits: all mistakes, or those of one cell."""
    counts = answers.confusion
    n = len(counts)
    names = class_names(n)
    texts = tuple(tuple(str(count) if count else "" for count in row) for row in counts.tolist())
    labels = tr("label"), tr("answer")
    grid = Cells(confusion_colours(counts, LIGHT), texts, names, names, labels)
    indices = answers.mistakes() if cell is None else answers.cell(*cell)
    pictures = answers.digits.pictures()
    captions = tuple(_caption(answers, int(index)) for index in indices[:_MOST_SHOWN])
    wall = PictureWall("", pictures[indices[:_MOST_SHOWN]], captions)
    gallery = tr("{0} mistakes, the surest first").format(len(indices))
    if cell is not None:
        label, answer = (class_name(k) for k in cell)
        gallery = tr("{0} answered as {1}: {2}").format(label, answer, len(indices))
    matrix: Draw = partial(draw_cells, grid)
    parts = [(tr("Confusion matrix"), matrix), (gallery, draw_of(wall))]
    arrays: dict[str, Array] = {
        "confusion": counts,
        "indices": indices,
        "pictures": pictures[indices],
        "labels": answers.digits.labels[indices],
        "answers": answers.answers[indices],
        "outputs": answers.outputs[indices],
    }

    def table() -> Table:
        rows: list[tuple[Any, ...]] = [
            ("cell", names[i], names[j], int(counts[i, j]), None, None) for i, j in np.ndindex(n, n)
        ]
        for index in indices.tolist():
            given = (int(k[index]) for k in (answers.digits.labels, answers.answers))
            rows.append(
                ("digit", *map(class_name, given), None, index, float(answers.outputs[index]))
            )
        return table_of(("what", "label", "answer", "count", "test digit", "output"), rows)

    title = tr("What is mistaken for what")
    return Figure("mistakes", title, in_grid(parts, 2), table, arrays, size=(1100.0, 560.0))


def _caption(answers: DigitAnswers, index: int) -> str:
    label, answer = int(answers.digits.labels[index]), int(answers.answers[index])
    return f"{class_name(label)} → {class_name(answer)}"
