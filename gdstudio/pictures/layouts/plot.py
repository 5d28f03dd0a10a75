"""A plot: where its box lies, with axes, grid, names, levels and key around it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.charts import Level
from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.layouts.key import Key, KeyEntry, place_key
from gdstudio.pictures.palette import blend
from gdstudio.pictures.readings import Place
from gdstudio.pictures.scene import Floats, Rect, Shape, Signs
from gdstudio.pictures.sheet import Sheet, crisp
from gdstudio.pictures.spans import Spans
from gdstudio.pictures.ticks import Ticks

GAP_PX: Final = 6.0
EDGE_PX: Final = 4.0
BALL_PX: Final = 4.5
_STEP_PX: Final = 8.0  # the room for labels grows in steps, so that the box does not jump
_TICK_ACROSS: Final = 6.0  # heights of a line for each tick, about
_TICK_UP: Final = 3.2
_TICK_PX: Final = 4.0
_GRID: Final = 0.7  # of the colour of hairlines
_UPRIGHT_ROWS: Final = 3  # names of upright levels stand on so many heights in turn
_NAME_PLACES: Final = 13  # along a level, where its name may stand
_NAME_HEIGHTS: Final = (-1.25, 1.25, -2.75, 2.75, -4.25, 4.25)  # from the level, in half names
_LEVEL_PX: Final = 1.2
_LEVEL_DASHES: Final = (4.8, 4.8)
_PLATE: Final = 0.8  # opacity behind the name of a level
_NO_DATA: Final = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot laid out on a sheet.

    Attributes:
        sheet: Where it is drawn.
        room: All it fills.
        box: Where data are drawn.
        spans: The axes across and upwards.
        ticks: Along both.
        names: Of both axes, each on its lines; the second stands above the box.
        key: What the colours stand for.
    """

    sheet: Sheet
    room: Rect
    box: Rect
    spans: Spans
    ticks: tuple[Ticks, Ticks]
    names: tuple[list[str], list[str]]
    key: Key

    @property
    def below(self) -> float:
        """The height at which what stands below the box begins."""
        return self.box.bottom + GAP_PX - 1

    @property
    def frame(self) -> PlaneFrame:
        """The map between the numbers of both axes and pixels of the box."""
        x, y = self.spans
        return PlaneFrame(x.ends, y.ends, self.box.width, self.box.height)

    def pixels(self, x: NDArray[Any], y: NDArray[Any]) -> Floats:
        """Return where data lie on the sheet, shape (k, 2); NaN where there is nothing."""
        along, up = self.spans
        places = self.frame.to_pixels(np.column_stack([along.along(x), up.along(y)]))
        return np.asarray(places + np.array([self.box.left, self.box.top]))

    def seen(self, places: Floats) -> Floats:
        """Return places of the sheet, NaN for those that lie outside of the box."""
        x, y = places.T
        box = self.box.grown(1)
        with np.errstate(invalid="ignore"):
            inside = (x >= box.left) & (x <= box.right) & (y >= box.top) & (y <= box.bottom)
        return np.where(inside[:, None], places, np.nan)

    def draw_levels(self, levels: Sequence[Level], data: Floats = _NO_DATA) -> None:
        """Draw lines across with their names; those outside of the box are left out.

        Names leave free, where they can, the places of the sheet in `data`, shape (k, 2).
        """
        sheet, palette = self.sheet, self.sheet.palette
        first = [np.array([span.low]) for span in self.spans]
        for k, level in enumerate(levels):
            value = np.array([level.value])
            place = (value, first[1]) if level.is_upright else (first[0], value)
            x, y = self.seen(self.pixels(*place))[0].tolist()
            if not math.isfinite(x):
                continue
            at = x if level.is_upright else y
            draw_level(sheet, self.box, at, palette.muted, is_upright=level.is_upright)
            half = sheet.width_of(level.name) / 2 + 6, sheet.line / 2
            middle = x + half[0], self.box.top + (k % _UPRIGHT_ROWS + 0.6) * sheet.line
            if not level.is_upright:
                middle = self._free_middle(y, half, data)
            sheet.label(level.name, middle, palette.muted, palette.base, _PLATE, self.box)

    def _free_middle(
        self, y: float, half: tuple[float, float], data: Floats
    ) -> tuple[float, float]:
        """Return where a name of this half size beside a line across hides the least."""
        room = self.box.grown(-half[0] - 1, 0)
        places = np.linspace(room.right, room.left, _NAME_PLACES).tolist()
        heights = [y + way * half[1] for way in _NAME_HEIGHTS]
        inside = [
            h for h in heights if self.box.top <= h - half[1] and h + half[1] <= self.box.bottom
        ]
        # The nearest heights first: of places that hide as little, the first is taken.
        middles = [(x, h) for h in inside or heights[:1] for x in places]

        def hidden(middle: tuple[float, float]) -> int:
            away = np.abs(data - middle) <= (half[0] + 4, half[1] + 4)
            return int(away.all(axis=1).sum())

        return min(middles, key=hidden)

    def _draw_ground(self) -> None:
        """Draw grid, axes, names and key; data come over it."""
        sheet, palette, box = self.sheet, self.sheet.palette, self.box
        frame, (along, up) = self.frame, self.ticks
        # At the edges of the box: what is far outside of it would be drawn nearer.
        beneath = np.full(len(along.places), frame.y[0])
        beside = np.full(len(up.places), frame.x[0])
        across = frame.to_pixels(np.column_stack([along.places, beneath]))[:, 0] + box.left
        upward = frame.to_pixels(np.column_stack([beside, up.places]))[:, 1] + box.top
        grid = blend(palette.border, palette.base, _GRID)
        for y, label in zip(map(crisp, upward.tolist()), up.labels, strict=True):
            sheet.stroke((box.left, y), (box.right, y), grid)
            sheet.write(label, box.left - GAP_PX, y, anchor=(1.0, 0.5))
        for x, label in zip(map(crisp, across.tolist()), along.labels, strict=True):
            sheet.stroke((x, box.bottom), (x, box.bottom + _TICK_PX), palette.outline)
            self._write_below(label, x, self.below)
        bottom = crisp(box.bottom)
        sheet.stroke((box.left, bottom), (box.right, bottom), palette.outline)
        x_lines, y_lines = self.names
        top = self.room.bottom - 2 - len(x_lines) * sheet.line
        for k, text in enumerate(x_lines):
            self._write_below(text, box.middle[0], top + k * sheet.line)
        for k, text in enumerate(y_lines):
            sheet.write(text, self.room.left + EDGE_PX, self.room.top + 2 + k * sheet.line)
        self.key.draw(sheet)

    def _write_below(self, text: str, middle: float, top: float) -> None:
        """Write a text around a middle, moved so far that it is not cut."""
        width = self.sheet.width_of(text)
        left = min(max(middle - width / 2, self.room.left), self.room.right - width)
        self.sheet.write(text, max(left, self.room.left), top)


def lay_out_plot(
    sheet: Sheet,
    room: Rect,
    spans: Spans,
    names: tuple[str, str],
    entries: Sequence[KeyEntry],
    *,
    across: Ticks | None = None,
    lines_below: int = 1,
) -> Plot:
    """Lay out a plot and draw its ground.

    Args:
        sheet: Where it is drawn.
        room: All there is.
        spans: Both axes.
        names: Of both axes; empty for none.
        entries: Of the key.
        across: What stands below the box; None for round numbers.
        lines_below: How many lines that takes.
    """
    line = sheet.line
    inner = room.grown(-EDGE_PX, -2)
    x_lines, y_lines = (sheet.wrapped(name, inner.width) for name in names)
    top = inner.top + (len(y_lines) * line + 2 if y_lines else 0.0)
    key = place_key(entries, sheet, Rect(inner.left, top, inner.width, inner.height))
    top += key.height + (2 if key.height else 0.0) + line / 2
    below = len(x_lines) * line + 1 if x_lines else 0.0
    bottom = inner.bottom - lines_below * line - GAP_PX - below
    height = max(bottom - top, 8.0)
    up = spans[1].ticks(max(round(height / (_TICK_UP * line)), 1))
    left = inner.left + math.ceil(sheet.widest(up.labels) / _STEP_PX) * _STEP_PX + GAP_PX
    width = max(inner.right - key.width - left - EDGE_PX, 8.0)
    along = across or spans[0].ticks(max(round(width / (_TICK_ACROSS * line)), 2))
    box = Rect(left, top, width, height)
    plot = Plot(sheet, room, box, spans, (along, up), (x_lines, y_lines), key)
    plot._draw_ground()
    return plot


def ball(sheet: Sheet) -> Callable[[Place, float, float], tuple[Shape, ...]]:
    """Return what marks the place of a reading with a ball."""

    def mark(_place: Place, x: float, y: float) -> tuple[Shape, ...]:
        palette = sheet.palette
        return (Signs(np.array([[x, y]]), "circle", palette.base, BALL_PX, palette.text),)

    return mark


def draw_level(
    sheet: Sheet, box: Rect, place: float, colour: str, *, is_upright: bool = False
) -> None:
    """Draw the dashed line of a level through a box."""
    start, end = ((place, box.top), (place, box.bottom))
    if not is_upright:
        start, end = (box.left, place), (box.right, place)
    sheet.stroke(start, end, colour, _LEVEL_PX, _LEVEL_DASHES)
