"""The cost of one example: a term for each output, and their sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, Floats, lock


@dataclass(frozen=True, slots=True, eq=False)
class ExampleCost:
    """What one example costs; all arrays (n_out,), float64, read-only.

    Attributes:
        outputs: The outputs a.
        target: The target y, 1 at the class that is right and 0 elsewhere.
        differences: a - y.
        squares: (a - y)^2.
        terms: What each output adds to the cost: with squared error its square, with cross-entropy
            its part in nats.
        total: Their sum, the cost of the example.
    """

    outputs: Floats
    target: Floats
    differences: Floats
    squares: Floats
    terms: Floats
    total: float


def example_cost(
    outputs: Array,
    target: int,
    cost_name: str,
    output_activation: str = "sigmoid",
    logits: Array | None = None,
) -> ExampleCost:
    """Return the terms of the cost of one example: of `SquaredError` or `CrossEntropy`.

    Args:
        outputs: Shape (n_out,), what the network answers.
        target: The class that is right.
        cost_name: "squared-error" or "cross-entropy".
        output_activation: With cross-entropy "softmax", whose cost is -ln of the one output that
            is right, or "sigmoid", where the others add -ln(1 - a).
        logits: Shape (n_out,), the pre-activations behind the outputs. With them cross-entropy
            stays finite where an output is 0 or 1 to the last digit.
    """
    a = np.array(outputs, np.float64)
    y = np.zeros(len(a))
    y[target] = 1
    differences = a - y
    squares = differences * differences
    if cost_name == "squared-error":
        terms = squares.copy()
    else:
        z = None if logits is None else np.array(logits, np.float64)
        terms = _cross_entropy(a, y, z, is_softmax=output_activation == "softmax")
    lock(a, y, differences, squares, terms)
    return ExampleCost(a, y, differences, squares, terms, float(terms.sum()))


def cost_slopes(outputs: Floats, target: int, cost_name: str, output_activation: str) -> Floats:
    """Return the gradient of the cost of one example by its outputs, shape (n_out,).

    Squared error: 2 (a - y). Cross-entropy: -1 / a of the output that is right, and, unless the
    outputs are a softmax, 1 / (1 - a) of the others; infinite where an output is wrong to the last
    digit.
    """
    a = np.array(outputs, np.float64)
    if cost_name == "squared-error":
        slopes = 2 * a
        slopes[target] = 2 * (a[target] - 1)
        return slopes
    with np.errstate(divide="ignore"):
        slopes = np.zeros_like(a) if output_activation == "softmax" else 1 / (1 - a)
        slopes[target] = -1 / a[target]
    return slopes


def _cross_entropy(a: Floats, y: Floats, z: Floats | None, *, is_softmax: bool) -> Floats:
    is_right = y == 1
    with np.errstate(divide="ignore"):
        if z is None:
            others = np.zeros_like(a) if is_softmax else -np.log1p(-a)
            return np.where(is_right, -np.log(a), others)
    if is_softmax:
        log_sum = np.log(np.exp(z - z.max()).sum()) + z.max()
        return np.where(is_right, log_sum - z, 0.0)
    terms: Floats = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    return terms
