"""A cost of two inputs from above: the contour map, and descents on it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import place
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
from gdstudio.studio.views.plane.plane_canvas import Hint, PlaneCanvas
from gdstudio.studio.views.plane.plane_readout import PlaneReadout

MOST_PATHS: Final = 6
_NUDGE: Final = 0.01  # of the width or height, for one arrow key


class ContourView(QWidget):
    """Draws C(x, y) as a map, where descents have been, and which way is down.

    Signals:
        start_chosen(x, y): The user clicked, dragged or moved by key to this start.
    """

    start_chosen = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer: tuple[float, float] | None = None
        self._canvas = PlaneCanvas(ContourMap())
        self._readout = PlaneReadout()
        self._arrange()

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

        Args:
            paths: Points, shape (k, 2), the start first; colour, empty for the theme's; name.
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

        Args:
            position: Shape (2,).
            gradient: Shape (2,).
            update: What the next step adds to the position, shape (2,).
        """
        vectors = [np.array(v, np.float64) for v in (position, gradient, update)]
        self._change(state=PointState(*vectors))
        self._canvas.setAccessibleDescription(self._coordinates(*vectors[0].tolist()))

    def set_arrows(self, arrows: Sequence[tuple[ArrayLike, str, str]]) -> None:
        """Draw the optimiser's inner state at the ball.

        Args:
            arrows: Vector, shape (2,), colour, name; the lengths are comparable.
        """
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
        self._readout.set_hint(text)

    def set_equal_aspect(self, equal: bool) -> None:
        """Draw a unit of x as long as one of y, so that right angles are right angles."""
        self._change(is_equal=equal)

    def clear(self) -> None:
        """Leave only the map and its stationary points."""
        self._change(paths=(), arrows=(), basins=None, state=None)
        self._set_hints()

    def readout(self) -> str:
        """Return the line under the map."""
        return self._readout.text()

    def _arrange(self) -> None:
        self._canvas.setAccessibleName(self.tr("Contour map; arrow keys move the start"))
        self.setAccessibleName(self.tr("Contour map"))
        self.setFocusProxy(self._canvas)
        self._readout.set_hint(self.tr("click or drag to choose the start"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._readout)
        self._canvas.pressed.connect(self._on_canvas_pressed)
        self._canvas.hovered.connect(self._on_canvas_hovered)
        self._canvas.nudged.connect(self._on_canvas_nudged)

    def _change(self, **parts: Any) -> None:
        self._canvas.set_chart(replace(self._canvas.chart, **parts))

    def _set_hints(self) -> None:
        chart = self._canvas.chart
        last = [(p.points[-1].tolist(), p.name) for p in chart.paths if len(p.points)]
        ends = [Hint(x, y, name) for (x, y), name in last]
        marks = [Hint(p.point[0], p.point[1], self._hint(p)) for p in chart.stationary]
        self._canvas.set_hints([*ends, *marks])

    def _hint(self, point: Stationary) -> str:
        kinds = {
            "minimum": self.tr("● minimum"),
            "maximum": self.tr("▲ maximum"),
            "saddle": self.tr("× saddle"),
            "degenerate": self.tr("◆ gradient zero, the curvature does not tell the kind"),
        }
        return f"{kinds[point.kind]}\n{self._coordinates(*point.point)}, C = " + cost_text(
            point.value
        )

    def _place(self, x: float, y: float) -> tuple[str, str]:
        if self._canvas.chart.grid is None:
            return cost_text(x), cost_text(y)
        grid = self._canvas.chart.grid
        return place(x, float(grid.x[-1] - grid.x[0])), place(y, float(grid.y[-1] - grid.y[0]))

    def _coordinates(self, x: float, y: float) -> str:
        shown = self._place(x, y)
        return ", ".join(f"{n} = {v}" for n, v in zip(self._canvas.chart.names, shown, strict=True))

    def _say_pointer(self) -> None:
        if self._pointer is None or self._canvas.chart.grid is None:
            self._readout.set_text("")
            return
        value = cost_at(self._canvas.chart.grid, *self._pointer)
        text = self.tr("not defined") if math.isnan(value) else f"C ≈ {cost_text(value)}"
        self._readout.set_text(f"{self._coordinates(*self._pointer)}   {text}")

    @Slot(float, float)
    def _on_canvas_pressed(self, x: float, y: float) -> None:
        self.start_chosen.emit(x, y)

    @Slot(object)
    def _on_canvas_hovered(self, at: tuple[float, float] | None) -> None:
        self._pointer = at
        self._say_pointer()

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
        moved = [
            min(max(at + steps * _NUDGE * (high - low), low), high)
            for at, steps, (low, high) in zip(
                start.tolist(), (right, up), (frame.x, frame.y), strict=True
            )
        ]
        if np.isfinite(moved).all():
            self.start_chosen.emit(*moved)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 200)

    def sizeHint(self) -> QSize:
        return QSize(620, 430)
