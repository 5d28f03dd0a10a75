"""One update of any method, for one point or for many at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.descent.functions import Array, Bounds, CostFunction, curvatures
from gdstudio.descent.methods import METHODS, NEWTON
from gdstudio.errors import InvalidValue
from gdstudio.learning.optimizers import make_optimizer
from gdstudio.settings.typed import known_name
from gdstudio.texts import Text

FAR_OUTSIDE: Final = 10.0  # widths of the domain beyond its edge that count as lost


class Stepper:
    """k independent descents of one cost by one method.

    The rules of the optimisers work element by element, so one drives all n * k coordinates.

    Attributes:
        function: The cost.
        method: Name of the optimiser, or "newton".
        learning_rate: The rate of the next update; may be changed between updates.
        points: Where the descents are, shape (n, k); owned by the stepper.
        cost: C there, shape (k,).
        gradient: Its first derivatives there, shape (n, k).
        settings: The method's settings in force.
    """

    def __init__(
        self,
        function: CostFunction,
        method: str,
        learning_rate: float,
        starts: ArrayLike,
        settings: Mapping[str, float] | None = None,
    ) -> None:
        method = known_name("optimizer", method, METHODS)
        if not (np.isfinite(learning_rate) and learning_rate > 0):
            raise InvalidValue(Text("learning rate"), learning_rate, Text("a number above 0"))
        self.function = function
        self.method = method
        self.learning_rate = learning_rate
        self.points = np.array(starts, np.float64, order="C")
        assert self.points.ndim == 2
        assert len(self.points) == function.dimension
        self._newton: dict[str, Array] = {}
        if method == NEWTON:
            if settings:
                raise InvalidValue(Text("setting of newton"), next(iter(settings)), "none")
            self._optimizer = None
            self.settings: dict[str, float] = {}
        else:
            self._optimizer = make_optimizer(
                method, self.points.size, np.float64, **(settings or {})
            )
            self.settings = self._optimizer.settings
        self.cost, self.gradient = function.value_gradient(self.points)

    def step(self) -> None:
        """Do one update of every point."""
        with np.errstate(all="ignore"):
            if self._optimizer is None:
                self._newton_step()
            else:
                flat = self.points.reshape(-1)
                self._optimizer.step(flat, self.gradient.reshape(-1), self.learning_rate)
        self.cost, self.gradient = self.function.value_gradient(self.points)

    def state(self) -> dict[str, Array]:
        """Return copies of the method's inner state, name -> (n, k).

        Newton: "direction" (n, k), "shift" and "step_length" (k,); empty before the first update.
        """
        if self._optimizer is None:
            return {name: array.copy() for name, array in self._newton.items()}
        shape = self.points.shape
        return {name: a.reshape(shape).copy() for name, a in self._optimizer.state.items()}

    def restore(self, n_steps: int, points: ArrayLike, state: Mapping[str, ArrayLike]) -> None:
        """Go to where a descent was after `n_steps` updates, with the state it had there."""
        self.points[...] = points
        if self._optimizer is not None:
            self._optimizer.steps = n_steps
            for name, array in state.items():
                self._optimizer.state[name][...] = np.asarray(array).reshape(-1)
        self.cost, self.gradient = self.function.value_gradient(self.points)

    def _newton_step(self) -> None:
        direction, shift = newton_direction(self.gradient, self.function.hessian(self.points))
        slope = (self.gradient * direction).sum(axis=0)
        length = step_length(
            self.function, self.points, self.cost, slope, direction, self.learning_rate
        )
        self.points += np.where(length > 0, length * direction, 0)
        self._newton = {"direction": direction, "shift": shift, "step_length": length}


def lost(points: Array, domain: Bounds) -> NDArray[np.bool_]:
    """Return which of the points (n, k) are not finite or far outside the domain; shape (k,)."""
    inside = np.ones(points.shape[1], bool)
    for x, (low, high) in zip(points, domain, strict=True):
        reach = FAR_OUTSIDE * (high - low)
        inside &= (x >= low - reach) & (x <= high + reach)
    return ~inside


def suggested_learning_rate(function: CostFunction, method: str) -> float:
    """Return a rate to begin with; every method understands the number in its own way.

    Plain descent takes the function's own rate, the momentum methods a fifth of it (their steps add
    up to ten times as much). Methods whose steps have a length of their own get a part of the
    domain.
    """
    width = min(high - low for low, high in function.domain)
    rates = {
        "momentum": function.learning_rate / 5,
        "nesterov": function.learning_rate / 5,
        "adagrad": width / 10,
        "rmsprop": width / 500,
        "adadelta": 10.0,
        "adam": width / 100,
        "amsgrad": width / 100,
        "adamw": width / 100,
        "lion": width / 200,
        NEWTON: 1.0,
    }
    return float(f"{rates.get(method, function.learning_rate):.3g}")


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
