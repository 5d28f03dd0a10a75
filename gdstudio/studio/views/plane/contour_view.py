"""A cost of two inputs from above: the contour map, and descents on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import Signal, Slot

from gdstudio.numerals import cost as cost_text
from gdstudio.pictures.contour_map import WHOLE, Window, cost_at, zoomed
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import map_figure
from gdstudio.pictures.grid import Grid
from gdstudio.pictures.plane.contours import (
    Basins,
    ContourMap,
    PlaneArrow,
    PlanePath,
    PointState,
    contour_map,
)
from gdstudio.pictures.plane.strokes import Stationary
from gdstudio.studio.theme import in_light
from gdstudio.studio.translation import tr
from gdstudio.studio.views.plane.flat_view import StartView, nudged
from gdstudio.studio.views.plane.plane_canvas import Hint

MOST_PATHS: Final = 8  # in Landscape a walk of chance, three runs, two parts of a path, the ball


class ContourView(StartView[ContourMap]):
    """Draws C(x, y) as a map, where descents have been, and which way is down.

    Signals:
        start_chosen(x, y): The user clicked, dragged or moved by key to this start.
    """

    start_chosen = Signal(float, float)

    def __init__(self) -> None:
        keys = tr("Contour map; arrow keys move the start, + and − zoom, Home shows all of it")
        super().__init__(ContourMap(), tr("Contour map"), keys, can_zoom=True)
        self._canvas.zoom_requested.connect(self._on_canvas_zoom_requested)
        self._canvas.whole_requested.connect(self.show_whole)

    def chart(self) -> ContourMap:
        """Return what is drawn, light on white."""
        chart: ContourMap = in_light(self._canvas.chart)
        return chart

    def figure(self) -> Figure | None:
        """Return the map with what lies on it; None without a grid."""
        chart = self._canvas.chart
        if chart.grid is None:
            return None
        title = self.tr("Cost over {0} and {1}").format(*chart.names)
        return map_figure("map", title, self.chart())

    def set_grid(self, grid: Grid | None) -> None:
        """Draw this grid and show its range, or nothing; basins of another one are dropped.

        Of a grid with the range of the one before, the same part stays in sight.
        """
        if grid is None or self._range() != _range_of(grid):
            self.show_whole()
        bare = contour_map(grid, self._canvas.chart.names)
        self._change(grid=grid, lines=bare.lines, typical=bare.typical, basins=None)
        self._say_pointer()

    def set_input_names(self, x: str, y: str) -> None:
        """Name the inputs, e.g. "x" and "y"."""
        self._change(names=(x, y))
        self._say_pointer()

    def set_stationary(self, points: Sequence[Stationary]) -> None:
        """Mark where the gradient is zero; the pointer reads out what each point is."""
        self._change(stationary=tuple(points))
        self._set_hints()

    def set_paths(self, paths: Sequence[tuple[ArrayLike, str, str]]) -> None:
        """Draw up to `MOST_PATHS` paths, the last on top.

        Each is points, shape (k, 2), the start first; colour, empty for the theme's; name.
        """
        assert len(paths) <= MOST_PATHS
        self._change(
            paths=tuple(
                PlanePath(np.asarray(points, np.float64).reshape(-1, 2), colour, name)
                for points, colour, name in paths
            )
        )
        self._set_hints()

    def set_point(self, position: ArrayLike, gradient: ArrayLike, update: ArrayLike) -> None:
        """Draw the ball, gradient, steepest descent and tangent, and where the step leads.

        Each of shape (2,); the next step adds `update` to the position.
        """
        vectors = [np.array(v, np.float64) for v in (position, gradient, update)]
        self._change(state=PointState(*vectors))
        self._canvas.setAccessibleDescription(self._coordinates(*vectors[0].tolist()))

    def set_arrows(self, arrows: Sequence[tuple[ArrayLike, str, str]]) -> None:
        """Draw the optimiser's inner state at the ball: vectors, shape (2,), colours, names."""
        self._change(
            arrows=tuple(
                PlaneArrow(np.asarray(v, np.float64), colour, name) for v, colour, name in arrows
            )
        )

    def set_basins(self, basins: Basins | None) -> None:
        """Colour each start by the minimum it reaches; None colours by cost."""
        self._change(basins=basins)

    @Slot()
    def show_whole(self) -> None:
        """Show all of the map again."""
        self._show_part(WHOLE)

    def _show_part(self, window: Window) -> None:
        if window != self._canvas.chart.window:
            self._change(window=window)
            is_part = window != WHOLE
            note = self.tr("a part of the map; Home: all of it") if is_part else ""
            self.readout.set_note(note, warning=False)
            self._say_pointer()

    def _range(self) -> tuple[float, ...]:
        grid = self._canvas.chart.grid
        return () if grid is None else _range_of(grid)

    @Slot(float, object)
    def _on_canvas_zoom_requested(self, factor: float, at: tuple[float, float] | None) -> None:
        chart = self._canvas.chart
        if chart.grid is None:
            return
        middle = tuple(sum(ends) / 2 for ends in chart.window)
        if at is not None:
            axes = (chart.grid.x, chart.grid.y)
            middle = tuple((p - a[0]) / (a[-1] - a[0]) for p, a in zip(at, axes, strict=True))
        self._show_part(zoomed(chart.window, factor, (float(middle[0]), float(middle[1]))))

    def set_words(self, text: str) -> None:
        """Say why there is no map, in its place, while there is none."""
        self._change(words=text)

    def set_hint(self, text: str) -> None:
        """Say what a click does, while the pointer is elsewhere."""
        self.readout.set_hint(text)

    def set_equal_aspect(self, equal: bool) -> None:
        """Draw a unit of x as long as one of y, so that right angles are right angles."""
        self._change(is_equal=equal)

    def clear(self) -> None:
        """Leave only the map and its stationary points."""
        self._change(paths=(), arrows=(), basins=None, state=None)
        self._set_hints()

    def _set_hints(self) -> None:
        chart = self._canvas.chart
        last = [(p.points[-1].tolist(), p.name) for p in chart.paths if len(p.points)]
        ends = [Hint(x, y, name) for (x, y), name in last]
        flat = self.tr("◆ gradient zero, the curvature does not tell the kind")
        marks = [Hint(p.point[0], p.point[1], self._hint(p, flat)) for p in chart.stationary]
        self._canvas.set_hints([*ends, *marks])

    def _say_pointer(self) -> None:
        if self._pointer is None or self._canvas.chart.grid is None:
            self.readout.set_text("")
            return
        value = cost_at(self._canvas.chart.grid, *self._pointer)
        text = self.tr("not defined") if math.isnan(value) else f"C ≈ {cost_text(value)}"
        self.readout.set_text(f"{self._coordinates(*self._pointer)}   {text}")

    @Slot(float, float)
    def _on_canvas_pressed(self, x: float, y: float) -> None:
        self.start_chosen.emit(x, y)

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, up: int) -> None:
        path = next((p.points for p in self._canvas.chart.paths if len(p.points)), None)
        if path is not None:
            start = path[0]
        elif self._canvas.chart.state is not None:
            start = self._canvas.chart.state.position
        else:
            return
        frame = self._canvas.box.frame
        moved = nudged(start[0], right, *frame.x), nudged(start[1], up, *frame.y)
        if np.isfinite(moved).all():
            self.start_chosen.emit(*moved)


def _range_of(grid: Grid) -> tuple[float, ...]:
    """Return the ends of both axes."""
    return tuple(float(axis[k]) for axis in (grid.x, grid.y) for k in (0, -1))
