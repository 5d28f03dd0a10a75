"""Several methods from one start, in step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.methods import TOLERANCE, Racer
from gdstudio.descent.path import Descent, DescentStep, Ended
from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

MOST_RACERS: Final = 6


@dataclass(frozen=True, slots=True)
class RaceResult:
    """How a racer did.

    Attributes:
        racer: Who.
        learning_rate: The rate it used.
        start_cost: C at the start.
        final_cost: C at its last step.
        n_steps: Updates it did.
        steps_to_target: Updates until C was first at or below the target; None if it never was.
        ended: How it ended; None while it runs.
    """

    racer: Racer
    learning_rate: float
    start_cost: float
    final_cost: float
    n_steps: int
    steps_to_target: int | None
    ended: Ended | None


def race(
    function: CostFunction,
    start: Sequence[float],
    racers: Sequence[Racer],
    steps: int = 200,
    *,
    tolerance: float = TOLERANCE,
) -> Iterator[tuple[DescentStep, ...]]:
    """Yield the start, then one item a round: where every racer is; who has ended stays there.

    Takes what `Descent` takes, one to six methods, and the most updates.

    Raises:
        InvalidValue: An argument is not accepted.
    """
    if not 1 <= len(racers) <= MOST_RACERS:
        raise InvalidValue(Text("racers"), len(racers), Text("1 to {0} methods", MOST_RACERS))
    if steps < 0:
        raise InvalidValue(Text("steps"), steps, Text("a whole number of at least 0"))
    descents = [
        Descent(
            function,
            start,
            racer.method,
            racer.learning_rate,
            tolerance=tolerance,
            settings=dict(racer.settings),
        )
        for racer in racers
    ]
    return _rounds(descents, steps)


def race_results(
    racers: Sequence[Racer], rounds: Sequence[tuple[DescentStep, ...]], target: float
) -> tuple[RaceResult, ...]:
    """Return the table of a race, in the order of the racers.

    Args:
        racers: Who raced.
        rounds: What `race` has yielded so far; at least the start.
        target: The cost to reach, e.g. `target_cost`.
    """
    results = []
    for racer, path in zip(racers, zip(*rounds, strict=True), strict=True):
        last = path[-1]
        reached = (item.step for item in path if item.cost <= target)
        results.append(
            RaceResult(
                racer,
                last.learning_rate,
                path[0].cost,
                last.cost,
                last.step,
                next(reached, None),
                last.ended,
            )
        )
    return tuple(results)


def target_cost(function: CostFunction, start: Sequence[float]) -> float:
    """Return the cost at which 99 % of the way from the start's cost to the lowest known is done.

    Without a known minimum the lowest value on a grid of the domain takes its place.
    """
    costs = [p.value for p in function.known if p.kind == "minimum"]
    if not costs:
        axes = [np.linspace(low, high, 101) for low, high in function.domain]
        values = function.value(np.stack(np.meshgrid(*axes)))
        costs = [float(v) for v in values[np.isfinite(values)].ravel()]
    lowest = min(costs, default=0.0)
    return lowest + 0.01 * max(float(function.value(start)) - lowest, 0.0)


def _rounds(descents: list[Descent], steps: int) -> Iterator[tuple[DescentStep, ...]]:
    for _ in range(steps):
        items = tuple(descent.current for descent in descents)
        if all(item.ended is not None for item in items):
            break
        yield items
        for descent in descents:
            descent.forward()
    last = [descent.current for descent in descents]
    yield tuple(x if x.ended is not None else replace(x, ended="steps") for x in last)
