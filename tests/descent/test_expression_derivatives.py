from __future__ import annotations

import numpy as np
import pytest

from gdstudio.descent.expression import parse_expression

# Formulas with the interval of both inputs on which they are smooth.
FORMULAS = [
    ("x^3 - 2x*y^2 + y", -2.0, 2.0),
    ("sin(x y) + cos(x - 2y)", -2.0, 2.0),
    ("tan(x/3) * tanh(y)", -1.5, 1.5),
    ("exp(-x^2 - y^2) * (x + y)", -2.0, 2.0),
    ("log(1 + x^2 + y^4) + log10(2 + sin(x))", -2.0, 2.0),
    ("sqrt(1 + x^2 y^2)", -2.0, 2.0),
    ("abs(x) * abs(y)^3", 0.2, 2.0),
    ("sinh(x) / cosh(y)", -2.0, 2.0),
    ("arctan(x^2 / (1 + y^2))", -2.0, 2.0),
    ("sigmoid(3x) - sigmoid(x y)", -2.0, 2.0),
    ("relu(x + 5) * relu(y + 5)^2", -2.0, 2.0),
    ("x^y", 0.3, 2.0),
    ("(x^2 + 1)^(sin y)", -2.0, 2.0),
    ("2^x * e^(x y)", -2.0, 2.0),
    ("(1 + x^2)^0.5 * (1 + y^2)^-1.5", -2.0, 2.0),
    ("x^-2 + y^4 + x^1 + y^0", 0.3, 2.0),
    ("max(x^2, y - 5) + min(x, 9 + y)", -2.0, 2.0),
    ("where(x < 9, x y^2, 7)", -2.0, 2.0),
    ("sign(x) x^2 y", 0.2, 2.0),
    ("-x / (y - 5) / 2", -2.0, 2.0),
]


@pytest.mark.parametrize(("text", "low", "high"), FORMULAS)
def test_that_derivatives_agree_with_differences(text: str, low: float, high: float) -> None:
    f = parse_expression(text)
    p = np.random.default_rng(3).uniform(low, high, (2, 100))
    value, gradient, hessian = f.value_gradient_hessian(*p)
    np.testing.assert_array_equal(value, f(*p))
    np.testing.assert_array_equal(gradient, f.value_gradient(*p)[1])
    for i in range(2):
        h = np.zeros((2, 1))
        h[i] = 1e-5
        numeric = (f(*(p + h)) - f(*(p - h))) / 2e-5
        assert _error(gradient[i], numeric) < 1e-6, (i, gradient[i], numeric)
        numeric_2 = (f.value_gradient(*(p + h))[1] - f.value_gradient(*(p - h))[1]) / 2e-5
        assert _error(hessian[i], numeric_2) < 1e-5, (i, hessian[i], numeric_2)
    np.testing.assert_array_equal(hessian[0, 1], hessian[1, 0])


def test_that_the_check_notices_a_derivative_wrong_by_a_thousandth() -> None:
    exact = np.array([1.0, 2.0])
    assert _error(exact * 1.001, exact) > 1e-5


def test_that_a_power_with_a_constant_exponent_never_takes_a_logarithm() -> None:
    value, gradient, hessian = parse_expression("x^2 + x^1 + x^0", ("x",)).value_gradient_hessian(
        np.array([-3.0, 0.0])
    )
    np.testing.assert_array_equal(value, [7.0, 1.0])
    np.testing.assert_array_equal(gradient, [[-5.0, 1.0]])
    np.testing.assert_array_equal(hessian, [[[2.0, 2.0]]])


def _error(a: np.ndarray, b: np.ndarray) -> float:
    return float((np.abs(a - b) / np.maximum(1, np.maximum(np.abs(a), np.abs(b)))).max())
