"""The axis of a run's time: where its steps lie on a line, its epochs, and what is marked there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.pictures.ticks import round_up

_LEAST_GAP: Final = 5.0  # pixels between the marks of two epochs


class TimeMarkKind(Enum):
    """What happened at a step."""

    SETTING = "setting"
    EDIT = "edit"
    BRANCH = "branch"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class TimeMark:
    """Something that happened at a step of a run.

    Attributes:
        step: Updates done.
        kind: What it was.
        words: What is told of it; of a mark set by hand its name.
    """

    step: int
    kind: TimeMarkKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Steps of a run on a line of pixels, from step 0 to the last one.

    Attributes:
        last: The last step, 0 or more.
        length: Pixels of the line.
        is_log: Whether the beginning is drawn out: equal lengths are equal ratios of step + 1.
    """

    last: int
    length: float
    is_log: bool = False

    def pixels(self, steps: NDArray[np.int64] | Iterable[int] | int) -> NDArray[np.float64]:
        """Return how far from the left end steps lie, same shape, from 0 to `length`."""
        steps = np.asarray(steps, np.float64)
        if self.last <= 0:
            return np.full(steps.shape, self.length)
        shares = np.log1p(steps) / np.log1p(self.last) if self.is_log else steps / self.last
        return np.clip(shares, 0.0, 1.0) * self.length

    def step_at(self, pixels: float) -> float:
        """Return the step at a place of the line, between two whole ones too."""
        share = min(max(pixels / max(self.length, 1e-9), 0.0), 1.0)
        if self.is_log:
            return float(np.expm1(share * np.log1p(self.last)))
        return share * self.last

    def nearest(self, steps: NDArray[np.int64], pixels: float) -> int:
        """Return which of some rising steps, shape (k,), k > 0, lies nearest to a place."""
        places = self.pixels(steps)
        after = min(int(np.searchsorted(places, pixels)), len(steps) - 1)
        before = max(after - 1, 0)
        nearer = before if pixels - places[before] < places[after] - pixels else after
        return int(steps[nearer])

    def epochs(self, steps_per_epoch: int, least_gap: float = _LEAST_GAP) -> list[tuple[int, int]]:
        """Return the epochs that are marked, each with the step at which it begins.

        Where they would stand closer than `least_gap` pixels only every second, fifth, tenth ...
        is marked.
        """
        count = self.last // max(steps_per_epoch, 1)
        if count == 0:
            return []
        stride = 1
        if not self.is_log:
            gap = self.length * steps_per_epoch / self.last
            stride = max(int(round_up(max(least_gap / gap, 1.0))), 1)
        found: list[tuple[int, int]] = []
        last_place = -least_gap
        for epoch in range(stride, count + 1, stride):
            place = float(self.pixels(epoch * steps_per_epoch))
            if place - last_place >= least_gap:
                found.append((epoch, epoch * steps_per_epoch))
                last_place = place
        return found
