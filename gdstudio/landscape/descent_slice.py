"""The cost along the negative gradient: what one step of each learning rate would do."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.data.digits import Digits
from gdstudio.errors import GdstudioError
from gdstudio.landscape.flat_costs import flat_costs
from gdstudio.landscape.point_costs import CostJob, CostSource
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network
from gdstudio.texts import Text

POINTS: Final = 61
_SHORTEST, _LONGEST = 30, 10  # doublings of the first tries, below and above a natural step
_TRIES: Final = 9  # places compared at once when a bracket is narrowed
_ROUNDS: Final = 5  # each makes the bracket a quarter: some 1e-3 of it in the end


@dataclass(frozen=True, slots=True, eq=False)
class DescentSlice:
    """The cost after a step of -rate * gradient, as a function of the rate.

    Attributes:
        rates: Shape (k,), rising, even, 0 and more; a few are below 0; read-only.
        cost: Mean cost there, shape (k,), read-only.
        start_cost: The cost before the step, at rate 0.
        current: The learning rate in force.
        current_cost: The cost after a step with it.
        best: The rate with the least cost, by line search.
        best_cost: The cost there.
        overshoot: The rate beyond `best` at which the cost is back at `start_cost`; None if it does
            not come back however far one goes.
    """

    rates: Floats
    cost: Floats
    start_cost: float
    current: float
    current_cost: float
    best: float
    best_cost: float
    overshoot: float | None


def descent_slice(
    network: Network,
    parameters: Array,
    gradient: Array,
    rate: float,
    digits: Digits,
    cost: Cost,
    points: int = POINTS,
) -> Generator[float, None, DescentSlice]:
    """Compute the slice; yield the share done every few milliseconds, return the slice.

    Takes what `mean_gradient` takes, the gradient (n,) of a mini-batch or of all examples, the
    learning rate in force, above 0, and the places of the curve.

    Raises:
        GdstudioError: The gradient is 0, it or the cost is not finite, or there are no examples.
    """
    if len(digits) == 0:
        raise GdstudioError(Text("examples: a slice needs at least one"))
    if not np.isfinite(gradient).all():
        raise GdstudioError(Text("slice: the gradient here is not finite"))
    if not np.any(gradient):
        raise GdstudioError(Text("slice: the gradient is 0, so no way leads down"))
    downhill = -np.asarray(gradient, np.float64)
    # In float64: with the tiny steps tried first, float32's rounding would look like valleys.
    exact = network.at(np.array(parameters, np.float64))
    source = flat_costs(exact, parameters, downhill[None, :], digits, cost)
    # A step that changes parameters by as much as they are is as long as any that makes sense.
    natural = (float(np.abs(exact.parameters).max()) or 1.0) / float(np.abs(downhill).max())
    places = np.concatenate([[0.0], natural * 2.0 ** np.arange(-_SHORTEST, _LONGEST + 1)])
    reach = yield from _costs(source, places, 0.0, 0.3)
    start_cost = float(reach[0])
    if not np.isfinite(start_cost):
        raise GdstudioError(Text("slice: the cost here is not finite"))
    rises = np.flatnonzero(~(reach[1:] <= reach[:-1]))
    low = int(rises[0]) if len(rises) else len(reach) - 1  # the first valley
    best, best_cost = yield from _lowest(source, places, low)
    overshoot = yield from _return(source, places, reach, low, start_cost)
    end = 1.25 * max(overshoot if overshoot is not None else 3 * best, rate)
    below = max(1, points // 10)
    places_to_show = np.arange(-below, points - below)
    rates = np.asarray(places_to_show * (end / (points - 1 - below)), np.float64)
    values = yield from _costs(source, np.append(rates, rate), 0.8, 1.0)
    curve = values[:-1]
    lock(rates, curve)
    return DescentSlice(
        rates, curve, start_cost, rate, float(values[-1]), best, best_cost, overshoot
    )


def _lowest(
    source: CostSource, places: Floats, low: int
) -> Generator[float, None, tuple[float, float]]:
    """Narrow the bracket round place `low`; return the rate of the least cost, and that cost."""
    left, right = places[max(low - 1, 0)], places[min(low + 1, len(places) - 1)]
    best, best_cost = float(places[low]), np.inf
    for k in range(_ROUNDS):
        tries = np.linspace(left, right, _TRIES)
        costs = yield from _costs(source, tries, 0.3 + 0.05 * k, 0.35 + 0.05 * k)
        at = int(np.nanargmin(costs))
        best, best_cost = float(tries[at]), float(costs[at])
        left, right = tries[max(at - 1, 0)], tries[min(at + 1, _TRIES - 1)]
    return best, best_cost


def _return(
    source: CostSource, places: Floats, costs: Floats, low: int, start_cost: float
) -> Generator[float, None, float | None]:
    """Return where, beyond place `low`, the cost is back at `start_cost`, or None."""
    above = [k for k in range(max(low, 1), len(places)) if not costs[k] < start_cost]
    if not above:
        return None
    right = float(places[above[0]])
    left = float(places[above[0] - 1])
    for k in range(_ROUNDS):
        tries = np.linspace(left, right, _TRIES)
        found = yield from _costs(source, tries, 0.55 + 0.05 * k, 0.6 + 0.05 * k)
        beyond = np.flatnonzero(~(found[1:] < start_cost)) + 1
        at = int(beyond[0]) if len(beyond) else _TRIES - 1
        left, right = float(tries[at - 1]), float(tries[at])
    return right


def _costs(
    source: CostSource, rates: Floats, low: float, high: float
) -> Generator[float, None, Floats]:
    job = CostJob([source], rates[:, None])
    for done in job.run():
        yield low + (high - low) * done
    return job.result().cost.copy()
