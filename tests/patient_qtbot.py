"""A qtbot that waits for events as long as the slowest machine may take."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE_MS


class PatientQtBot(QtBot):
    """Waits for what happens, not for how fast; whoever names a time of their own gets that.

    Attributes:
        added: The widgets that it closes in the end.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        self.added: list[QWidget] = []

    def addWidget(self, widget: QWidget, *, before_close_func: Any = None) -> None:
        """Let the focus leave a widget while it is whole, not when it is being destroyed."""

        def before_close(closing: QWidget) -> None:
            _take_focus_from(closing)
            if before_close_func is not None:
                before_close_func(closing)

        super().addWidget(widget, before_close_func=before_close)
        self.added.append(widget)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitSignals(self, signals: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignals(signals, timeout=timeout, **options)

    def waitUntil(self, callback: Any, *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitCallback(self, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitCallback(timeout=timeout, **options)

    def waitExposed(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitExposed(widget, timeout=timeout)

    def waitActive(self, widget: Any, *, timeout: int = PATIENCE_MS) -> Any:
        return super().waitActive(widget, timeout=timeout)


def _take_focus_from(widget: QWidget) -> None:
    focus = QApplication.focusWidget()
    if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
        focus.clearFocus()
