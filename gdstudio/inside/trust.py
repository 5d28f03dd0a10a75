"""Can backpropagation be trusted? The slope of the cost along one weight, measured, beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array, Floats
from gdstudio.inside.passes import in_float64
from gdstudio.inside.places import weight_name
from gdstudio.inside.rounding import ROUNDING
from gdstudio.learning.costs import Cost
from gdstudio.learning.gradient_check import EPSILON, check_direction, relative_difference
from gdstudio.learning.network import Network

TOLERANCE: Final = 1e-6  # what cutting off after the second term leaves, with room to spare


@dataclass(frozen=True, slots=True)
class WeightCheck:
    """The gradient by one weight or bias, computed in two ways.

    Attributes:
        index: Where it stands in the parameter vector.
        name: E.g. "W2[3,7]".
        analytic: By backpropagation.
        numeric: [C(w + e) - C(w - e)] / 2e, e = 1e-5, in float64.
        relative_error: Their difference, relative to the larger one and to 1e-8 at least.
        noise: How far rounding alone may move the quotient.
    """

    index: int
    name: str
    analytic: float
    numeric: float
    relative_error: float
    noise: float

    @property
    def is_measured(self) -> bool:
        """Whether either is larger than what rounding alone may move the quotient by."""
        return not max(abs(self.analytic), abs(self.numeric)) <= self.noise

    @property
    def agrees(self) -> bool:
        """Whether both are the same, to a millionth and to the rounding of the cost.

        They are not where a ReLU or a maximum changes sides between the two points.
        """
        size = max(abs(self.analytic), abs(self.numeric))
        return abs(self.analytic - self.numeric) <= TOLERANCE * size + self.noise


def check_weights(
    network: Network, X: Array, T: Array, cost: Cost, indices: Iterable[int]
) -> tuple[WeightCheck, ...]:
    """Compare the gradient by some parameters with difference quotients of the mean cost.

    Args:
        network: Any dtype; not changed. The arithmetic is in float64.
        X: Examples, shape (batch, n_in).
        T: Their targets, shape (batch, n_out).
        cost: The cost being lowered.
        indices: Which parameters, by their places in the vector.
    """
    exact = in_float64(network)
    X, T = np.asarray(X, np.float64), np.asarray(T, np.float64)

    def f(parameters: Array) -> float:
        Z = exact.at(parameters).logits(X)
        return float(cost.values(Z, T, network.output_activation).mean())

    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be checked too
        here = exact.cost_and_gradient(X, T, cost)
        noise = ROUNDING * max(abs(here), 1.0) / EPSILON
        checks = []
        for index in indices:
            found = check_direction(f, exact.parameters, exact.gradient, _unit(exact, index))
            checks.append(
                WeightCheck(
                    index, weight_name(network, index),
                    found.analytic, found.numeric, found.relative_error, noise,
                )
            )  # fmt: skip
    return tuple(checks)


def joined(parts: Sequence[tuple[WeightCheck, int]]) -> WeightCheck:
    """Return the check of one parameter over all examples from checks over parts of them.

    Args:
        parts: Checks of the same parameter, each with the number of its examples; at least one.
    """
    n, first = sum(count for _, count in parts), parts[0][0]

    def mean(of: Callable[[WeightCheck], float]) -> float:
        return sum(of(check) * count / n for check, count in parts)

    analytic, numeric = mean(lambda one: one.analytic), mean(lambda one: one.numeric)
    error, noise = relative_difference(analytic, numeric), mean(lambda one: one.noise)
    return WeightCheck(first.index, first.name, analytic, numeric, error, noise)


def check_at_random(
    network: Network, X: Array, T: Array, cost: Cost, n: int, rng: np.random.Generator
) -> tuple[WeightCheck, ...]:
    """Compare the gradient by `n` parameters drawn by `rng`, or by all if there are fewer.

    The rest is as in `check_weights`; the largest relative difference stands first.
    """
    count = len(network.parameters)
    drawn = rng.choice(count, min(n, count), replace=False)
    checks = check_weights(network, X, T, cost, drawn.tolist())
    return tuple(sorted(checks, key=lambda check: -check.relative_error))


def _unit(network: Network, index: int) -> Floats:
    direction = np.zeros(len(network.parameters))
    direction[index] = 1
    return direction
