"""Every point of a shown range where the gradient is zero."""

from __future__ import annotations

from functools import lru_cache

from gdstudio.descent.functions import Bounds, CostFunction, StationaryPoint
from gdstudio.descent.stationary_one import stationary_of_one
from gdstudio.descent.stationary_two import stationary_of_two


def stationary_points(
    function: CostFunction, bounds: Bounds | None = None
) -> tuple[StationaryPoint, ...]:
    """Return the stationary points inside of `bounds`, ordered by their coordinates.

    A kink where the slope changes its sign counts, a pole does not. One input: a flat stretch
    counts once, with its middle. Two inputs: flat stretches are left out. May take half a second;
    the answers for the last functions are kept.

    Args:
        function: The cost.
        bounds: (lowest, highest) of each input; None for the domain.
    """
    return _stationary_points(function, function.domain if bounds is None else bounds)


def minima_of(function: CostFunction) -> tuple[StationaryPoint, ...]:
    """Return the minima inside the domain, ordered by their coordinates."""
    return tuple(p for p in stationary_points(function) if p.kind == "minimum")


@lru_cache(maxsize=32)
def _stationary_points(function: CostFunction, bounds: Bounds) -> tuple[StationaryPoint, ...]:
    if function.dimension == 1:
        return tuple(stationary_of_one(function, *bounds[0]))
    return tuple(sorted(stationary_of_two(function, bounds), key=lambda p: p.point))
