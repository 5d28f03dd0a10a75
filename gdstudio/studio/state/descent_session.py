"""One descent, or several side by side, as the workspace Descent shows them; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.descent.diagnosis import Diagnosis, diagnose, rate_limit
from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.methods import Racer
from gdstudio.descent.narration import explain
from gdstudio.descent.path import Descent, DescentStep
from gdstudio.descent.race import RaceResult, race_results, target_cost
from gdstudio.learning.optimizers import OPTIMIZERS
from gdstudio.studio.translation import told, tr

LONGEST: Final = 10_000  # updates after which a descent counts as done, so that memory is bounded


class DescentSession:
    """The descents from one start on one cost; lives in the GUI thread.

    Attributes:
        function: The cost.
        start: Where all began.
        racers: The methods that race; empty when a single one descends.
        descents: One for each racer, or the single one; the first is the one narrated.
    """

    def __init__(
        self,
        function: CostFunction,
        start: Point,
        method: str,
        learning_rate: float,
        racers: Sequence[Racer] = (),
    ) -> None:
        """Stand at the start.

        Raises:
            InvalidValue: A start, method or rate is not accepted.
        """
        self.function, self.start = function, start
        self.racers = tuple(racers)
        wanted = self.racers or (Racer(method, learning_rate),)
        self.descents = [
            Descent(
                function, start, racer.method, racer.learning_rate, settings=dict(racer.settings)
            )
            for racer in wanted
        ]
        found = rate_limit(function, start) if method in ("gradient-descent", "sgd") else None
        self.limit = found[0] if found is not None and not self.racers else None
        self._target = target_cost(function, start) if self.racers else 0.0

    @property
    def leader(self) -> Descent:
        """The descent that is narrated and marked as the present one."""
        return self.descents[0]

    @property
    def current(self) -> DescentStep:
        """Where the narrated descent is."""
        return self.leader.current

    @property
    def n_steps(self) -> int:
        """Updates of the descent that has gone furthest."""
        return max(descent.current.step for descent in self.descents)

    @property
    def is_over(self) -> bool:
        """True when every descent has ended."""
        ended = all(descent.current.ended is not None for descent in self.descents)
        return ended or self.n_steps >= LONGEST

    @property
    def lowest_known(self) -> float | None:
        """The cost of the deepest minimum known; None where none is."""
        return min((p.value for p in self.function.known if p.kind == "minimum"), default=None)

    def forward(self) -> None:
        """Do one update of every descent that has not ended."""
        if self.n_steps < LONGEST:
            for descent in self.descents:
                descent.forward()

    def back(self) -> None:
        """Take back the last update of those that have gone furthest."""
        furthest = self.n_steps
        for descent in self.descents:
            if descent.current.step == furthest:
                descent.back()

    def next_step(self) -> DescentStep:
        """Return where the narrated descent would be after one more update; it stays."""
        here = self.current
        ahead = self.leader.forward()
        if ahead is not here:
            self.leader.back()
        return ahead

    def steps(self, descent: Descent) -> list[DescentStep]:
        """Return the steps of a descent up to where it is shown."""
        return descent.path[: descent.current.step + 1]

    def points(self, descent: Descent) -> NDArray[np.float64]:
        """Return the positions so far, shape (k, dimension), the start first."""
        return np.array([step.position for step in self.steps(descent)])

    def costs(self, descent: Descent) -> NDArray[np.float64]:
        """Return the costs so far, shape (k,), the start first."""
        return np.array([step.cost for step in self.steps(descent)])

    def narration(self) -> tuple[list[str], int]:
        """Return the next update spelt out, and its number; no lines when there is none."""
        here, ahead = self.current, self.next_step()
        leader = self.leader
        if ahead is here:
            return [], here.step
        return explain(self.function, here, ahead, leader.method, leader.settings), ahead.step

    def diagnosis(self) -> Diagnosis:
        """Return what the narrated descent does, and why."""
        return diagnose(self.function, self.steps(self.leader), self.leader.method, self.limit)

    def results(self) -> tuple[RaceResult, ...]:
        """Return the table of the race so far, in the order of the racers."""
        paths = [self.steps(descent) for descent in self.descents]
        longest = max(map(len, paths))
        padded = [path + [path[-1]] * (longest - len(path)) for path in paths]
        return race_results(self.racers, list(zip(*padded, strict=True)), self._target)


def method_title(method: str) -> str:
    """Return a method's name as people write it."""
    return told(OPTIMIZERS[method].title) if method in OPTIMIZERS else tr("Newton")
