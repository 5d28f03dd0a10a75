"""An end to everything, so that whoever waits for the program never waits for ever."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_GRACE_S: Final = 30


@contextmanager
def time_limit(seconds: float, doing: Callable[[], str]) -> Iterator[None]:
    """End the process with code 1 and one line on standard error once the time is over.

    A thread watches the clock. Where native code holds Python's lock no thread gets a turn; then
    faulthandler, which needs none, ends the process half a minute later, with tracebacks.

    Args:
        seconds: The time for all that is done inside of this.
        doing: Says what is being done; called from another thread.
    """
    over = threading.Event()

    def watch() -> None:
        if not over.wait(seconds):
            line = f"gdstudio: error: {doing()}: not over after {seconds:g} s"
            print(line, file=sys.stderr, flush=True)
            os._exit(1)  # the thread that would end the program is the one that hangs

    if sys.__stderr__ is not None:
        faulthandler.dump_traceback_later(seconds + _GRACE_S, exit=True)
    threading.Thread(target=watch, name="time limit", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        faulthandler.cancel_dump_traceback_later()
