"""Correlation and spread against values worked by hand or found elsewhere."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from gdstudio.experiments.statistics import (
    bootstrap_pearson,
    brown_forsythe,
    f_tail,
    incomplete_beta,
    pearson,
)


def test_that_the_correlation_is_that_of_hand_and_of_numpy() -> None:
    # dx = (-1, 0, 1), dy = (-1, 1, 0): 1 / sqrt(2 * 2) = 1/2.
    assert pearson(np.array([1.0, 2, 3]), np.array([4.0, 6, 5])) == pytest.approx(0.5)
    x, y = np.random.default_rng(0).standard_normal((2, 40))
    assert pearson(x, y) == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert math.isnan(pearson(np.ones(3), np.arange(3.0)))


def test_that_the_bootstrap_interval_holds_the_correlation_and_is_of_the_right_width() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal(200)
    y = 0.6 * x + 0.8 * rng.standard_normal(200)
    low, high = bootstrap_pearson(x, y, np.random.default_rng(2))
    r = pearson(x, y)
    assert low < r < high
    # Fisher's interval of the same confidence: tanh(atanh r -+ 1.96 / sqrt(n - 3)).
    half = 1.96 / math.sqrt(197)
    assert low == pytest.approx(math.tanh(math.atanh(r) - half), abs=0.04)
    assert high == pytest.approx(math.tanh(math.atanh(r) + half), abs=0.04)
    assert bootstrap_pearson(x, y, np.random.default_rng(2)) == (low, high)


def test_that_brown_forsythe_is_the_value_worked_by_hand() -> None:
    # Medians 2 and 6; distances (1, 0, 1) and (4, 0, 4), means 2/3 and 8/3, of all 5/3.
    # Between: 3 * 1 + 3 * 1 = 6, over 1. Within: 6/9 + 96/9 = 34/3, over 4. F = 36/17.
    found = brown_forsythe([np.array([1.0, 2, 3]), np.array([2.0, 6, 10])])
    assert abs(found.F - 36 / 17) < 1e-12
    assert (found.between, found.within) == (1, 4)
    # With 1 and 4 degrees F is the square of Student's t; its tail with 4 degrees is known:
    # P(|t| > x) = 1 - (3 s - s^3) / 2 with s = x / sqrt(x^2 + 4).
    s = math.sqrt(found.F / (found.F + 4))
    assert found.p == pytest.approx(1 - (3 * s - s**3) / 2, rel=1e-12)


@pytest.mark.parametrize(
    ("F", "between", "within", "p"),
    [  # tables of the F distribution: critical values at 5 % and 1 %
        (161.4476, 1, 1, 0.05),
        (4.9646, 1, 10, 0.05),
        (2.7587, 4, 25, 0.05),
        (3.7195, 4, 50, 0.01),
    ],
)
def test_that_the_tail_of_f_is_that_of_the_tables(
    F: float, between: int, within: int, p: float
) -> None:
    assert f_tail(F, between, within) == pytest.approx(p, rel=1e-3)


def test_that_the_tail_of_f_is_a_share_that_falls() -> None:
    tails = [f_tail(F, 1, 118) for F in (0.0, 0.1, 1.0, 10.0, 100.0, 1e4, math.inf)]
    assert tails[0] == 1.0
    assert tails[-1] == 0.0
    assert all(a > b for a, b in itertools.pairwise(tails))


def test_that_the_incomplete_beta_is_exact_where_it_is_a_polynomial() -> None:
    for x in (0.0, 0.1, 0.37, 0.5, 0.93, 1.0):
        assert incomplete_beta(1, 1, x) == pytest.approx(x, abs=1e-14)
        assert incomplete_beta(2, 3, x) == pytest.approx(
            6 * x**2 - 8 * x**3 + 3 * x**4, rel=1e-12, abs=1e-14
        )
