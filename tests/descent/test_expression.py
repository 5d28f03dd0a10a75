from __future__ import annotations

import math

import numpy as np
import pytest

from gdstudio.descent.expression import ExpressionError, parse_expression

X, Y = 1.3, -0.7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3x", 3 * X),
        ("2 sin x", 2 * math.sin(X)),
        ("x y", X * Y),
        ("xy", X * Y),
        ("2(x+1)", 2 * (X + 1)),
        ("(x+1)(x-1)", (X + 1) * (X - 1)),
        ("x(x+1)", X * (X + 1)),
        ("sin 2x", math.sin(2 * X)),
        ("cos 2 pi x", math.cos(2 * math.pi * X)),
        ("sin x cos y", math.sin(X) * math.cos(Y)),
        ("sin x * cos y", math.sin(X) * math.cos(Y)),
        ("2 sin x + 1", 2 * math.sin(X) + 1),
        ("-x^2", -(X**2)),
        ("2^3^2", 512.0),
        ("2**-1", 0.5),
        ("-2^2", -4.0),
        ("2x^2", 2 * X**2),
        ("x^2 y", X**2 * Y),
        ("e^2 x", math.e**2 * X),
        ("x²y", X**2 * Y),
        ("x³ − 2·x×y ÷ 4 + π", X**3 - 2 * X * Y / 4 + math.pi),
        ("1/2*x", 0.5 * X),
        ("1/(2x)", 1 / (2 * X)),
        ("1/sin x", 1 / math.sin(X)),
        ("6/3/2", 1.0),
        ("5-3-2", 0.0),
        ("--x", X),
        ("+x", X),
        ("x*-y", X * -Y),
        (".5x + 1.5e-1", 0.5 * X + 0.15),
        ("2e", 2 * math.e),
        ("2exp(x)", 2 * math.exp(X)),
        ("007", 7.0),
        ("min(x, y)", Y),
        ("maximum(x, y)", X),
        ("where(x < 0, 1, 2)", 2.0),
        ("where(-1 < y <= 0, 5, 6)", 5.0),
        ("where(x - y != 0, 1, 0)", 1.0),
        ("relu(y) + relu(x)", X),
        ("sigmoid(x)", 1 / (1 + math.exp(-X))),
        ("log10(100) + log(e)", 3.0),
        ("sign(y) abs(y)", Y),
        ("sqrt(x^2)", X),
        ("tan(x) + arctan(y)", math.tan(X) + math.atan(Y)),
        ("sinh(x) + cosh(x) - exp(x) + tanh(0)", 0.0),
    ],
)
def test_that_formulas_have_the_value_people_mean(text: str, expected: float) -> None:
    value = parse_expression(text)(X, Y)
    assert value.shape == ()
    assert float(value) == pytest.approx(expected, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize(
    ("text", "place", "length", "part"),
    [
        ("", 0, 0, "nothing is typed"),
        ("   ", 0, 3, "nothing is typed"),
        ("1/2x", 3, 1, "two readings"),
        ("1/2(x)", 3, 1, "two readings"),
        ("e^2x", 3, 1, "two readings"),
        ("(x+1)^2(y)", 7, 1, "two readings"),
        ("sin x y", 6, 1, "belongs to sin"),
        ("sin x/2", 5, 1, "belongs to sin"),
        ("sin x^2", 5, 1, "belongs to sin"),
        ("sin x*y", 5, 1, "belongs to sin"),
        ("sin^2 x", 3, 1, "sin(x)^2"),
        ("1 + sin", 4, 3, "sin(x)"),
        ("exp -x", 0, 3, "exp(x)"),
        ("2 max x", 2, 3, "max(x, 1)"),
        ("min(x)", 5, 1, "2 values, not 1"),
        ("sin(x, y)", 5, 1, "between values"),
        ("where(x, 1, 2)", 7, 1, "comparison first"),
        ("where(x < 0, 1)", 14, 1, "3 values, not 2"),
        ("where((x < 0), 1, 2)", 9, 1, "start of where"),
        ("x < 1", 2, 1, "start of where"),
        ("0,5x", 1, 1, "0.5"),
        ("x 2", 2, 1, "before this number"),
        ("2 3", 2, 1, "before this number"),
        ("(x", 0, 1, "never closed"),
        ("x)", 1, 1, "closes nothing"),
        ("()", 1, 1, "missing before )"),
        ("x +", 3, 0, "missing after +"),
        ("*x", 0, 1, "missing before *"),
        ("x // y", 3, 1, "missing before /"),
        ("|x|", 0, 1, "abs(x)"),
        ("y = x", 2, 1, "without '='"),
        ("2 + exq(x)", 4, 3, "did you mean exp?"),
        ("a + x", 0, 1, "inputs: x and y"),
        ("w^2", 0, 1, "inputs: x and y"),
        ("1e999", 0, 5, "too large"),
        ("x.y", 1, 1, "not accepted"),
    ],
)
def test_that_wrong_input_is_answered_at_its_place(
    text: str, place: int, length: int, part: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert (caught.value.position, caught.value.length) == (place, length)
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


def test_that_values_that_are_not_defined_are_nan_and_poles_are_infinite() -> None:
    assert np.isnan(parse_expression("log(x)", ("x",))(-1.0))
    assert np.isnan(parse_expression("sqrt(x)", ("x",))(-1.0))
    assert parse_expression("1/x", ("x",))(0.0) == np.inf
    assert parse_expression("9**9**9", ("x",))(0.0) == np.inf
    assert np.isnan(parse_expression("log(x)", ("x",)).value_gradient(-1.0)[1]).all()


def test_that_what_where_does_not_choose_leaves_no_trace() -> None:
    f = parse_expression("where(x > 0, log(x), x^2)", ("x",))
    value, gradient, hessian = f.value_gradient_hessian(np.array([-3.0, 2.0]))
    np.testing.assert_allclose(value, [9.0, math.log(2)])
    np.testing.assert_allclose(gradient, [[-6.0, 0.5]])
    np.testing.assert_allclose(hessian, [[[2.0, -0.25]]])


def test_that_inputs_are_broadcast_and_constants_fill_the_shape() -> None:
    f = parse_expression("5")
    x, y = np.zeros((3, 1)), np.zeros(4)
    assert f(x, y).shape == (3, 4)
    value, gradient, hessian = f.value_gradient_hessian(x, y)
    np.testing.assert_array_equal(value, np.full((3, 4), 5.0))
    np.testing.assert_array_equal(gradient, np.zeros((2, 3, 4)))
    np.testing.assert_array_equal(hessian, np.zeros((2, 2, 3, 4)))


def test_that_the_result_belongs_to_the_caller() -> None:
    x = np.arange(3.0)
    f = parse_expression("x", ("x",))
    value = f(x)
    value[0] = 99
    assert x[0] == 0
    assert f(x)[0] == 0


def test_that_the_network_names_w0_and_w1_are_accepted() -> None:
    f = parse_expression("w0^2 + 2w1", ("w0", "w1"))
    assert float(f(3.0, 4.0)) == 17.0
    assert f.variables == ("w0", "w1")


def test_that_integers_are_floats_from_the_start() -> None:
    value = parse_expression("12345678901234567890123 x^0", ("x",))(0.0)
    assert value.dtype == np.float64
    assert float(value) == 12345678901234567890123.0


def test_that_a_condition_that_compares_nothing_is_told_where_a_comparison_is_missing() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression("where(x, 1, 2)")
    assert str(caught.value) == "where needs a comparison first: where(x < 0, -x, x)"
    assert (caught.value.position, caught.value.length) == (7, 1)
