"""The descents of `gdstudio descend`: one method, or several in step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine
from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.methods import Limits, Racer
from gdstudio.descent.path import DescentStep
from gdstudio.descent.race import race, race_results, target_cost


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What one method did.

    Attributes:
        method: Name of the optimiser, or "newton".
        learning_rate: The rate it used.
        path: Its steps, the start first.
        steps_to_target: Updates until the cost was first at or below the race's target; None if it
            never was.
    """

    method: str
    learning_rate: float
    path: tuple[DescentStep, ...]
    steps_to_target: int | None

    @property
    def last(self) -> DescentStep:
        """Where it ended."""
        return self.path[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What came out.

    Attributes:
        function: The cost.
        tracks: One for each method, in the order they were named.
        is_race: Whether a race was asked for, if only of one.
        target: The cost at which 99 % of the way to the lowest known cost is done.
    """

    function: CostFunction
    tracks: tuple[Track, ...]
    is_race: bool
    target: float


def drive(
    function: CostFunction,
    start: Point,
    racers: Sequence[Racer],
    limits: Limits,
    interruption: Interruption,
    *,
    is_race: bool,
) -> Outcome:
    """Do the updates until all have ended or an end is requested; raises InvalidValue."""
    progress = ProgressLine()
    rounds = []
    for items in race(function, start, racers, limits.steps, tolerance=limits.tolerance):
        rounds.append(items)
        if interruption.requested:
            break
        if progress.is_due():
            progress.show(f"step {len(rounds) - 1:,}/{limits.steps:,}")
    progress.clear()
    target = target_cost(function, start)
    tracks = (
        Track(
            result.racer.method,
            result.learning_rate,
            tuple(item for i, item in enumerate(column) if item.step == i),
            result.steps_to_target,
        )
        for result, column in zip(
            race_results(racers, rounds, target), zip(*rounds, strict=True), strict=True
        )
    )
    return Outcome(function, tuple(tracks), is_race, target)
