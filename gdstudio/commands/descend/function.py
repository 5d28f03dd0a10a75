"""The cost that is meant by what was typed: a name of the library or a formula."""

from __future__ import annotations

import difflib
import re
from typing import Final

from gdstudio.descent.expression import ExpressionError
from gdstudio.descent.functions import CostFunction, Point, typed_function
from gdstudio.descent.library import LIBRARY
from gdstudio.errors import GdstudioError, InvalidValue

_LIKE: Final = 0.7  # of 1: how similar a mistyped name must be
_W: Final = re.compile(r"(?<![A-Za-z])w(?![A-Za-z0-9])")  # the one input's name
_SNIPPET: Final = 24  # characters of a formula that show a place in it
_ACCEPTED: Final = "a name that gdstudio descend --list shows, or a formula such as x^2 + 2 y^2"


class InvalidFormula(InvalidValue):
    """A typed formula is not accepted; the message names the place."""

    def __init__(self, text: str, error: ExpressionError) -> None:
        place = f"character {error.position + 1}, at {_snippet(text[error.position :])}"
        if error.position >= len(text.rstrip()):
            place = "at its end"
        GdstudioError.__init__(self, f"formula, {place}: {error}")
        self.name, self.value, self.accepted = "formula", text, "a formula"


def find_function(text: str, start: Point | None) -> CostFunction:
    """Return the cost; a typed one has as many inputs as the start has coordinates.

    Without a start a typed one has one input if the formula can be read so, else two.

    Raises:
        InvalidValue: There is no such name, the formula cannot be read, or the start does not fit.
    """
    name = re.sub(r"[\s_]+", "-", text.strip().lower())
    if not name:
        raise InvalidValue("function", text, _ACCEPTED)
    function = LIBRARY[name] if name in LIBRARY else _typed(text, name, start)
    if start is not None and len(start) != function.dimension:
        numbers = "one number" if function.dimension == 1 else "two numbers such as -1.2,1"
        whose = "this formula" if function.name == "typed" else function.name
        given = ",".join(f"{x:g}" for x in start)
        raise InvalidValue("start", given, f"{numbers} for {whose}")
    return function


def shown_name(function: CostFunction) -> str:
    """Return the name in the library, or the formula as it was typed."""
    return function.formula if function.name == "typed" else function.name


def _typed(text: str, name: str, start: Point | None) -> CostFunction:
    dimensions = (2, 1) if start is not None and len(start) == 2 else (1, 2)
    errors = {}
    for dimension in dimensions:
        try:
            return typed_function(text, dimension)
        except ExpressionError as error:
            errors[dimension] = error
    meant = len(start) if start is not None else 1 if _W.search(text) else 2
    first = errors[meant]
    similar = difflib.get_close_matches(name, LIBRARY, cutoff=_LIKE)
    if similar:
        accepted = f"{' or '.join(similar)} (gdstudio descend --list shows all), or a formula"
        raise InvalidValue("function", text, accepted) from first
    is_word = re.fullmatch(r"[a-z]{3,}[0-9]*(-[a-z0-9]+)*", name)
    is_unknown = "is not known" in str(first) and "did you mean" not in str(first)
    if is_word and is_unknown and first.length == len(text.strip()):
        raise InvalidValue("function", text, _ACCEPTED) from first
    raise InvalidFormula(text, first) from first


def _snippet(text: str) -> str:
    return repr(text if len(text) <= _SNIPPET else f"{text[: _SNIPPET - 3]}...")
