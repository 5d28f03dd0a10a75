"""A flat plot in its room: a box with axes around it, which numbers along them never move."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.palette import blend
from gdstudio.pictures.scene import Clip, Floats, Plate, Rect
from gdstudio.pictures.sheet import Sheet, crisp
from gdstudio.pictures.ticks import Ticks, count_ticks, even_ticks, log_ticks

AxisKind = Literal["number", "log", "count", "share"]

_GAP_PX: Final = 6.0  # between numbers and box
_MARGIN_TOP_PX: Final = 8.0
_MARGIN_RIGHT_PX: Final = 12.0  # the last label under the axis stands half outside of the box
_TICK_PX: Final = 4.0
_ROOM_ACROSS: Final = 5.0  # heights of a line for each tick, about
_ROOM_UP: Final = 3.0
_GRID: Final = 0.43  # of the colour of hairlines
_SHARES: Final = ((8.0, 0.2), (5.5, 0.25), (0.0, 0.5))  # lines of height, step of an axis of shares


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis.

    Attributes:
        low: The number at its lower or left end; of a logarithmic axis the power of ten.
        high: At the other end.
        kind: Numbers, powers of ten, whole counts, or shares of 1 in percent.
        name: What is measured; empty for none.
        widest: A text as wide as the room that is kept for numbers beside the box.
    """

    low: float
    high: float
    kind: AxisKind = "number"
    name: str = ""
    widest: str = ""

    def ticks(self, length: float, room: float) -> Ticks:
        """Return as many round numbers as have room, one in `room` of the length in pixels."""
        about = max(round(length / room), 2)
        if self.kind == "log":
            return log_ticks(self.low, self.high, about)
        if self.kind == "count":
            return count_ticks(self.low, self.high, about)
        if self.kind == "share":
            lines = _ROOM_UP * length / room
            step = next(step for least, step in _SHARES if lines >= least)
            places = step * np.arange(round(1 / step) + 1, dtype=np.float64)
            return Ticks(places, [f"{100 * place:.0f} %" for place in places.tolist()])
        return even_ticks(self.low, self.high, about)


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands around a box.

    Attributes:
        left: The upright axis.
        bottom: The level axis.
        right: A second upright axis, or None.
        strip: Height of a strip between the box and the numbers under it: lines of text and pixels.
        is_equal: True to draw a unit of x as long as one of y.
        has_grid: True for hairlines across at the numbers of the left axis.
        is_bare: True for no numbers, and no room for them.
    """

    left: Axis
    bottom: Axis
    right: Axis | None = None
    strip: tuple[float, float] = (0.0, 0.0)
    is_equal: bool = False
    has_grid: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class PlaneBox:
    """Where data lie.

    Attributes:
        rect: The box in pixels of the sheet.
        frame: The map between data and pixels of the box.
        strip: Between the box and the numbers under it.
    """

    rect: Rect
    frame: PlaneFrame
    strip: Rect

    def pixels(self, points: ArrayLike) -> Floats:
        """Return where data, shape (k, 2), lie on the sheet; NaN for what is not finite."""
        return np.add(self.frame.to_pixels(points), (self.rect.left, self.rect.top))

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return where one place lies on the sheet."""
        across, down = self.pixels([(x, y)])[0].tolist()
        return across, down

    def contains(self, x: float, y: float) -> bool:
        """Return whether a pixel of the sheet lies in the box."""
        rect = self.rect
        return rect.left <= x <= rect.right and rect.top <= y <= rect.bottom

    def to_data(self, x: float, y: float) -> tuple[float, float]:
        """Return the data at a pixel of the sheet, the nearest ones inside of the box."""
        return self.frame.to_data(x - self.rect.left, y - self.rect.top)


class PlaneChart(Protocol):
    """A chart of a flat plot, as a value."""

    @property
    def axes(self) -> Axes:
        """What stands around the box."""

    @property
    def rest(self) -> tuple[object, ...]:
        """What axes and the resting part are drawn from: while these are the same, they are too."""

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw what seldom changes."""

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw what moves over it."""


def place_box(sheet: Sheet, room: Rect, axes: Axes) -> PlaneBox:
    """Return where the box of a plot lies in its room, without drawing."""
    if axes.is_bare:
        left, right, below, strip = room.left + 1, room.right - 1, 1, 0
    else:
        left, right, below, strip = _around(sheet, room, axes)
    above = _MARGIN_TOP_PX if axes.is_bare else max(_MARGIN_TOP_PX, round(sheet.line / 2))
    top, bottom = room.top + above, room.bottom - below - strip
    (x_low, x_high), (y_low, y_high) = ((a.low, a.high) for a in (axes.bottom, axes.left))
    width, height = max(right - left, 1.0), max(bottom - top, 1.0)
    if axes.is_equal:
        ratio = (x_high - x_low) / (y_high - y_low)
        room_across, width = width, max(min(width, round(height * ratio)), 1.0)
        height = max(min(height, round(width / ratio)), 1.0)
        top = max(bottom - height, top)
        left += (room_across - width) // 2
    rect = Rect(left, top, width, height)
    frame = PlaneFrame((x_low, x_high), (y_low, y_high), width, height)
    return PlaneBox(rect, frame, Rect(left, rect.bottom, width, strip))


def _around(sheet: Sheet, room: Rect, axes: Axes) -> tuple[float, float, int, int]:
    """Return left and right edge of a box between numbers; heights below it, and of its strip."""
    beside = _MARGIN_RIGHT_PX if axes.right is None else _side(sheet, axes.right)
    strip = math.ceil(axes.strip[0] * sheet.line + axes.strip[1])
    below = math.ceil(sheet.line + _GAP_PX + _TICK_PX + _name_room(sheet, axes.bottom))
    return room.left + _side(sheet, axes.left), room.right - beside, below, strip


def draw_rest(sheet: Sheet, room: Rect, chart: PlaneChart, *, has_focus: bool = False) -> PlaneBox:
    """Draw axes and what rests in the box, framed; returns where that is."""
    axes = chart.axes
    box = place_box(sheet, room, axes)
    if not axes.is_bare:
        _draw_axes(sheet, room, box, axes)
    chart.draw_resting(sheet, box)
    rim = sheet.palette.accent if has_focus else sheet.palette.outline
    sheet.add(Clip(None), Plate(_crisp_rect(box.rect), rim=rim))
    return box


def draw_plane(sheet: Sheet, room: Rect, chart: PlaneChart) -> PlaneBox:
    """Draw the whole plot; returns where its box is."""
    box = draw_rest(sheet, room, chart)
    sheet.add(Clip(box.rect))
    chart.draw_moving(sheet, box)
    sheet.add(Clip(None))
    return box


def _crisp_rect(rect: Rect) -> Rect:
    """Return the middle of a frame of one pixel around a rectangle, on whole pixels."""
    left, top = crisp(rect.left - 1), crisp(rect.top - 1)
    return Rect(left, top, crisp(rect.right) - left, crisp(rect.bottom) - top)


def _name_room(sheet: Sheet, axis: Axis) -> float:
    return sheet.line + 2 if axis.name else 0.0


def _side(sheet: Sheet, axis: Axis) -> float:
    return math.ceil(sheet.width_of(axis.widest) + _GAP_PX + 2 + _name_room(sheet, axis))


def _draw_axes(sheet: Sheet, room: Rect, box: PlaneBox, axes: Axes) -> None:
    rect, line, palette = box.rect, sheet.line, sheet.palette
    foot = box.strip.bottom
    along = axes.bottom.ticks(rect.width, _ROOM_ACROSS * line)
    middle = box.frame.y[0]
    for place, label in zip(along.places.tolist(), along.labels, strict=True):
        x = box.pixel(place, middle)[0]
        if not box.strip.height:
            start, end = (crisp(x - 0.5), foot), (crisp(x - 0.5), foot + _TICK_PX)
            sheet.stroke(start, end, palette.outline)
        half = sheet.width_of(label) / 2
        inside = min(max(x, room.left + half), room.right - half)
        sheet.write(label, inside, foot + _GAP_PX + 1, anchor=(0.5, 0.0))
    if axes.bottom.name:
        name_top = room.bottom - 1
        sheet.write(axes.bottom.name, rect.middle[0], name_top, anchor=(0.5, 1.0))
    grid = blend(palette.border, palette.base, _GRID)
    for y, label in _upward(box, axes.left, line):
        if axes.has_grid:
            sheet.stroke((rect.left, crisp(y - 0.5)), (rect.right, crisp(y - 0.5)), grid)
        sheet.write(label, rect.left - _GAP_PX, y, anchor=(1.0, 0.5))
    beside = rect.left - _side(sheet, axes.left)
    sheet.write_upwards(axes.left.name, beside + line / 2, rect.middle[1])
    if axes.right is not None:
        for y, label in _upward(box, axes.right, line):
            sheet.write(label, rect.right + _GAP_PX, y, anchor=(0.0, 0.5))
        sheet.write_upwards(axes.right.name, room.right - line / 2, rect.middle[1])


def _upward(box: PlaneBox, axis: Axis, line: float) -> list[tuple[float, str]]:
    """Return the height and the label of each tick of an upright axis."""
    ticks = axis.ticks(box.rect.height, _ROOM_UP * line)
    span = axis.high - axis.low
    shares = (ticks.places / span - axis.low / span).tolist()
    heights = [box.rect.bottom - share * box.rect.height for share in shares]
    return list(zip(heights, ticks.labels, strict=True))
