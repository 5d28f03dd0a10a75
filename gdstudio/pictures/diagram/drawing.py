"""A diagram as scenes: what rests between two looks, and what changes with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array
from gdstudio.numerals import decimal, scientific
from gdstudio.pictures.diagram.columns import MORE, Column
from gdstudio.pictures.diagram.connections import lines_of, links_of_cell, strokes
from gdstudio.pictures.diagram.layout import Layout, fitting, more_words
from gdstudio.pictures.diagram.values import Diagram, DiagramLayer, Form
from gdstudio.pictures.palette import Palette, rgb
from gdstudio.pictures.scene import Image, Line, Plate, Rect, Scene, Shape, Signs, Strokes, Weight
from gdstudio.pictures.sheet import Sheet
from gdstudio.texts import Text

_LEVELS: Final = 24  # of a circle's colour to either side: circles of one are copies
_FADED: Final = 0.1  # opacity of what is not meant while one neuron is
_WAITING: Final = 0.25  # of lines that the digit has not come to
_HEAD: Final = 0.35  # of a line: so long is what runs along it
_MOST_RUNNING: Final = 120  # lines, the strongest, along which something runs
_MARK_PX: Final = 2.0
_CROSS: Final = 1.0  # of a radius: so far a cross reaches to each side
_DARK: Final = 0.5  # of a circle: what is written in it must be light
_ZERO: Final = 127  # of the signed colours
_LARGE_OUTPUT: Final = 1e3


WeightMark = tuple[int, int, int | None]
"""Layer, the neuron it leads to, and the cell of the layer before; None of a bias."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person is about; each is layer and cell.

    Attributes:
        pointed: Under the pointer, or reached by keys: its connections are lit.
        chosen: The neuron that is open.
        row: After which row it is, from 0; None for the last.
        target: The class that is right; None where nobody knows it.
        weight: A weight that is looked at: its layer, the neuron it leads to, and the cell of the
            layer before; or the neuron and no cell of a bias.
        nudged: Those with the largest nudges, as `weight`.
        pointed_row: Of a recurrent unit that was reached by keys, after which row; None for what
            it hands on.
        has_keys: Whether `pointed` was reached by keys, so that it has a ring.
        front: How far the digit has come, in layers; None where it is all through.
    """

    pointed: tuple[int, int] | None = None
    chosen: tuple[int, int] | None = None
    row: int | None = None
    target: int | None = None
    weight: WeightMark | None = None
    nudged: tuple[WeightMark, ...] = ()
    pointed_row: int | None = None
    has_keys: bool = False
    front: float | None = None


def resting(sheet: Sheet, layout: Layout) -> Scene:
    """Draw titles, frames, and the words about what is not drawn."""
    palette = sheet.palette
    for text, x, y in layout.titles:
        sheet.write(text, x, y, anchor=(0.5, 0.5))
    for column in layout.columns:
        for rect in column.tiles:
            sheet.add(Plate(rect.grown(0.5), rim=palette.outline))
        if column.history is not None:
            _draw_reading(sheet, layout, column, column.history)
        if column.more is not None:
            sheet.add(Plate(column.more, palette.raised, rim=palette.outline, radius=3))
            text = fitting(sheet, more_words(column), column.more.width - 2)
            sheet.write(text, *column.more.middle, palette.text, (0.5, 0.5))
    return sheet.scene()


def _draw_reading(sheet: Sheet, layout: Layout, column: Column, history: Rect) -> None:
    """Frame the states, and tell that they follow the rows."""
    sheet.add(Plate(history.grown(0.5), rim=sheet.palette.outline))
    moments = 28 if column.layer.values is None else len(column.layer.values)
    words = Text("row 0 → {0}", moments - 1)
    text = fitting(sheet, (words, f"→ {moments - 1}"), history.width)
    y = history.bottom + 0.65 * sheet.line
    sheet.write(text, history.middle[0], y, anchor=(0.5, 0.5))
    k = layout.columns.index(column)
    if k:
        before = layout.columns[k - 1].rect
        y, left, right = history.middle[1], before.right + 4, history.left - 4
        sheet.stroke((left, y), (right, y), sheet.palette.outline, 1.5)
        head = np.array([(right - 2.0, y)])
        sheet.add(_turned_right(head, sheet.palette.outline))


def _turned_right(places: NDArray[Any], colour: str) -> Shape:
    return Signs(places, "diamond", colour, 3.0)


def moving(
    sheet: Sheet, layout: Layout, diagram: Diagram, answers: Sequence[str], marks: Marks
) -> Scene:
    """Draw circles and pictures as they are now, and the lines that are meant."""
    palette, front = sheet.palette, marks.front
    layers = [
        replace(layer, values=None) if front is not None and k > front else layer
        for k, layer in enumerate(diagram.layers)
    ]
    for column, layer in zip(layout.columns, layers, strict=True):
        sheet.add(*_pictures(palette, column, layer))
    if front is not None:
        sheet.add(*_running(palette, layout, diagram, front))
    elif _is_meant(layout, diagram, marks.pointed):
        sheet.add(*_meant(palette, layout, diagram, marks.pointed))
    for column, layer in zip(layout.columns, layers, strict=True):
        if column.is_round:
            sheet.add(*_circles(palette, column, layer))
        sheet.add(*_crossed_out(palette, column, layer))
    _write_answers(sheet, layout, layers[-1], answers)
    sheet.add(*_marked(palette, layout, marks))
    return sheet.scene()


def line_opacities(layout: Layout, diagram: Diagram, marks: Marks) -> list[float]:
    """Return how much is seen of the connections into each layer drawn, in [0, 1]."""
    n, front = len(layout.columns), marks.front
    if front is not None:
        return [1.0 if k <= front else _WAITING for k in range(n)]
    return [_FADED if _is_meant(layout, diagram, marks.pointed) else 1.0] * n


def _is_meant(layout: Layout, diagram: Diagram, spot: tuple[int, int] | None) -> bool:
    """Return whether one neuron is meant, that is drawn."""
    if spot is None or spot[1] == MORE or diagram.position(spot[0]) is None:
        return False
    column = layout.column(spot[0])
    return column is not None and column.centre(spot[1]) is not None


def _meant(
    palette: Palette, layout: Layout, diagram: Diagram, spot: tuple[int, int] | None
) -> Iterator[Shape]:
    """Yield the lines of the neuron pointed at."""
    assert spot is not None
    k = diagram.position(spot[0])
    assert k is not None
    lines = [lines_of(layout, links, at) for at, links in links_of_cell(diagram, k, spot[1])]
    yield from strokes(palette, lines, is_opaque=True)


def _running(palette: Palette, layout: Layout, diagram: Diagram, front: float) -> Iterator[Shape]:
    """Yield what runs along the lines from one layer to the next."""
    k, way = int(front) + 1, front % 1
    links = diagram.layers[k].links if k < len(diagram.layers) else None
    if links is not None and way > 0:
        lines = lines_of(layout, links, k).last(_MOST_RUNNING)
        running = lines.part(max(way - _HEAD, 0.0), way)
        yield from strokes(palette, [running], is_opaque=True)


def _pictures(palette: Palette, column: Column, layer: DiagramLayer) -> Iterator[Shape]:
    colours = palette.signed_colours()
    if column.history is not None and layer.values is not None:
        states = layer.values[:, layer.shown].T
        yield Image(colours[_indices(states, layer.limit)], column.history)
    if not column.tiles:
        return
    values = np.zeros(layer.n_cells) if layer.values is None else layer.values
    pictures = values.reshape(layer.shape)
    for unit, tile in zip(layer.shown, column.tiles, strict=True):
        if layer.form is Form.PICTURE:
            yield Image(_ink(pictures[unit], palette), tile)
        else:
            yield Image(colours[_indices(pictures[unit], layer.limit)], tile)


def _ink(picture: Array, palette: Palette) -> NDArray[np.uint8]:
    """Return a digit in ink on paper."""
    paper, ink = rgb(palette.base).astype(float), rgb(palette.text).astype(float)
    mixed: NDArray[np.uint8] = np.rint(paper + (ink - paper) * picture[..., None]).astype(np.uint8)
    return mixed


def _indices(values: Array, limit: float) -> NDArray[np.intp]:
    """Return the rows of the signed colours; what is not a number is as zero."""
    with np.errstate(over="ignore", invalid="ignore"):
        shares = np.clip(np.nan_to_num(values / limit), -1, 1)
    return np.rint(_ZERO * (1 + shares)).astype(np.intp)


def _circles(palette: Palette, column: Column, layer: DiagramLayer) -> Iterator[Shape]:
    outputs = layer.outputs
    values = np.zeros(len(column.cells)) if outputs is None else outputs[column.cells]
    shares = (_indices(values, layer.limit) - _ZERO) / _ZERO
    levels = np.rint(shares * _LEVELS).astype(np.intp)
    colours = palette.signed_colours()
    width = 1.0 if column.radius > 3 else 0.6
    for level in np.unique(levels):
        colour = "#" + bytes(colours[round(_ZERO + _ZERO * int(level) / _LEVELS)]).hex()
        places = column.centres[levels == level]
        yield Signs(places, "circle", colour, column.radius, palette.outline, width)


def _crossed_out(palette: Palette, column: Column, layer: DiagramLayer) -> Iterator[Shape]:
    """Yield a cross over what no later layer sees; not over a digit of which nothing is seen."""
    if not 0 < len(layer.cut_off) < layer.n_cells + (layer.form is not Form.PICTURE):
        return
    if layer.form is Form.PICTURE:
        (tile,), (_, rows, columns) = column.tiles, layer.shape
        side = np.array([tile.width / columns, tile.height / rows])
        at = np.column_stack([layer.cut_off % columns, layer.cut_off // columns])
        middles, reach = (tile.left, tile.top) + (at + 0.5) * side, side / 2
    elif column.is_round:
        middles = column.centres[np.isin(column.cells, layer.cut_off)]
        reach = np.full(2, column.radius * _CROSS)
    else:
        tiles = zip(layer.shown.tolist(), column.tiles, strict=True)
        crossed = [tile for unit, tile in tiles if unit in layer.cut_off]
        middles = np.array([tile.middle for tile in crossed]).reshape(-1, 2)
        reach = np.array([column.tiles[0].width, column.tiles[0].height]) / 2
    for colour, width in ((palette.base, 4.0), (palette.warning, 2.0)):
        for way in ((1, 1), (1, -1)):
            arm = reach * way
            pairs = np.stack([middles - arm, middles + arm], axis=1)
            yield Strokes(pairs, colour, width)


def _write_answers(
    sheet: Sheet, layout: Layout, layer: DiagramLayer, answers: Sequence[str]
) -> None:
    """Write the name of each class beside its neuron, with the value if there is one."""
    column, outputs = layout.columns[-1], layer.outputs
    if layout.answers is None or 2 * column.radius < 0.7 * sheet.line:
        return
    best = -1
    if outputs is not None and np.isfinite(outputs).all():
        best = int(outputs.argmax())
    if len(set(column.centres[:, 1].tolist())) < len(column.cells):  # several in a line
        _write_names_inside(sheet, layout, layer, answers, best)
        return
    left, name_width = layout.answers, sheet.widest(answers)
    for cell, (_, y) in zip(column.cells.tolist(), column.centres.tolist(), strict=True):
        name = answers[cell] if cell < len(answers) else str(cell)
        colour = sheet.palette.accent if cell == best else sheet.palette.muted
        weight: Weight = "strong" if cell == best else "regular"
        sheet.write(name, left + name_width, y, colour, (1.0, 0.5), weight=weight)
        if outputs is not None and np.isfinite(outputs[cell]):
            value = _written(float(outputs[cell]))
            sheet.write(value, left + name_width + 6, y, colour, (0.0, 0.5), weight=weight)


def _written(output: float) -> str:
    """Return an output in a few letters, whatever its size."""
    return decimal(output, 2) if abs(output) < _LARGE_OUTPUT else scientific(output, 2)


def _write_names_inside(
    sheet: Sheet, layout: Layout, layer: DiagramLayer, answers: Sequence[str], best: int
) -> None:
    """Write the name of each class into its neuron, if all of them fit."""
    column, palette = layout.columns[-1], sheet.palette
    if sheet.widest(answers) > 2 * column.radius:
        return
    for cell, (x, y) in zip(column.cells.tolist(), column.centres.tolist(), strict=True):
        is_full = layer.outputs is not None and layer.outputs[cell] > _DARK
        colour = palette.base if is_full else palette.text
        weight: Weight = "strong" if cell == best else "regular"
        name = answers[cell] if cell < len(answers) else str(cell)
        sheet.write(name, x, y, colour, (0.5, 0.5), weight=weight)


def _marked(palette: Palette, layout: Layout, marks: Marks) -> Iterator[Shape]:
    """Yield the weights meant, and rings around the right answer, what is open, the keys."""
    if marks.target is not None:
        last = layout.columns[-1].layer.number
        yield from _ring(layout, (last, marks.target), palette.curves[1], _MARK_PX, apart=_MARK_PX)
    for nudged in marks.nudged:
        yield from _weight(layout, nudged, palette.curves[2], _MARK_PX)
    if marks.weight is not None:
        yield from _weight(layout, marks.weight, palette.accent, _MARK_PX + 1)
    if marks.chosen is not None:
        yield from _ring(layout, marks.chosen, palette.accent, _MARK_PX + 1)
        yield from _row(layout, marks.chosen, marks.row, palette.accent)
    if marks.pointed is not None:
        width = _MARK_PX if marks.has_keys else 1.0
        colour = palette.accent if marks.has_keys else palette.text
        if marks.pointed_row is None:
            yield from _ring(layout, marks.pointed, colour, width)
        yield from _row(layout, marks.pointed, marks.pointed_row, palette.text)
        yield from _window(palette, layout, marks.pointed)


def _weight(layout: Layout, mark: WeightMark, colour: str, width: float) -> Iterator[Shape]:
    """Yield the line of one weight, or the ring of one bias."""
    number, to, source = mark
    column = layout.column(number)
    end = None if column is None else column.centre(to)
    if column is None or end is None:
        return
    before = layout.columns[layout.columns.index(column) - 1]
    begin = None if source is None else before.centre(source)
    if begin is not None:
        yield Line(np.array([begin, end]), colour, width)
    elif source is None:
        yield from _ring(layout, (number, to), colour, _MARK_PX)


def _row(layout: Layout, place: tuple[int, int], row: int | None, colour: str) -> Iterator[Shape]:
    """Yield a frame around the state after a row, where one is meant."""
    column = layout.column(place[0])
    if column is None or row is None:
        return
    rect = column.moment_rect(place[1], row)
    if rect is not None:
        yield Plate(rect.grown(1), rim=colour, rim_width=_MARK_PX)


def _ring(
    layout: Layout, place: tuple[int, int], colour: str, width: float, apart: float = 0.0
) -> Iterator[Shape]:
    column = layout.column(place[0])
    centre = None if column is None else column.centre(place[1])
    if column is None or centre is None:
        return
    if place[1] == MORE:
        assert column.more is not None
        yield Plate(column.more.grown(1), rim=colour, rim_width=width, radius=3)
        return
    reach = column.radius + width + apart
    rect = Rect(centre[0] - reach, centre[1] - reach, 2 * reach, 2 * reach)
    yield Plate(rect, rim=colour, rim_width=width, radius=reach if column.is_round else 0.0)


def _window(palette: Palette, layout: Layout, place: tuple[int, int]) -> Iterator[Shape]:
    """Yield frames around the pixels before that a pixel of a feature map is made of."""
    column = layout.column(place[0])
    if column is None or column.layer.window is None or not column.holds(place[1]):
        return
    window, before = column.layer.window, layout.columns[layout.columns.index(column) - 1]
    _, rows, columns = column.layer.shape
    row, across = divmod(place[1] % (rows * columns), columns)
    top = row * window.stride[0] - window.padding[0]
    left = across * window.stride[1] - window.padding[1]
    _, high, wide = before.layer.shape
    bottom, right = min(top + window.size[0], high), min(left + window.size[1], wide)
    top, left = max(top, 0), max(left, 0)
    for unit, tile in zip(before.layer.shown.tolist(), before.tiles, strict=True):
        if window.of_one_map and unit != column.layer.unit_of(place[1]):
            continue
        pixel = tile.height / high
        rect = Rect(
            tile.left + left * pixel,
            tile.top + top * pixel,
            (right - left) * pixel,
            (bottom - top) * pixel,
        )
        yield Plate(rect, rim=palette.accent, rim_width=1.5)
