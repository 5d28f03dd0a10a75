"""Ctrl+C, TERM and HUP: an end at once, or a question asked between two updates.

Imports next to nothing: it is there before anything else of the program is, so that a signal finds
it even while the program is still being loaded.
"""

from __future__ import annotations

# As in `ending`: the module `signal` takes longer to load than all that goes before it.
import _signal as signal  # type: ignore[import-not-found]
import os

from gdstudio.ending import EXIT_CODE, ending_signals

TYPE_CHECKING = False  # typing's own would first have to be imported
if TYPE_CHECKING:
    from types import FrameType, TracebackType
    from typing import Any


def leave_on_signals() -> None:
    """From now on end the program at once and in silence when somebody wants it.

    What has something to keep enters an `Interruption`. To be called in the main thread.
    """
    for number in ending_signals():
        signal.signal(number, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(EXIT_CODE)  # no exception: half of an import, or an exit, would tell people of it


class Interruption:
    """While entered, the first signal only sets `requested`; a second one ends the program at once.

    The second is a KeyboardInterrupt, so that processes and temporary files go too. HUP is never
    that second one: a terminal that closes may send it twice, and after TERM.

    To be entered in the main thread.

    Attributes:
        requested: True once somebody wants an end.
    """

    def __init__(self) -> None:
        self.requested = False
        self._is_urgent = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruption:
        for number in ending_signals():
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
        if number not in (signal.SIGINT, signal.SIGTERM):
            return
        if self._is_urgent:
            self._restore()
            raise KeyboardInterrupt
        self._is_urgent = True

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()
