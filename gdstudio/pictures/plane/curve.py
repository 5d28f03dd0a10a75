"""A cost of one input: the curve, where descents have been, the ball, its slope and its step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from gdstudio.numerals import change
from gdstudio.pictures.grid import display_range
from gdstudio.pictures.palette import blend
from gdstudio.pictures.plane.box import Axes, Axis, PlaneBox
from gdstudio.pictures.plane.contours import PlanePath, draw_descents, valley_colour
from gdstudio.pictures.plane.strokes import (
    Stationary,
    draw_arrow,
    draw_ball,
    draw_balls,
    draw_ground,
    draw_mark,
)
from gdstudio.pictures.scene import Area, Clip, Floats, Line, Plate, Rect, Signs, finite_runs
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.ticks import nice_ticks, tick_labels

_SLOPE, _STEP = 0, 1  # which colours of curves the tangent and the step have
_STRIP_PX: Final = 18.0
_ROOM: Final = 0.1  # of the height of the curve, free above and below it
_WIDEST: Final = "0.0025"
_GROUND: Final = 0.07
_CURVE_PX: Final = 2.5
_MARK_PX: Final = 6.0
_BAND_PX: Final = 8.0
_TANGENT: Final = 0.25  # of the width of the box
_BALL_PX: Final = 9.0
_LIFT_PX: Final = 18.0  # of the step's arrow over the middle of the ball
_STEP_PX: Final = 4.0
_TRAIL_PX: Final = 8.0
_FADES: Final = 8
_FADE_STEPS: Final = 3  # balls of one age
_LEAST_OPACITY: Final = 0.22
_PLATE: Final = 0.82
_LABEL_GAP: Final = 18.0


@dataclass(frozen=True, slots=True)
class BallState:
    """Where a descent of one input is, and what it does next.

    Attributes:
        w: The input.
        cost: C there.
        slope: dC/dw there.
        update: What the next step adds to w.
        landing: C after that step; NaN if there is none to see.
    """

    w: float
    cost: float
    slope: float
    update: float
    landing: float = math.nan


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Which valley each start ends in.

    Attributes:
        edges: Rising inputs, shape (k + 1,).
        labels: Shape (k,): index into `minima` of the band between two edges, -1 for none.
        minima: The minima.
    """

    edges: Floats
    labels: Sequence[int]
    minima: tuple[Stationary, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CostCurve:
    """A curve with what lies on it.

    Attributes:
        points: Inputs and costs, shape (n, 2), the inputs never falling; NaN is a gap.
        name: Of the input.
        stationary: Points that are marked.
        bands: Shown under the axis, or None.
        paths: Where descents have been, each point an input and its cost, the last on top.
        start: Where a ring shows the start, or None.
        trail: Where one descent has been, the oldest first, shape (k, 2): older balls are paler.
        state: Where the ball is, or None.
        rate_limit: How far a step at this rate would lead is marked; None for none.
        words: Beside the tangent, the step and the limit; {0} of the first two is the number.
    """

    points: Floats = field(default_factory=lambda: np.empty((0, 2)))
    name: str = "w"
    stationary: tuple[Stationary, ...] = ()
    bands: Bands | None = None
    paths: tuple[PlanePath, ...] = ()
    start: tuple[float, float] | None = None
    trail: Floats = field(default_factory=lambda: np.empty((0, 2)))
    state: BallState | None = None
    rate_limit: float | None = None
    words: tuple[str, str, str] = ("slope {0}", "step {0}", "limit")

    @property
    def axes(self) -> Axes:
        """The input, and its cost upwards."""
        x = (0.0, 1.0)
        if len(self.points):
            x = float(self.points[0, 0]), float(self.points[-1, 0])
        low, high = display_range(self.points[:, 1][np.newaxis])
        room = _ROOM * (high - low)
        y = (low - room, high + room)
        widest = max(_WIDEST, *tick_labels(nice_ticks(*y)), key=len)
        up = Axis(*y, name="C", widest=widest)
        return Axes(up, Axis(*x, name=self.name), strip=(0.0, _STRIP_PX))

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        return self.points, self.name, self.stationary, self.bands

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw bands, ground, curve and marks."""
        if self.bands is not None:
            _draw_bands(sheet, box, self.bands)
        sheet.add(Clip(box.rect))
        pixels = box.pixels(_without_poles(self.points, box.frame.y))
        draw_ground(sheet, pixels, box.rect.bottom, _GROUND)
        sheet.add(Line(pixels, sheet.palette.text, _CURVE_PX))
        minima = self.bands.minima if self.bands is not None else ()
        valleys = {m.point: valley_colour(i, sheet.palette) for i, m in enumerate(minima)}
        for point in self.stationary:
            at = box.pixel(point.point[0], point.value)
            if np.isfinite(at).all():
                fill = valleys.get(point.point, sheet.palette.base)
                draw_mark(sheet, point.kind, at, _MARK_PX, fill, sheet.palette.text)

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw paths, trail, ball, tangent and step."""
        draw_descents(sheet, box, self.paths, self.start)
        _draw_trail(sheet, box.pixels(self.trail))
        if self.state is not None:
            _draw_state(sheet, box, self, self.state)


def _without_poles(points: Floats, y: tuple[float, float]) -> Floats:
    """Return points near enough to be drawn, cut where the curve leaps through the whole box."""
    reach = y[1] - y[0]
    near = np.clip(points[:, 1], y[0] - reach, y[1] + reach)
    side = np.where(near > y[1], 1, np.where(near < y[0], -1, 0))
    leaps = np.flatnonzero(side[1:] * side[:-1] < 0) + 1
    return np.insert(np.column_stack([points[:, 0], near]), leaps, np.nan, axis=0)


def _draw_bands(sheet: Sheet, box: PlaneBox, bands: Bands) -> None:
    left, right, top = box.strip.left, box.strip.right, box.strip.bottom - _BAND_PX
    middle = box.frame.y[0]
    edges = box.pixels(np.column_stack([bands.edges, np.full(len(bands.edges), middle)]))[:, 0]
    edges = np.rint(np.clip(edges, left, right)).tolist()
    for a, b, label in zip(edges[:-1], edges[1:], bands.labels, strict=True):
        colour = valley_colour(int(label), sheet.palette)
        sheet.add(Plate(Rect(a, top, b - a, _BAND_PX), colour))
    for minimum in bands.minima if len(bands.labels) else ():
        x = box.pixel(minimum.point[0], middle)[0]
        if left <= x <= right:
            corners = np.array([(x, top - 6), (x - 4, top), (x + 4, top)])
            sheet.add(Area(corners, sheet.palette.text))


def _draw_trail(sheet: Sheet, pixels: Floats) -> None:
    palette = sheet.palette
    for run in finite_runs(pixels):
        sheet.add(Line(run, palette.accent, 1.5, opacity=0.5))
    for age in reversed(range(_FADES)):
        end = max(len(pixels) - _FADE_STEPS * age, 0)
        begin = max(end - _FADE_STEPS, 0) if age < _FADES - 1 else 0
        opacity = 1 - (1 - _LEAST_OPACITY) * age / (_FADES - 1)
        colour = blend(palette.accent, palette.base, opacity)
        if end > begin:
            draw_balls(sheet, pixels[begin:end], colour, palette.base, _TRAIL_PX)


def _draw_state(sheet: Sheet, box: PlaneBox, chart: CostCurve, state: BallState) -> None:
    """Draw the ball, its tangent with the slope, and the next step as an arrow of its true length.

    The arrow lies just over the ball, so that a short one is not hidden by it; a dotted line leads
    from its tip to the curve. What is written hides none of all that.
    """
    at = np.array(box.pixel(state.w, state.cost))
    if not np.isfinite(at).all():
        return
    ball = at + _BALL_PX * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)])
    curve = box.pixels(_without_poles(chart.points, box.frame.y))
    writing = _Writing(sheet, box.rect.grown(-4), [curve, box.pixels(chart.trail), ball])
    _draw_tangent(box, chart.words[0], state, at, writing)
    tip = np.array(box.pixel(state.w + state.update, state.cost))
    if np.isfinite(tip).all() and state.update != 0:
        _draw_step(box, chart, state, at, float(tip[0]), writing)
    draw_ball(sheet, (at[0], at[1]), _BALL_PX, sheet.palette.accent)
    writing.finish()


class _Writing:
    """Writes beside lines, once all of them are known."""

    def __init__(self, sheet: Sheet, room: Rect, lines: list[Floats]) -> None:
        self.sheet, self._room, self._lines = sheet, room, lines
        self._words: list[tuple[str, tuple[float, float], str]] = []

    def leave_free(self, *lines: Floats) -> None:
        """Hide none of these lines either."""
        self._lines += lines

    def write(self, words: str, middle: tuple[float, float], colour: str) -> None:
        """Write near a place."""
        self._words.append((words, middle, colour))

    def finish(self) -> None:
        """Write everything."""
        base = self.sheet.palette.base
        for words, middle, colour in self._words:
            self.sheet.label(
                words, middle, colour, base, _PLATE, self._room, weight="strong", lines=self._lines
            )


def _draw_tangent(
    box: PlaneBox, words: str, state: BallState, at: Floats, writing: _Writing
) -> None:
    along = box.frame.direction((1.0, state.slope))
    if not np.isfinite(along).all():
        return
    sheet = writing.sheet
    reach, colour = 0.5 * _TANGENT * box.rect.width * along, sheet.palette.curves[_SLOPE]
    tangent = np.array([at - reach, at + reach])
    sheet.add(Line(tangent, colour, 3.0))
    writing.leave_free(tangent)
    uphill = at + reach if state.slope > 0 else at - reach
    aside = math.copysign(_LABEL_GAP, state.slope) * abs(along[1])
    middle = uphill[0] + 2.5 * aside, uphill[1] - _LABEL_GAP * abs(along[0])
    writing.write(words.format(change(state.slope)), middle, colour)


def _draw_step(
    box: PlaneBox, chart: CostCurve, state: BallState, at: Floats, tip_x: float, writing: _Writing
) -> None:
    sheet, rect = writing.sheet, box.rect
    palette, colour = sheet.palette, sheet.palette.curves[_STEP]
    start = np.array([at[0], max(at[1] - _LIFT_PX, rect.top + _BALL_PX)])
    tip = np.array([min(max(tip_x, rect.left), rect.right), start[1]])
    writing.leave_free(np.array([at, start, tip]))
    sheet.add(Line(np.array([at, start]), colour, 2.0))
    below = box.pixel(state.w + state.update, state.landing)
    if np.isfinite(below).all():
        reach = 2 * _BALL_PX
        foot = below[0], min(max(below[1], rect.top - reach), rect.bottom + reach)
        sheet.stroke((below[0], tip[1]), foot, colour, 2.0, (2.0, 4.0))
        sheet.add(Signs(np.array([foot]), "circle", palette.base, 5.0, colour, 2.0))
        writing.leave_free(np.array([tip, foot]))
    draw_arrow(sheet, start, tip, colour, _STEP_PX)
    text = ("→ " if state.update > 0 else "← ") + chart.words[1].format(change(state.update))
    beside = max(abs(tip[0] - start[0]), 5 * _LABEL_GAP)
    middle = start[0] + math.copysign(0.5 * beside, state.update), start[1] - _LABEL_GAP
    writing.write(text, middle, colour)
    if chart.rate_limit is not None:
        _draw_limit(box, chart.rate_limit, state, start, chart.words[2], writing)


def _draw_limit(
    box: PlaneBox, limit: float, state: BallState, start: Floats, word: str, writing: _Writing
) -> None:
    """Mark where a step at the limiting rate would end: longer ones grow."""
    x = box.pixel(state.w - limit * state.slope, state.cost)[0]
    if not abs(x - start[0]) > 2 * _BALL_PX or not box.rect.left <= x <= box.rect.right:
        return
    mark = np.array([(x, start[1] - 8), (x, start[1] + 8)])
    colour = writing.sheet.palette.warning
    writing.sheet.add(Line(mark, colour, 2.0))
    writing.leave_free(mark)
    writing.write(word, (x, start[1] + _LABEL_GAP), colour)
