"""What a path does: settles, overshoots, bounces or diverges, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from gdstudio.descent.functions import CostFunction, StationaryPoint, curvatures
from gdstudio.descent.local_shape import LocalShape, local_shape
from gdstudio.descent.path import DescentStep
from gdstudio.descent.stationary import minima_of
from gdstudio.descent.stepper import lost
from gdstudio.numerals import numeral
from gdstudio.texts import Text

Behaviour: TypeAlias = Literal["ready", "underway", "settles", "overshoots", "bounces", "diverges"]

_PLAIN: Final = ("gradient-descent", "sgd")
_WINDOW: Final = 8  # updates that tell what it does now
_PLACES: Final[dict[LocalShape, str]] = {
    "minimum": Text("in a minimum"),
    "maximum": Text("on a maximum, where the slope is zero too"),
    "saddle": Text("on a saddle, where the slope is zero too"),
    "level": Text("where the ground is level, though no minimum"),
    "flat": Text("on flat ground: the cost does not change around it"),
    "slope": Text("where the slope is almost zero"),
}
_FURTHER: Final = 24  # times the last step doubled, to see whether the cost falls without end
_STEADY: Final = 0.98  # swings that shrink less than this from one to the next do not shrink


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a descent does.

    Attributes:
        behaviour: "ready" at the start, "underway" while nothing can be said.
        reason: One sentence for people.
        limit: For plain gradient descent, the rate 2 / curvature at the nearest minimum, above
            which it cannot settle there; None where there is none.
        turns: How many updates went against the one before.
    """

    behaviour: Behaviour
    reason: str
    limit: float | None
    turns: int


def rate_limit(function: CostFunction, position: ArrayLike) -> tuple[float, StationaryPoint] | None:
    """Return plain gradient descent's limit 2 / curvature at the nearest minimum, and that minimum.

    Below the limit steps shrink near the minimum, above it they grow (one input: 2 / C''(w); two:
    the largest curvature counts). None without a minimum, or if its curvature is zero.
    """
    minima = minima_of(function)
    here = np.asarray(position, np.float64)
    if not minima or not np.isfinite(here).all():
        return None
    nearest = min(minima, key=lambda p: float(np.linalg.norm(p.point - here)))
    curvature = float(curvatures(function.hessian(nearest.point))[-1])
    return (2 / curvature, nearest) if curvature > 1e-12 else None


def diagnose(
    function: CostFunction,
    path: Sequence[DescentStep],
    method: str,
    limit: float | None = None,
) -> Diagnosis:
    """Say what a path does.

    Args:
        function: The cost.
        path: The steps from the start on; at least one.
        method: Name of the optimiser, or "newton".
        limit: What `rate_limit` gave; None to have it computed if the method has one.
    """
    if method not in _PLAIN:
        limit = None
    elif limit is None:
        found = rate_limit(function, path[0].position)
        limit = found[0] if found else None
    updates = np.array([item.update for item in path[1:]]).reshape(-1, function.dimension)
    with np.errstate(all="ignore"):
        against = (updates[1:] * updates[:-1]).sum(axis=1) < 0
        behaviour, reason = _judged(function, path, updates, against, limit)
    return Diagnosis(behaviour, reason, limit, int(against.sum()))


def _judged(
    function: CostFunction,
    path: Sequence[DescentStep],
    updates: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    against: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    limit: float | None,
) -> tuple[Behaviour, str]:
    last, turns = path[-1], int(against.sum())
    if last.ended == "diverged":
        return "diverges", _why_diverged(function, path, updates, bool(turns), limit)
    if last.ended == "converged":
        where = _PLACES[local_shape(function, last.position)]
        if len(path) == 1:
            return "settles", Text("It does not move: the start lies {0}.", where)
        if turns:
            return "overshoots", Text(
                "It steps over the goal {0}, then settles {1}.", _times(turns), where
            )
        return "settles", Text("Steps shrink with the slope; it settles {0}.", where)
    if len(path) == 1:
        return "ready", Text("It stands at the start.")
    recent = np.linalg.norm(updates[-_WINDOW:], axis=1)
    if len(recent) < 3 or against[-_WINDOW:].mean() <= 0.5:
        if turns:
            return "overshoots", Text(
                "It has stepped over the goal {0} and goes on.", _times(turns)
            )
        return "underway", Text("Every step leads on in the same direction.")
    growth = (recent[-1] / recent[0]) ** (1 / (len(recent) - 1)) if recent[0] > 0 else 0.0
    if growth > 1 / _STEADY:
        return "diverges", Text(
            "Every step lands further out on the other side{0}.", _above(last, limit)
        )
    if growth > _STEADY:
        return "bounces", Text(
            "It jumps to and fro; the steps do not shrink{0}.", _above(last, limit)
        )
    told = Text(
        "It steps over the goal every time, {0} as far as the last time", numeral(growth, 2)
    )
    if limit is not None and last.learning_rate > limit:
        return "overshoots", Text("{0}; near the minimum steps grow{1}.", told, _above(last, limit))
    return "overshoots", Text("{0}.", told)


def _why_diverged(
    function: CostFunction,
    path: Sequence[DescentStep],
    updates: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    turned: bool,
    limit: float | None,
) -> str:
    last, costs = path[-1], [item.cost for item in path]
    where = Text("at the start") if len(path) == 1 else Text("where the last step led")
    if np.isnan(last.cost) and np.isfinite(last.position).all() and (len(path) == 1 or not turned):
        return Text("The cost is not defined {0}.", where)
    if np.isfinite(last.cost) and not np.isfinite(last.gradient_norm):
        infinite = np.isinf(last.gradient).any() or np.isfinite(last.gradient).all()
        kind = Text("infinite") if infinite else Text("not defined")
        return Text("The slope is {0} {1}.", kind, where)
    if len(path) == 1:
        return _why_not_begun(function, last)
    if not turned and _falls_without_end(function, path[-2], updates[-1]):
        return Text("The cost falls without end in this direction; there is no minimum to stop at.")
    if np.isnan(costs[-1]) and costs[-2] <= costs[0]:
        return Text("The cost is not defined where the last step led.")
    if not turned:
        return Text("A step led far outside{0}.", _above(last, limit))
    return Text("Every step lands further out{0}.", _above(last, limit))


def _why_not_begun(function: CostFunction, start: DescentStep) -> str:
    if lost(start.position[:, np.newaxis], function.domain)[0]:
        return Text("The start is far outside of the range.")
    if start.cost == -np.inf:
        return Text("The cost at the start is infinite, downwards.")
    return Text("The cost at the start is infinite, or too large for a number.")


def _falls_without_end(function: CostFunction, before: DescentStep, update: ArrayLike) -> bool:
    """Return whether the cost keeps falling in the direction of an update, as far as one looks."""
    size = np.abs(update).max()
    if not 0 < size < np.inf:
        return bool(size == np.inf)
    width = max(high - low for low, high in function.domain)
    reach = np.concatenate([[0.0], 2.0 ** np.arange(-_FURTHER, _FURTHER)]) * width / size
    ahead = before.position[:, np.newaxis] + np.outer(np.asarray(update), reach)
    with np.errstate(all="ignore"):
        costs = function.value(ahead)
        return bool((costs[1:] <= costs[:-1]).all() and costs[-1] < costs[0])


def _above(last: DescentStep, limit: float | None) -> str:
    rate = last.learning_rate
    if limit is None or rate < limit:
        return Text(": the learning rate {0} is too large", numeral(rate, 3))
    return Text(
        ": the learning rate {0} is not below 2 / curvature = {1}",
        numeral(rate, 3),
        numeral(limit, 3),
    )


def _times(n: int) -> str:
    return Text("once") if n == 1 else Text("twice") if n == 2 else Text("{0} times", n)
