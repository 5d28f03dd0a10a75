"""The path of the chain rule: from one weight through the layers to the cost, with its factors."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import lock
from gdstudio.pictures.palette import Palette
from gdstudio.pictures.scene import Floats, Label, Line, Scene, Signs, Strokes
from gdstudio.pictures.sheet import Sheet

MOST: Final = 12  # neurons of a column, those that matter most
_NEURON_PX, _DOT_PX = 9.0, 4.5  # radii
_PALE: Final = 0.45  # opacity of a line that the pass has not come to
_LIT_PX, _LINE_PX, _WEIGHT_PX = 2.0, 1.0, 3.0
_BELOW: Final = 1.5  # lines below the circles, and one more for how many are left out
_ALONE: Final = 1.5  # of the room: of the last factor, which has nothing at its right
_ZERO: Final = 127  # of the signed colours


@dataclass(frozen=True, slots=True, eq=False)
class ChainColumn:
    """A layer, or a single neuron of it.

    Attributes:
        name: What stands above it.
        slopes: dC/dz of the neurons drawn, or dC/da where there is no z; shape (k,), read-only.
            NaN is drawn as an empty circle: there is none, or the pass is not back yet.
        more: How many neurons are not drawn.
    """

    name: str
    slopes: Floats
    more: int = 0

    def __post_init__(self) -> None:
        lock(self.slopes)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """What is drawn.

    Attributes:
        columns: From what comes in over the weight to the cost; at least two.
        factors: What stands below the way from each column to the next, "" for nothing; one fewer
            than columns.
        weight: The name of the weight, above the first way.
        lit: Which ways the pass has come through.
        is_backward: Whether it comes from the cost.
    """

    columns: tuple[ChainColumn, ...]
    factors: tuple[str, ...]
    weight: str
    lit: frozenset[int] = frozenset()
    is_backward: bool = False


def chain_scene(sheet: Sheet, chain: Chain) -> Scene:
    """Draw a chain into all of a sheet."""
    palette, line = sheet.palette, sheet.line
    width, height = sheet.size
    edges = np.linspace(0, width, len(chain.columns) + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    is_cut = any(column.more for column in chain.columns)
    top, bottom = 1.3 * line, height - (_BELOW + is_cut) * line
    places = [
        _places(x, len(column.slopes), top, bottom)
        for x, column in zip(middles.tolist(), chain.columns, strict=True)
    ]
    for k, (before, after) in enumerate(itertools.pairwise(places)):
        sheet.add(_ways(palette, chain, k, before, after))
    largest = max((_largest(column.slopes) for column in chain.columns[1:]), default=0.0)
    room = width / len(chain.columns) - 8
    for column, at in zip(chain.columns, places, strict=True):
        sheet.add(*_circles(palette, column, at, largest))
        name = sheet.shortened(column.name, room, weight="strong")
        x = float(at[0, 0])
        sheet.write(name, x, 0.5 * line, palette.text, (0.5, 0.5), weight="strong")
        if column.more:
            sheet.write(f"+ {column.more:,}", x, bottom + 0.1 * line, anchor=(0.5, 0.0))
    _write_factors(sheet, chain, middles.tolist(), room, (top + bottom) / 2)
    return sheet.scene()


def _places(x: float, n: int, top: float, bottom: float) -> Floats:
    """Return the middles of the circles of a column, shape (n, 2)."""
    middle, reach = (top + bottom) / 2, (bottom - top) / 2 - _DOT_PX
    y = np.array([middle]) if n == 1 else np.linspace(middle - reach, middle + reach, max(n, 1))
    return np.column_stack([np.full(len(y), x), y])


def _ways(palette: Palette, chain: Chain, k: int, before: Floats, after: Floats) -> Strokes | Line:
    is_lit = k in chain.lit
    colour = palette.accent if is_lit else palette.outline
    if k == 0 and chain.weight:
        ends = np.vstack([before[0], after[0]])
        return Line(ends, colour, _WEIGHT_PX, opacity=1.0 if is_lit else _PALE)
    pairs = [(one, other) for one in before for other in after]
    thick = _LIT_PX if is_lit and len(pairs) <= MOST else _LINE_PX
    return Strokes(np.array(pairs), colour, thick, 1.0 if is_lit else _PALE)


def _largest(slopes: Floats) -> float:
    finite = np.abs(slopes[np.isfinite(slopes)])
    return float(finite.max(initial=0.0))


def _circles(
    palette: Palette, column: ChainColumn, places: Floats, largest: float
) -> Sequence[Signs]:
    radius = _NEURON_PX if len(places) == 1 else _DOT_PX
    colours = palette.signed_colours()
    signs = []
    for place, slope in zip(places, column.slopes.tolist(), strict=True):
        colour = palette.base
        if np.isfinite(slope):
            share = slope / largest if largest > 0 else 0.0
            row = _ZERO + round(_ZERO * float(np.clip(share, -1, 1)))
            colour = "#" + bytes(colours[row]).hex()
        at = place[np.newaxis]
        signs.append(Signs(at, "circle", colour, radius, palette.outline, 1.2))
    return signs


def _write_factors(
    sheet: Sheet, chain: Chain, middles: list[float], room: float, middle: float
) -> None:
    """Write each factor below its way, the weight above the first, which lies at `middle`."""
    y, size = sheet.size[1] - 0.6 * sheet.line, sheet.text_size
    for k, factor in enumerate(chain.factors):
        x = (middles[k] + middles[k + 1]) / 2
        ink = sheet.palette.text if k in chain.lit else sheet.palette.muted
        is_alone = not any(chain.factors[k + 1 :])
        text = sheet.shortened(factor, _ALONE * room if is_alone else room)
        if text:
            sheet.add(Label(text, x, y, size, ink, (0.5, 0.5)))
    if chain.weight:
        x = (middles[0] + middles[1]) / 2
        text = sheet.shortened(chain.weight, room - 2 * _NEURON_PX)
        sheet.write(text, x, middle - 0.75 * sheet.line, sheet.palette.text, (0.5, 0.5))
    if chain.lit:
        _draw_direction(sheet, chain, middles, middle)


def _draw_direction(sheet: Sheet, chain: Chain, middles: list[float], y: float) -> None:
    """Put a head at the end of the pass."""
    k = min(chain.lit) if chain.is_backward else max(chain.lit)
    x = (middles[k] + middles[k + 1]) / 2
    aside = -1.0 if chain.is_backward else 1.0
    tip, half = x + 7 * aside, 5.0
    points = np.array([(x, y - half), (tip, y), (x, y + half)])
    sheet.add(Line(points, sheet.palette.text, 2.0))


def strongest(slopes: Floats, most: int = MOST) -> tuple[Floats, int]:
    """Return the slopes of the neurons that matter most, in their order, and how many are left."""
    if len(slopes) <= most:
        return slopes.copy(), 0
    kept = np.sort(np.argsort(-np.abs(np.nan_to_num(slopes)), kind="stable")[:most])
    return slopes[kept].copy(), len(slopes) - most
