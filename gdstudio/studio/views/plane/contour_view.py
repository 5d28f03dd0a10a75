"""A cost of two inputs from above: the contour map, and descents on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import Signal, Slot

from gdstudio.numerals import cost as cost_text
from gdstudio.pictures.contour_map import cost_at
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
from gdstudio.studio.translation import tr
from gdstudio.studio.views.plane.flat_view import StartView, nudged
from gdstudio.studio.views.plane.plane_canvas import Hint

MOST_PATHS: Final = 6


class ContourView(StartView[ContourMap]):
    """Draws C(x, y) as a map, where descents have been, and which way is down.

    Signals:
        start_chosen(x, y): The user clicked, dragged or moved by key to this start.
    """

    start_chosen = Signal(float, float)

    def __init__(self) -> None:
        keys = tr("Contour map; arrow keys move the start")
        super().__init__(ContourMap(), tr("Contour map"), keys)

    def set_grid(self, grid: Grid | None) -> None:
        """Draw this grid and show its range, or nothing; basins of another one are dropped."""
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
        """Draw up to six paths, the last on top.

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
