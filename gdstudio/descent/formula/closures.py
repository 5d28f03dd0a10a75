"""From the pieces of a formula to functions over its tree; Python never evaluates the text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gdstudio.descent.formula import elementary
from gdstudio.descent.formula.elementary import ARITY, BINARY, CONSTANTS, UNARY
from gdstudio.descent.formula.jets import Jet, choose
from gdstudio.descent.formula.tokens import ExpressionError, Token
from gdstudio.texts import Text

MOST_NODES: Final = 200
DEEPEST: Final = 40

Closure: TypeAlias = Callable[[Sequence[Jet]], Jet]
Condition: TypeAlias = Callable[[Sequence[Jet]], "NDArray[np.bool_] | np.bool_"]

_OPERATORS: Final[dict[type[ast.operator], Callable[[Jet, Jet], Jet]]] = {
    ast.Add: elementary.add,
    ast.Sub: elementary.subtract,
    ast.Mult: elementary.multiply,
    ast.Div: elementary.divide,
    ast.Pow: elementary.power,
}
_COMPARISONS: Final[dict[type[ast.cmpop], np.ufunc]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}


def build(tokens: Sequence[Token], variables: Sequence[str]) -> Closure:
    """Return the function that computes a formula's jet from the jets of its variables.

    Args:
        tokens: What `complete` gave: every product sign and bracket written out.
        variables: Names of the inputs, in the order of the jets.

    Raises:
        ExpressionError: The formula has too many parts, or they are nested too deeply.
    """
    whole = tokens[-1].end
    try:
        tree = ast.parse(" ".join(token.text for token in tokens), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError(
            Text("this is not a formula; example: x^2 + 2 y"), 0, whole
        ) from error
    n_nodes = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if n_nodes > MOST_NODES:
        message = Text("the formula has {0} parts; at most {1} are accepted", n_nodes, MOST_NODES)
        raise ExpressionError(message, 0, whole)
    if _is_deeper(tree, DEEPEST):
        message = Text("the formula is nested too deeply; at most {0} levels are accepted", DEEPEST)
        raise ExpressionError(message, 0, whole)
    return _Builder(variables, whole).build(tree)


def _is_deeper(tree: ast.expr, most: int) -> bool:
    level: list[ast.AST] = [tree]
    for _ in range(most):
        level = [
            child
            for node in level
            for child in ast.iter_child_nodes(node)
            if isinstance(child, ast.expr)
        ]
        if not level:
            return False
    return True


class _Builder:
    """Accepts the nodes of a formula and no others."""

    def __init__(self, variables: Sequence[str], whole: int) -> None:
        self._variables = list(variables)
        self._whole = whole

    def build(self, node: ast.expr) -> Closure:
        match node:
            case ast.Constant(value=float() as value):
                return _constant(np.float64(value))
            case ast.Name(id=name) if name in self._variables:
                index = self._variables.index(name)
                return lambda jets: jets[index]
            case ast.Name(id=name) if name in CONSTANTS:
                return _constant(np.float64(CONSTANTS[name]))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.build(operand)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _applied(elementary.negate, self.build(operand))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _joined(_OPERATORS[type(op)], self.build(left), self.build(right))
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if ARITY.get(
                name
            ) == len(arguments):
                return self._call(name, arguments)
        message = Text("this is not accepted; use numbers, names, + - * / ^ and functions")
        raise ExpressionError(message, 0, self._whole)

    def _call(self, name: str, arguments: list[ast.expr]) -> Closure:
        if name in UNARY:
            return _applied(UNARY[name], self.build(arguments[0]))
        if name in BINARY:
            return _joined(BINARY[name], self.build(arguments[0]), self.build(arguments[1]))
        condition = self._condition(arguments[0])
        a, b = self.build(arguments[1]), self.build(arguments[2])
        return lambda jets: choose(condition(jets), a(jets), b(jets))

    def _condition(self, node: ast.expr) -> Condition:
        if not isinstance(node, ast.Compare):
            message = Text("where needs a comparison first: where(x < 0, -x, x)")
            raise ExpressionError(message, 0, self._whole)
        parts = [self.build(part) for part in (node.left, *node.comparators)]
        tests = [_COMPARISONS[type(op)] for op in node.ops]

        def holds(jets: Sequence[Jet]) -> NDArray[np.bool_] | np.bool_:
            values = [part(jets).value for part in parts]
            pairs = zip(tests, values[:-1], values[1:], strict=True)
            result: NDArray[np.bool_] | np.bool_ = np.logical_and.reduce(
                np.broadcast_arrays(*[test(a, b) for test, a, b in pairs])
            )
            return result

        return holds


def _constant(value: np.float64) -> Closure:
    jet = Jet(value)
    return lambda jets: jet


def _applied(function: Callable[[Jet], Jet], argument: Closure) -> Closure:
    return lambda jets: function(argument(jets))


def _joined(operator: Callable[[Jet, Jet], Jet], left: Closure, right: Closure) -> Closure:
    return lambda jets: operator(left(jets), right(jets))
