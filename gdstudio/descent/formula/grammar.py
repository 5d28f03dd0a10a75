"""The order of a formula's pieces: checked, and completed by the signs people leave out.

A product sign may be left out before a variable, constant, function or opening bracket: `3x`,
`2 sin x`, `x y`, `xy`, `2(x+1)`, `(x+1)(x-1)`. It is asked for where two readings are common:
behind a division (`1/2x`), directly behind an exponent (`e^2x`; with a space `e^2 x` is e^2 times
x), and before a number.

The brackets of a function of one argument may be left out around a number, constants and at most
one variable (`sin 2x`, `cos 2 pi x`), if what follows cannot belong to the argument: the end, + or
-, a comma, a closing bracket, or another function (`sin x cos y`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gdstudio.descent.formula.elementary import ARITY
from gdstudio.descent.formula.tokens import ExpressionError, Token
from gdstudio.numerals import FROM_RAISED
from gdstudio.texts import Text

MOST_OPEN_BRACKETS: Final = 40


@dataclass(slots=True)
class _Frame:
    """One pair of brackets, or the whole formula."""

    opening: Token | None
    function: str | None
    n_commas: int = 0
    has_comparison: bool = False
    after_division: bool = False
    in_exponent: bool = False


def complete(tokens: list[Token]) -> list[Token]:
    """Return the pieces with every product sign and bracket written out.

    Args:
        tokens: What `tokenize` gave; at least one.

    Raises:
        ExpressionError: A piece cannot stand where it stands, or one is missing.
    """
    return _Reader(tokens).read()


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._output: list[Token] = []
        self._frames = [_Frame(None, None)]

    def read(self) -> list[Token]:
        while self._index < len(self._tokens):
            token = self._tokens[self._index]
            self._index += 1
            if token.starts_operand:
                self._read_operand(token)
            elif token.kind == "operator":
                self._read_operator(token)
            elif token.kind == ")":
                self._close(token)
            else:
                self._separate(token)
        self._check_end()
        return self._output

    def _read_operand(self, token: Token) -> None:
        if self._after_operand():
            self._insert_product(self._output[-1], token)
        if token.kind == "function":
            self._read_function(token)
        elif token.kind == "(":
            self._open(token, None)
        else:
            self._output.append(token)

    def _insert_product(self, previous: Token, token: Token) -> None:
        frame = self._frames[-1]
        if token.kind == "number":
            raise token.error(Text("an operator is missing before this number; write * or ^"))
        if frame.after_division:
            raise token.error(
                Text("two readings behind a division; write * or brackets, as in 1/(2x)")
            )
        if frame.in_exponent and previous.end == token.position and not _is_raised(previous):
            raise token.error(Text("two readings behind an exponent; write x^2*y or x^(2y)"))
        self._put("operator", "*", token)
        frame.in_exponent = False

    def _read_function(self, token: Token) -> None:
        following = self._peek()
        self._output.append(token)
        if following is not None and following.kind == "(":
            self._index += 1
            self._open(following, token.text)
            return
        if following is not None and following.text == "**":
            name = token.text
            raise following.error(Text("write {0}(x)^2 for a power of {0}", name))
        argument = self._bare_argument(token)
        self._put("(", "(", argument[0])
        for i, piece in enumerate(argument):
            if i:
                self._put("operator", "*", piece)
            self._output.append(piece)
        self._put(")", ")", argument[-1])

    def _bare_argument(self, function: Token) -> list[Token]:
        """Take a number, constants and a variable; nothing behind them may belong to them."""
        argument: list[Token] = []
        for kind, most in (("number", 1), ("constant", 2), ("variable", 1)):
            while most and (piece := self._peek()) is not None and piece.kind == kind:
                argument.append(piece)
                self._index += 1
                most -= 1
        if not argument or ARITY[function.text] > 1 or self._frames[-1].in_exponent:
            raise function.error(
                Text("{0} needs brackets: {1}", function.text, _example(function.text))
            )
        following = self._peek()
        beyond = following
        if following is not None and following.text == "*" and self._index + 1 < len(self._tokens):
            beyond = self._tokens[self._index + 1]
        ends = beyond is None or beyond.kind in ("function", ")", ",", "compare")
        if not ends and following is not None and following.text not in ("+", "-"):
            raise following.error(
                Text("what belongs to {0}? Write brackets around it", function.text)
            )
        return argument

    def _read_operator(self, token: Token) -> None:
        frame = self._frames[-1]
        if not self._after_operand():
            if token.text not in ("+", "-"):
                raise token.error(
                    Text("a number, name or bracket is missing before {0}", token.shown)
                )
            self._output.append(token)
            return
        frame.in_exponent = token.text == "**"
        if token.text != "**":
            frame.after_division = token.text == "/"
        self._output.append(token)

    def _open(self, token: Token, function: str | None) -> None:
        if len(self._frames) > MOST_OPEN_BRACKETS:
            raise token.error(
                Text("too many open brackets; at most {0} are accepted", MOST_OPEN_BRACKETS)
            )
        self._frames.append(_Frame(token, function))
        self._output.append(token)

    def _close(self, token: Token) -> None:
        if len(self._frames) == 1:
            raise token.error(Text("this bracket closes nothing; remove it or open one before"))
        self._check_operand_before(token)
        frame = self._frames.pop()
        if frame.function is not None:
            given, wanted = frame.n_commas + 1, ARITY[frame.function]
            if given != wanted:
                takes = Text("1 value") if wanted == 1 else Text("{0} values", wanted)
                example = _example(frame.function)
                raise token.error(
                    Text("{0} takes {1}, not {2}: {3}", frame.function, takes, given, example)
                )
        self._output.append(token)

    def _separate(self, token: Token) -> None:
        """Take a comma or a comparison."""
        self._check_operand_before(token)
        frame = self._frames[-1]
        in_condition = frame.function == "where" and frame.n_commas == 0
        if token.kind == ",":
            if frame.function is None or ARITY[frame.function] == 1:
                raise token.error(
                    Text("a comma only stands between values, as in max(x, 1); write 0.5 for 0,5")
                )
            if in_condition and not frame.has_comparison:
                raise token.error(Text("where needs a comparison first: {0}", _example("where")))
            frame.n_commas += 1
        elif not in_condition:
            raise token.error(Text("a comparison only stands at the start of where(x < 0, -x, x)"))
        else:
            frame.has_comparison = True
        frame.after_division = frame.in_exponent = False
        self._output.append(token)

    def _check_operand_before(self, token: Token) -> None:
        if not self._after_operand():
            raise token.error(Text("a number, name or bracket is missing before {0}", token.shown))

    def _check_end(self) -> None:
        last = self._tokens[-1]
        if not self._after_operand():
            message = Text("a number, name or bracket is missing after {0}", last.shown)
            raise ExpressionError(message, last.end, 0)
        if (opening := self._frames[-1].opening) is not None:
            raise opening.error(Text("this bracket is never closed; add )"))

    def _after_operand(self) -> bool:
        return bool(self._output) and self._output[-1].ends_operand

    def _peek(self) -> Token | None:
        return self._tokens[self._index] if self._index < len(self._tokens) else None

    def _put(self, kind: str, text: str, at: Token) -> None:
        piece = Token(kind, text, at.position, at.length, text)  # type: ignore[arg-type]
        self._output.append(piece)


def _is_raised(token: Token) -> bool:
    return bool(token.shown) and ord(token.shown[0]) in FROM_RAISED


def _example(function: str) -> str:
    if function == "where":
        return "where(x < 0, -x, x)"
    return f"{function}(x)" if ARITY[function] == 1 else f"{function}(x, 1)"
