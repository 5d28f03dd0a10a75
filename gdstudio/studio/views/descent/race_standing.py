"""Who leads a race, and how a racer's result is written."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gdstudio.descent.race import RaceResult


def places(results: Sequence[RaceResult]) -> tuple[int | None, ...]:
    """Return the place of each racer, 1 for the winner; equals share a place.

    Who reaches the goal in fewer steps is before; who has not reached it has no place. When all
    have ended and nobody has reached it, the lowest cost wins and only the winner has a place.
    """
    steps = [result.steps_to_target for result in results]
    reached = [n for n in steps if n is not None]
    if reached or any(result.ended is None for result in results):
        return tuple(None if n is None else 1 + sum(m < n for m in reached) for n in steps)
    costs = [_cost_in_the_end(result) for result in results]
    lowest = min(costs, default=math.inf)
    return tuple(1 if cost == lowest < math.inf else None for cost in costs)


def _cost_in_the_end(result: RaceResult) -> float:
    lost = result.ended == "diverged" or not math.isfinite(result.final_cost)
    return math.inf if lost else result.final_cost
