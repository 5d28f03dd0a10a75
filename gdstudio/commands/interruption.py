"""Ctrl+C and SIGTERM as a question asked between two updates, so that nothing is left half done."""

from __future__ import annotations

import signal
from types import FrameType, TracebackType
from typing import Any, Final

EXIT_CODE: Final = 130
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """While entered, the first signal only sets `requested`; a second one ends the program at once.

    To be entered in the main thread.

    Attributes:
        requested: True once somebody wants an end.
    """

    def __init__(self) -> None:
        self.requested = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Interruption:
        for number in _SIGNALS:
            self._before[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._restore()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.requested = True
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
