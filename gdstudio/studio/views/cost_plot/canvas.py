"""The drawing area of the cost plot: axes, curves, and how far one sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsGridLayout

from gdstudio.learning.history import History
from gdstudio.pictures.palette import blend
from gdstudio.pictures.spans import (
    ACCURACY_SPAN,
    Span,
    accuracy_span,
    cost_span,
    to_plot,
    x_span,
)
from gdstudio.studio.views.common.painted_widget import FollowsLook
from gdstudio.studio.views.cost_plot.box import (
    AccuracyAxis,
    CostAxis,
    CostBox,
    CountAxis,
    PlotAxis,
    PlotTexts,
)
from gdstudio.studio.views.cost_plot.curves import Curve, Unit, curve_pen
from gdstudio.studio.views.cost_plot.drawing import (
    CurveLayer,
    EarlierRun,
    Frame,
    RunDrawing,
)
from gdstudio.studio.views.cost_plot.reach import reach

_LEAST_POINTS: Final = 10.0
_ABOVE: Final = 6  # pixels
_LEAST_ACCURACIES: Final = 0.01  # of the axis: one zooms no further in than that
_EMPTY_X: Final = x_span(1000.0, None)
_EMPTY_COST: Final = {False: ACCURACY_SPAN, True: Span(-3.045, 0.045)}


class CostCanvas(FollowsLook, pg.GraphicsView):
    """Draws the present run and earlier ones; the axes follow the data until the user zooms.

    Attributes:
        box: What part of the plot is seen; asks for the menu.
        shares: What part of the accuracies is seen; wheel and drags reach it on their axis.
        history: The present run; None if there is none.
        is_log: Whether costs are on a logarithmic axis.
        is_logit: Whether accuracies are on a logit axis.
        unit: What the horizontal axis counts.
        follows: Whether steps and costs follow the data.
        zoom: The accuracies that the user wants to see, in plot coordinates; None for all. New
            runs keep it.
        present: What is drawn of the present run.
        texts: The hint and the note on it.
        moment: The step of the present run that is shown in place of its end; None for now.

    Signals:
        hovered(object): The mouse is at this place of the horizontal axis (float), or gone (None);
            also when the axis moves under a mouse that rests.
        follow_changed(bool): Whether all axes follow the data.
    """

    hovered = Signal(object)
    follow_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__(background=None)  # type: ignore[call-arg]  # pyqtgraph's
        self.history: History | None = None
        self._earlier: dict[int, EarlierRun] = {}  # in the order of their colours
        self._shown = set(Curve)
        self.is_log, self.is_logit, self.unit = False, False, Unit.STEPS
        self.follows, self._ranging, self._sees_all = True, False, True
        self.zoom: Span | None = None
        self._x: Span | None = None
        self._cost: Span | None = None
        self._drawn: Frame | None = None
        self._crosshair: tuple[float | None, float | None] = (None, None)
        self.moment: int | None = None
        self._mouse: QPoint | None = None
        self.box, self.shares, self._layer = CostBox(), CostBox(), CurveLayer()
        self._x_axis = CountAxis("bottom", "1000k")
        self._accuracy_axis = AccuracyAxis("right", "99.9 %", self.tr("accuracy"))
        self._axes: tuple[PlotAxis, ...] = (
            CostAxis("left", "0.0005", self.tr("cost")),
            self._accuracy_axis,
            self._x_axis,
        )
        self._lay_out()
        self.present = RunDrawing(Curve, with_markers=True)
        self.texts = PlotTexts(self, self.tr("The cost of each step appears here."))
        for box in (self.box, self.shares):
            box.sigRangeChanged.connect(self._on_cost_box_range_changed)
            box.view_all_requested.connect(self.follow)
        self.box.sigRangeChangedManually.connect(self._on_cost_box_moved)
        self.shares.sigRangeChangedManually.connect(self._on_shares_moved)
        self.shares.menu_requested.connect(self.box.menu_requested)
        self.box.sigResized.connect(self._on_cost_box_resized)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.follow_look()
        self._set_spans(_EMPTY_X, _EMPTY_COST[False], ACCURACY_SPAN)
        self._change_drawings()

    @property
    def spans(self) -> tuple[Span, Span]:
        """What the horizontal and the cost axis show, in plot coordinates."""
        (x_low, x_high), (low, high) = self.box.viewRange()
        return Span(x_low, x_high), Span(low, high)

    @property
    def accuracies(self) -> Span:
        """What the accuracy axis shows, in plot coordinates."""
        return Span(*self.shares.viewRange()[1])

    def set_history(self, history: History | None) -> None:
        """Draw this run as the present one; it is kept, not copied."""
        self.history = history
        self._follow_data()

    def set_earlier(self, runs: Sequence[tuple[int, History, bool]]) -> None:
        """Draw these runs (number, history, visible) behind the present one, in their order."""
        self._earlier = {
            run_id: EarlierRun(history, visible, self.theme, position)
            for position, (run_id, history, visible) in enumerate(runs)
        }
        self._change_drawings()

    def set_run_visible(self, run_id: int, visible: bool) -> None:
        """Show or hide one earlier run."""
        self._earlier[run_id].visible = visible
        self._change_drawings()

    @Slot(object, bool)
    def set_shown(self, curve: Curve, shown: bool) -> None:
        """Show or hide one curve of all runs."""
        (self._shown.add if shown else self._shown.discard)(curve)
        self._change_drawings()

    def shows(self, curve: Curve) -> bool:
        """Return whether a curve of all runs is shown."""
        return curve in self._shown

    def set_log(self, log: bool) -> None:
        """Put costs on a logarithmic or a linear axis; the view shows all again."""
        self.is_log = log
        self._axes[0].setLogMode(False, log)
        self._drawn = None
        self._follow_data()

    @Slot(bool)
    def set_logit(self, logit: bool) -> None:
        """Put accuracies on a logit or an even axis; the view shows all again."""
        self.is_logit = logit
        self._accuracy_axis.set_logit(logit)
        self._drawn = None
        self.follow()

    def set_unit(self, unit: Unit) -> None:
        """Count this along the horizontal axis; the view shows all again."""
        self.unit = unit
        self._x_axis.set_whole(unit is not Unit.SECONDS)
        self._follow_data()

    def set_zoom(self, zoom: Span | None) -> None:
        """Show only these accuracies; None for all."""
        self.zoom = zoom
        self._tell_following()
        self.refresh()

    @Slot()
    def follow(self) -> None:
        """Let all axes follow the data again."""
        self.zoom = None
        self._follow_data()

    def _follow_data(self) -> None:
        """Let steps and costs follow the data again."""
        self._x = self._cost = None
        self.follows = True
        self._tell_following()
        self.refresh()

    def refresh(self) -> None:
        """Draw what the histories hold now."""
        self._set_spans(*self._wanted_spans(), self._wanted_accuracies())
        self._draw()
        self._tell_mouse()

    def look_changed(self) -> None:
        """Take up theme and font; what stands on the axes is to be read from the last row."""
        theme, font = self.theme, QFont(self.font())
        font.setPointSizeF(max(_LEAST_POINTS, font.pointSizeF()))
        self.setBackground(theme.base)
        for axis in self._axes:
            axis.dress(theme)
            axis.set_font(font)
        above = max(_ABOVE, QFontMetrics(font).height() // 2)  # half of the topmost number
        self._layout.setContentsMargins(0, above, 4, 0)
        pens = {curve: curve_pen(theme, curve) for curve in Curve}
        self.present.set_pens(pens, QColor(blend(theme.accent, theme.base, 0.22)))
        for position, run in enumerate(self._earlier.values()):
            run.dress(theme, position)
        self._layer.dress(theme)
        self.texts.place()

    def set_crosshair(self, x: float | None, cost: float | None) -> None:
        """Let hairlines cross at a place and a cost, or leave out those without one."""
        if (x, cost) != self._crosshair:
            self._crosshair = x, cost
            self._place_marks(self._frame())
            self._layer.update()

    def set_moment(self, step: int | None) -> None:
        """Draw a line at a step of the present run, and pale what comes after; None for no line."""
        if step != self.moment:
            self.moment = step
            self._place_marks(self._frame())
            self._layer.update()

    def position(self, step: int) -> float:
        """Return where a step of the present run lies on the horizontal axis."""
        assert self.history is not None
        return self.unit.position(self.history, step)

    def _lay_out(self) -> None:
        content = pg.GraphicsWidget()
        layout = self._layout = QGraphicsGridLayout(content)
        layout.setSpacing(0)
        left, right, bottom = self._axes
        layout.addItem(left, 0, 0)
        layout.addItem(self.box, 0, 1)
        layout.addItem(right, 0, 2)
        layout.addItem(bottom, 1, 1)
        layout.setColumnStretchFactor(1, 1)
        layout.setRowStretchFactor(0, 1)
        self._layer.setParentItem(content)
        self._layer.setZValue(-1)
        left.linkToView(self.box)
        bottom.linkToView(self.box)
        self.shares.setParentItem(content)
        self.shares.setZValue(self.box.zValue() - 1)  # which has the mouse
        right.linkToView(self.shares)
        self.setCentralItem(content)

    def _wanted_spans(self) -> tuple[Span, Span]:
        lasts, costs = reach(self.history, self._visible_runs(), self._shown, self.unit)
        if not lasts:
            return _EMPTY_X, _EMPTY_COST[self.is_log]
        self._x = x_span(max(lasts), self._x)
        if not costs:
            return self._x, _EMPTY_COST[self.is_log]
        self._cost = cost_span(costs, log=self.is_log, before=self._cost)
        return self._x, self._cost

    def _wanted_accuracies(self) -> Span:
        if not self.is_logit:
            return ACCURACY_SPAN
        histories = [run.history for run in self._visible_runs()]
        tables = [h.evaluations() for h in (self.history, *histories) if h is not None]
        shown = [curve.value for curve in self._shown if curve.is_accuracy]
        values = [getattr(table, name) for table in tables for name in shown]
        return accuracy_span(values, logit=True)

    def _set_spans(self, x: Span, cost: Span, accuracy: Span) -> None:
        self._ranging = True
        self.box.set_limits(x, cost)
        height = accuracy.high - accuracy.low
        ends = {"yMin": accuracy.low, "yMax": accuracy.high}
        self.shares.setLimits(**ends, minYRange=_LEAST_ACCURACIES * height)
        if self.zoom is not None:  # as far as there is something to see
            low, high = max(self.zoom.low, accuracy.low), min(self.zoom.high, accuracy.high)
            accuracy = Span(low, high) if low < high else accuracy
        if accuracy != self.accuracies:
            self.shares.setYRange(accuracy.low, accuracy.high, padding=0)
        if self.follows and (x, cost) != self.spans:
            self.box.setRange(xRange=(x.low, x.high), yRange=(cost.low, cost.high), padding=0)
        self._ranging = False

    def _frame(self) -> Frame:
        size, shares = self.box.size(), (self.accuracies, self.is_logit)
        return Frame(*self.spans, size.width(), size.height(), self.is_log, self.unit, *shares)

    def _draw(self) -> None:
        frame = self._frame()
        if self.history is None:
            self.present.clear()
        else:
            self.present.draw(self.history, frame)
        self._place_marks(frame)
        if frame != self._drawn:  # grid and earlier runs change only with the axes
            self._drawn = frame
            ticks = self._axes[0].tickValues(frame.cost.low, frame.cost.high, frame.height)
            self._layer.grid = [frame.y_pixels(y) for _, level in ticks for y in level]
            for run in self._visible_runs():
                run.drawing.draw(run.history, frame)
        self._layer.update()

    def _place_marks(self, frame: Frame) -> None:
        at = None if self.history is None else self.history.diverged_at
        self._layer.diverged = None if at is None else frame.x_pixels(self.position(at))
        there = None if self.history is None else self.moment
        self._layer.moment = None if there is None else frame.x_pixels(self.position(there))
        x, cost = self._crosshair
        across = None if x is None else frame.x_pixels(x)
        height = None if cost is None else float(to_plot(np.array([cost]), log=self.is_log)[0])
        self._layer.crosshair = across, None if height is None else frame.y_pixels(height)

    def is_left(self, x: float) -> bool:
        """Whether a place of the horizontal axis lies in the left half."""
        (low, high), _ = self.box.viewRange()
        return bool(x < (low + high) / 2)

    def seen_earlier(self) -> list[tuple[int, int, History]]:
        """Return number, position in the list and history of the earlier runs that are drawn."""
        runs = enumerate(self._earlier.items())
        return [(run_id, k, run.history) for k, (run_id, run) in runs if run.visible]

    def _visible_runs(self) -> list[EarlierRun]:
        return [run for run in self._earlier.values() if run.visible]

    def _change_drawings(self) -> None:
        """Paint other runs or other curves from now on.

        The band of the mini-batches comes first: earlier runs are there to be compared.
        """
        band, lines = self._shown & {Curve.BATCH}, self._shown - {Curve.BATCH}
        earlier = [(run.drawing, lines) for run in self._visible_runs()]
        self._layer.drawings = [(self.present, band), *earlier, (self.present, lines)]
        self._drawn = None
        self.refresh()

    def _tell_mouse(self) -> None:
        """Tell where the mouse is on the axis as it is now, if it is here."""
        if self._mouse is not None:
            place = self.mapToScene(self._mouse)
            is_inside = self.box.sceneBoundingRect().contains(place)
            self.hovered.emit(self.box.mapSceneToView(place).x() if is_inside else None)

    def _tell_following(self) -> None:
        sees_all = self.follows and self.zoom is None
        if sees_all != self._sees_all:
            self._sees_all = sees_all
            self.follow_changed.emit(sees_all)

    @Slot(object, object, object)
    def _on_cost_box_range_changed(self, _box: object, ranges: object, _changed: object) -> None:
        if not self._ranging:
            self._draw()
            self._tell_mouse()

    @Slot(object)
    def _on_cost_box_moved(self, _axes: object) -> None:
        self.follows = False
        self._tell_following()

    @Slot(object)
    def _on_shares_moved(self, _axes: object) -> None:
        self.zoom = self.accuracies
        self._tell_following()

    @Slot(object)
    def _on_cost_box_resized(self, _box: object) -> None:
        rectangle: QRectF = self.box.geometry()
        self.shares.setGeometry(rectangle)
        self._layer.set_geometry(rectangle)
        self.texts.place(rectangle.toRect())
        self._draw()

    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        super().mouseMoveEvent(ev)
        self._mouse = ev.position().toPoint()
        self._tell_mouse()

    def keyPressEvent(self, ev: QKeyEvent) -> None:
        ev.ignore()  # keys are the window's

    def leaveEvent(self, ev: QEvent) -> None:
        super().leaveEvent(ev)
        self._mouse = None
        self.hovered.emit(None)
