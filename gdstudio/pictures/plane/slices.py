"""A slice of the loss surface: costs along lines, places of interest, the barrier."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.frame import PlaneFrame
from gdstudio.pictures.palette import Palette
from gdstudio.pictures.plane.box import Axes, Axis, PlaneBox
from gdstudio.pictures.plane.strokes import DASHES, draw_arrow, draw_ball, draw_ground, write_words
from gdstudio.pictures.scene import Clip, Line, Plate, Rect
from gdstudio.pictures.sheet import Sheet, spread

Floats = NDArray[np.float64]
Role: TypeAlias = Literal[
    "straight", "matched", "bezier", "end", "start", "current", "best", "overshoot"
]

_ABOVE: Final = 0.08  # of the height, free over the lines
_BELOW: Final = 0.06
_MUCH: Final = 1.5  # a line is followed so far over what must be seen, in heights of that
_LEAST_DECADES: Final = 0.8
_MOST_DECADES: Final = 12.0
_FLAT: Final = 1e-9  # of the cost: a smaller height is rounding
_BESIDE: Final = 0.03  # of the width, free at both sides
_ACCURACY: Final = (-0.06, 1.08)  # at the lower and upper edge of the box
_LEADER_PX: Final = 6.0  # from the box down to the labels under it
_GAP_PX: Final = 10.0  # between two of them
_GROUND, _WORSE, _PLATE = 0.06, 0.08, 0.85  # opacities
_LINE_PX: Final = 2.5
_MARK_PX: Final = 4.5
_ARROW_PX: Final = 2.0
_LEAST_BRACKET_PX: Final = 14.0  # a lower one has no room for two heads
_BALL_PX, _DOT_PX = 6.5, 4.0
_LARGEST: Final = 1e300  # beyond it, differences of two values overflow


@dataclass(frozen=True, slots=True, eq=False)
class SliceLine:
    """Costs along one line or curve.

    Attributes:
        role: "straight", "matched" or "bezier".
        t: Places, shape (k,), rising.
        cost: Mean costs there, shape (k,); what is not finite is cut out.
        accuracy: Shares answered right, shape (k,), in [0, 1]; None if unknown.
    """

    role: Role
    t: Floats
    cost: Floats
    accuracy: Floats | None = None

    def cost_at(self, t: float) -> float:
        """Return the cost as drawn; NaN outside and in gaps."""
        return _value_at(t, self.t, self.cost)

    def accuracy_at(self, t: float) -> float:
        """Return the accuracy; NaN outside or if it is unknown."""
        return math.nan if self.accuracy is None else _value_at(t, self.t, self.accuracy)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of interest: what it is and where, the cost there, and its name under the plot.

    A value that is not empty is written after the name where there is room.
    """

    role: Role
    t: float
    cost: float
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """The barrier: at place t, from the higher end's cost `low` to the highest cost `high`."""

    t: float
    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class SlicePicture:
    """All that is drawn of a slice.

    Attributes:
        lines: One to three, the straight one first.
        marks: Places of interest.
        symbol: What the readout calls a place: "t" or "rate".
        caption: Name of the level axis; empty where the marks say enough.
        bracket: The barrier; None if there is none to see.
        level: A cost that a level hairline shows; None for none.
        worse_from: Beyond it the cost is higher than at the start; None if nowhere.
    """

    lines: tuple[SliceLine, ...]
    marks: tuple[Mark, ...]
    symbol: str
    caption: str = ""
    bracket: Bracket | None = None
    level: float | None = None
    worse_from: float | None = None

    @property
    def walked(self) -> SliceLine:
        """The line that the network walks on: the curve if there is one, else the straight one."""
        return self.lines[-1] if self.lines[-1].role == "bezier" else self.lines[0]

    def ranges(self, *, log: bool) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return what the axes show: places, and heights as `heights` gives them."""
        left = min(float(line.t[0]) for line in self.lines)
        right = max(float(line.t[-1]) for line in self.lines)
        beside = _BESIDE * (right - left)
        return (left - beside, right + beside), self._height_range(log)

    def _height_range(self, log: bool) -> tuple[float, float]:
        inner = [line.cost[_between_marks(line.t, self.marks)] for line in self.lines]
        must = heights(np.concatenate([*inner, [mark.cost for mark in self.marks]]), log=log)
        rest = heights(np.concatenate([line.cost for line in self.lines]), log=log)
        must, rest = must[np.isfinite(must)], rest[np.isfinite(rest)]
        if not len(must):
            must = rest if len(rest) else np.array([0.0, 1.0])
        low, high = float(must.min()), float(must.max())
        reach = _MUCH * (high - low)
        if len(rest):
            high = max(high, min(float(rest.max()), high + reach))
            low = min(low, max(float(rest.min()), low - reach))
        return _log_range(low, high) if log else _linear_range(low, high)


def heights(cost: Floats, *, log: bool) -> Floats:
    """Return heights in the plot, shape of `cost`: the costs, or their powers of ten.

    No number and too large ones become NaN, and on a logarithmic axis zero and less do too.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        there = np.where(np.abs(cost) < _LARGEST, cost, np.nan)
        return np.log10(np.where(there > 0, there, np.nan)) if log else there


def role_colour(role: Role, palette: Palette) -> str:
    """Return the colour of a line or mark."""
    return {
        "straight": palette.text,
        "matched": palette.curves[0],
        "bezier": palette.curves[1],
        "end": palette.text,
        "start": palette.text,
        "current": palette.accent,
        "best": palette.curves[1],
        "overshoot": palette.warning,
    }[role]


def _value_at(t: float, places: Floats, values: Floats) -> float:
    return float(np.interp(t, places, values, left=math.nan, right=math.nan))


def _between_marks(t: Floats, marks: tuple[Mark, ...]) -> NDArray[np.bool_]:
    places = [mark.t for mark in marks]
    return (t >= min(places)) & (t <= max(places))


def _linear_range(low: float, high: float) -> tuple[float, float]:
    if 0 < low < 0.5 * high:
        low = 0.0
    size = high - low
    if not size > _FLAT * max(abs(low), abs(high)):
        low, size = (0.0, 2 * high or 1.0) if low >= 0 else (2 * low, -2 * low)
        high = low + size
    return low - _BELOW * size, high + _ABOVE * size


def _log_range(low: float, high: float) -> tuple[float, float]:
    low = max(low, high - _MOST_DECADES)
    missing = max(_LEAST_DECADES - (high - low), 0.0)
    low, high = low - 0.5 * missing, high + 0.5 * missing
    return low - _BELOW * (high - low), high + _ABOVE * (high - low)


@dataclass(frozen=True, slots=True, eq=False)
class SliceChart:
    """A slice in its plot.

    Attributes:
        picture: What is drawn; None for words in the middle.
        log: Whether the left axis is logarithmic.
        names: Of the left and the right axis.
        words: Said while there is no picture.
        t: Where the ball stands on the line that is walked, or None.
        pointer: Where a hairline meets each line, or None.
    """

    picture: SlicePicture | None
    log: bool = False
    names: tuple[str, str] = ("cost", "accuracy")
    words: str = ""
    t: float | None = None
    pointer: float | None = None

    @property
    def axes(self) -> Axes:
        """Places, and costs upwards; accuracy at the right where it is known."""
        x, y = (0.0, 1.0), (0.0, 1.0)
        right = None
        if self.picture is not None:
            x, y = self.picture.ranges(log=self.log)
            if self.picture.walked.accuracy is not None:
                right = Axis(*_ACCURACY, "share", self.names[1], "100 %")
        left = Axis(*y, "log" if self.log else "number", self.names[0], "0.0025")
        strip = (1.0, _LEADER_PX)
        return Axes(left, Axis(*x), right, strip, is_bare=self.picture is None)

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        return self.picture, self.log, self.words

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw from the back to the front, and the names of the marks under the box."""
        picture = self.picture
        if picture is None:
            write_words(sheet, box.rect, self.words)
            return
        _draw_names(sheet, box, tuple(sorted(picture.marks, key=lambda mark: mark.t)))
        sheet.add(Clip(box.rect))
        self._draw_under(sheet, box, picture)
        for line in picture.lines:
            colour = role_colour(line.role, sheet.palette)
            sheet.add(Line(self._pixels(box, line), colour, _LINE_PX))
        if picture.bracket is not None:
            self._draw_bracket(sheet, box, picture.bracket)
        for mark in picture.marks:
            x, y = box.pixel(mark.t, box.frame.y[0])[0], self._height(box, mark.cost)
            colour = role_colour(mark.role, sheet.palette)
            top = max(y, box.rect.top) if math.isfinite(y) else box.rect.top
            _dash(sheet, (x, top), (x, box.rect.bottom), colour, 0.6)
            if math.isfinite(y):
                draw_ball(sheet, (x, y), _MARK_PX, colour)

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw the ball where the network is, and a hairline under the pointer."""
        picture, palette = self.picture, sheet.palette
        if picture is None:
            return
        if self.pointer is not None and self.pointer != self.t:
            _draw_hairline(sheet, box, self.pointer, palette.muted, 0.6)
            for line in picture.lines:
                colour = role_colour(line.role, palette)
                self._draw_ball(sheet, box, line, self.pointer, _DOT_PX, colour)
        if self.t is not None:
            _draw_hairline(sheet, box, self.t, palette.accent, 1.0)
            self._draw_ball(sheet, box, picture.walked, self.t, _BALL_PX, palette.accent)

    def _draw_under(self, sheet: Sheet, box: PlaneBox, picture: SlicePicture) -> None:
        palette, rect = sheet.palette, box.rect
        if picture.worse_from is not None:
            x = min(max(box.pixel(picture.worse_from, box.frame.y[0])[0], rect.left), rect.right)
            beyond = Rect(x, rect.top, rect.right - x, rect.height)
            sheet.add(Plate(beyond, palette.warning, _WORSE))
        draw_ground(sheet, self._pixels(box, picture.lines[0]), rect.bottom, _GROUND)
        if picture.level is not None and math.isfinite(y := self._height(box, picture.level)):
            _dash(sheet, (rect.left, y), (rect.right, y), palette.muted, 0.8)
        if picture.walked.accuracy is not None:
            shares = PlaneFrame(box.frame.x, _ACCURACY, rect.width, rect.height)
            points = np.column_stack([picture.walked.t, picture.walked.accuracy])
            pixels = np.add(shares.to_pixels(points), (rect.left, rect.top))
            sheet.add(Line(pixels, palette.muted, 1.5, (1.5, 3.0), 0.8))

    def _draw_bracket(self, sheet: Sheet, box: PlaneBox, bracket: Bracket) -> None:
        x = box.pixel(bracket.t, box.frame.y[0])[0]
        low, high = (self._height(box, cost) for cost in (bracket.low, bracket.high))
        if not low - high >= _LEAST_BRACKET_PX:
            return
        palette, rect = sheet.palette, box.rect
        _dash(sheet, (rect.left, low), (rect.right, low), palette.muted, 0.8)
        middle = np.array([x, (low + high) / 2])
        for y in (low, high):
            draw_arrow(sheet, middle, np.array([x, y]), palette.warning, _ARROW_PX)
        width = sheet.width_of(bracket.label) + 8
        side = 1 if x + width + 10 < rect.right else -1
        place = x + side * (width / 2 + 8), (low + high) / 2
        colour, plate = palette.warning, palette.base
        sheet.label(bracket.label, place, colour, plate, _PLATE, rect.grown(-2))

    def _pixels(self, box: PlaneBox, line: SliceLine) -> Floats:
        """Return the line in pixels, shape (k, 2); on a log axis zero lies at the bottom."""
        low, high = box.frame.y
        height = heights(line.cost, log=self.log)
        if self.log:
            height = np.where(line.cost <= 0, low, height)
        near = np.clip(height, 2 * low - high, 2 * high - low)
        return box.pixels(np.column_stack([line.t, near]))

    def _height(self, box: PlaneBox, cost: float) -> float:
        """Return the pixel of a cost; NaN if it has none."""
        height = float(heights(np.array([cost]), log=self.log)[0])
        return box.pixel(box.frame.x[0], height)[1]

    def _draw_ball(
        self, sheet: Sheet, box: PlaneBox, line: SliceLine, t: float, radius: float, colour: str
    ) -> None:
        height = float(heights(np.array([line.cost_at(t)]), log=self.log)[0])
        if math.isfinite(height) and box.frame.y[0] <= height <= box.frame.y[1]:
            draw_ball(sheet, box.pixel(t, height), radius, colour)


def names_that_fit(sheet: Sheet, marks: tuple[Mark, ...], width: float) -> list[str]:
    """Return what is written under a box of some width.

    Names and numbers, or names, or their first words if these differ, or cut names.
    """
    room = width - _GAP_PX * (len(marks) - 1)
    names = [mark.label for mark in marks]
    whole = [f"{mark.label} {mark.value}".strip() for mark in marks]
    words = [name.split()[0] if name.strip() else name for name in names]
    for texts in (whole, names, words if len(set(words)) == len(words) else whole):
        if sum(map(sheet.width_of, texts)) <= room:
            return texts
    return [sheet.shortened(name, max(room / max(len(names), 1), 0.0)) for name in names]


def _draw_names(sheet: Sheet, box: PlaneBox, marks: tuple[Mark, ...]) -> None:
    """Write the names of marks side by side, as near under their places as they fit."""
    texts, strip = names_that_fit(sheet, marks, box.strip.width), box.strip
    places = [box.pixel(mark.t, box.frame.y[0])[0] - strip.left for mark in marks]
    widths = [sheet.width_of(text) for text in texts]
    lefts = spread(places, widths, strip.width, _GAP_PX)
    for mark, x, left, width, text in zip(marks, places, lefts, widths, texts, strict=True):
        colour, middle = role_colour(mark.role, sheet.palette), strip.left + left + width / 2
        top = strip.top + _LEADER_PX - 1
        sheet.stroke((strip.left + x, strip.top), (middle, top), colour)
        sheet.write(text, middle, top, colour, (0.5, 0.0))


def _draw_hairline(sheet: Sheet, box: PlaneBox, t: float, colour: str, opacity: float) -> None:
    x = box.pixel(t, box.frame.y[0])[0]
    ends = np.array([(x, box.rect.top), (x, box.rect.bottom)])
    sheet.add(Line(ends, colour, 1.0, None, opacity, flat=True))


def _dash(
    sheet: Sheet, start: tuple[float, float], end: tuple[float, float], colour: str, opacity: float
) -> None:
    sheet.add(Line(np.array([start, end]), colour, 1.0, DASHES, opacity))
