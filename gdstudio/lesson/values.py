"""What values of a lesson's file may be: each function returns one as it is kept.

Each raises InvalidValue, without a name, of what is not accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from gdstudio.errors import InvalidValue
from gdstudio.lesson.scene import END, WANTED, Names, Wanted
from gdstudio.texts import Text

MAX_TEXT: Final = 4000
MAX_LINE: Final = 200  # characters that the audience reads
_JOINERS: Final = dict.fromkeys((0x200C, 0x200D))  # within words of some scripts, and in emoji
_ANSWERS: Final = tuple("0123456789")  # lessons are about the digits of MNIST

# What a learner is to do: how much at most, or which; the rest is done or not.
_MOST_STEPS: Final = {"step": 10**12, "descended": 10**9}
_NEEDS_WHICH: Final = ("answer", "workspace", "page")


def amount(value: Any) -> object:
    """Return of a list how long it is, so that a message can tell it."""
    return len(value) if isinstance(value, list) else value


def text(value: Any, most: int = MAX_TEXT) -> str:
    """Return a text of at most so many characters."""
    if not isinstance(value, str) or len(value.strip()) > most:
        raise InvalidValue("", value, Text("a text of at most {0:,} characters", most))
    return value.strip()


def line(value: Any) -> str:
    """Return a text in one line."""
    found = text(value, MAX_LINE)
    if not found.translate(_JOINERS).isprintable():
        raise InvalidValue("", value, Text("a text in one line"))
    return found


def needed_line(value: Any) -> str:
    """Return a text in one line that is not empty."""
    found = "" if value is None else line(value)
    if not found:
        raise InvalidValue("", value, Text("a line of text"))
    return found


def table(value: Any) -> Mapping[str, Any]:
    """Return a table."""
    if not isinstance(value, Mapping):
        raise InvalidValue("", value, Text("a table of names with values"))
    return value


def moment(value: Any) -> int | str:
    """Return a step, or the name of a mark."""
    if isinstance(value, str) and value.strip():
        return line(value)
    return whole(0, 2**53, Text("a step, the name of a mark, or {0}", END))(value)


def one_of(known: Sequence[Any]) -> Callable[[Any], Any]:
    """Return what takes one of some values."""

    def take(value: Any) -> Any:
        if isinstance(value, bool) or value not in known:
            shown = [str(one) for one in known if one != ""]
            several = Text("one of: {0}", ", ".join(shown))
            raise InvalidValue("", value, shown[0] if len(shown) == 1 else several)
        return value

    return take


def list_of(take: Callable[[Any], Any], most: int) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes a list of at most so many."""

    def take_all(values: Any) -> tuple[Any, ...]:
        if not isinstance(values, list) or len(values) > most:
            raise InvalidValue("", amount(values), Text("a list of at most {0}", most))
        return tuple(take(value) for value in values)

    return take_all


def one_or(take_all: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes a list of names, or one name for a list of one."""
    return lambda value: take_all([value] if isinstance(value, str) else value)


def whole(low: int, high: int, accepted: str = "") -> Callable[[Any], int]:
    """Return what takes whole numbers of a range."""

    def take(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            said = accepted or Text("a whole number from {0:,} to {1:,}", low, high)
            raise InvalidValue("", value, said)
        return value

    return take


def number(low: float, high: float) -> Callable[[Any], float]:
    """Return what takes numbers of a range."""

    def take(value: Any) -> float:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:
            raise InvalidValue("", value, Text("a number from {0:g} to {1:g}", low, high))
        return float(value)

    return take


def like(usual: Any) -> Callable[[Any], Any]:
    """Return what takes values of the kind that usually stands there."""

    def take(value: Any) -> Any:
        for kinds, accepted in (
            (bool, Text("true or false")),
            (int | float, Text("a number")),
            (str, Text("a text")),
            (list, Text("a list")),
            (Mapping, Text("a table of names with values")),
        ):
            if isinstance(usual, kinds):
                is_switch = isinstance(value, bool)
                if not isinstance(value, kinds) or is_switch != (kinds is bool):
                    raise InvalidValue("", value, accepted)
                break
        return value

    return take


def run(names: Names, suffix: str) -> Callable[[Any], str]:
    """Return what takes the name of a run, or of a file that ends so."""

    def take(value: Any) -> str:
        found = line(value)
        if found not in names.runs and not found.endswith(suffix):
            known = ", ".join(names.runs)
            raise InvalidValue("", value, Text("one of: {0}, or FILE{1}", known, suffix))
        return found

    return take


def wanted(names: Names) -> Callable[[Any], Wanted | None]:
    """Return what takes something that a learner is asked for."""
    which = {"answer": _ANSWERS, "workspace": tuple(names.states), "page": names.pages}

    def take(value: Any) -> Wanted | None:
        if value is None:
            return None
        if isinstance(value, str):
            one_of([*WANTED])(value)
            if value in (*_MOST_STEPS, "accuracy", *_NEEDS_WHICH):
                raise InvalidValue("", value, Text("{0} with its value, as {{{0} = ...}}", value))
            return Wanted(value)
        if not isinstance(value, Mapping) or len(value) != 1:
            accepted = Text("one name, alone or with its value: {0}", ", ".join(WANTED))
            raise InvalidValue("", value, accepted)
        ((what, said),) = value.items()
        one_of([*WANTED])(what)
        if what in _MOST_STEPS:
            return Wanted(what, float(whole(0, _MOST_STEPS[what])(said)))
        if what == "accuracy":
            return Wanted(what, number(0, 1)(said))
        if what in which:
            return Wanted(what, one_of(which[what])(line(said)))
        if what != "opened":
            raise InvalidValue("", said, Text("{0} alone, without a value", what))
        return Wanted(what, needed_line(said))

    return take
