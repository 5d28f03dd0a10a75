"""What the cost plot counts along its horizontal axis."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gdstudio.learning.history import History


class Unit(Enum):
    """Runs are compared fairly at equal steps, at equal examples or at equal time."""

    STEPS = "steps"
    EXAMPLES = "examples"
    SECONDS = "seconds"

    def positions(self, history: History, steps: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return where steps of a run lie on the axis, shape (n,)."""
        if self is Unit.EXAMPLES:
            return history.examples_at(steps)
        if self is Unit.SECONDS:
            return history.seconds_at(steps)
        return steps.astype(np.float64)

    def position(self, history: History, step: int) -> float:
        """Return where one step of a run lies."""
        return float(self.positions(history, np.array([step], np.int64))[0])

    def step_at(self, history: History, position: float) -> float:
        """Return the step of a run that lies at about this place."""
        steps = history.curve().steps
        if self is Unit.STEPS or len(steps) == 0:
            return position
        return float(np.interp(position, self.positions(history, steps), steps))
