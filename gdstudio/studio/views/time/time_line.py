"""The line of a run's time: its steps, epochs and marks, and a handle on the step that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from gdstudio.learning.history import EvaluationTable
from gdstudio.numerals import cost, percent, whole
from gdstudio.pictures.time_axis import TimeAxis, TimeMark, TimeMarkKind
from gdstudio.studio.text_size import px, text_scale
from gdstudio.studio.views.common.painted_widget import (
    PaintedWidget,
    arrow_of,
    came_by_key,
    paint_focus_ring,
)

_EDGE: Final = 9  # pixels at 100 % beside the line, for half a handle
_HANDLE: Final = 6.5  # radius at 100 %
_TRACK: Final = 4  # thickness at 100 %
_NEAR: Final = 4.0  # pixels at 100 %: a mark so near to the mouse is meant
_FAR: Final = 10  # moments, of an arrow key with Ctrl


class TimeLine(PaintedWidget):
    """Shows where in its run the network stands that is shown, and lets one choose another step.

    Every step that can be chosen is one that is kept; what lies between is never made up.

    Signals:
        step_chosen(int): The user wants to see the network at this step, one of those kept.
        now_requested: ... as it is now.
        mark_renamed(int): The user wants to name the mark of this step.
    """

    step_chosen = Signal(int)
    now_requested = Signal()
    mark_renamed = Signal(int)

    def __init__(self) -> None:
        self._steps: NDArray[np.int64] = np.empty(0, np.int64)
        self._last = 0
        self._steps_per_epoch = 1
        self._marks: tuple[TimeMark, ...] = ()
        self._evaluations: EvaluationTable | None = None
        self._step: int | None = None
        self.is_log = False
        self._ring = False
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time of the run"))
        self.setMouseTracking(True)

    @property
    def step(self) -> int | None:
        """The step that is shown; None is now."""
        return self._step

    @property
    def steps(self) -> NDArray[np.int64]:
        """The steps that can be chosen, rising, read-only for whoever gave them."""
        return self._steps

    def set_steps(self, steps: NDArray[np.int64], last: int, steps_per_epoch: int) -> None:
        """Offer these steps, shape (k,), rising, of a run that has come to step `last`."""
        self._steps, self._last = steps, last
        self._steps_per_epoch = steps_per_epoch
        self.update()

    def set_marks(self, marks: Sequence[TimeMark]) -> None:
        """Mark what happened, the most telling last: it lies on top."""
        self._marks = tuple(marks)
        self.update()

    def set_evaluations(self, evaluations: EvaluationTable) -> None:
        """Mark where the digits were asked, whether or not the moment is still kept."""
        self._evaluations = evaluations
        self.update()

    def set_step(self, step: int | None) -> None:
        """Put the handle on a step; None is now."""
        if step != self._step:
            self._step = step
            self.setAccessibleDescription(self._words(step))
            self.update()

    @Slot(bool)
    def set_log(self, log: bool) -> None:
        """Draw out the beginning, or let all steps be of one length."""
        self.is_log = log
        self.update()

    def go(self, moments: int) -> None:
        """Ask for the moment so many later among those kept; beyond the last one is now."""
        if not len(self._steps):
            return
        if self._step is None:
            index = len(self._steps) if self._steps[-1] < self._last else len(self._steps) - 1
        else:
            index = int(np.searchsorted(self._steps, self._step))
        index += moments
        if index >= len(self._steps) or (index == len(self._steps) - 1 and self._is_end(index)):
            self.now_requested.emit()
        else:
            self.step_chosen.emit(int(self._steps[max(index, 0)]))

    def axis(self) -> TimeAxis:
        """Return the axis as it is drawn; its left end stands `left` pixels from the edge."""
        return TimeAxis(self._last, max(self.width() - 2.0 * self.left, 1.0), self.is_log)

    @property
    def left(self) -> int:
        """Pixels left of the line."""
        return px(_EDGE)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(90), px(28))

    def _is_end(self, index: int) -> bool:
        return bool(self._steps[index] >= self._last)

    def _words(self, step: int | None) -> str:
        if step is None:
            return self.tr("now, step {0}").format(whole(self._last))
        epoch = step / max(self._steps_per_epoch, 1)
        return self.tr("step {0}, epoch {1}").format(whole(step), f"{epoch:.2f}")

    def _evaluated_words(self, step: int) -> str:
        """Return what an evaluation at exactly that step said; "" if there was none."""
        table = self._evaluations
        at = 0 if table is None else int(np.searchsorted(table.steps, step))
        if table is None or at == len(table) or table.steps[at] != step:
            return ""
        told = self.tr("cost {0}, {1} of the test digits right")
        return told.format(
            cost(float(table.train_cost[at])), percent(float(table.test_accuracy[at]))
        )

    def _mark_at(self, x: float) -> TimeMark | None:
        """Return the most telling mark under a place."""
        axis = self.axis()
        for mark in reversed(self._marks):
            if abs(float(axis.pixels(mark.step)) + self.left - x) <= px(_NEAR):
                return mark
        return None

    def _choose_at(self, x: float) -> None:
        if not len(self._steps):
            return
        axis, place = self.axis(), x - self.left
        if place >= axis.length:
            self.now_requested.emit()
            return
        step = axis.nearest(self._steps, place)
        if step != self._step:
            if step >= self._last:
                self.now_requested.emit()
            else:
                self.step_chosen.emit(step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self._mark_at(event.position().x())
            if mark is not None and mark.kind is TimeMarkKind.NAMED:
                self.step_chosen.emit(mark.step)
            else:
                self._choose_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose_at(event.position().x())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position().x())
        if mark is not None and mark.kind is TimeMarkKind.NAMED:
            self.mark_renamed.emit(mark.step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        clicks = event.angleDelta().y() or event.angleDelta().x()
        if clicks:
            self.go(-1 if clicks > 0 else 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = arrow_of(event)
        if arrow is not None:
            by = arrow[0] - arrow[1]
            far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.go(by * (_FAR if far else 1))
        elif event.key() == Qt.Key.Key_Home and len(self._steps):
            self.step_chosen.emit(int(self._steps[0]))
        elif event.key() == Qt.Key.Key_End:
            self.now_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = came_by_key(event.reason())
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring = False
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos().x()), self)
            return True
        return super().event(event)

    def tip_at(self, x: float) -> str:
        """Return what is told of a place: what is marked there, or the step that is kept."""
        if not len(self._steps):
            return self.tr("The steps of the run appear here: drag to see the network as it was.")
        mark = self._mark_at(x)
        step = self.axis().nearest(self._steps, x - self.left) if mark is None else mark.step
        told = "" if mark is None else mark.words
        return "\n".join(filter(None, (self._words(step), told, self._evaluated_words(step))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axis, y = self.axis(), self.height() / 2
        end = float(axis.pixels(self._last if self._step is None else self._step))
        self._paint_track(painter, axis.length, end, y)
        self._paint_epochs(painter, axis, y)
        self._paint_marks(painter, axis, y)
        if self._last:
            self._paint_handle(painter, QPointF(self.left + end, y))
        if self._ring:
            paint_focus_ring(painter, QRectF(self.rect()), 4)
        painter.end()

    def _paint_track(self, painter: QPainter, length: float, end: float, y: float) -> None:
        thickness = px(_TRACK)
        track = QRectF(self.left, y - thickness / 2, length, thickness)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.fill))
        painter.drawRoundedRect(track, thickness / 2, thickness / 2)
        if self._last:
            track.setWidth(end)
            painter.setBrush(QColor(self.theme.accent))
            painter.drawRoundedRect(track, thickness / 2, thickness / 2)

    def _paint_epochs(self, painter: QPainter, axis: TimeAxis, y: float) -> None:
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        top = y + px(_TRACK)
        for _, step in axis.epochs(self._steps_per_epoch):
            x = round(self.left + float(axis.pixels(step))) + 0.5
            painter.drawLine(QPointF(x, top), QPointF(x, top + px(4)))

    def _paint_marks(self, painter: QPainter, axis: TimeAxis, y: float) -> None:
        bottom = y - px(_TRACK)
        painter.setPen(QPen(QColor(self.theme.outline), 1))
        evaluated = () if self._evaluations is None else self._evaluations.steps
        for x in sorted(set(np.round(axis.pixels(evaluated)).tolist())):
            at = self.left + x + 0.5
            painter.drawLine(QPointF(at, bottom - px(2)), QPointF(at, bottom))
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in self._marks:
            painter.setBrush(QColor(self._colour(mark.kind)))
            painter.drawPolygon(
                _shape(mark.kind, self.left + float(axis.pixels(mark.step)), bottom)
            )

    def _colour(self, kind: TimeMarkKind) -> str:
        return self.theme.warning if kind is TimeMarkKind.NAMED else self.theme.text

    def _paint_handle(self, painter: QPainter, place: QPointF) -> None:
        painter.setPen(QPen(QColor(self.theme.base), 2))
        painter.setBrush(QColor(self.theme.accent))
        painter.drawEllipse(place, px(_HANDLE), px(_HANDLE))
        if self._step is not None:  # hollow: it is not the network as it is now
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.base))
            painter.drawEllipse(place, px(_HANDLE) / 2.4, px(_HANDLE) / 2.4)


_SHAPES: Final = {  # corners in pixels at 100 %, from the foot of the mark, y upwards
    TimeMarkKind.SETTING: ((-3.5, 7.0), (3.5, 7.0), (0.0, 0.0)),
    TimeMarkKind.EDIT: ((-3.0, 7.0), (3.0, 7.0), (3.0, 1.0), (-3.0, 1.0)),
    TimeMarkKind.BRANCH: ((0.0, 8.0), (3.5, 4.0), (0.0, 0.0), (-3.5, 4.0)),
    TimeMarkKind.NAMED: ((-0.75, 9.0), (6.0, 6.5), (0.75, 4.0), (0.75, 0.0), (-0.75, 0.0)),
}


def _shape(kind: TimeMarkKind, x: float, bottom: float) -> QPolygonF:
    scale = text_scale()
    return QPolygonF([QPointF(x + scale * a, bottom - scale * b) for a, b in _SHAPES[kind]])
