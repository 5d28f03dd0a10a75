"""When a background job may begin: the part of it that needs no Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, IntEnum


class WhenBusy(Enum):
    """What becomes of a job under way when another one is asked for."""

    REPLACE = "replace"  # it is cancelled
    FOLLOW = "follow"  # it comes to its end, and what is true then is made after it
    QUEUE = "queue"  # each has its turn; none is lost, not even when the program closes


@dataclass(frozen=True, slots=True)
class Policy:
    """How often a background job may work.

    Attributes:
        when_busy: What becomes of a job under way.
        rest_s: Least pause after each, and
        rest_share: at least so many times as long as the last one took.
        settle_s: A request waits so long for another one, as while a slider is dragged.
        quiet_s: Progress is told only of what takes longer.
    """

    when_busy: WhenBusy = WhenBusy.REPLACE
    rest_s: float = 0.0
    rest_share: float = 0.0
    settle_s: float = 0.0
    quiet_s: float = 0.0


class Urgency(IntEnum):
    """How much another making is wanted, since the last one began."""

    NONE = 0  # what is there is right
    SOME = 1  # it is out of date, or nothing is there
    NOW = 2  # without a rest
    AGAIN = 3  # and even after a failure, or what was cancelled


class Pace:
    """Knows whether something is to be made, and from when on.

    Held is what was cancelled or has failed: it is not made again by itself.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        in_sight: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing made; `clock` returns seconds that never fall."""
        self.in_sight = in_sight
        self._policy = policy
        self._clock = clock
        self._urgency = Urgency.SOME
        self._is_held = False
        self._began_s: float | None = None
        self._asked_s = self._rested_s = -math.inf

    @property
    def runs_for_s(self) -> float | None:
        """Seconds since the making under way began; None if there is none."""
        return None if self._began_s is None else self._clock() - self._began_s

    @property
    def is_overtaken(self) -> bool:
        """True if another one was asked for since the making under way began."""
        return self._began_s is not None and self._urgency > Urgency.NONE

    def ask(self, urgency: Urgency = Urgency.SOME) -> None:
        """What is there is out of date."""
        self._urgency, self._asked_s = max(self._urgency, urgency), self._clock()
        if urgency is Urgency.AGAIN:
            self._is_held = False

    def wait_s(self) -> float | None:
        """Return the seconds until the next making; None if none comes by itself."""
        may = self.in_sight and not self._is_held and self._began_s is None
        if not may or self._urgency is Urgency.NONE:
            return None
        rested_s = self._rested_s if self._urgency is Urgency.SOME else -math.inf
        settled_s = self._asked_s + self._policy.settle_s
        return max(rested_s - self._clock(), settled_s - self._clock(), 0.0)

    def begin(self) -> None:
        """A making begins, of the state as it is now."""
        self._urgency, self._is_held = Urgency.NONE, False
        self._began_s = self._clock()

    def end(self) -> None:
        """It has come to its end, well or not."""
        assert self._began_s is not None
        now = self._clock()
        rest_s = max(self._policy.rest_s, self._policy.rest_share * (now - self._began_s))
        self._began_s, self._rested_s = None, now + rest_s

    def skip(self) -> None:
        """There is nothing to make: what is there is right, or what it needs is missing."""
        self._urgency = Urgency.NONE

    def drop(self) -> None:
        """The making under way, if any, is left; it is still wanted."""
        if self._began_s is not None:
            self._began_s, self._urgency = None, max(self._urgency, Urgency.SOME)

    def hold(self) -> None:
        """Make nothing more until it is wanted again, or is of another subject."""
        self._is_held, self._urgency = True, min(self._urgency, Urgency.SOME)

    def fail(self) -> None:
        """It could not be made: hold, unless it was wanted again since it began."""
        self._is_held = self._urgency is not Urgency.AGAIN

    def forget(self) -> None:
        """The subject is another one: nothing is there, and nothing is held."""
        self._urgency, self._is_held, self._began_s = Urgency.SOME, False, None
        self._asked_s = self._rested_s = -math.inf
