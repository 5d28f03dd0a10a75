"""Does a gradient agree with differences of the cost? Answered in float64 only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array

EPSILON: Final = 1e-5


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The slope along one direction, computed in two ways.

    Attributes:
        analytic: gradient . direction.
        numeric: [f(p + e d) - f(p - e d)] / 2e.
        relative_error: |analytic - numeric| / max(|analytic|, |numeric|, 1e-8).
    """

    analytic: float
    numeric: float
    relative_error: float


def check_gradient(
    f: Callable[[Array], float],
    parameters: Array,
    gradient: Array,
    rng: np.random.Generator,
    *,
    n_directions: int = 5,
    epsilon: float = EPSILON,
) -> GradientCheck:
    """Compare a gradient with central differences along random unit directions.

    Args:
        f: The cost at a parameter vector.
        parameters: Shape (n,), float64; not changed.
        gradient: Shape (n,), the gradient to check.
        rng: Draws the directions.
        n_directions: How many directions.
        epsilon: Half the distance of the two points.

    Returns:
        The worst of the directions.
    """
    checks = []
    for _ in range(n_directions):
        direction = rng.standard_normal(len(parameters))
        direction /= np.linalg.norm(direction)
        checks.append(check_direction(f, parameters, gradient, direction, epsilon))
    return max(checks, key=lambda check: check.relative_error)


def check_direction(
    f: Callable[[Array], float],
    parameters: Array,
    gradient: Array,
    direction: Array,
    epsilon: float = EPSILON,
) -> GradientCheck:
    """Compare a gradient with the central difference along one direction, shape (n,).

    The other arguments are those of `check_gradient`.
    """
    assert parameters.dtype == np.float64
    ahead = f(parameters + epsilon * direction)
    behind = f(parameters - epsilon * direction)
    numeric = (ahead - behind) / (2 * epsilon)
    analytic = float(gradient @ direction)
    return GradientCheck(analytic, numeric, relative_difference(analytic, numeric))


def relative_difference(analytic: float, numeric: float) -> float:
    """Return how far two slopes differ, relative to the larger one and to 1e-8 at least."""
    return abs(analytic - numeric) / max(abs(analytic), abs(numeric), 1e-8)
