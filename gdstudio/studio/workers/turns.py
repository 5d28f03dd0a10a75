"""Whose turn it is: the window's, and training's whenever the window has done its part.

Both share one interpreter. A window that must win it back from a trainer for every call of Qt needs
several times as long to paint, and training gains little by it.
"""

from __future__ import annotations

import threading
import time
from typing import Final

PATIENCE_S: Final = 0.05  # training waits no longer for a window that is busy all the time,
OWN_TURN_S: Final = 0.025  # and then goes on for so long: it always has a third of the time


class Turns:
    """Between the window's thread, which goes first, and that of one training."""

    def __init__(self) -> None:
        self._is_free = threading.Event()
        self._is_free.set()
        self._own_turn_ends_s = 0.0

    def take(self) -> None:
        """The window has something to show; called in its thread."""
        self._is_free.clear()

    def give_back(self) -> None:
        """It is painted; called in the window's thread."""
        self._is_free.set()

    def wait(self) -> None:
        """Wait while the window has its turn, `PATIENCE_S` at most; called by the training."""
        if self._is_free.is_set() or time.perf_counter() < self._own_turn_ends_s:
            return
        if not self._is_free.wait(PATIENCE_S):
            self._own_turn_ends_s = time.perf_counter() + OWN_TURN_S
