"""Costs of one or two inputs, with exact derivatives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdstudio.descent.expression import Expression, ExpressionError, parse_expression
from gdstudio.descent.formula.tokens import tokenize
from gdstudio.texts import Text

Array: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[float, ...]
Bounds: TypeAlias = tuple[tuple[float, float], ...]
Kind: TypeAlias = Literal["minimum", "maximum", "saddle", "degenerate"]

VARIABLES: Final = {1: ("w",), 2: ("x", "y")}
_OTHER_VARIABLES: Final = {
    1: (("x",), ("x1",)),
    2: (("w0", "w1"), ("x1", "x2"), ("w1", "w2"), ("x0", "x1")),
}
_TYPED_HALF_WIDTH: Final = 5.0


@dataclass(frozen=True, slots=True)
class StationaryPoint:
    """A point where the gradient is zero.

    Attributes:
        point: One coordinate for each input.
        value: The cost there.
        kind: "degenerate" where the second derivatives do not tell.
    """

    point: Point
    value: float
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class CostFunction:
    """A cost C of one input w, or of two inputs x and y.

    Points are arrays of shape (dimension, *S): first axis the coordinates, the rest of any shape S.

    Attributes:
        name: Identifier, e.g. "himmelblau"; "typed" for a typed one.
        title: Name for people.
        note: One sentence on what there is to see.
        expression: The formula.
        domain: (lowest, highest) of each input: what is shown; finite.
        start: A start worth watching.
        learning_rate: A rate for gradient descent that does well from `start`.
        known: Known stationary points; not necessarily all.
        log_height: Whether heights are better shown on a logarithmic scale.
        full_domain: The domain of the literature, if larger than what is shown.
        kinks: Points where the formula has no derivative; the gradient is 0 there by convention.
    """

    name: str
    title: str
    note: str
    expression: Expression
    domain: Bounds
    start: Point
    learning_rate: float
    known: tuple[StationaryPoint, ...] = ()
    log_height: bool = False
    full_domain: Bounds | None = None
    kinks: tuple[Point, ...] = ()

    @property
    def dimension(self) -> int:
        """Number of inputs, 1 or 2."""
        return len(self.expression.variables)

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the inputs."""
        return self.expression.variables

    @property
    def formula(self) -> str:
        """The formula as plain text."""
        return self.expression.text

    def value(self, points: ArrayLike) -> Array:
        """Return C at points of shape (dimension, *S); shape S, not finite where undefined."""
        return self.expression(*np.asarray(points, np.float64))

    def gradient(self, points: ArrayLike) -> Array:
        """Return the first derivatives at points (dimension, *S); the same shape."""
        return self.value_gradient(points)[1]

    def value_gradient(self, points: ArrayLike) -> tuple[Array, Array]:
        """Return C, shape S, and its first derivatives, shape (dimension, *S)."""
        p = np.asarray(points, np.float64)
        value, gradient = self.expression.value_gradient(*p)
        for here in self._at_kinks(p):
            gradient[:, here] = 0
        return value, gradient

    def hessian(self, points: ArrayLike) -> Array:
        """Return the second derivatives at points (dimension, *S); (dimension, dimension, *S)."""
        p = np.asarray(points, np.float64)
        hessian = self.expression.value_gradient_hessian(*p)[2]
        for here in self._at_kinks(p):
            hessian[:, :, here] = 0
        return hessian

    def _at_kinks(self, points: Array) -> list[NDArray[np.bool_]]:
        found = (
            np.all([x == k for x, k in zip(points, kink, strict=True)], axis=0)
            for kink in self.kinks
        )
        return [here for here in found if here.any()]


def typed_function(text: str, dimension: int) -> CostFunction:
    """Return the cost that a typed formula describes, shown on [-5, 5] in each input.

    One input may be called w or x, two x and y, w0 and w1 or x1 and x2.

    Raises:
        ExpressionError: The formula is not accepted; names the place.
    """
    variables = VARIABLES[dimension]
    others = _OTHER_VARIABLES[dimension]
    every = tuple(dict.fromkeys((*variables, *(name for other in others for name in other))))
    try:
        names = {token.text for token in tokenize(text, every) if token.kind == "variable"}
    except ExpressionError:
        names = set()  # said anew below, with the names of the inputs that are usual
    if names and not names & set(variables):
        variables = next(
            (o for o in others if names <= set(o) and o[0] in (*names, "w0")), variables
        )
    function = CostFunction(
        name="typed",
        title=Text("Typed"),
        note=Text("A formula of your own."),
        expression=parse_expression(text, variables),
        domain=((-_TYPED_HALF_WIDTH, _TYPED_HALF_WIDTH),) * dimension,
        start=(3.0, 2.0)[:dimension],
        learning_rate=0.1,
    )
    return replace(function, learning_rate=_gentle_rate(function))


def curvatures(hessian: Array) -> Array:
    """Return the eigenvalues of symmetric matrices, ascending.

    Args:
        hessian: Shape (n, n, *S) with n 1 or 2; not finite entries give NaN.

    Returns:
        Shape (n, *S).
    """
    if len(hessian) == 1:
        return np.array(hessian[0])
    with np.errstate(all="ignore"):
        middle = 0.5 * (hessian[0, 0] + hessian[1, 1])
        spread = np.hypot(0.5 * (hessian[0, 0] - hessian[1, 1]), hessian[0, 1])
        return np.stack([middle - spread, middle + spread])


def _gentle_rate(function: CostFunction) -> float:
    """Return a fifth of 2 / curvature, for the curvature that 90 % of the domain stays below."""
    axes = [np.linspace(low, high, 23) for low, high in function.domain]
    points = np.stack(np.meshgrid(*axes))
    steepest = np.abs(curvatures(function.hessian(points))).max(axis=0)
    finite = steepest[np.isfinite(steepest)]
    curvature = float(np.percentile(finite, 90)) if finite.size else 0.0
    if not curvature > 0:
        return 0.1
    return float(f"{min(max(0.4 / curvature, 1e-9), 0.1):.0e}")
