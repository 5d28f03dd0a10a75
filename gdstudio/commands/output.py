"""What commands print: JSON and a progress line."""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Final, TextIO

from gdstudio.errors import GdstudioError

_REDRAW_S: Final = 0.1  # on a terminal
_PLAIN_S: Final = 5.0  # into a file or pipe


def print_error(error: GdstudioError) -> None:
    """Print an error as one line on standard error."""
    print(f"gdstudio: error: {' '.join(str(error).split())}", file=sys.stderr)


def print_json(value: Any) -> None:
    """Print one line of JSON on standard output; numbers that are not finite become null."""
    from gdstudio.files.plain_values import plain  # NumPy: --help shall not wait for it

    print(json.dumps(plain(value), allow_nan=False))


def duration(seconds: float) -> str:
    """Return a time such as "0:07" or "1:02:03"."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


class ProgressLine:
    """One line on standard error: redrawn on a terminal, now and then a new one elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._redraws = self._stream.isatty()
        self._interval_s = _REDRAW_S if self._redraws else _PLAIN_S
        self._due_s = time.perf_counter() + self._interval_s
        self._width = 0

    def is_due(self) -> bool:
        """True when it is time for a new text; cheap."""
        return time.perf_counter() >= self._due_s

    def show(self, text: str) -> None:
        """Show a text in place of the last."""
        if self._redraws:
            self._stream.write(f"\r{text.ljust(self._width)}")
            self._width = len(text)
        else:
            self._stream.write(f"{text}\n")
        self._stream.flush()
        self._due_s = time.perf_counter() + self._interval_s

    def clear(self) -> None:
        """Leave an empty line behind, so that what follows stands alone."""
        if self._redraws and self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()
            self._width = 0
