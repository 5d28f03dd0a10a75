"""The functions and operators of a formula, each beside its first and second derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np

from gdstudio.descent.formula.jets import (
    Derivative,
    Jet,
    Number,
    Partials,
    between,
    chain,
    choose,
    combine,
)

CONSTANTS: Final = {"pi": math.pi, "e": math.e}


def add(a: Jet, b: Jet) -> Jet:
    """Return a + b."""
    one = np.float64(1)
    return combine(a, b, a.value + b.value, lambda: (one, one, None, None, None))


def subtract(a: Jet, b: Jet) -> Jet:
    """Return a - b."""
    one = np.float64(1)
    return combine(a, b, a.value - b.value, lambda: (one, -one, None, None, None))


def multiply(a: Jet, b: Jet) -> Jet:
    """Return a b."""
    one = np.float64(1)
    return combine(a, b, a.value * b.value, lambda: (b.value, a.value, None, one, None))


def divide(a: Jet, b: Jet) -> Jet:
    """Return a / b."""

    def partials() -> Partials:
        inverse = 1 / b.value
        square = inverse * inverse
        return inverse, -a.value * square, None, -square, 2 * a.value * square * inverse

    return combine(a, b, a.value / b.value, partials)


def power(a: Jet, b: Jet) -> Jet:
    """Return a^b; a constant exponent never asks for log(a)."""
    if not b.gradient and np.ndim(b.value) == 0:
        return _constant_power(a, float(b.value))
    value = np.power(a.value, b.value)

    def partials() -> Partials:
        log = np.log(a.value)
        if not a.gradient:
            return None, value * log, None, None, value * log * log
        below = np.power(a.value, b.value - 1)
        second = b.value * (b.value - 1) * np.power(a.value, b.value - 2)
        mixed = below * (1 + b.value * log)
        return b.value * below, value * log, second, mixed, value * log * log

    return combine(a, b, value, partials)


def _constant_power(a: Jet, exponent: float) -> Jet:
    def derivatives() -> tuple[Derivative, Derivative]:
        if exponent == 0:
            return None, None
        first = exponent * _raised(a.value, exponent - 1)
        if exponent == 1:
            return first, None
        return first, exponent * (exponent - 1) * _raised(a.value, exponent - 2)

    return chain(a, _raised(a.value, exponent), derivatives)


def _raised(value: Number, exponent: float) -> Number:
    """Return value^exponent; squares and cubes as products, which is ten times faster."""
    if exponent == 1:
        return value
    if exponent == 2:
        return value * value
    if exponent == 3:
        return value * value * value
    return np.power(value, exponent)


def negate(u: Jet) -> Jet:
    """Return -u."""
    return chain(u, -u.value, lambda: (np.float64(-1), None))


def minimum(a: Jet, b: Jet) -> Jet:
    """Return the smaller of both, NaN if either is; see `between` for where they are equal."""
    return _met(a, b, choose((a.value <= b.value) | np.isnan(a.value), a, b))


def maximum(a: Jet, b: Jet) -> Jet:
    """Return the larger of both, NaN if either is; see `between` for where they are equal."""
    return _met(a, b, choose((a.value >= b.value) | np.isnan(a.value), a, b))


def _met(a: Jet, b: Jet, chosen: Jet) -> Jet:
    met = a.value == b.value
    return choose(met, between(a, b), chosen) if np.any(met) else chosen


def _sin(u: Jet) -> Jet:
    sine = np.sin(u.value)
    return chain(u, sine, lambda: (np.cos(u.value), -sine))


def _cos(u: Jet) -> Jet:
    cosine = np.cos(u.value)
    return chain(u, cosine, lambda: (-np.sin(u.value), -cosine))


def _tan(u: Jet) -> Jet:
    tangent = np.tan(u.value)
    first = 1 + tangent * tangent
    return chain(u, tangent, lambda: (first, 2 * tangent * first))


def _exp(u: Jet) -> Jet:
    value = np.exp(u.value)
    return chain(u, value, lambda: (value, value))


def _log(u: Jet) -> Jet:
    return chain(u, np.log(u.value), lambda: _log_derivatives(u.value, 1.0))


def _log10(u: Jet) -> Jet:
    return chain(u, np.log10(u.value), lambda: _log_derivatives(u.value, math.log(10)))


def _log_derivatives(value: Number, scale: float) -> tuple[Number, Number]:
    defined = np.where(value >= 0, value, np.nan)
    first = 1 / (defined * scale)
    return first, -first / defined


def _sqrt(u: Jet) -> Jet:
    root = np.sqrt(u.value)
    return chain(u, root, lambda: (0.5 / root, -0.25 / (root * root * root)))


def _abs(u: Jet) -> Jet:
    return chain(u, np.abs(u.value), lambda: (np.sign(u.value), None))


def _sign(u: Jet) -> Jet:
    return chain(u, np.sign(u.value), lambda: (None, None))


def _tanh(u: Jet) -> Jet:
    value = np.tanh(u.value)
    first = 1 - value * value
    return chain(u, value, lambda: (first, -2 * value * first))


def _sinh(u: Jet) -> Jet:
    value = np.sinh(u.value)
    return chain(u, value, lambda: (np.cosh(u.value), value))


def _cosh(u: Jet) -> Jet:
    value = np.cosh(u.value)
    return chain(u, value, lambda: (np.sinh(u.value), value))


def _arctan(u: Jet) -> Jet:
    first = 1 / (1 + u.value * u.value)
    return chain(u, np.arctan(u.value), lambda: (first, -2 * u.value * first * first))


def _sigmoid(u: Jet) -> Jet:
    value = 0.5 * (1 + np.tanh(0.5 * u.value))  # the same function, without overflow
    first = value * (1 - value)
    return chain(u, value, lambda: (first, first * (1 - 2 * value)))


def _relu(u: Jet) -> Jet:
    return chain(u, np.maximum(u.value, 0), lambda: (np.float64(1) * (u.value > 0), None))


UNARY: Final[dict[str, Callable[[Jet], Jet]]] = {
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "exp": _exp,
    "log": _log,
    "log10": _log10,
    "sqrt": _sqrt,
    "abs": _abs,
    "tanh": _tanh,
    "sinh": _sinh,
    "cosh": _cosh,
    "arctan": _arctan,
    "sign": _sign,
    "sigmoid": _sigmoid,
    "relu": _relu,
}
BINARY: Final[dict[str, Callable[[Jet, Jet], Jet]]] = {
    "min": minimum,
    "max": maximum,
    "minimum": minimum,
    "maximum": maximum,
}
ARITY: Final = {**dict.fromkeys(UNARY, 1), **dict.fromkeys(BINARY, 2), "where": 3}
