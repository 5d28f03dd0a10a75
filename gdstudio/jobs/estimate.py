"""How far a job is, and how long the rest will take: one estimate for command line and window."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

# What is done so soon was done in an earlier sitting, and tells nothing of the time left.
FOUND_S: Final = 0.3
SURE_AFTER: Final = 0.03  # share worked from which an estimate of the time left is worth telling


@dataclass(frozen=True, slots=True)
class Estimate:
    """How far a job is: the share done, in [0, 1], and the seconds left if it goes on as before.

    None while these are not known.
    """

    share: float
    seconds_left: float | None = None


def share_of(item: Any) -> float | None:
    """Return the share done that an item of a job tells: a bare number, or its `share`."""
    return item if isinstance(item, float) else getattr(item, "share", None)


class Estimator:
    """Follows one job from its first share to its last."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sure_after: float = SURE_AFTER
    ) -> None:
        """Begin.

        Args:
            clock: Returns seconds that never fall.
            sure_after: Share worked from which the time left is told.
        """
        self._clock, self._sure_after = clock, sure_after
        self._share = 0.0
        self._first_s: float | None = None
        self._begun = (0.0, 0.0)  # from when, and from which share on, the work is measured

    def tell(self, share: float) -> Estimate:
        """Take in the share done and return the estimate; it never falls.

        A share that is not finite counts as nothing new.
        """
        now = self._clock()
        if math.isfinite(share):
            self._share = max(self._share, min(share, 1.0))
        if self._first_s is None:
            self._first_s = now
        if now - self._first_s < FOUND_S:
            self._begun = now, self._share
        began_s, found = self._begun
        worked = self._share - found
        if worked < self._sure_after:
            return Estimate(self._share)
        return Estimate(self._share, (now - began_s) * (1 - self._share) / worked)
