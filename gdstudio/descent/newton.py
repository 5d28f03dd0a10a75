"""Newton's method with a safe step, for many points at once."""

from __future__ import annotations

from typing import Final

import numpy as np

from gdstudio.descent.functions import Array, CostFunction, curvatures

ARMIJO: Final = 1e-4  # c1 of Nocedal and Wright, Numerical Optimization (2006), section 3.1
MOST_HALVINGS: Final = 40
LEAST_CURVATURE: Final = 1e-8  # relative to the largest; below it H counts as not positive definite
SHIFTED_CURVATURE: Final = 0.1  # what the smallest becomes then, relative to the largest


def newton_direction(gradient: Array, hessian: Array) -> tuple[Array, Array]:
    """Return the descent directions d = -(H + tau I)^-1 g, and tau.

    tau is 0 where H is positive definite. Elsewhere it lifts the smallest curvature to a tenth of
    the largest, so that d leads downhill (Nocedal and Wright 2006, section 3.4).

    Args:
        gradient: Shape (n, k) for k points of n inputs, n 1 or 2.
        hessian: Shape (n, n, k).

    Returns:
        Directions of shape (n, k) and shifts of shape (k,); NaN where an argument is not finite.
    """
    eigenvalues = curvatures(hessian)
    lowest, largest = eigenvalues[0], np.abs(eigenvalues).max(axis=0)
    aim = np.where(largest > 0, SHIFTED_CURVATURE * largest, 1.0)
    tau = np.where(lowest > LEAST_CURVATURE * largest, 0.0, aim - lowest)
    a = hessian[0, 0] + tau
    if len(gradient) == 1:
        return -gradient / a, tau
    b, c = hessian[0, 1], hessian[1, 1] + tau
    g, h = gradient
    return np.stack([b * h - c * g, b * g - a * h]) / (a * c - b * b), tau


def step_length(
    function: CostFunction, points: Array, cost: Array, slope: Array, direction: Array, first: float
) -> Array:
    """Return how far to go: `first`, halved until the cost falls enough (Armijo's rule).

    Args:
        function: The cost.
        points: Shape (n, k).
        cost: C at the points, shape (k,).
        slope: The derivative of C along the directions, shape (k,).
        direction: Shape (n, k).
        first: The length tried first.

    Returns:
        Shape (k,); 0 where no length that was tried lowers the cost.
    """
    length = np.full(cost.shape, float(first))
    open_ = np.arange(len(cost))
    rounding = 4 * np.finfo(np.float64).eps * np.abs(cost)
    for _ in range(MOST_HALVINGS):
        t = length[open_]
        reached = function.value(points[:, open_] + t * direction[:, open_])
        enough = reached <= cost[open_] + ARMIJO * t * slope[open_] + rounding[open_]
        open_ = open_[~enough]
        if not open_.size:
            return length
        length[open_] *= 0.5
    length[open_] = 0
    return length
