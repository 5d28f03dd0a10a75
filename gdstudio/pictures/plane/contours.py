"""A cost of two inputs from above: the contour map, and descents on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.contour_map import (
    WHOLE,
    Window,
    basin_indices,
    contour_lines,
    map_picture,
    typical_gradient,
)
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.palette import DARK_INK, LIGHT_INK, VIRIDIS, Palette, blend, rgb
from gdstudio.pictures.plane.box import Axes, Axis, PlaneBox
from gdstudio.pictures.plane.strokes import (
    CASING_PX,
    Stationary,
    draw_arrow,
    draw_ball,
    draw_mark,
    draw_path,
    write_words,
)
from gdstudio.pictures.scene import Clip, Floats, Image, Line, Sign, Signs, Strokes
from gdstudio.pictures.sheet import Sheet

# Okabe and Ito, Color Universal Design (2008), all but black, unlike ones next to each other.
_VALLEYS: Final = ("#e69f00", "#56b4e9", "#009e73", "#cc79a7", "#f0e442", "#d55e00", "#0072b2")
_PALER: Final = 0.5
_NO_VALLEY: Final = 0.45  # of the muted colour, where no minimum was reached
_LINE: Final = 0.5  # opacity
_BASIN: Final = 0.6  # opacity
_MARK_PX: Final = 6.0
_PATH_PX: Final = 2.0
_BALLS_PX, _SMALL_BALLS_PX = 6.0, 4.0  # diameters
_CROWDED: Final = 80  # points of a path: more have smaller balls
_END_PX: Final = 5.5
_RING_PX: Final = 4.5  # by which a sign is larger for each one within it
_START_PX: Final = 6.5
_BALL_PX: Final = 8.0
_ARROW: Final = 0.3  # of the box's shorter side, of an endless gradient; half for a typical one
_STATE_ARROW: Final = 0.22
_TANGENT: Final = 0.2
_ALMOST_ZERO: Final = 1e-4  # of a typical gradient
_LEAST_PX: Final = 3.0
_LEAST_ARROW: Final = 0.2  # of the longest arrow: shorter ones cannot be seen
_WIDEST: Final = "−0.5"


class Basins(Protocol):
    """Which minimum each start of a grid reaches."""

    @property
    def x(self) -> Floats:
        """Centres of the columns, rising."""

    @property
    def y(self) -> Floats:
        """Centres of the rows, rising."""

    @property
    def labels(self) -> NDArray[np.int16]:
        """Index into `minima` for each row and column, -1 for none."""

    @property
    def minima(self) -> Sequence[Any]:
        """The minima."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanePath:
    """Where a descent has been.

    Attributes:
        points: Shape (k, 2), the start first; drawn as far as finite.
        colour: "#rrggbb"; empty for the colour of its place among the paths.
        name: Of the method.
        sign: Where it ends.
    """

    points: Floats
    colour: str
    name: str
    sign: Sign = "circle"


@dataclass(frozen=True, slots=True, eq=False)
class PlaneArrow:
    """A vector of an optimiser's inner state, shape (2,), in the unit of a gradient."""

    vector: Floats
    colour: str
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class PointState:
    """Where a descent of two inputs is; `update` is what the next step adds, all of shape (2,)."""

    position: Floats
    gradient: Floats
    update: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ContourMap:
    """A map with what lies on it.

    Attributes:
        grid: The costs; None for no map.
        names: Of both inputs.
        lines: Ends of all contour lines' segments in data, shape (k, 2, 2).
        stationary: Points that are marked.
        basins: Colours the starts by the minimum they reach; None colours them by cost.
        is_equal: Whether a unit of x is as long as one of y.
        paths: Where descents have been, the last on top.
        start: Where a ring shows the start, or None.
        state: Where the ball is, or None.
        arrows: The optimiser's inner state, drawn at the ball.
        typical: A gradient of this length has half of the longest arrow.
        words: Said while there is no grid.
        window: The part of the grid that is shown.
    """

    grid: Grid | None = None
    names: tuple[str, str] = ("x", "y")
    lines: Floats = field(default_factory=lambda: np.empty((0, 2, 2)))
    stationary: tuple[Stationary, ...] = ()
    basins: Basins | None = None
    is_equal: bool = False
    paths: tuple[PlanePath, ...] = ()
    start: tuple[float, float] | None = None
    state: PointState | None = None
    arrows: tuple[PlaneArrow, ...] = ()
    typical: float = 1.0
    words: str = ""
    window: Window = WHOLE

    @property
    def axes(self) -> Axes:
        """Both inputs."""
        x, y = (0.0, 1.0), (0.0, 1.0)
        if self.grid is not None:
            x, y = map(_part, (self.grid.x, self.grid.y), self.window)
        across = Axis(*x, name=self.names[0])
        up = Axis(*y, name=self.names[1], widest=_WIDEST)
        return Axes(up, across, is_equal=self.is_equal, is_bare=self.grid is None)

    @property
    def rest(self) -> tuple[object, ...]:
        """What the resting part is drawn from."""
        given = self.grid, self.names, self.stationary, self.basins
        return *given, self.is_equal, self.words, self.window

    def draw_resting(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw colours, basins, lines and marks."""
        if self.grid is None:
            write_words(sheet, box.rect, self.words)
            return
        sheet.add(Clip(box.rect), Image(self._colours(self.grid, sheet, box), box.rect))
        ink = "#000000" if self.basins is not None else "#ffffff"
        ends = box.pixels(self.lines.reshape(-1, 2)).reshape(-1, 2, 2)
        sheet.add(Strokes(ends, ink, 1.0, _LINE))
        for point in self.stationary:
            at = box.pixel(*point.point)
            if np.isfinite(at).all():
                draw_mark(sheet, point.kind, at, _MARK_PX, LIGHT_INK, DARK_INK)

    def draw_moving(self, sheet: Sheet, box: PlaneBox) -> None:
        """Draw paths, start, tangent, arrows, step and ball."""
        draw_descents(sheet, box, self.paths, self.start, _CROWDED)
        if self.state is not None:
            _draw_state(sheet, box, self, self.state)

    def _colours(self, grid: Grid, sheet: Sheet, box: PlaneBox) -> NDArray[np.uint8]:
        """Return the colours of the map in pixels of the screen, shape (rows, columns, 3)."""
        width, height = (
            max(round(side * sheet.ratio), 1) for side in (box.rect.width, box.rect.height)
        )
        table = VIRIDIS if self.basins is None else _greys(sheet.palette)
        picture = map_picture(grid, width, height, table, rgb(sheet.palette.base), self.window)
        if self.basins is None:
            return picture
        found = basin_indices(grid, self.basins.x, self.basins.y, width, height, self.window)
        labels = self.basins.labels[found]
        valleys = valley_table(len(self.basins.minima), sheet.palette)[labels]
        mixed = (1 - _BASIN) * picture + _BASIN * valleys
        outside = (found[0] < 0) | (found[1] < 0)
        return np.where(outside[..., None], picture, np.rint(mixed)).astype(np.uint8)


def _part(along: Floats, ends: tuple[float, float]) -> tuple[float, float]:
    """Return the ends of a part of an axis, which are shares of it, in data coordinates."""
    low, high = float(along[0]), float(along[-1])
    start, end = (low + share * (high - low) for share in ends)
    return (low, high) if ends == (0.0, 1.0) else (start, end)


def draw_descents(
    sheet: Sheet,
    box: PlaneBox,
    paths: Sequence[PlanePath],
    start: tuple[float, float] | None,
    crowded: float = math.inf,
) -> None:
    """Draw paths, small balls on those of more than `crowded` points, their ends and the start."""
    colours, ends = curve_colours(sheet.palette), []
    for k, path in enumerate(paths):
        pixels, colour = box.pixels(path.points), path.colour or colours[k % len(colours)]
        diameter = _BALLS_PX if len(pixels) <= crowded else _SMALL_BALLS_PX
        draw_path(sheet, pixels, colour, _PATH_PX, diameter)
        ends.append(pixels[-1] if len(pixels) else np.full(2, np.nan))
    draw_ends(sheet, paths, ends, colours)
    if start is not None:
        draw_start(sheet, box.pixel(*start))


def draw_ends(
    sheet: Sheet, paths: Sequence[PlanePath], ends: Sequence[Floats], colours: Sequence[str]
) -> None:
    """Draw the sign where each path ends; at one place, one sign within the other."""
    for k, (path, end) in enumerate(zip(paths, ends, strict=True)):
        within = sum(float(np.hypot(*(end - other))) < _END_PX for other in ends[k + 1 :])
        colour, radius = path.colour or colours[k % len(colours)], _END_PX + _RING_PX * within
        sheet.add(Signs(end[None], path.sign, colour, radius, sheet.palette.base, 2.0))


def draw_start(sheet: Sheet, at: tuple[float, float]) -> None:
    """Draw the sign of the start, a ring."""
    palette, places = sheet.palette, np.array([at])
    sheet.add(
        Signs(places, "circle", palette.base, _START_PX + CASING_PX + 1.5),
        Signs(places, "circle", palette.base, _START_PX, palette.text, 3.0),
    )


def arrow_share(size: float, typical: float) -> float:
    """Return how long a gradient's arrow is, as a share of the longest one, in [0, 1].

    In proportion to gradients far below a typical one; larger ones approach the longest arrow.
    """
    return size / (size + typical) if np.isfinite(size) else 1.0


def curve_colours(palette: Palette) -> tuple[str, ...]:
    """Return six colours for curves and paths, the accent first; without the second blue."""
    return (palette.accent, *palette.curves[:4], palette.curves[5])


def valley_colour(index: int, palette: Palette) -> str:
    """Return the colour of a valley; grey for -1, paler ones from the eighth on."""
    if index < 0:
        return blend(palette.muted, palette.base, _NO_VALLEY)
    turn, which = divmod(index, len(_VALLEYS))
    return _VALLEYS[which] if turn % 2 == 0 else blend(_VALLEYS[which], palette.base, _PALER)


def valley_table(n: int, palette: Palette) -> NDArray[np.uint8]:
    """Return the colours of valleys 0 to n - 1 and then grey, so that -1 finds it; (n + 1, 3)."""
    return np.stack([rgb(valley_colour(i, palette)) for i in (*range(n), -1)])


def _greys(palette: Palette) -> NDArray[np.uint8]:
    """Return 256 greys that show the heights under the basins, shape (256, 3)."""
    ends = (20, 170) if palette.is_dark else (90, 235)
    return np.linspace(*ends, 256).round().astype(np.uint8)[:, None].repeat(3, axis=1)


def contour_map(grid: Grid | None, names: tuple[str, str]) -> ContourMap:
    """Return the bare map of a grid."""
    if grid is None:
        return ContourMap(names=names)
    return ContourMap(grid, names, contour_lines(grid), typical=typical_gradient(grid))


def _draw_state(sheet: Sheet, box: PlaneBox, chart: ContourMap, state: PointState) -> None:
    at = box.pixels([state.position])[0]
    if not np.isfinite(at).all():
        return
    paths = [box.pixels(path.points) for path in chart.paths]
    _draw_gradient(sheet, box, chart, state.gradient, at, paths)
    _draw_inner_state(sheet, box, chart.arrows, at, paths)
    with np.errstate(over="ignore", invalid="ignore"):
        landing = box.pixels([state.position + state.update])
    if np.hypot(*(landing[0] - at)) > 2:
        for colour, width in ((sheet.palette.base, 5.0), (sheet.palette.accent, 2.0)):
            sheet.add(_ring(landing[0], 5.0, colour, width))
    draw_ball(sheet, (at[0], at[1]), _BALL_PX, sheet.palette.accent)


def _ring(at: Floats, radius: float, colour: str, width: float) -> Line:
    turns = np.linspace(0, 2 * np.pi, 33)
    return Line(at + radius * np.column_stack([np.cos(turns), np.sin(turns)]), colour, width)


def _draw_gradient(
    sheet: Sheet,
    box: PlaneBox,
    chart: ContourMap,
    gradient: Floats,
    at: Floats,
    paths: Sequence[Floats],
) -> None:
    """Draw gradient and steepest descent as arrows, and the tangent of the contour."""
    frame, palette = box.frame, sheet.palette
    uphill = frame.direction(gradient)
    if not np.isfinite(uphill).all():
        return
    shorter = min(frame.width, frame.height)
    size = float(np.abs(gradient).max())
    along = frame.direction((-gradient[1], gradient[0]))
    reach = size / (size + _ALMOST_ZERO * chart.typical) * _TANGENT * shorter * along
    ends = np.array([at - reach, at + reach])
    sheet.add(Line(ends, palette.base, 4.0), Line(ends, palette.text, 1.5, (6.0, 4.5)))
    length = arrow_share(float(np.hypot(*gradient)), chart.typical) * _ARROW * shorter
    _draw_vector(sheet, box, at, length * uphill, palette.muted, 3.0, "∇C", paths)
    _draw_vector(sheet, box, at, -length * uphill, palette.accent, 4.0, "−∇C", paths)


def _draw_inner_state(
    sheet: Sheet,
    box: PlaneBox,
    arrows: Sequence[PlaneArrow],
    at: Floats,
    paths: Sequence[Floats],
) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = np.array([np.hypot(*arrow.vector) for arrow in arrows])
    longest = sizes[np.isfinite(sizes)].max(initial=0.0)
    if not longest > 0:
        return
    reach = _STATE_ARROW * min(box.frame.width, box.frame.height)
    for arrow, size in zip(arrows, sizes.tolist(), strict=True):
        along = box.frame.direction(arrow.vector)
        if np.isfinite([*along, size]).all():
            vector = max(size / longest, _LEAST_ARROW) * reach * along
            _draw_vector(sheet, box, at, vector, arrow.colour, 3.0, arrow.name, paths)


def _draw_vector(
    sheet: Sheet,
    box: PlaneBox,
    at: Floats,
    vector: Floats,
    colour: str,
    width: float,
    name: str,
    paths: Sequence[Floats],
) -> None:
    """Draw an arrow by `vector` pixels with its name beyond the tip, beside paths."""
    length = float(np.hypot(*vector))
    if length < _LEAST_PX:
        return
    base = sheet.palette.base
    draw_arrow(sheet, at, at + vector, colour, width, base)
    half = [0.5 * sheet.width_of(name, weight="strong") + 8, 0.5 * sheet.line + 5]
    x, y = at + max(length, _BALL_PX + 2) * vector / length + vector / length * half
    room = box.rect.grown(-2)
    sheet.label(name, (x, y), colour, base, 1.0, room, weight="strong", lines=paths)
