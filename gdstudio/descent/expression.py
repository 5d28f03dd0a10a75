"""Formulas typed by people, with exact derivatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.descent.formula.closures import Closure, build
from gdstudio.descent.formula.grammar import complete
from gdstudio.descent.formula.jets import Derivative, Jet, variable
from gdstudio.descent.formula.tokens import ExpressionError, tokenize

__all__ = ["Expression", "ExpressionError", "parse_expression"]

VARIABLE_NAMES: Final = ("x", "y", "w", "w0", "w1", "w2", "x0", "x1", "x2")

Array = NDArray[np.float64]


class Expression:
    """A formula of some inputs; immutable, and may be used from any thread.

    Values that are not defined come back as NaN, poles as infinity; no warning is raised.

    Attributes:
        text: The formula as typed.
        variables: Names of the inputs.
    """

    def __init__(self, text: str, variables: Sequence[str], closure: Closure) -> None:
        self.text = text
        self.variables = tuple(variables)
        self._closure = closure

    def __call__(self, *inputs: ArrayLike) -> Array:
        """Return the values at the inputs, one array for each variable, broadcast together."""
        arrays = self._inputs(inputs)
        return _spread(self._jet(arrays, 0).value, arrays[0].shape)

    def value_gradient(self, *inputs: ArrayLike) -> tuple[Array, Array]:
        """Return values of the inputs' shape S, and first derivatives of shape (n, *S)."""
        arrays = self._inputs(inputs)
        jet, shape = self._jet(arrays, 1), arrays[0].shape
        value = _spread(jet.value, shape)
        return value, self._gradient(jet, value)

    def value_gradient_hessian(self, *inputs: ArrayLike) -> tuple[Array, Array, Array]:
        """Return values of the inputs' shape S, first derivatives (n, *S) and second (n, n, *S)."""
        arrays = self._inputs(inputs)
        jet, shape = self._jet(arrays, 2), arrays[0].shape
        n = len(arrays)
        hessian = np.zeros((n, n, *shape))
        pairs = ((i, j) for i in range(n) for j in range(i, n))
        for (i, j), entry in zip(pairs, jet.hessian, strict=False):
            if entry is not None:
                hessian[i, j] = hessian[j, i] = entry
        value = _spread(jet.value, shape)
        return value, self._gradient(jet, value), hessian

    def _inputs(self, inputs: tuple[ArrayLike, ...]) -> list[Array]:
        assert len(inputs) == len(self.variables)
        return list(np.broadcast_arrays(*[np.asarray(x, np.float64) for x in inputs]))

    def _jet(self, arrays: list[Array], order: int) -> Jet:
        n = len(arrays)
        jets = [variable(array, i, n, order) for i, array in enumerate(arrays)]
        with np.errstate(all="ignore"):
            return self._closure(jets)

    def _gradient(self, jet: Jet, value: Array) -> Array:
        entries: tuple[Derivative, ...] = jet.gradient or (None,) * len(self.variables)
        gradient = np.zeros((len(entries), *value.shape))
        for i, entry in enumerate(entries):
            if entry is not None:
                gradient[i] = entry
        pole = ~np.isfinite(value)
        if pole.any():  # 0 by convention is for kinks, where the cost is defined
            gradient[pole & (gradient == 0)] = np.nan
        return gradient


def parse_expression(text: str, variables: Sequence[str] = ("x", "y")) -> Expression:
    """Read a formula such as `0.5 x^2 + 5 y^2` or `2 sin x cos y`.

    Accepted are numbers, the variables, pi and e, + - * / and ^ (or **), round brackets and the
    functions sin cos tan exp log log10 sqrt abs tanh sinh cosh arctan sign sigmoid relu min max
    where; a comparison stands only at the start of where. `formula.grammar` says where a product
    sign or brackets may be left out.

    Args:
        text: The formula; at most 500 characters, 200 parts, 40 levels.
        variables: Names of the inputs, out of `VARIABLE_NAMES`.

    Raises:
        ExpressionError: The text is not such a formula; names the place.
    """
    assert variables
    assert set(variables) <= set(VARIABLE_NAMES)
    tokens = tokenize(text, variables)
    return Expression(text, variables, build(complete(tokens), variables))


def _spread(value: np.float64 | Array, shape: tuple[int, ...]) -> Array:
    """Return `value` with the given shape, owned by the caller."""
    return np.array(np.broadcast_to(value, shape))
