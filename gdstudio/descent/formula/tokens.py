"""A formula cut into numbers, names, operators and brackets; every other character is an error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from gdstudio.descent.formula.elementary import ARITY, CONSTANTS
from gdstudio.descent.formula.error import ExpressionError

LONGEST_TEXT: Final = 500

Kind = Literal["number", "variable", "constant", "function", "operator", "compare", "(", ")", ","]

_SHAPES: Final = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<compare><=|>=|==|!=|<|>)"
    r"|(?P<operator>\*\*|[-+*/^])"
    r"|(?P<bracket>[(),])"
)
_TYPOGRAPHY: Final = {
    "\N{MINUS SIGN}": "-",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{GREEK SMALL LETTER PI}": "pi",
}
_EXPONENTS: Final = {"²": "2", "³": "3"}
_HINTS: Final = {
    "|": "write abs(x) for |x|",
    "=": "give the formula alone, without '='",
    "[": "use round brackets",
    "{": "use round brackets",
    "%": "give a number instead of a percentage",
    "!": "there is no factorial",
    "√": "write sqrt(x)",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula.

    Attributes:
        kind: What it is.
        text: How Python writes it: `**` for a power, a float for a number.
        position: Where it begins in the typed text.
        length: How many typed characters it takes.
        shown: How it was typed.
    """

    kind: Kind
    text: str
    position: int
    length: int
    shown: str

    @property
    def end(self) -> int:
        """Index of the character behind it."""
        return self.position + self.length

    @property
    def starts_operand(self) -> bool:
        """Whether a factor can begin with it (a sign apart)."""
        return self.kind in ("number", "variable", "constant", "function", "(")

    @property
    def ends_operand(self) -> bool:
        """Whether a factor can end with it."""
        return self.kind in ("number", "variable", "constant", ")")

    def error(self, message: str) -> ExpressionError:
        """Return the error that points at this piece."""
        return ExpressionError(message, self.position, self.length)


def tokenize(text: str, variables: Sequence[str]) -> list[Token]:
    """Cut a formula into its pieces.

    Args:
        text: The formula as typed.
        variables: The names that stand for inputs.

    Raises:
        ExpressionError: The text is empty or too long, or has a character, name or number that is
            not accepted.
    """
    if len(text) > LONGEST_TEXT:
        message = f"the formula has {len(text)} characters; at most {LONGEST_TEXT} are accepted"
        raise ExpressionError(message, LONGEST_TEXT, len(text) - LONGEST_TEXT)
    tokens = list(_pieces(text, variables))
    if not tokens:
        example = " + ".join(f"{name}^2" for name in variables)
        raise ExpressionError(f"nothing is typed yet; give a formula, e.g. {example}", 0, len(text))
    return tokens


def _pieces(text: str, variables: Sequence[str]) -> Iterator[Token]:
    position = 0
    while position < len(text):
        typed = text[position]
        if typed in _EXPONENTS:
            yield Token("operator", "**", position, 1, typed)
            yield Token("number", f"{_EXPONENTS[typed]}.0", position, 1, typed)
            position += 1
            continue
        if typed in _TYPOGRAPHY:
            meaning = _TYPOGRAPHY[typed]
            kind: Kind = "constant" if meaning == "pi" else "operator"
            yield Token(kind, meaning, position, 1, typed)
            position += 1
            continue
        match = _SHAPES.match(text, position)
        if match is None:
            raise _unknown_character(typed, position)
        yield from _matched(match, variables)
        position = match.end()


def _matched(match: re.Match[str], variables: Sequence[str]) -> Iterator[Token]:
    shown, position = match.group(), match.start()
    match match.lastgroup:
        case "space":
            return
        case "number":
            yield _number(shown, position)
        case "name":
            yield from _name(shown, position, variables)
        case "compare":
            yield Token("compare", shown, position, len(shown), shown)
        case "operator":
            text = "**" if shown == "^" else shown
            yield Token("operator", text, position, len(shown), shown)
        case _:
            kind: Kind = "(" if shown == "(" else ")" if shown == ")" else ","
            yield Token(kind, shown, position, 1, shown)


def _number(shown: str, position: int) -> Token:
    value = float(shown)
    if value == float("inf"):
        message = f"{_cut(shown)} is too large; numbers up to 1.8e308 are accepted"
        raise ExpressionError(message, position, len(shown))
    return Token("number", repr(value), position, len(shown), shown)


def _name(shown: str, position: int, variables: Sequence[str]) -> Iterator[Token]:
    kind: Kind
    if shown in variables:
        kind = "variable"
    elif shown in ARITY:
        kind = "function"
    elif shown in CONSTANTS:
        kind = "constant"
    elif all(letter in variables for letter in shown):  # xy is x times y
        for offset, letter in enumerate(shown):
            yield Token("variable", letter, position + offset, 1, letter)
        return
    else:
        raise ExpressionError(_unknown_name(shown, variables), position, len(shown))
    yield Token(kind, shown, position, len(shown), shown)


def _unknown_name(shown: str, variables: Sequence[str]) -> str:
    known = [*variables, *ARITY, *CONSTANTS]
    close = difflib.get_close_matches(shown.lower(), known, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}?" if close else "functions: sin, cos, exp, log, sqrt, abs, ..."
    inputs = " and ".join(variables)
    return f"{_cut(shown)!r} is not known; {hint} (inputs: {inputs}; constants: pi, e)"


def _unknown_character(typed: str, position: int) -> ExpressionError:
    name = repr(typed) if typed.isprintable() else f"the character U+{ord(typed):04X}"
    hint = _HINTS.get(typed, "use numbers, names, + - * / ^ and round brackets")
    return ExpressionError(f"{name} is not accepted; {hint}", position, 1)


def _cut(shown: str) -> str:
    return shown if len(shown) <= 24 else f"{shown[:21]}..."
