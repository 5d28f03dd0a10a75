"""The digit on its way through the diagram, layer by layer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from gdstudio.studio.motion import motion_is_reduced

FLOW_MS: Final = 2000  # from the digit to the answer
_PICTURE_MS: Final = 33


class DiagramFlow(QObject):
    """Moves the front of a digit through some layers; where motion is reduced, a layer a press.

    Signals:
        moved(object): How far the digit has come, in layers; None: it is all through.
    """

    moved = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._n_gaps = 0
        self._front: float | None = None
        self._clock = QElapsedTimer()
        self._pictures = QTimer(self)
        self._pictures.setInterval(_PICTURE_MS)
        self._pictures.timeout.connect(self._on_pictures_timeout)

    def press(self, n_layers: int) -> None:
        """Begin at the digit; where motion is reduced, come to the next of so many layers."""
        self._n_gaps = n_layers - 1
        if not motion_is_reduced():
            self._clock.start()
            self._pictures.start()
            self._move(0.0)
        elif self._front is None:
            self._move(0.0)
        else:
            self._move(self._front + 1)

    @Slot()
    def stop(self) -> None:
        """Let the digit be all through."""
        self._pictures.stop()
        if self._front is not None:
            self._move(None)

    def _move(self, front: float | None) -> None:
        if front is not None and front >= self._n_gaps:
            self._pictures.stop()
            front = None
        self._front = front
        self.moved.emit(front)

    @Slot()
    def _on_pictures_timeout(self) -> None:
        self._move(self._n_gaps * self._clock.elapsed() / FLOW_MS)
