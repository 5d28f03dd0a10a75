"""A cost of one input: the curve, the ball on it, its slope and the step that follows from it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gdstudio.numerals import cost as cost_text
from gdstudio.numerals import numeral, place
from gdstudio.pictures.grid import LARGEST
from gdstudio.pictures.plane.curve import BallState, Bands, CostCurve
from gdstudio.pictures.plane.strokes import Stationary
from gdstudio.studio.views.plane.plane_canvas import Hint, PlaneCanvas
from gdstudio.studio.views.plane.plane_readout import PlaneReadout

_NUDGE: Final = 0.01  # of the width, for one arrow key


class CurveView(QWidget):
    """Draws C(w), where a descent has been, where it is and where it goes next.

    Signals:
        start_chosen(float): The user clicked, dragged or moved by key to this start.
    """

    start_chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._w: NDArray[np.float64] = np.array([0.0, 1.0])
        self._cost: NDArray[np.float64] = np.full(2, np.nan)
        self._is_band = False
        self._pointer: tuple[float, float] | None = None
        words = self.tr("slope {0}"), self.tr("step {0}"), self.tr("limit")
        points = np.column_stack([self._w, self._cost])
        self._canvas = PlaneCanvas(CostCurve(points, words=words))
        self._readout = PlaneReadout()
        self._arrange()

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
        self._w = np.array(w, np.float64)
        self._cost = np.array(cost, np.float64)
        assert self._w.shape == self._cost.shape
        self._cost[~(np.abs(self._cost) < LARGEST)] = np.nan
        self._is_band = drawn is not None
        points = np.column_stack([self._w, self._cost])
        if drawn is not None:
            points = np.column_stack([np.array(part, np.float64) for part in drawn])
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
        span = self._w[-1] - self._w[0]
        self._canvas.set_hints([Hint(p.point[0], p.value, self._hint(p, span)) for p in points])

    def set_trail(self, w: ArrayLike, cost: ArrayLike) -> None:
        """Draw where the descent has been, the start first; each shape (k,)."""
        parts = np.asarray(w, np.float64), np.asarray(cost, np.float64)
        self._change(trail=np.column_stack(parts))

    def set_point(self, w: float, cost: float, slope: float, update: float) -> None:
        """Draw the ball at (w, cost), the tangent there, and the next step from w to w + update."""
        landing = self._cost_at(w + update)
        self._change(state=BallState(w, cost, slope, update, landing))
        self._canvas.setAccessibleDescription(
            self.tr("{0} = {1}, C = {2}").format(
                self._canvas.chart.name, self._place(w), cost_text(cost)
            )
        )

    def set_limit(self, rate_limit: float | None, current: float) -> None:
        """Say how the rate `current` compares with the limit above which steps grow.

        Args:
            rate_limit: 2 / C'' at the minimum; None where there is none, which says nothing.
            current: The learning rate.
        """
        self._change(rate_limit=rate_limit)
        if rate_limit is None:
            self._readout.set_note("", warning=False)
            return
        if math.isclose(current, rate_limit, rel_tol=1e-9):
            text = self.tr("rate {0} = 2/C″: bounces for ever")
        elif current > rate_limit:
            text = self.tr("rate {0} > 2/C″ = {1}: near the minimum steps grow")
        else:
            text = self.tr("rate {0} < 2/C″ = {1}: near the minimum steps shrink")
        text = text.format(numeral(current, 3), numeral(rate_limit, 3))
        self._readout.set_note(text, warning=current >= rate_limit)

    def set_bands(self, edges: ArrayLike, labels: ArrayLike, minima: Sequence[Stationary]) -> None:
        """Show under the axis which valley each start ends in.

        Args:
            edges: Rising inputs, shape (k + 1,).
            labels: Shape (k,): index into `minima` of the band between two edges, -1 for none.
            minima: The minima.
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

    def readout(self) -> str:
        """Return the line under the plot."""
        return self._readout.text()

    def _arrange(self) -> None:
        self._canvas.setAccessibleName(self.tr("Cost of one input; arrow keys move the start"))
        self.setAccessibleName(self.tr("Cost of one input"))
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

    def _cost_at(self, w: float) -> float:
        """Return the cost of the curve as drawn; NaN outside, in gaps and in a band."""
        if self._is_band or not self._w[0] <= w <= self._w[-1]:
            return math.nan
        return float(np.interp(w, self._w, self._cost))

    def _place(self, w: float) -> str:
        return place(w, float(self._w[-1] - self._w[0]))

    def _hint(self, point: Stationary, span: float) -> str:
        kinds = {
            "minimum": self.tr("● minimum"),
            "maximum": self.tr("▲ maximum"),
            "saddle": self.tr("× saddle"),
            "degenerate": self.tr("◆ level, the slope keeps its sign or the curvature is zero"),
        }
        return self.tr("{0}\n{1} = {2}, C = {3}").format(
            kinds[point.kind],
            self._canvas.chart.name,
            place(point.point[0], span),
            cost_text(point.value),
        )

    def _say_pointer(self) -> None:
        if self._pointer is None:
            self._readout.set_text("")
            return
        w = self._pointer[0]
        value = self._cost_at(w)
        if self._is_band:
            text = self.tr("waves too fast to be read")
        else:
            text = self.tr("not defined") if math.isnan(value) else f"C = {cost_text(value)}"
        self._readout.set_text(f"{self._canvas.chart.name} = {self._place(w)}   {text}")

    @Slot(float, float)
    def _on_canvas_pressed(self, w: float, _cost: float) -> None:
        self.start_chosen.emit(w)

    @Slot(object)
    def _on_canvas_hovered(self, at: tuple[float, float] | None) -> None:
        self._pointer = at
        self._say_pointer()

    @Slot(int, int)
    def _on_canvas_nudged(self, right: int, _up: int) -> None:
        trail, state = self._canvas.chart.trail, self._canvas.chart.state
        start = trail[0, 0] if len(trail) else state.w if state is not None else math.nan
        if right and math.isfinite(start):
            low, high = float(self._w[0]), float(self._w[-1])
            self.start_chosen.emit(min(max(start + right * _NUDGE * (high - low), low), high))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 200)

    def sizeHint(self) -> QSize:
        return QSize(620, 430)
