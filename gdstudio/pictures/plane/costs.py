"""Costs against steps: of descents in a race, and of a path beside what a picture shows of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.lines import thinned
from gdstudio.pictures.plane.box import Axes, Axis, AxisKind, PlaneBox
from gdstudio.pictures.plane.strokes import draw_ball, draw_balls
from gdstudio.pictures.scene import Area, Clip, Floats, Line, finite_runs
from gdstudio.pictures.sheet import Sheet
from gdstudio.pictures.spans import Span

_WIDEST_COST, _WIDEST_STEP = "0.0005", "1000k"
_MARGIN: Final = 0.06  # of the height, so that labels at the ends are not cut
_LOWEST: Final = 0.05  # of the height, from the last tick down to costs without a logarithm
_NOTE: Final = 0.32  # of the height, free for the note under the lines
_FAR: Final = 4.0  # heights that a line is followed beyond the box
_LINE_PX: Final = 2.0
_BALL_PX: Final = 4.5
_PLATE: Final = 0.85
_GAP: Final = 0.25  # opacity
_GAP_MARGIN: Final = 0.08  # of the height
_DOT_PX: Final = 5.0  # diameter of a point that has no neighbours
_LARGEST: Final = 8e307  # the sum of two such is still a number
_DECADES: Final = 16.0  # below the top, the most that a logarithmic axis shows
_OVERSHOOT: Final = 2.0  # how much of its beginning a curve that climbs is followed above it
_FALL: Final = 1e3  # the same for one that falls without end
_WASTE: Final = 0.5  # of the axis: more unused room asks for another one
_SHORT: Final = 10  # costs: fewer do not tell yet how low they will go, so the axis begins at 0
_EMPTY: Final = Span(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class CostScale:
    """Costs as heights of the plot, or their powers of ten above `origin` on a logarithmic scale.

    The origin is 0 if no cost is negative.
    """

    log: bool = False
    origin: float = 0.0

    def heights(self, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return heights, shape of `costs`; -inf where a logarithm has none, NaN for no number."""
        numbers = np.where(np.isinf(costs), np.nan, costs)
        if not self.log:
            return numbers
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            above = numbers - self.origin
            return np.where(np.isnan(above), np.nan, np.log10(np.maximum(above, 0.0)))


_LINEAR: Final = CostScale()


@dataclass(frozen=True, slots=True, eq=False)
class CostChart:
    """Cost against step, for one descent or a race of several.

    Attributes:
        costs: Of each curve, shape (n,), the start first; what is not finite is left out.
        colours: Of each curve, "#rrggbb".
        x: The steps shown.
        y: The heights shown, as `scale` gives them.
        scale: Costs as heights.
        note: In the lower left corner; empty for none.
        cursor: The step that is marked; None marks the ends.
    """

    costs: tuple[Floats, ...] = ()
    colours: tuple[str, ...] = ()
    x: Span = _EMPTY
    y: Span = _EMPTY
    scale: CostScale = _LINEAR
    note: str = ""
    cursor: int | None = None

    @property
    def axes(self) -> Axes:
        """Steps, and costs upwards."""
        height = self.y.high - self.y.low
        low = self.y.low - (_NOTE if self.note else _MARGIN) * height
        kind: AxisKind = "log" if self.scale.log else "number"
        up = Axis(low, self.y.high + _MARGIN * height, kind, widest=_WIDEST_COST)
        across = Axis(self.x.low, self.x.high, "count")
        return Axes(up, across, has_grid=True)

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        return self.x, self.y, self.scale.log, bool(self.note)

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Only the axes rest."""

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw curves, cursor, balls and note."""
        curves = [self._points(costs) for costs in self.costs]
        for points, colour in zip(curves, self.colours, strict=True):
            sheet.add(Line(thinned(box.pixels(points), 1.0), colour, _LINE_PX))
        rect, palette = box.rect, sheet.palette
        if self.cursor is not None:
            x = box.pixel(self.cursor, box.frame.y[0])[0]
            sheet.stroke((x, rect.top), (x, rect.bottom), palette.muted)
        for points, colour in zip(curves, self.colours, strict=True):
            last = len(points) - 1
            step = last if self.cursor is None else min(self.cursor, last)
            if step >= 0 and np.isfinite(points[step]).all():
                x, y = points[step].tolist()
                draw_ball(sheet, box.pixel(x, y), _BALL_PX, colour)
        if self.note:
            corner, room = (rect.left, rect.bottom), rect.grown(-4, -2)
            sheet.label(self.note, corner, palette.muted, palette.base, _PLATE, room)

    def _points(self, costs: Floats) -> Floats:
        """Return steps and heights near enough to be drawn; what has no logarithm lies lowest."""
        heights = self.scale.heights(costs)
        height = self.y.high - self.y.low
        heights = np.where(np.isneginf(heights), self.y.low - _LOWEST * height, heights)
        near = np.clip(heights, self.y.low - _FAR * height, self.y.high + _FAR * height)
        return np.column_stack([np.arange(len(costs), dtype=np.float64), near])


@dataclass(frozen=True, slots=True, eq=False)
class GapChart:
    """The true cost along a path, and the cost that a picture of a plane shows instead.

    Attributes:
        steps: Shape (k,), rising.
        true: Cost at each point of the path, shape (k,); what is not finite is left out.
        shown: Cost that the picture shows there, shape (k,).
        name: What the steps are; empty for none.
    """

    steps: Floats = field(default_factory=lambda: np.empty(0))
    true: Floats = field(default_factory=lambda: np.empty(0))
    shown: Floats = field(default_factory=lambda: np.empty(0))
    name: str = ""

    @property
    def axes(self) -> Axes:
        """Steps, and the whole of both costs upwards."""
        up = Axis(*_whole(np.concatenate([self.true, self.shown])), widest=_WIDEST_COST)
        low, high = (float(self.steps[k]) for k in (0, -1)) if len(self.steps) else (0.0, 10.0)
        across = Axis(low, high if high > low else low + 10.0, "count", self.name)
        return Axes(up, across, has_grid=True)

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        return self.steps, self.true, self.shown, self.name

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Fill the gaps, then draw what the picture shows, and over it what is true."""
        palette = sheet.palette
        true = box.pixels(np.column_stack([self.steps, self.true]))
        shown = box.pixels(np.column_stack([self.steps, self.shown]))
        sheet.add(Clip(box.rect))
        for run in finite_runs(np.hstack([true, shown])):
            sheet.add(Area(np.vstack([run[:, :2], run[::-1, 2:]]), palette.muted, _GAP))
        for pixels, colour, width in ((shown, palette.muted, 1.5), (true, palette.accent, 2.0)):
            sheet.add(Line(pixels, colour, width))
            for run in finite_runs(pixels):
                if len(run) == 1:
                    draw_balls(sheet, run, colour, None, _DOT_PX)

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Nothing moves."""


def _whole(costs: Floats) -> tuple[float, float]:
    """Return the range of all costs with a margin."""
    finite = np.clip(costs[np.isfinite(costs)], -_LARGEST, _LARGEST)
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    least = max(abs(low), abs(high)) * 1e-3 or 1.0
    margin = max((high - low) * _GAP_MARGIN, least)
    return low - margin, high + margin


def cost_scale(
    costs: Sequence[NDArray[np.float64]], *, log: bool, lowest: float | None
) -> CostScale:
    """Return the scale for the costs of some curves, each of shape (n,); `log` as in `CostScale`.

    `lowest` is the lowest cost known, from which a logarithmic scale measures if there are negative
    costs; None or a larger one takes the lowest cost of the curves.
    """
    finite = [c[np.isfinite(c)] for c in costs]
    least = min((float(c.min()) for c in finite if c.size), default=0.0)
    if lowest is not None and math.isfinite(lowest):
        least = min(least, lowest)
    return CostScale(log, least if log and least < 0 else 0.0)


def height_span(heights: Sequence[NDArray[np.float64]], scale: CostScale, before: Span) -> Span:
    """Return what the upright axis shows; `before`, the present span, while that fits well.

    `heights` are those of each curve, shape (n,), as `CostScale.heights` gives them.
    """
    there = [h[np.isfinite(h)] for h in heights]
    there = [h for h in there if h.size]
    if not there:
        return _EMPTY if not scale.log else Span(-3.0, 0.0)
    low, high = _log_ends(there) if scale.log else _linear_ends(there)
    if before.low <= low and high <= before.high:
        waste = (before.high - before.low) - (high - low)
        if waste <= _WASTE * (before.high - before.low):
            return before
    return Span(math.floor(low), math.floor(high) + 1) if scale.log else _rounded(low, high)


def _log_ends(heights: list[NDArray[np.float64]]) -> tuple[float, float]:
    high = max(float(h.max()) for h in heights)
    first = max(float(h[0]) for h in heights)
    high = min(high, first + 0.5 * _DECADES)
    return max(min(float(h.min()) for h in heights), high - _DECADES), high


def _linear_ends(heights: list[NDArray[np.float64]]) -> tuple[float, float]:
    firsts = [float(h[0]) for h in heights]
    low = min(float(h.min()) for h in heights)
    low = max(low, min(firsts) - _FALL * max(abs(min(firsts)), 1.0))
    high, first = max(float(h.max()) for h in heights), max(firsts)
    size = max(first - low, abs(first))
    if size > 0:
        high = min(high, first + _OVERSHOOT * size)
    short = max(len(h) for h in heights) < _SHORT
    return (0.0, high) if low > 0 and (short or low < 0.5 * high) else (low, high)


def _rounded(low: float, high: float) -> Span:
    """Return the next round values outside: multiples of 1, 2 or 5 times a power of ten."""
    size = high - low
    if not size > 1e-9 * max(abs(low), abs(high)):
        size = max(abs(high), 1e-6)
    power = 10.0 ** math.floor(math.log10(size / 5))
    step = power * next(m for m in (1, 2, 5, 10) if size / 5 <= m * power * 1.000001)
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Span(bottom, top if top > bottom else bottom + step)
