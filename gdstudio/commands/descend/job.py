"""The descents of `gdstudio descend`: one method, or several in step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.output import ProgressLine
from gdstudio.descent.functions import CostFunction, Point
from gdstudio.descent.path import TOLERANCE, DescentStep
from gdstudio.descent.race import Racer, race, race_results, target_cost
from gdstudio.settings.settings import Settings, setting
from gdstudio.texts import Text


@dataclass(frozen=True, kw_only=True)
class Limits(Settings):
    """Where descents end.

    Attributes:
        steps: The most updates; 100,000 take some 150 MB and ten seconds for each method.
        tolerance: Length of the gradient below which a descent has converged.
    """

    steps: int = setting(1000, Text("Steps"), "whole", 0, 100_000, help=Text("At most so many"))
    tolerance: float = setting(
        TOLERANCE, Text("Tolerance"), "real", 0, math.inf,
        help=Text("It stops where the gradient is shorter than this"),
    )  # fmt: skip


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
    """Do the updates until all have ended or an end is requested.

    Raises:
        InvalidValue: An argument is not accepted.
    """
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
