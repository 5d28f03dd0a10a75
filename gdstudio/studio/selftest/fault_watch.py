"""What came of a step, and faults nobody catches: in slots, in threads, in drawing by OpenGL."""

from __future__ import annotations

import sys
import threading
import warnings
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from gdstudio.errors import GdstudioError


class StepFailed(GdstudioError):
    """Something is not as it should be; `str(error)` says what."""


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one step.

    Attributes:
        name: What was tried, a word or two.
        seconds: How long it took.
        passed: Whether all was as it should be.
        detail: What was seen, one line.
    """

    name: str
    seconds: float
    passed: bool
    detail: str


def one_line(error: BaseException) -> str:
    """Return what an exception says, with its kind unless its words are meant for people."""
    words = " ".join(str(error).split())
    if isinstance(error, GdstudioError):
        return words
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


class FaultWatch:
    """While it is entered, notes every uncaught exception of any thread and every RuntimeWarning.

    pyqtgraph turns what goes wrong while it draws with OpenGL into such warnings; the view stays
    blank, and nothing else tells.
    """

    def __init__(self) -> None:
        self._seen: list[str] = []
        self._warnings = warnings.catch_warnings()

    def __enter__(self) -> Self:
        self._hooks = sys.excepthook, threading.excepthook
        self._warnings.__enter__()
        warnings.simplefilter("always", RuntimeWarning)
        warnings.showwarning = self._on_warning  # type: ignore[assignment]  # its `line` is not used
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        return self

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        self._warnings.__exit__(None, None, None)

    def note(self, error: BaseException) -> None:
        """Note a fault that somebody caught."""
        self._seen.append(one_line(error))

    def check(self) -> None:
        """Do nothing if all is well.

        Raises:
            StepFailed: Something was noted since the last time; the first of it is told.
        """
        if self._seen:
            first, self._seen = self._seen[0], []
            raise StepFailed(first)

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self.note(error)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.note(args.exc_value)

    def _on_warning(self, message: Warning | str, category: type[Warning], *_: Any) -> None:
        if issubclass(category, RuntimeWarning):
            # The warning of pyqtgraph is a whole traceback; its last line but one says what it was.
            lines = [line for line in str(message).splitlines() if line and line[0] != " "]
            known = [line for line in lines if line.partition(":")[0].endswith(("Error", "error"))]
            self._seen.append((known or lines or [category.__name__])[-1])
