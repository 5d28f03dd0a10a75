"""Correlation, resampling and a test for unequal spread, in NumPy alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.arrays import Array

RESAMPLES: Final = 2000
_ITERATIONS: Final = 500
_SMALL: Final = 1e-300
_PRECISION: Final = 1e-14


def pearson(x: Array, y: Array) -> float:
    """Return Pearson's correlation of two samples, shape (k,); NaN if one does not vary."""
    dx, dy = x - x.mean(), y - y.mean()
    length = math.sqrt(float(dx @ dx) * float(dy @ dy))
    return float(dx @ dy) / length if length > 0 else math.nan


def bootstrap_pearson(x: Array, y: Array, rng: np.random.Generator) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of Pearson's correlation (Efron 1979).

    Args:
        x: Shape (k,), k at least 3.
        y: Shape (k,).
        rng: Draws the samples.
    """
    which = rng.integers(len(x), size=(RESAMPLES, len(x)))
    X, Y = x[which], y[which]
    X, Y = X - X.mean(axis=1, keepdims=True), Y - Y.mean(axis=1, keepdims=True)
    lengths = np.sqrt((X * X).sum(axis=1) * (Y * Y).sum(axis=1))
    with np.errstate(invalid="ignore"):
        found = (X * Y).sum(axis=1) / lengths
    tail = (1 - 0.95) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail]).tolist()
    return low, high


@dataclass(frozen=True, slots=True)
class SpreadTest:
    """Result of a Brown-Forsythe test.

    Attributes:
        F: The statistic.
        between: Degrees of freedom between the groups.
        within: Degrees of freedom within them.
        p: Probability of so large an F if all groups spread alike.
    """

    F: float
    between: int
    within: int
    p: float


def brown_forsythe(groups: Sequence[Array]) -> SpreadTest:
    """Test whether groups spread alike: Levene's test about the medians (Brown, Forsythe 1974).

    F of a one-way analysis of variance of the distances |x - median of its group|.

    Args:
        groups: At least two samples of at least two numbers.
    """
    distances = [np.abs(group - np.median(group)) for group in groups]
    k, n = len(groups), sum(map(len, groups))
    centre = np.concatenate(distances).mean()
    between = sum(len(d) * (d.mean() - centre) ** 2 for d in distances) / (k - 1)
    within = sum(((d - d.mean()) ** 2).sum() for d in distances) / (n - k)
    F = float(between / within) if within > 0 else math.inf
    return SpreadTest(F, k - 1, n - k, f_tail(F, k - 1, n - k))


def f_tail(F: float, between: int, within: int) -> float:
    """Return the probability that an F-distributed number is above F."""
    if F <= 0:
        return 1.0
    if math.isinf(F):
        return 0.0
    return incomplete_beta(within / 2, between / 2, within / (within + between * F))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for x in [0, 1].

    By its continued fraction (Abramowitz and Stegun 1964, 26.5.8), evaluated as Lentz does.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # where the fraction converges fast
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log_front += a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away_from_0(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _ITERATIONS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_0(1 + term * d)
            c = _away_from_0(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _away_from_0(value: float) -> float:
    return value if abs(value) > _SMALL else _SMALL
