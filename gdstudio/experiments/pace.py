"""How often an experiment shows itself: by the clock, so that fast and slow machines look alike."""

from __future__ import annotations

import time
from typing import Final

SECONDS: Final = 0.5  # often enough to see it live, seldom enough to cost nothing


class Pace:
    """Tells when the next update is due; what is computed never depends on it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._next = time.monotonic()

    @property
    def is_due(self) -> bool:
        """True if the time has passed since it last was; the first time always."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
