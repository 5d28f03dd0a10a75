"""A cost of one input: the curve, the ball on it, its slope and the step that follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import Signal, Slot

from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import numeral
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.planes import curve_figure
from gdstudio.pictures.grid import LARGEST
from gdstudio.pictures.plane.curve import BallState, Bands, CostCurve
from gdstudio.pictures.plane.strokes import Stationary
from gdstudio.studio.theme import in_light
from gdstudio.studio.translation import tr
from gdstudio.studio.views.plane.flat_view import StartView, nudged
from gdstudio.studio.views.plane.plane_canvas import Hint


class CurveView(StartView[CostCurve]):
    """Draws C(w), where a descent has been, where it is and where it goes next.

    Signals:
        start_chosen(float): The user clicked, dragged or moved by key to this start.
    """

    start_chosen = Signal(float)
    _least = (260, 200)

    def __init__(self) -> None:
        points = np.array([[0.0, np.nan], [1.0, np.nan]])
        words = tr("slope {0}"), tr("step {0}"), tr("2/C″")
        name, keys = tr("Cost of one input"), tr("Cost of one input; arrow keys move the start")
        super().__init__(CostCurve(points, words=words), name, keys)
        self._is_band = False

    def chart(self) -> CostCurve:
        """Return what is drawn, light on white."""
        chart: CostCurve = in_light(self._canvas.chart)
        return chart

    def figure(self) -> Figure | None:
        """Return the curve with what lies on it; None before the first."""
        chart = self._canvas.chart
        if not np.isfinite(chart.points).all(axis=1).any():
            return None
        return curve_figure("curve", self.tr("Cost over {0}").format(chart.name), self.chart())

    def set_curve(
        self, w: ArrayLike, cost: ArrayLike, drawn: tuple[ArrayLike, ArrayLike] | None = None
    ) -> None:
        """Draw this curve and show its range.

        Args:
            w: Inputs, shape (n,), rising, n at least 2.
            cost: C there, shape (n,); what is not finite is cut out.
            drawn: What is drawn instead, each of shape (m,): the band that fills a curve too coarse
                to be drawn or read; None for the curve itself.
        """
        self._is_band = drawn is not None
        parts = [np.asarray(part, np.float64) for part in drawn or (w, cost)]
        assert parts[0].shape == parts[1].shape
        points = np.column_stack(parts)
        points[~(np.abs(points[:, 1]) < LARGEST), 1] = np.nan
        self._change(points=points)
        self._say_pointer()

    def set_input_name(self, name: str) -> None:
        """Name the input, e.g. "w" or "x"."""
        self._change(name=name)
        self._say_pointer()

    def set_stationary(self, points: Sequence[Stationary]) -> None:
        """Mark where the slope is zero; the pointer reads out what each point is."""
        self._change(stationary=tuple(points))
        level = self.tr("◆ level, the slope keeps its sign or the curvature is zero")
        self._canvas.set_hints([Hint(p.point[0], p.value, self._hint(p, level)) for p in points])

    def set_trail(self, w: ArrayLike, cost: ArrayLike) -> None:
        """Draw where the descent has been, the start first; each shape (k,)."""
        parts = np.asarray(w, np.float64), np.asarray(cost, np.float64)
        self._change(trail=np.column_stack(parts))

    def set_point(self, w: float, cost: float, slope: float, update: float) -> None:
        """Draw the ball at (w, cost), the tangent there, and the next step from w to w + update."""
        landing = self._cost_at(w + update)
        self._change(state=BallState(w, cost, slope, update, landing))
        said = f"{self._coordinates(w)}, C = {cost_text(cost)}"
        self._canvas.setAccessibleDescription(said)

    def set_limit(self, rate_limit: float | None, current: float) -> None:
        """Say how the rate `current` compares with the limit above which steps grow.

        That is 2 / C'' at the minimum; None where there is none, which says nothing.
        """
        self._change(rate_limit=rate_limit)
        if rate_limit is None:
            self.readout.set_note("", warning=False)
            return
        if math.isclose(current, rate_limit, rel_tol=1e-9):
            text = self.tr("rate {0} = 2/C″: bounces for ever")
        elif current > rate_limit:
            text = self.tr("rate {0} > 2/C″ = {1}: near the minimum steps grow")
        else:
            text = self.tr("rate {0} < 2/C″ = {1}: near the minimum steps shrink")
        text = text.format(numeral(current, 3), numeral(rate_limit, 3))
        self.readout.set_note(text, warning=current >= rate_limit)

    def set_bands(self, edges: ArrayLike, labels: ArrayLike, minima: Sequence[Stationary]) -> None:
        """Show under the axis which valley each start ends in.

        Each band between two of the rising `edges`, shape (k + 1,), has an index into `minima` in
        `labels`, shape (k,), -1 for none.
        """
        rising, which = np.asarray(edges, np.float64), np.asarray(labels, np.intp)
        assert len(rising) == len(which) + 1 or not len(which)
        self._change(bands=Bands(rising, which.tolist(), tuple(minima)) if len(which) else None)

    def clear(self) -> None:
        """Leave only the curve and its stationary points."""
        self.set_trail([], [])
        self._change(state=None)
        self.set_limit(None, 0.0)
        self.set_bands([], [], [])

    def _cost_at(self, w: float) -> float:
        """Return the cost of the curve as drawn; NaN outside, in gaps and in a band."""
        if self._is_band:
            return math.nan
        inputs, costs = self._canvas.chart.points.T
        return float(np.interp(w, inputs, costs, left=math.nan, right=math.nan))

    def _say_pointer(self) -> None:
        if self._pointer is None:
            self.readout.set_text("")
            return
        w = self._pointer[0]
        value = self._cost_at(w)
        if self._is_band:
            text = self.tr("waves too fast to be read")
        else:
            text = self.tr("not defined") if math.isnan(value) else f"C = {cost_text(value)}"
        self.readout.set_text(f"{self._coordinates(w)}   {text}")

    @Slot(float, float)
    def _on_canvas_pressed(self, w: float, _cost: float) -> None:
        self.start_chosen.emit(w)

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, _up: int) -> None:
        trail, state = self._canvas.chart.trail, self._canvas.chart.state
        start = trail[0, 0] if len(trail) else state.w if state is not None else math.nan
        if right and math.isfinite(start):
            self.start_chosen.emit(nudged(start, right, *self._canvas.box.frame.x))
