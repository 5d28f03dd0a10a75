"""A hand that draws with the mouse, and a clock that tells how soon the answer is painted."""

from __future__ import annotations

import math
import time
from typing import Final

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gdstudio.studio.state.drawing_model import DrawingModel
from gdstudio.studio.views.drawing.drawing_panel import DrawingPanel

MOVE_INTERVAL_MS: Final = 8  # a mouse tells 125 places a second
_MOVES_OF_A_STROKE: Final = 60
_LEFT: Final = Qt.MouseButton.LeftButton
_NONE: Final = Qt.MouseButton.NoButton


def send_mouse(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    """Press, move (pressed) or release the left button at a place of the widget."""
    button = _NONE if kind == QEvent.Type.MouseMove else _LEFT
    buttons = _NONE if kind == QEvent.Type.MouseButtonRelease else _LEFT
    world = widget.mapToGlobal(place)
    event = QMouseEvent(kind, place, world, button, buttons, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(widget, event)


class DrawnStroke(QObject):
    """Draws loops with mouse events; each place waits for bars that were painted after it was read.

    The clock of a place starts when the mouse would have told it, so a late event loop counts.
    """

    def __init__(self, panel: DrawingPanel, drawing: DrawingModel, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas, self._bars, self._drawing = panel.canvas, panel.bars, drawing
        self._moves = 0
        self._due_s = 0.0
        self._asked_s: float | None = None
        self._pixels = drawing.pixels
        self._is_answered = False
        self._took_ms: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(MOVE_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        drawing.answer_changed.connect(self._on_drawing_answer_changed)

    def start(self) -> None:
        """Draw until `stop`."""
        self._bars.installEventFilter(self)  # the last one is asked first
        self._moves = 0
        self._asked_s = None
        self._took_ms.clear()
        self._due_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> float | None:
        """Lift the pen; return the 95th percentile of ms from place to painted answer."""
        self._timer.stop()
        self._send(QEvent.Type.MouseButtonRelease)
        self._canvas.clear()
        return float(np.percentile(self._took_ms, 95)) if self._took_ms else None

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.perf_counter()
        self._due_s += MOVE_INTERVAL_MS / 1000
        if self._asked_s is None:
            self._asked_s, self._is_answered = min(self._due_s, now), False
            self._pixels = self._drawing.pixels
        self._due_s = max(self._due_s, now)
        phase = self._moves % _MOVES_OF_A_STROKE
        if phase == _MOVES_OF_A_STROKE - 1:
            self._send(QEvent.Type.MouseButtonRelease)
        elif phase == 0:
            if self._moves % (4 * _MOVES_OF_A_STROKE) == 0:
                self._canvas.clear()
            self._send(QEvent.Type.MouseButtonPress)
        else:
            self._send(QEvent.Type.MouseMove)
        self._moves += 1

    def _send(self, kind: QEvent.Type) -> None:
        turn = self._moves / 15
        reach = 0.3 * self._canvas.width()
        middle = QPointF(self._canvas.rect().center())
        place = middle + QPointF(reach * math.cos(turn), reach * math.sin(1.7 * turn))
        send_mouse(self._canvas, kind, place)

    @Slot()
    def _on_drawing_answer_changed(self) -> None:
        if self._drawing.pixels is not self._pixels:  # the canvas was read since
            self._is_answered = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop the clock when the bars paint an answer."""
        is_paint = event.type() == QEvent.Type.Paint
        if is_paint and self._is_answered and self._asked_s is not None:
            self._took_ms.append((time.perf_counter() - self._asked_s) * 1000)
            self._asked_s = None
        return super().eventFilter(watched, event)
