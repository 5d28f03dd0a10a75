"""A formula cut into numbers, names, operators and brackets; every other character is an error."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from gdstudio.descent.formula.elementary import ARITY, CONSTANTS
from gdstudio.descent.formula.typography import plain
from gdstudio.errors import GdstudioError
from gdstudio.numerals import FROM_RAISED
from gdstudio.texts import Text


class ExpressionError(GdstudioError):
    """A typed formula is not accepted; `str(error)` is one line: what is wrong, what is accepted.

    Attributes:
        position: Index of the first wrong character, 0 <= position <= len(text).
        length: Number of wrong characters; 0 where something is missing.
    """

    def __init__(self, message: str, position: int, length: int) -> None:
        super().__init__(message)
        self.position = position
        self.length = length


LONGEST_TEXT: Final = 500
_LONGEST_WORD: Final = 40  # that is taken apart into names
_MOST_NAMES: Final = 8

Kind = Literal["number", "variable", "constant", "function", "operator", "compare", "(", ")", ","]

_SHAPES: Final = re.compile(
    r"(?P<space>[ \t\r\n\v\f]+)"
    r"|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<compare><=|>=|==|!=|<|>)"
    r"|(?P<operator>\*\*|[-+*/^])"
    r"|(?P<bracket>[(),])"
)
_ALIASES: Final = {
    "ln": "log",
    "lg": "log10",
    "tg": "tan",
    "atan": "arctan",
    "arctg": "arctan",
    "sgn": "sign",
}
_GIVEN: Final = re.compile(r"(?<![<>=!])=(?!=)")
_HINTS: Final = {
    "|": Text("write abs(x) for |x|"),
    "=": Text("give the formula alone, without '='"),
    "[": Text("use round brackets"),
    "{": Text("use round brackets"),
    "%": Text("give a number instead of a percentage"),
    "!": Text("there is no factorial"),
    "\\": Text("write a/b for \\frac{a}{b}, and no other commands of a text processor"),
    "&": Text("give one formula alone"),
    ";": Text("give one formula alone"),
    ":": Text("give the formula alone"),
    "?": Text("write where(x < 0, -x, x)"),
    "'": Text("leave out the quotation marks"),
    '"': Text("leave out the quotation marks"),
    **dict.fromkeys("“”„‘’‚«»`", Text("leave out the quotation marks")),
    "∞": Text("there is no infinite number"),
    "°": Text("give angles in radians: x pi/180"),
    "∛": Text("write x^(1/3)"),
    "∑": Text("write the sum out"),
    **dict.fromkeys("ˣʸⁿʷ", Text("write ^ before an exponent, as in e^x")),
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
        message = Text(
            "the formula has {0} characters; at most {1} are accepted", len(text), LONGEST_TEXT
        )
        raise ExpressionError(message, LONGEST_TEXT, len(text) - LONGEST_TEXT)
    tokens = list(_pieces(text, variables))
    if not tokens:
        example = " + ".join(f"{name}^2" for name in variables)
        raise ExpressionError(
            Text("nothing is typed yet; give a formula, e.g. {0}", example), 0, len(text)
        )
    return tokens


def _pieces(text: str, variables: Sequence[str]) -> Iterator[Token]:
    read, places = plain(text)
    ends = [*places[1:], len(text)]
    if (given := _GIVEN.search(read)) is not None:
        raise _unknown_character("=", places[given.start()])
    position = 0
    while position < len(read):
        match = _SHAPES.match(read, position)
        if match is None:
            raise _unknown_character(read[position], places[position])
        try:
            for token in _matched(match, variables):
                first, last = token.position, token.position + max(token.length, 1) - 1
                length = max(ends[last] - places[first], 1) if token.length else 0
                yield replace(token, position=places[first], length=length)
        except ExpressionError as error:
            first = error.position
            last = max(first + error.length - 1, first)
            raise ExpressionError(str(error), places[first], ends[last] - places[first]) from None
        position = match.end()


def _matched(match: re.Match[str], variables: Sequence[str]) -> Iterator[Token]:
    shown, position = match.group(), match.start()
    match match.lastgroup:
        case "space":
            return
        case "raised":
            yield Token("operator", "**", position, len(shown), shown)
            exponent = shown.translate(FROM_RAISED)
            yield Token("number", repr(float(exponent)), position, len(shown), shown)
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
        message = Text("{0} is too large; numbers up to 1.8e308 are accepted", _cut(shown))
        raise ExpressionError(message, position, len(shown))
    return Token("number", repr(value), position, len(shown), shown)


def _name(shown: str, position: int, variables: Sequence[str]) -> Iterator[Token]:
    name = _known_as(shown, variables)
    if name is not None:
        kind: Kind = (
            "variable" if name in variables else "function" if name in ARITY else "constant"
        )
        yield Token(kind, name, position, len(shown), shown)
        return
    factors = [*sorted(CONSTANTS, key=len, reverse=True), *(v for v in variables if len(v) == 1)]
    if re.fullmatch(f"(?:{'|'.join(factors)})+", shown):  # xy is x times y, xe^x is x e^x
        for factor in re.finditer("|".join(factors), shown):
            kind = "variable" if factor[0] in variables else "constant"
            start = position + factor.start()
            yield Token(kind, factor[0], start, len(factor[0]), factor[0])
        return
    raise ExpressionError(_unknown_name(shown, variables), position, len(shown))


def _known_as(shown: str, variables: Sequence[str]) -> str | None:
    """Return the variable, function or constant that a name means; case does not matter."""
    for name in (shown, shown.lower(), shown.lower().replace("_", "")):
        meant = _ALIASES.get(name, name)
        if meant in variables or meant in ARITY or meant in CONSTANTS:
            return meant
    return None


def _unknown_name(shown: str, variables: Sequence[str]) -> str:
    known = [*variables, *ARITY, *CONSTANTS]
    inputs = " and ".join(variables)
    inputs_and_constants = Text("(inputs: {0}; constants: pi, e)", inputs)
    if re.fullmatch(r"[A-Za-z]_?[0-9]+", shown):
        return Text("{0!r} is not known; call the inputs x and y, or x1 and x2", _cut(shown))
    if len(shown) == 1:
        hint = Text("give it a number, or use the name of an input")
    elif split := _split(shown, variables):
        hint = Text("did you mean {0}?", split)
    elif close := difflib.get_close_matches(shown.lower(), known, n=1, cutoff=0.6):
        hint = Text("did you mean {0}?", close[0])
    else:
        hint = Text("functions: sin, cos, exp, log, sqrt, abs, ...")
    return Text("{0!r} is not known; {1} {2}", _cut(shown), hint, inputs_and_constants)


def _split(shown: str, variables: Sequence[str]) -> str:
    """Return names that were written together apart, e.g. "x sin x"; empty if they are none.

    The fewest names there can be, whole numbers between them, at most eight in all.
    """
    word = shown.lower()
    if word[-1].isdigit() or len(word) > _LONGEST_WORD:
        return ""
    functions = [name for name, arity in ARITY.items() if arity == 1]
    names = {*functions, *_ALIASES, *CONSTANTS, *variables}
    best: list[tuple[str, ...] | None] = [(), *(None for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, piece = best[start], word[start:end]
            is_whole = piece.isdigit() and not word[end : end + 1].isdigit()
            if before is None or not (
                piece in names or (is_whole and not word[:start][-1:].isdigit())
            ):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, piece)
    found = best[-1] or ()
    split = " ".join(found) if 2 <= len(found) <= _MOST_NAMES else ""
    return re.sub(r"(\d) (?=[a-z])", r"\1", split)


def _unknown_character(typed: str, position: int) -> ExpressionError:
    name = repr(typed) if typed.isprintable() else Text("the character U+{0:04X}", ord(typed))
    default = Text("call the inputs x and y") if typed.isalpha() else None
    hint = _HINTS.get(typed, default or Text("use numbers, names, + - * / ^ and round brackets"))
    return ExpressionError(Text("{0} is not accepted; {1}", name, hint), position, 1)


def _cut(shown: str) -> str:
    return shown if len(shown) <= 24 else f"{shown[:21]}..."
