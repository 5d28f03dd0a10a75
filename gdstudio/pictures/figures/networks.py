"""Figures of a network: its diagram, and what its layers make of a digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.pictures.diagram.connections import lines_of, strokes
from gdstudio.pictures.diagram.drawing import Marks, moving, resting
from gdstudio.pictures.diagram.layout import lay_out
from gdstudio.pictures.diagram.values import Diagram
from gdstudio.pictures.figure import Figure, Table
from gdstudio.pictures.figures.charts import slug, table_of
from gdstudio.pictures.palette import rgb
from gdstudio.pictures.scene import Image, Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet

_SIZE: Final = (1000.0, 620.0)
_GAP: Final = 0.12  # of the room of a bar
_LEAST_BAR_PX: Final = 3.0


def diagram_figure(
    name: str,
    title: str,
    diagram: Diagram,
    answers: Sequence[str],
    tell: Callable[[Any], Any],
    whose: Mapping[str, str | int] = MappingProxyType({}),
) -> Figure:
    """Return a diagram with its connections.

    Args:
        name: For files.
        title: What it shows.
        diagram: The network.
        answers: Names of its outputs.
        tell: Tells the texts in the language in use; in any thread.
        whose: What the numbers are of: the run, its step, edits; first in table and arrays.
    """

    def draw(sheet: Sheet) -> Scene:
        layout = lay_out(sheet, diagram.layers, answers)
        sheet.shapes.clear()
        resting(sheet, layout)
        for k, layer in enumerate(diagram.layers):
            if k and layer.links is not None:
                sheet.add(*strokes(sheet.palette, [lines_of(layout, layer.links, k)]))
        scene: Scene = tell(moving(sheet, layout, diagram, answers, Marks()))
        return scene

    table = partial(_diagram_table, diagram, whose)
    arrays = {name: np.array(value) for name, value in whose.items()}
    return Figure(name, title, draw, table, arrays | dict(_diagram_arrays(diagram)), size=_SIZE)


def draw_bars(values: Array, limit: float, names: Sequence[str], sheet: Sheet) -> Scene:
    """Draw outputs as bars up and down from 0, on a scale to `limit`; names below, or none."""
    width, height = sheet.size
    below = sheet.line if names else 0.0
    base = 0.5 if (values[np.isfinite(values)] < 0).any() else 1.0
    room = height - below - 2
    zero, wide = 1 + base * room, width / max(len(values), 1)
    margin = _GAP * wide if wide >= _LEAST_BAR_PX else 0.0
    palette = sheet.palette
    sheet.add(Plate(Rect(0.0, zero - 0.5, width, 1.0), palette.outline))
    for k, value in enumerate(values.tolist()):
        if np.isfinite(value):
            high = min(max(value / limit, -1.0), 1.0) * base * room
            bar = Rect(k * wide + margin, zero - max(high, 0.0), wide - 2 * margin, abs(high))
            sheet.add(Plate(bar, palette.positive if value >= 0 else palette.negative))
    for k, text in enumerate(names):
        sheet.write(text, (k + 0.5) * wide, height, palette.text, (0.5, 1.0))
    return sheet.scene()


def draw_digit(pixels: NDArray[np.uint8], sheet: Sheet) -> Scene:
    """Draw a picture, shape (rows, columns), as ink on paper."""
    rows, columns = pixels.shape
    paper, ink = (rgb(c).astype(float) for c in (sheet.palette.base, sheet.palette.text))
    shades = np.rint(np.linspace(paper, ink, 256)).astype(np.uint8)
    side = min(sheet.size[0] / columns, sheet.size[1] / rows)
    rect = Rect(0.5, 0.5, side * columns - 1, side * rows - 1)
    sheet.add(Image(shades[pixels], rect), Plate(rect, rim=sheet.palette.outline))
    return sheet.scene()


def _diagram_table(diagram: Diagram, whose: Mapping[str, str | int]) -> Table:
    rows: list[tuple[Any, ...]] = [
        (what, None, None, None, None, value) for what, value in whose.items()
    ]
    for layer in diagram.layers:
        for what, values in (("output", layer.outputs), ("z", layer.z), ("bias", layer.biases)):
            if values is not None:
                numbered = enumerate(values.ravel().tolist())
                rows += [(what, layer.number, layer.name, None, k, a) for k, a in numbered]
    for layer in diagram.layers:
        for unit in layer.cut_off.tolist():
            rows.append(("counts for nothing", layer.number, layer.name, unit, None, 0.0))
    for layer in diagram.layers:
        if layer.links is not None:
            links = layer.links
            parts = (links.sources.tolist(), links.targets.tolist(), links.strengths.tolist())
            for source, target, strength in zip(*parts, strict=True):
                rows.append(("connection", layer.number, layer.name, source, target, strength))
    return table_of(("what", "layer", "name", "from", "to", "value"), rows)


def _diagram_arrays(diagram: Diagram) -> Iterator[tuple[str, Array]]:
    for layer in diagram.layers:
        key = f"{layer.number}-{slug(layer.name or 'digit')}"
        if layer.values is not None:
            yield f"{key}-outputs", layer.values
        if layer.weights is not None:
            yield f"{key}-weights", layer.weights
        if layer.biases is not None:
            yield f"{key}-biases", layer.biases
        if layer.z is not None:
            yield f"{key}-z", layer.z
