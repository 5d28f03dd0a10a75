"""How long the window takes to show a message, and which widget takes how much of it."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gdstudio.studio.controllers.training_controller import TrainingController


class PaintClock(QObject):
    """Times every message from its arrival until it is painted, and every paint event in between.

    Each event is handed to its widget by the clock itself, so that both ends are seen.
    """

    def __init__(self, window: QWidget, training: TrainingController) -> None:
        super().__init__(window)
        self._training = training
        self._shown_ms: list[float] = []
        self._painted_ms: defaultdict[str, float] = defaultdict(float)
        self._watched = [window, *window.findChildren(QWidget)]

    def start(self) -> None:
        """Begin to note."""
        self._training.message_shown.connect(self._on_training_message_shown)
        for widget in self._watched:
            widget.installEventFilter(self)

    def stop(self) -> dict[str, Any]:
        """Return mean and 90th percentile of ms a message, and ms a message by widget."""
        self._training.message_shown.disconnect(self._on_training_message_shown)
        for widget in self._watched:
            widget.removeEventFilter(self)
        if not self._shown_ms:
            return {"shown_mean_ms": None, "shown_p90_ms": None, "painting_ms": {}}
        count = len(self._shown_ms)
        return {
            "shown_mean_ms": float(np.mean(self._shown_ms)),
            "shown_p90_ms": float(np.percentile(self._shown_ms, 90)),
            "painting_ms": {
                name: ms / count
                for name, ms in sorted(self._painted_ms.items(), key=lambda row: -row[1])
            },
        }

    @Slot(float)
    def _on_training_message_shown(self, seconds: float) -> None:
        self._shown_ms.append(seconds * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint in place of Qt, with an eye on the clock."""
        if event.type() != QEvent.Type.Paint or not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        area = watched.parentWidget()
        begun_s = time.perf_counter()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is watched:
            area.viewportEvent(event)
        else:
            watched.event(event)
        self._painted_ms[_own_name(watched)] += (time.perf_counter() - begun_s) * 1000
        return True


def _own_name(widget: QWidget) -> str:
    """Return the class of the widget, or of the one it stands in, that this program wrote."""
    place: QWidget | None = widget
    while place is not None and not type(place).__module__.startswith("gdstudio"):
        place = place.parentWidget()
    return type(place or widget).__name__
