"""The lines of a diagram: where each begins and ends, and in which pen it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats
from gdstudio.pictures.diagram.choice import strongest
from gdstudio.pictures.diagram.columns import Column
from gdstudio.pictures.diagram.layout import Layout
from gdstudio.pictures.diagram.values import Cells, Diagram, DiagramLayer, Form, Links
from gdstudio.pictures.palette import Palette, blend
from gdstudio.pictures.scene import Strokes

PENS: Final = 6  # for each sign: a line is drawn in the one nearest to its strength
_THINNEST, _WIDEST = 0.5, 2.6  # pixels
_FAINTEST, _FULLEST = 0.1, 0.85  # opacity
_MOST_OF_ONE: Final = 1000  # lines of one neuron that is pointed at


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight lines.

    Attributes:
        ends: Shape (k, 2, 2): begin and end in pixels; NaN where one of them is not drawn.
        shares: Shape (k,): strengths as shares of the strongest, in [-1, 1].
    """

    ends: Floats
    shares: Floats

    def last(self, n: int) -> Lines:
        """Return the last lines, at most so many."""
        return Lines(self.ends[-n:], self.shares[-n:])

    def part(self, begin: float, end: float) -> Lines:
        """Return the piece of each line between two shares of its length."""
        start, way = self.ends[:, :1], np.diff(self.ends, axis=1)
        return Lines(start + way * np.array([begin, end])[:, None], self.shares)


def lines_of(layout: Layout, links: Links, k: int) -> Lines:
    """Return the lines of connections into the k-th layer drawn."""
    source, target = layout.columns[k - 1], layout.columns[k]
    begin = _places(source, links.sources, right=True, is_tile=links.from_tiles)
    is_tile = target.layer.form is Form.MAPS
    end = _places(target, links.targets, right=False, is_tile=is_tile)
    shares = np.clip(np.nan_to_num(links.strengths / links.limit), -1, 1)
    return Lines(np.stack([begin, end], axis=1), shares)


def _places(column: Column, indices: Cells, *, right: bool, is_tile: bool) -> Floats:
    return column.tile_edges(indices, right=right) if is_tile else column.places(indices)


def links_of_cell(diagram: Diagram, k: int, cell: int) -> Iterator[tuple[int, Links]]:
    """Yield the connections into and out of a cell of the k-th layer, each with their layer.

    Those of fully connected layers are asked of the weights, so that a neuron's own strongest are
    among them although stronger ones of others took their place.
    """
    layers = diagram.layers
    layer = layers[k]
    if k > 0 and layer.links is not None:
        yield k, _into(diagram, layers[k - 1], layer, cell)
    if k + 1 < len(layers) and layers[k + 1].links is not None:
        yield k + 1, _out_of(diagram, layer, layers[k + 1], cell)


def _into(diagram: Diagram, before: DiagramLayer, layer: DiagramLayer, cell: int) -> Links:
    links = layer.links
    assert links is not None
    if layer.weights is None or links.from_tiles:
        return _some(links, links.targets == _end(layer, cell, layer.form is Form.MAPS))
    sources = _cells_drawn(before)
    row = strengths(layer.weights[cell, sources], before, sources, is_lit=diagram.is_lit)
    _, chosen = strongest(row[None], diagram.per_neuron, _MOST_OF_ONE)
    return Links(sources[chosen], np.full(len(chosen), cell), row[chosen], links.limit, links.total)


def _out_of(diagram: Diagram, layer: DiagramLayer, after: DiagramLayer, cell: int) -> Links:
    links = after.links
    assert links is not None
    if after.weights is None or links.from_tiles:
        return _some(links, links.sources == _end(layer, cell, links.from_tiles))
    here = np.array([cell])
    column = strengths(after.weights[after.shown, cell], layer, here, is_lit=diagram.is_lit)
    order = np.argsort(np.abs(column), kind="stable")[-_MOST_OF_ONE:]
    return Links(
        np.full(len(order), cell), after.shown[order], column[order], links.limit, links.total
    )


def strengths(weights: Array, before: DiagramLayer, sources: Cells, *, is_lit: bool) -> Floats:
    """Return how strong connections from some cells are; `weights` may have them as last axis."""
    found = weights.astype(np.float64)
    outputs = before.outputs
    return found * outputs[sources] if is_lit and outputs is not None else found


def _cells_drawn(layer: DiagramLayer) -> Cells:
    return np.arange(layer.n_cells) if layer.form is Form.PICTURE else layer.shown


def _end(layer: DiagramLayer, cell: int, is_tile: bool) -> int:
    return layer.unit_of(cell) if is_tile else cell


def _some(links: Links, which: Array) -> Links:
    return Links(
        links.sources[which],
        links.targets[which],
        links.strengths[which],
        links.limit,
        links.total,
        links.from_tiles,
    )


def strokes(
    palette: Palette, lines: Sequence[Lines], *, is_opaque: bool = False
) -> Iterator[Strokes]:
    """Yield all lines, pen by pen, the faintest first: colour by sign, width by strength.

    Opaque ones look the same on an empty ground and are drawn in a quarter of the time.
    """
    if not lines:
        return
    ends = np.concatenate([one.ends for one in lines])
    shares = np.concatenate([one.shares for one in lines])
    there = np.isfinite(ends).all(axis=(1, 2))
    ends, shares = ends[there], shares[there]
    pens = np.ceil(np.abs(shares) * PENS).astype(np.intp) * np.where(shares < 0, -1, 1)
    for size in range(1, PENS + 1):
        for sign, colour in ((-1, palette.negative), (1, palette.positive)):
            chosen = ends[pens == sign * size]
            if len(chosen):
                share = (size - 0.5) / PENS
                width = _THINNEST + (_WIDEST - _THINNEST) * share
                seen = _FAINTEST + (_FULLEST - _FAINTEST) * share
                if is_opaque:
                    yield Strokes(chosen, blend(colour, palette.base, seen), width)
                else:
                    yield Strokes(chosen, colour, width, seen)
