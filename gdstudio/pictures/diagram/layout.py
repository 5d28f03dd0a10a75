"""Where the layers of a diagram stand: the digit at the left, the answer at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gdstudio.numerals import MINUS
from gdstudio.pictures.diagram.columns import MORE, Column
from gdstudio.pictures.diagram.values import DiagramLayer, Form
from gdstudio.pictures.mosaic import tile_grid
from gdstudio.pictures.scene import Rect
from gdstudio.pictures.sheet import Sheet
from gdstudio.texts import Text

MOST_UNITS: Final = 32  # of a layer that is drawn whole
MOST_MAPS: Final = 16
TITLED_FROM: Final = 8.0  # lines of text that fit into the height; below there are no titles
_EDGE_PX: Final = 8.0
_PITCH: Final = 3.0  # lines of text from one circle to the next at most
_CIRCLE: Final = 0.42  # radius of a circle, in steps from one to the next
_MAP: Final = 7.0  # lines of text that a feature map is high at most
_GAP: Final = 3.0  # lines of text between two layers at least
_GAPS_SHARE: Final = 0.4  # of the width, which all gaps together need not exceed
_WIDEST_GAP: Final = 24.0
_POOLED: Final = 0.5  # of such a gap, in front of a pooling: its lines do not cross
_SMALLEST: Final = 0.15  # of the usual size
_MAP_GAP_PX: Final = 4.0
# Of the width, at most.
_DIGIT_SHARE, _MAPS_SHARE, _GRID_SHARE, _READING_SHARE = 0.28, 0.17, 0.26, 0.3
_STEP_PX: Final = 11.0  # of a reading, from one row read to the next, at most


@dataclass(frozen=True, slots=True)
class Stop:
    """What is read out of a diagram: a neuron, a whole picture, or the words below a layer.

    Attributes:
        number: Of the layer.
        unit: Neuron or feature map; `MORE` for the words.
        rect: Where it stands.
    """

    number: int
    unit: int
    rect: Rect


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A diagram laid out.

    Attributes:
        columns: The layers, from the left.
        titles: What stands above each, and the middle of its line.
        answers: Where the name of each class begins: across, and None if there is no room.
        stops: What is read out, layer by layer.
    """

    columns: tuple[Column, ...]
    titles: tuple[tuple[str, float, float], ...]
    answers: float | None
    stops: tuple[Stop, ...]

    def column(self, number: int) -> Column | None:
        """Return a layer by its number; None if it is not drawn."""
        return next((one for one in self.columns if one.layer.number == number), None)

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return layer and cell drawn at a place."""
        for column in self.columns:
            cell = column.cell_at(x, y)
            if cell is not None:
                return column.layer.number, cell
        return None

    def moment_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """Return layer, unit and row of a recurrent unit's state that is drawn at a place."""
        for column in self.columns:
            if (found := column.moment_at(x, y)) is not None:
                return column.layer.number, *found
        return None

    def stop_of(self, number: int, cell: int) -> int:
        """Return which stop is a cell, or the picture it lies in; -1 if it is not drawn."""
        column = self.column(number)
        if column is None or column.centre(cell) is None:
            return -1
        unit = cell if cell == MORE else column.layer.unit_of(cell)
        places = ((stop.number, stop.unit) for stop in self.stops)
        return next((k for k, place in enumerate(places) if place == (number, unit)), -1)

    def more_at(self, x: float, y: float) -> int | None:
        """Return the layer whose words about units not drawn stand at a place."""
        for column in self.columns:
            words = column.more
            if words and words.left <= x < words.right and words.top <= y < words.bottom:
                return column.layer.number
        return None

    def step(
        self, number: int, cell: int, step: tuple[int, int], *, skip: bool = False
    ) -> tuple[int, int]:
        """Return layer and cell to which an arrow key leads, the same ones at an end.

        Args:
            number: Of the layer.
            cell: In it.
            step: (right, down).
            skip: Go to the next layer at once, not through this one's pixels.
        """
        column = self.column(number)
        if column is None:
            return number, cell
        found = None if skip and step[0] else column.neighbour(cell, step)
        if found is not None:
            return number, found
        here, k = column.centre(cell), self.columns.index(column) + step[0]
        if here is None or not step[0] or not 0 <= k < len(self.columns):
            return number, cell
        other = self.columns[k]
        return other.layer.number, other.nearest(here[1], from_left=step[0] > 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """How wide and high a layer will be, and what puts it in its place."""

    width: float
    height: float
    put: Callable[[float, float], Column]


def lay_out(sheet: Sheet, layers: Sequence[DiagramLayer], answers: Sequence[str]) -> Layout:
    """Return where everything stands on a sheet.

    Args:
        sheet: Tells the size, and measures texts; nothing is drawn.
        layers: The digit first.
        answers: Names of the classes.
    """
    width, height = sheet.size
    is_titled = height >= TITLED_FROM * sheet.line
    top = 1.4 * sheet.line if is_titled else _EDGE_PX / 2
    named = sheet.widest(answers) + sheet.width_of(" 0.00") + 6 if len(answers) else 0.0
    named = named if named < width / 5 and is_titled else 0.0
    room = Rect(_EDGE_PX, top, width - 2 * _EDGE_PX - named, height - top - _EDGE_PX / 2)
    plans, gaps = _fitting(sheet, layers, room)
    used = sum(plan.width for plan in plans) + sum(gaps)
    left, columns = room.left + max(room.width - used, 0) / 2, []
    for plan, gap in zip(plans, (*gaps, 0.0), strict=True):
        columns.append(plan.put(left, room.top + (room.height - plan.height) / 2))
        left += plan.width + gap
    columns = [_with_words_apart(columns, k) for k in range(len(columns))]
    titles = _titles(sheet, columns, width) if is_titled else ()
    after = columns[-1].rect.right + 6 if named else None
    stops = tuple(stop for column in columns for stop in _stops(column))
    return Layout(tuple(columns), titles, after, stops)


def _stops(column: Column) -> Iterator[Stop]:
    number, units = column.layer.number, column.layer.shown.tolist()
    if column.tiles:
        yield from (Stop(number, unit, at) for unit, at in zip(units, column.tiles, strict=True))
    else:
        r = column.radius
        for unit, (x, y) in zip(units, column.centres.tolist(), strict=True):
            yield Stop(number, unit, Rect(x - r, y - r, 2 * r, 2 * r))
    if column.more is not None:
        yield Stop(number, MORE, column.more)


def _fitting(
    sheet: Sheet, layers: Sequence[DiagramLayer], room: Rect
) -> tuple[list[_Plan], list[float]]:
    """Return plans that leave enough between the layers, as large as may be, and the gaps."""
    shares = [_POOLED if layer.pools else 1.0 for layer in layers[1:]]
    least = min(_GAP * sheet.line, _GAPS_SHARE * room.width / max(sum(shares), 1.0))
    scale = 1.0
    while True:
        plans = [_PLANNERS[layer.form](sheet, layer, room, scale) for layer in layers]
        free = room.width - sum(plan.width for plan in plans)
        gap = free / max(sum(shares), 1.0)
        if gap >= least or scale < _SMALLEST:
            gap = max(min(gap, _WIDEST_GAP * sheet.line), 2.0)
            return plans, [gap * share for share in shares]
        scale *= 0.85


def _picture(sheet: Sheet, layer: DiagramLayer, room: Rect, scale: float) -> _Plan:
    return _tiled(layer, (1, 1), 0.92 * room.height, _DIGIT_SHARE * scale * room.width, 0.0)


def _maps(sheet: Sheet, layer: DiagramLayer, room: Rect, scale: float) -> _Plan:
    high = room.height - _words_below(sheet, layer)
    wide = (_GRID_SHARE if layer.is_open else _MAPS_SHARE) * scale * room.width
    grid = tile_grid(len(layer.shown), wide / high, layer.shape[1:], 2)
    most = _MAP * sheet.line * grid[0] + _MAP_GAP_PX * (grid[0] - 1)
    return _tiled(layer, grid, min(high, most), wide, _words_below(sheet, layer))


def _tiled(
    layer: DiagramLayer, grid: tuple[int, int], high: float, wide: float, below: float
) -> _Plan:
    """Plan pictures side by side in a room, with words below."""
    (n_rows, n_columns), (_, rows, columns) = grid, layer.shape
    gap = _MAP_GAP_PX
    pixel = min(
        (high - gap * (n_rows - 1)) / (n_rows * rows),
        (wide - gap * (n_columns - 1)) / (n_columns * columns),
    )
    pixel = max(pixel, 0.05)
    width = n_columns * columns * pixel + gap * (n_columns - 1)
    height = n_rows * rows * pixel + gap * (n_rows - 1)

    def put(left: float, top: float) -> Column:
        tiles = []
        for k in range(len(layer.shown)):
            down, across = divmod(k, n_columns)
            x, y = left + across * (columns * pixel + gap), top + down * (rows * pixel + gap)
            tiles.append(Rect(x, y, columns * pixel, rows * pixel))
        corners = np.array([(tile.left, tile.top) for tile in tiles])
        x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
        inner = pixel * np.column_stack([x.ravel(), y.ravel()])
        centres = (corners[:, None] + inner).reshape(-1, 2)
        each = np.arange(rows * columns)
        cells = (layer.shown[:, None] * (rows * columns) + each).ravel()
        rect = Rect(left, top, width, height)
        more = _below(rect, below)
        return Column(layer, rect, cells, centres, pixel / 2, tuple(tiles), more=more)

    return _Plan(width, height + below, put)


def _neurons(sheet: Sheet, layer: DiagramLayer, room: Rect, scale: float) -> _Plan:
    if layer.is_open:
        return _grid(sheet, layer, room, scale)
    n, below = len(layer.shown), _words_below(sheet, layer)
    pitch = min((room.height - below) / n, _PITCH * sheet.line)
    radius = min(_CIRCLE * pitch, 1.2 * sheet.line * max(scale, 0.3))

    def put(left: float, top: float) -> Column:
        rect = Rect(left, top, 2 * radius, n * pitch)
        y = top + pitch * (np.arange(n) + 0.5)
        centres = np.column_stack([np.full(n, left + radius), y])
        return Column(layer, rect, layer.shown, centres, radius, more=_below(rect, below))

    return _Plan(2 * radius, n * pitch + below, put)


def _grid(sheet: Sheet, layer: DiagramLayer, room: Rect, scale: float) -> _Plan:
    """Plan all neurons of a large layer, line by line."""
    n, below = len(layer.shown), _words_below(sheet, layer)
    high, wide = room.height - below, _GRID_SHARE * scale * room.width
    n_rows, n_columns = tile_grid(n, wide / high, (1, 1), 0)
    pitch = min(high / n_rows, wide / n_columns, 1.6 * sheet.line)

    def put(left: float, top: float) -> Column:
        rect = Rect(left, top, n_columns * pitch, n_rows * pitch)
        down, across = np.divmod(np.arange(n), n_columns)
        centres = pitch * (np.column_stack([across, down]) + 0.5) + (left, top)
        more = _below(rect, below)
        return Column(layer, rect, layer.shown, centres, _CIRCLE * pitch, more=more)

    return _Plan(n_columns * pitch, n_rows * pitch + below, put)


def _reading(sheet: Sheet, layer: DiagramLayer, room: Rect, scale: float) -> _Plan:
    """Plan circles with their states after each row at their left."""
    n, below = len(layer.shown), _words_below(sheet, layer) + 1.2 * sheet.line
    pitch = min((room.height - below) / n, _PITCH * sheet.line)
    radius = min(_CIRCLE * pitch, 1.2 * sheet.line * max(scale, 0.3))
    moments = 28 if layer.values is None else len(layer.values)
    states = min(_READING_SHARE * scale * room.width, moments * _STEP_PX)
    apart = max(radius, 6.0)

    def put(left: float, top: float) -> Column:
        high = n * pitch
        history = Rect(left, top, states, high)
        x = left + states + apart + radius
        centres = np.column_stack([np.full(n, x), top + pitch * (np.arange(n) + 0.5)])
        rect = Rect(x - radius, top, 2 * radius, high)
        words = Rect(left, top + 1.2 * sheet.line, x + radius - left, high)
        more = _below(words, _words_below(sheet, layer))
        return Column(layer, rect, layer.shown, centres, radius, history=history, more=more)

    return _Plan(states + apart + 2 * radius, n * pitch + below, put)


_PLANNERS: Final = {
    Form.PICTURE: _picture,
    Form.NEURONS: _neurons,
    Form.MAPS: _maps,
    Form.READING: _reading,
}


def _words_below(sheet: Sheet, layer: DiagramLayer) -> float:
    """Return the height of the words about units that are not drawn."""
    return 1.5 * sheet.line if layer.is_open or len(layer.shown) < layer.n_units else 0.0


def _below(rect: Rect, height: float) -> Rect | None:
    """Return the line below what is drawn, wider than a column of circles."""
    if not height:
        return None
    wide = max(rect.width, 3.6 * height)
    return Rect(rect.middle[0] - wide / 2, rect.bottom + 0.2 * height, wide, 0.75 * height)


def _with_words_apart(columns: Sequence[Column], k: int) -> Column:
    """Return a column whose words below do not lie on those of others."""
    column = columns[k]
    if column.more is None:
        return column
    middle = column.more.middle[0]
    reach = column.more.width / 2
    for other in (*columns[max(k - 1, 0) : k], *columns[k + 1 : k + 2]):
        words = other.more or other.rect
        apart = abs(words.middle[0] - middle)
        reach = min(reach, apart / 2 - 2 if other.more else apart - words.width / 2 - 2)
    reach = max(reach, column.radius)
    return replace(
        column, more=Rect(middle - reach, column.more.top, 2 * reach, column.more.height)
    )


def more_words(column: Column) -> tuple[str, ...]:
    """Return what stands below a layer of which not all, or all of many, units are drawn.

    The longest wording comes first.
    """
    if column.layer.is_open:
        return Text("fewer"), f"{MINUS}"
    return Text("… {0:,} more", column.n_hidden), f"+{column.n_hidden:,}", "+"


def _titles(
    sheet: Sheet, columns: Sequence[Column], width: float
) -> tuple[tuple[str, float, float], ...]:
    """Return titles that lie beside each other, the longest that fit."""
    found = []
    for k, column in enumerate(columns):
        left = 0.0 if k == 0 else (columns[k - 1].rect.right + column.rect.left) / 2
        is_last = k == len(columns) - 1
        right = width if is_last else (column.rect.right + columns[k + 1].rect.left) / 2
        whole = column.rect if column.history is None else _around(column.history, column.rect)
        middle = whole.middle[0]
        room = 2 * min(middle - left, right - middle) - 4
        text = fitting(sheet, _title_forms(column.layer), room)
        found.append((text, middle, 0.7 * sheet.line))
    return tuple(found)


def fitting(sheet: Sheet, forms: Sequence[str], room: float) -> str:
    """Return the first of some wordings that is not wider than a room; "" if none fits."""
    return next((form for form in forms if sheet.width_of(form) <= room), "")


def _title_forms(layer: DiagramLayer) -> tuple[str, ...]:
    if layer.form is Form.PICTURE:
        return (Text("digit"),)
    return layer.name, f"{layer.n_units}"


def _around(one: Rect, other: Rect) -> Rect:
    right = max(one.right, other.right)
    return Rect(one.left, one.top, right - one.left, one.height)
