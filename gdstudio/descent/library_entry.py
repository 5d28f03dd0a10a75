"""How an entry of the library is written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from gdstudio.descent.expression import Expression, parse_expression
from gdstudio.descent.functions import VARIABLES, Bounds, CostFunction, Kind, Point, StationaryPoint

Points: TypeAlias = Sequence[Point]


def entry(
    name: str,
    title: str,
    note: str,
    formula: str,
    domain: Bounds,
    start: Point,
    learning_rate: float,
    *,
    minima: Points = (),
    maxima: Points = (),
    saddles: Points = (),
    degenerate: Points = (),
    log_height: bool = False,
    full_domain: Bounds | None = None,
    kinks: Points = (),
) -> CostFunction:
    """Return a cost; the values at its stationary points follow from the formula."""
    expression = parse_expression(formula, VARIABLES[len(start)])
    known = (
        *_stationary(expression, minima, "minimum"),
        *_stationary(expression, maxima, "maximum"),
        *_stationary(expression, saddles, "saddle"),
        *_stationary(expression, degenerate, "degenerate"),
    )
    return CostFunction(
        name, title, note, expression, domain, start, learning_rate, known, log_height,
        full_domain, tuple(kinks),
    )  # fmt: skip


def square(low: float, high: float) -> Bounds:
    """Return the domain [low, high] x [low, high]."""
    return ((low, high), (low, high))


def mirrored(*points: Point) -> list[Point]:
    """Return each point p followed by -p."""
    return [q for p in points for q in (p, tuple(-x for x in p))]


def _stationary(expression: Expression, points: Points, kind: Kind) -> list[StationaryPoint]:
    return [StationaryPoint(p, float(expression(*p)), kind) for p in points]
