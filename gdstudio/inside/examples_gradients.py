"""What each of a few examples wants of the weights, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdstudio.arrays import Array, Floats, lock
from gdstudio.inside.passes import in_float64
from gdstudio.learning.costs import Cost
from gdstudio.learning.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class ExamplesGradients:
    """The gradients of single examples; arrays float64, read-only, angles in degrees.

    Attributes:
        gradients: One row an example, shape (k, n).
        mean: The gradient of the mini-batch that they are, or belong to, shape (n,).
        angles: Of each to the mean, shape (k,); NaN where one of both is 0.
        whole_angle: Of the mean to the gradient of a whole set; None if that was not given.
    """

    gradients: Floats
    mean: Floats
    angles: Floats
    whole_angle: float | None


def examples_gradients(
    network: Network,
    X: Array,
    T: Array,
    cost: Cost,
    whole: Array | None = None,
    mean: Floats | None = None,
) -> ExamplesGradients:
    """Compute the gradient of each example by itself, in float64.

    Args:
        network: Any dtype; not changed.
        X: Examples, shape (k, n_in), at least one.
        T: Their targets, shape (k, n_out).
        cost: The cost being lowered.
        whole: The gradient of a whole set, shape (n,), that the mean is compared with.
        mean: The gradient of the mini-batch that they belong to, shape (n,), float64; None if they
            are all of it.
    """
    exact = in_float64(network)
    X, T = np.asarray(X, np.float64), np.asarray(T, np.float64)
    gradients = np.zeros((len(X), len(exact.parameters)))
    with np.errstate(over="ignore", invalid="ignore"):  # a diverged network may be asked too
        for k, gradient in enumerate(gradients):
            exact.cost_and_gradient(X[k : k + 1], T[k : k + 1], cost)
            gradient[...] = exact.gradient
        mean = gradients.mean(axis=0) if mean is None else mean
        angles = np.array([angle(one, mean) for one in gradients])
        whole_angle = None if whole is None else angle(mean, np.asarray(whole, np.float64))
    lock(gradients, mean, angles)
    return ExamplesGradients(gradients, mean, angles, whole_angle)


def angle(u: Floats, v: Floats) -> float:
    """Return the angle between two vectors (n,) in degrees, from 0 to 180; NaN if one is 0.

    By half-angles (Kahan 2006, "How futile are mindless assessments of roundoff", section 12),
    exact for small angles too, where the cosine says nothing.
    """
    lengths = float(np.linalg.norm(u)), float(np.linalg.norm(v))
    if 0 in lengths:
        return float("nan")
    u, v = u / lengths[0], v / lengths[1]
    half = np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
    return float(np.degrees(2 * half))
