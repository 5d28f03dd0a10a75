"""Settings that describe themselves: a frozen dataclass that says of each field what it accepts.

Window, command line and saved files all read the same `Field`s, so there is one place where a
name, a default or a range is written down.
"""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from gdstudio.errors import InvalidValue
from gdstudio.settings.typed import (
    NumberInDoubt,
    known_name,
    read_real,
    read_reals,
    read_whole,
    read_wholes,
    write_number,
)
from gdstudio.texts import Text

Kind = Literal["whole", "real", "choice", "wholes", "reals", "text", "table", "switch"]

_KEY: Final = "field"
_NUMBERS: Final = ("whole", "real")
_LISTS: Final = ("wholes", "reals")
_NOTHING: Final = ("", "none")  # how a list without numbers is typed
_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "whole": read_whole,
    "real": read_real,
    "wholes": read_wholes,
    "reals": read_reals,
    "text": str,
}


@dataclass(frozen=True, slots=True)
class Field:
    """What one setting accepts.

    Attributes:
        label: Its name as people read it, e.g. "Hidden neurons".
        kind: "whole" and "real" are numbers, "wholes" and "reals" tuples of them, "choice" a name,
            "text" any text, "table" a tuple of pairs of a name and a number, "switch" a bool.
        low: Smallest number accepted.
        high: Largest number accepted; infinity for any.
        choices: The names accepted.
        files: How the names of files end that are accepted beside them, e.g. ".gdrun"; "" for none.
        help: One sentence on what it does.
        above: Whether `low` itself is not accepted.
        odd: Whether a whole number must be odd.
        none: The word for None, e.g. "all"; "" if None is not accepted.
        lengths: Fewest and most numbers of a tuple.
        step: What an arrow of a field adds to the number; 0 for one in its second figure.
        term: What messages and command line call it; the label in small letters if "".
        sign: What stands for the value in `--help`; one that fits the kind if "".
        is_flag: Whether the command line has a flag for it.
        name: The attribute's name; on the command line with - for _.
        default: The value if none is given.
    """

    label: str
    kind: Kind
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()
    files: str = ""
    help: str = ""
    above: bool = False
    odd: bool = False
    none: str = ""
    lengths: tuple[int, int] = (1, 64)
    step: float = 0
    term: str = ""
    sign: str = ""
    is_flag: bool = True
    name: str = ""
    default: Any = None

    @property
    def called(self) -> str:
        """Its name within a sentence."""
        return self.term or self.label.lower()

    @property
    def accepted(self) -> str:
        """What is accepted, in words."""
        said = self._accepted()
        return Text("{0}, or {1}", said, self.none) if self.none else said

    def _accepted(self) -> str:
        if self.kind == "choice" and self.files:
            return Text("one of: {0}, or FILE{1}", ", ".join(self.choices), self.files)
        if self.kind == "choice":
            return Text("one of: {0}", ", ".join(self.choices))
        if self.kind == "text":
            return Text("a text")
        if self.kind == "table":
            return Text("names with numbers")
        if self.kind == "switch":
            return Text("true or false")
        low, high = f"{self.low:,.15g}", f"{self.high:,.15g}"
        if self.kind in ("whole", "wholes"):
            low, high = f"{round(self.low):,}", f"{round(self.high):,}"
        if self.odd:
            return Text("an odd number from {0} to {1}", low, high)
        if self.kind == "whole":
            return Text("a whole number from {0} to {1}", low, high)
        if self.kind == "real" and self.high == math.inf:
            above, least = Text("a number above {0}", low), Text("a number of at least {0}", low)
            return above if self.above else least
        if self.kind == "real" and self.above:
            return Text("a number above {0} and at most {1}", low, high)
        if self.kind == "real":
            return Text("a number from {0} to {1}", low, high)
        fewest, most = self.lengths
        if fewest == most and self.kind == "reals":
            text = Text("{0} numbers from {1} to {2}", most, low, high)
        elif self.kind == "wholes":
            text = Text("{0} to {1} whole numbers from {2} to {3}", fewest, most, low, high)
        else:
            text = Text("{0} to {1} numbers from {2} to {3}", fewest, most, low, high)
        return Text("{0}, separated by commas", text)

    def take(self, value: Any) -> Any:
        """Return a value as it is kept, names in their spelling; raise InvalidValue if refused."""
        if value is None and self.none:
            return None
        if self.kind == "choice":
            return self._take_name(value)
        if not self._is_good(value):
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
            raise InvalidValue(self.called, shown, self.accepted)
        return value

    def parse(self, text: str) -> Any:
        """Return the value of a text as people type it; raise InvalidValue if it is refused."""
        if self.none and text.strip().casefold() == self.none.casefold():
            return None
        if self.kind == "choice":
            return self.take(text)
        if self.kind in _LISTS and self.lengths[0] == 0 and text.strip().casefold() in _NOTHING:
            return ()
        try:
            value = _READERS[self.kind](text)
        except NumberInDoubt as doubt:
            raise InvalidValue(self.called, text, doubt.accepted) from None
        except InvalidValue:
            raise InvalidValue(self.called, text, self.accepted) from None
        return self.take(value)

    def write(self, value: Any) -> str:
        """Return a value as it is typed: lists with commas, numbers with all their digits."""
        if value is None:
            return self.none
        if isinstance(value, tuple):
            return ", ".join(map(self.write, value))
        return write_number(value) if isinstance(value, float) else str(value)

    def to_plain(self, value: Any) -> Any:
        """Return a value as JSON holds it."""
        if self.kind == "table":
            return dict(value)
        return list(value) if self.kind in _LISTS else value

    def from_plain(self, value: Any) -> Any:
        """Return what JSON holds, its type alone checked; raise InvalidValue if that is another."""
        if value is None and self.none:
            return None
        if self.kind == "table" and isinstance(value, Mapping):
            return tuple((str(key), _as_real(one)) for key, one in value.items())
        if self.kind in _LISTS and isinstance(value, (list, tuple)):
            return tuple(_as_real(one) for one in value) if self.kind == "reals" else tuple(value)
        if self.kind in _LISTS or self.kind == "table":
            raise InvalidValue(self.called, value, self.accepted)
        return _as_real(value) if self.kind == "real" else value

    def _take_name(self, value: Any) -> str:
        if self.files and isinstance(value, str) and value.endswith(self.files):
            return value
        try:
            return known_name(self.called, value, self.choices)
        except InvalidValue:
            raise InvalidValue(self.called, value, self.accepted) from None

    def _is_good(self, value: Any) -> bool:
        if self.kind in _NUMBERS:
            return self._is_number(value)
        if self.kind == "text":
            return isinstance(value, str)
        if self.kind == "switch":
            return isinstance(value, bool)
        if not isinstance(value, tuple):
            return False
        if self.kind == "table":
            return all(len(pair) == 2 and _is_finite(pair[1]) for pair in value)
        fewest, most = self.lengths
        return fewest <= len(value) <= most and all(self._is_number(one) for one in value)

    def _is_number(self, value: Any) -> bool:
        kinds = int if self.kind in ("whole", "wholes") else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool):
            return False
        if abs(value) == math.inf or (self.odd and value % 2 == 0):
            return False
        return self.low <= value <= self.high and not (self.above and value == self.low)


def _is_finite(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and abs(value) <= sys.float_info.max


def _as_real(value: Any) -> Any:
    """Return a number as a float; what is none, or too large for one, as it is."""
    return float(value) if _is_finite(value) else value


def setting(
    default: Any,
    field: Field | str,
    kind: Kind = "text",
    low: float = 0,
    high: float = 0,
    **described: Any,
) -> Any:
    """Return a dataclass field with this default, checked by a `Field` or one of this label.

    In the second case the other arguments describe that `Field`.
    """
    if not isinstance(field, Field):
        field = Field(field, kind, low, high, **described)
    return dataclasses.field(default=default, metadata={_KEY: field})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Base of everything people set; checked when made: raises InvalidValue of what is refused."""

    def __post_init__(self) -> None:
        for field in self.fields():
            value = getattr(self, field.name)
            taken = field.take(value)
            if taken is not value:
                object.__setattr__(self, field.name, taken)

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return what the settings accept, in the order in which they are shown."""
        return _fields(cls)

    @classmethod
    def field(cls, name: str) -> Field:
        """Return what the setting of this name accepts."""
        return next(field for field in cls.fields() if field.name == name)

    def changed(self, **values: Any) -> Self:
        """Return a copy with some settings changed; checked like any other."""
        return dataclasses.replace(self, **values)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, ready for JSON."""
        return {one.name: one.to_plain(getattr(self, one.name)) for one in _fields(type(self))}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the settings of `to_dict`'s form; nothing in it is trusted.

        Raises InvalidValue of a name, type or value that is not accepted.
        """
        if not isinstance(values, Mapping):
            raise InvalidValue(Text("settings"), values, Text("names with values"))
        known = {field.name: field for field in cls.fields()}
        for name in values:
            if name not in known:
                raise InvalidValue(Text("setting"), name, Text("one of: {0}", ", ".join(known)))
        return cls(**{name: known[name].from_plain(value) for name, value in values.items()})


@dataclass(frozen=True, kw_only=True)
class SeededSettings(Settings):
    """Base of every experiment's settings; the seed reproduces the result on one machine."""

    seed: int = setting(
        1, Text("Seed"), "whole", 0, 2**31 - 1, help=Text("The same seed gives the same result.")
    )

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return what the settings accept, the seed last."""
        return tuple(sorted(_fields(cls), key=lambda field: field.name == "seed"))


_FIELDS: Final[dict[type[Settings], tuple[Field, ...]]] = {}


def _fields(cls: type[Settings]) -> tuple[Field, ...]:
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple(
            dataclasses.replace(own.metadata[_KEY], name=own.name, default=own.default)
            for own in dataclasses.fields(cls)
            if _KEY in own.metadata  # the others are no settings that people make
        )
    return _FIELDS[cls]
