"""Widgets that lie over a window, or over a part of it, as large as that is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.common.painted_widget import PaintedWidget


class Overlay(PaintedWidget):
    """Lies over all of its window, or over a part of it, while it is shown; hidden at first."""

    def __init__(self, window: QWidget, part: QWidget | None = None) -> None:
        """Hide nothing yet.

        Args:
            window: Owns it.
            part: What it lies over, a child of the window; None for all of the window.
        """
        super().__init__(window)
        self._window, self._under = window, window if part is None else part
        self.hide()

    def lie(self) -> None:
        """Lie over it, above all else there."""
        self.show()
        self.raise_()
        self.update()

    def _place(self) -> QRect:
        under = self._under
        return under.rect() if under is self._window else under.geometry()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setGeometry(self._place())
        self._under.installEventFilter(self)  # not longer than it is shown: each event costs time

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._under.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self.setGeometry(self._place())
        return False
