"""How long each scene of a lesson has stood on the stage."""

from __future__ import annotations

import time
from collections.abc import Callable


class SceneTimes:
    """Adds up seconds by scene; a scene that comes again goes on where it was left."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        """Count nothing yet; `now_s` tells the time in seconds."""
        self._now_s = now_s
        self._used: dict[int, float] = {}
        self._index: int | None = None
        self._since_s = 0.0

    def enter(self, index: int | None) -> None:
        """Count for this scene from now on, or for none."""
        now_s = self._now_s()
        if self._index is not None:
            self._used[self._index] = self.used(self._index)
        self._index, self._since_s = index, now_s

    def clear(self) -> None:
        """Forget all: another lesson begins, or none."""
        self._used.clear()
        self._index = None

    def used(self, index: int) -> float:
        """Return the seconds that a scene has stood until now."""
        going = self._now_s() - self._since_s if index == self._index else 0.0
        return self._used.get(index, 0.0) + going

    @property
    def total(self) -> float:
        """The seconds of all scenes until now."""
        shown = {*self._used, *([] if self._index is None else [self._index])}
        return sum(self.used(index) for index in shown)
