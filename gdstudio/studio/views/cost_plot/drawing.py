"""What is drawn of runs: polygons in pixels, made anew only when data change, and one item."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gdstudio.learning.cost_curve import CostCurve
from gdstudio.learning.history import History
from gdstudio.pictures.palette import blend
from gdstudio.pictures.spans import ACCURACY_SPAN, Span, share_to_plot, to_plot
from gdstudio.studio.theme import Theme, current_theme
from gdstudio.studio.views.cost_plot.curves import (
    MARKER_RADIUS,
    WIDTHS,
    Curve,
    Unit,
    run_pen,
)

_MOST_MARKERS: Final = 12
_MOST_EVALUATIONS: Final = 200
_BEYOND: Final = 100.0  # views above and below; farther off, the painter would lose precision
_Numbers = NDArray[np.float64]
_Places = TypeVar("_Places", NDArray[np.float64], float)


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of the runs is drawn, where, and how.

    Attributes:
        x: What the horizontal axis shows.
        cost: What the cost axis shows, in plot coordinates.
        width: Of the drawing, in pixels.
        height: Of the drawing, in pixels.
        log: Costs on a logarithmic axis.
        unit: What the horizontal axis counts.
        accuracy: What the accuracy axis shows, in plot coordinates.
        logit: Accuracies on a logit axis.
    """

    x: Span
    cost: Span
    width: float
    height: float
    log: bool
    unit: Unit
    accuracy: Span = ACCURACY_SPAN
    logit: bool = False

    def visible(self, history: History) -> CostCurve:
        """Return the curve over the horizontal axis, thinned to what can be seen."""
        curve = history.curve()
        first, last = self.x.low, self.x.high
        if self.unit is not Unit.STEPS and len(curve):
            ends = np.searchsorted(self.unit.positions(history, curve.steps), [first, last])
            first, last = curve.steps[np.minimum(ends, len(curve) - 1)].tolist()
        return curve.thinned(first, last, max(100, round(self.width)))

    def x_pixels(self, x: _Places) -> _Places:
        """Return places on the horizontal axis in pixels from the left."""
        return (x - self.x.low) * (self.width / (self.x.high - self.x.low))

    def y_pixels(self, y: _Places, span: Span | None = None) -> _Places:
        """Return plot coordinates of costs, or of what `span` shows, in pixels from the top."""
        span = span or self.cost
        return self.height - (y - span.low) * (self.height / (span.high - span.low))


class RunDrawing:
    """Some curves of one run.

    Args:
        curves: Which curves there are.
        with_markers: Mark evaluations and the newest smoothed cost.

    Attributes:
        data: What is drawn of each curve, x and y in plot coordinates; BATCH as an outline, along
            the highest costs and back along the lowest.
    """

    def __init__(self, curves: Iterable[Curve], *, with_markers: bool) -> None:
        wanted = set(curves)
        self._curves = [curve for curve in WIDTHS if curve in wanted]
        self._with_markers = with_markers
        self._pens: dict[Curve, QPen] = {}
        self._polygons: dict[Curve, QPolygonF] = {}
        self._markers: dict[Curve, list[QPointF]] = {}
        self.data: dict[Curve, tuple[_Numbers, _Numbers]] = {}
        self.clear()

    def set_pens(self, pens: dict[Curve, QPen], fill: QColor) -> None:
        """Take colours; `fill` is that between the lowest and the highest batch cost."""
        self._pens, self._fill = pens, fill

    def clear(self) -> None:
        """Draw nothing."""
        nothing = np.empty(0)
        for curve in self._curves:
            self.data[curve] = nothing, nothing
            self._polygons[curve], self._markers[curve] = QPolygonF(), []

    def draw(self, history: History, frame: Frame) -> None:
        """Prepare what `history` holds now."""
        course = frame.visible(history)
        x = frame.unit.positions(history, course.steps)
        if Curve.BATCH in self._curves:
            outline = np.concatenate([course.high, course.low[::-1]])
            self._set(Curve.BATCH, np.concatenate([x, x[::-1]]), outline, frame)
        self._set(Curve.SMOOTHED, x, course.smoothed, frame)
        table = history.evaluations()
        which = np.arange(len(table))
        stride = -(-len(table) // _MOST_EVALUATIONS)
        if stride > 1:
            which = np.append(which[:-1:stride], len(table) - 1)
        x = frame.unit.positions(history, table.steps[which])
        for curve in self._curves:
            if curve.is_evaluated:
                self._set(curve, x, getattr(table, curve.value)[which], frame)

    def paint(self, painter: QPainter, shown: Container[Curve]) -> None:
        """Paint the curves that are in `shown`."""
        for curve in self._curves:
            if curve not in shown:
                continue
            painter.setPen(self._pens[curve])
            if curve is Curve.BATCH:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.setBrush(self._fill)
                painter.drawPolygon(self._polygons[curve])
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.drawPolyline(self._polygons[curve])
            if self._with_markers:
                self._paint_markers(painter, curve)

    def _paint_markers(self, painter: QPainter, curve: Curve) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._pens[curve].color())
        r = MARKER_RADIUS[curve]
        for place in self._markers[curve]:
            if curve.is_accuracy:
                painter.drawRect(QRectF(place.x() - r, place.y() - r, 2 * r, 2 * r))
            else:
                painter.drawEllipse(place, r, r)

    def _set(self, curve: Curve, x: _Numbers, values: _Numbers, frame: Frame) -> None:
        if curve.is_accuracy:
            y, span = share_to_plot(values, logit=frame.logit), frame.accuracy
        else:
            y, span = to_plot(values, log=frame.log), frame.cost
        self.data[curve] = x, y
        pixels = np.empty((len(x), 2))
        pixels[:, 0] = frame.x_pixels(x)
        beyond = _BEYOND * frame.height
        pixels[:, 1] = np.clip(frame.y_pixels(y, span), -beyond, beyond)
        polygon = create_qpolygonf(len(x))
        if len(x):
            ndarray_from_qpolygonf(polygon)[...] = pixels
        self._polygons[curve] = polygon
        marked = pixels if curve.is_evaluated and len(x) <= _MOST_MARKERS else pixels[-1:]
        self._markers[curve] = [QPointF(*place) for place in marked.tolist()]


_VEIL: Final = 170  # of 255: what lies behind it can still be seen
_CURVES: Final = (Curve.SMOOTHED, Curve.TEST_ACCURACY)
COURSE_POINTS: Final = 500


class EarlierRun:
    """One run that is over.

    Attributes:
        history: What it has been through; does not grow any more.
        visible: It is drawn.
        drawing: Its curves.
        course: Its smoothed costs, thinned, to find out how far the axes must reach.
    """

    def __init__(self, history: History, visible: bool, theme: Theme, position: int) -> None:
        self.history, self.visible = history, visible
        self.drawing = RunDrawing(_CURVES, with_markers=False)
        self.course = history.curve().thinned(0, np.inf, COURSE_POINTS).smoothed
        self.dress(theme, position)

    def dress(self, theme: Theme, position: int) -> None:
        """Take the colours of a theme for the run at this position in the list."""
        pens = {curve: run_pen(theme, position, curve) for curve in _CURVES}
        self.drawing.set_pens(pens, pens[Curve.SMOOTHED].color())


class CurveLayer(QGraphicsItem):
    """Paints what it is given in pixels; one item is several times faster than one a curve.

    Attributes:
        drawings: The runs, the one in front last, each with the curves that are shown of it.
        grid: Heights of the grid lines.
        crosshair: Where its lines are, x and y; each None for no line.
        diverged: Where the run diverged; None for nowhere.
        moment: Where the moment of the past is that is shown; what comes after it is pale. None
            for now.
    """

    def __init__(self) -> None:
        super().__init__()
        self.drawings: list[tuple[RunDrawing, set[Curve]]] = []
        self.grid: list[float] = []
        self.crosshair: tuple[float | None, float | None] = (None, None)
        self.diverged: float | None = None
        self.moment: float | None = None
        self._size = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.dress(current_theme())

    def set_geometry(self, rectangle: QRectF) -> None:
        """Cover a rectangle of the parent."""
        self.prepareGeometryChange()
        self.setPos(rectangle.topLeft())
        self._size = QRectF(0, 0, rectangle.width(), rectangle.height())

    def dress(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._grid_pen = QPen(QColor(blend(theme.border, theme.base, 0.6)), 1)
        self._crosshair_pen = QPen(QColor(theme.muted), 1)
        self._diverged_pen = QPen(QColor(theme.warning), 1)
        self._diverged_pen.setDashPattern([4.0, 4.0])
        self._moment_pen = QPen(QColor(theme.accent), 2)
        self._veil = QColor(theme.base)
        self._veil.setAlpha(_VEIL)
        self.update()

    def _line(self, painter: QPainter, pen: QPen, x: float | None, y: float | None) -> None:
        painter.setPen(pen)
        if x is not None:
            painter.drawLine(round(x), 0, round(x), round(self._size.height()))
        if y is not None:
            painter.drawLine(0, round(y), round(self._size.width()), round(y))

    def boundingRect(self) -> QRectF:
        return self._size

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint grid, curves and marks, in this order."""
        painter.setClipRect(self._size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for height in self.grid:
            self._line(painter, self._grid_pen, None, height)
        for drawing, shown in self.drawings:
            drawing.paint(painter, shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.moment is not None:
            painter.fillRect(self._size.adjusted(self.moment, 0, 0, 0), self._veil)
            self._line(painter, self._moment_pen, self.moment, None)
        self._line(painter, self._diverged_pen, self.diverged, None)
        self._line(painter, self._crosshair_pen, *self.crosshair)
