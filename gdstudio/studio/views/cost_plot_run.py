"""The drawn items of one run: made once, then only given other data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QPen

from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.history import History
from gdstudio.studio.views.cost_plot_curves import Curve
from gdstudio.studio.views.cost_plot_ranges import Span, to_plot

_MOST_MARKERS: Final = 40
_MOST_EVALUATIONS: Final = 400
_BEYOND: Final = 1000.0  # views above and below; farther off, the painter would lose precision


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the runs is drawn, and how.

    Attributes:
        x: What the horizontal axis shows.
        cost: What the cost axis shows, in plot coordinates.
        columns: About how many points a curve may have.
        log: Costs on a logarithmic axis.
        by_examples: Examples along the horizontal axis; otherwise updates.
    """

    x: Span
    cost: Span
    columns: int
    log: bool
    by_examples: bool

    def positions(self, history: History, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return where steps lie on the horizontal axis."""
        return history.examples_at(steps) if self.by_examples else steps.astype(np.float64)

    def visible(self, history: History) -> CostCurve:
        """Return the curve over the horizontal axis, thinned to what can be seen."""
        curve = history.curve()
        first, last = self.x.low, self.x.high
        if self.by_examples and len(curve):
            ends = np.searchsorted(self.positions(history, curve.steps), [first, last])
            first, last = curve.steps[np.minimum(ends, len(curve) - 1)].tolist()
        return curve.thinned(first, last, self.columns)

    def heights(self, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return costs in plot coordinates, none farther off than can be painted."""
        beyond = _BEYOND * (self.cost.high - self.cost.low)
        return np.clip(
            to_plot(costs, log=self.log), self.cost.low - beyond, self.cost.high + beyond
        )


class RunDrawing:
    """Some curves of one run.

    Args:
        cost_box: Where costs are drawn.
        accuracy_box: Where accuracies are drawn, 0 to 1.
        curves: Which curves there are.
        with_markers: Mark evaluations and the newest smoothed cost.
    """

    def __init__(
        self,
        cost_box: pg.ViewBox,
        accuracy_box: pg.ViewBox,
        curves: Iterable[Curve],
        *,
        with_markers: bool,
    ) -> None:
        self._boxes = (cost_box, accuracy_box)
        self.lines: dict[Curve, pg.PlotCurveItem] = {}
        self.markers: dict[Curve, pg.ScatterPlotItem] = {}
        for curve in curves:
            line = pg.PlotCurveItem(skipFiniteCheck=True)
            if curve is Curve.BATCH:
                line.setFillLevel("enclosed")
            self._box(curve).addItem(line, ignoreBounds=True)
            self.lines[curve] = line
            if with_markers and curve is not Curve.BATCH:
                symbol = "s" if curve.is_accuracy else "o"
                marker = pg.ScatterPlotItem(size=6, symbol=symbol, pen=None, antialias=True)
                self._box(curve).addItem(marker, ignoreBounds=True)
                self.markers[curve] = marker

    def set_pens(self, pens: dict[Curve, QPen], fill: QColor | None = None) -> None:
        """Take colours; `fill` is that between the lowest and the highest batch cost."""
        for curve, line in self.lines.items():
            line.setPen(pens[curve])
            if curve is Curve.BATCH:
                line.setBrush(fill)
        for curve, marker in self.markers.items():
            marker.setBrush(pens[curve].color())

    def set_shown(self, curve: Curve, shown: bool) -> None:
        """Show or hide one curve."""
        for items in (self.lines, self.markers):
            if curve in items:
                items[curve].setVisible(shown)

    def draw(self, history: History | None, frame: Frame) -> None:
        """Draw what `history` holds now; nothing if it is None."""
        if history is None:
            for item in (*self.lines.values(), *self.markers.values()):
                item.setData(np.empty(0), np.empty(0))
            return
        self._draw_updates(history, frame)
        self._draw_evaluations(history, frame)

    def remove(self) -> None:
        """Take all items out of the plot."""
        for items in (self.lines, self.markers):
            for curve, item in items.items():
                self._box(curve).removeItem(item)

    def _draw_updates(self, history: History, frame: Frame) -> None:
        curve = frame.visible(history)
        x = frame.positions(history, curve.steps)
        smoothed = frame.heights(curve.smoothed)
        self.lines[Curve.SMOOTHED].setData(x, smoothed)
        if Curve.SMOOTHED in self.markers:
            self.markers[Curve.SMOOTHED].setData(x[-1:], smoothed[-1:])
        if Curve.BATCH in self.lines:
            high, low = frame.heights(curve.high), frame.heights(curve.low)
            outline_x, outline_y = np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]])
            self.lines[Curve.BATCH].setData(outline_x, outline_y)

    def _draw_evaluations(self, history: History, frame: Frame) -> None:
        table = history.evaluations()
        which = np.arange(len(table))
        stride = -(-len(table) // _MOST_EVALUATIONS)
        if stride > 1:
            which = np.append(which[:-1:stride], len(table) - 1)
        x = frame.positions(history, table.steps[which])
        for curve, line in self.lines.items():
            if not curve.is_evaluated:
                continue
            values = getattr(table, curve.value)[which]
            y = values if curve.is_accuracy else frame.heights(values)
            line.setData(x, y)
            if curve in self.markers:
                marked = slice(None) if len(x) <= _MOST_MARKERS else slice(-1, None)
                self.markers[curve].setData(x[marked], y[marked])

    def _box(self, curve: Curve) -> pg.ViewBox:
        return self._boxes[1] if curve.is_accuracy else self._boxes[0]
