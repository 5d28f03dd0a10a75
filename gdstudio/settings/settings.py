"""Settings that describe themselves: a frozen dataclass that says of each field what it accepts.

Window, command line and saved folders all read the same `Field`s, so there is one place where a
name, a default or a range is written down.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, Self

from gdstudio.errors import InvalidValue
from gdstudio.settings.names_typed import known_name
from gdstudio.settings.numbers_typed import (
    NumberInDoubt,
    read_real,
    read_reals,
    read_whole,
    read_wholes,
)

Kind = Literal["whole", "real", "choice", "wholes", "reals"]

_KEY: Final = "field"
_LONGEST: Final = 64  # values in a list
_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "whole": read_whole,
    "real": read_real,
    "wholes": read_wholes,
    "reals": read_reals,
}


@dataclass(frozen=True, slots=True)
class Field:
    """What one setting accepts.

    Attributes:
        label: Its name as people read it, e.g. "Hidden neurons".
        kind: "whole" and "real" are numbers, "wholes" and "reals" lists of them, "choice" a name.
        low: Smallest number accepted.
        high: Largest number accepted.
        choices: The names accepted.
        help: One sentence on what it does.
        name: The attribute's name; on the command line with - for _.
        default: The value if none is given.
    """

    label: str
    kind: Kind
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()
    help: str = ""
    name: str = ""
    default: Any = None

    @property
    def accepted(self) -> str:
        """What is accepted, in words."""
        if self.kind == "choice":
            return f"one of: {', '.join(self.choices)}"
        number = "whole number" if self.kind in ("whole", "wholes") else "number"
        room = f"from {self.low:,g} to {self.high:,g}"
        if self.kind in ("whole", "real"):
            return f"a {number} {room}"
        return f"1 to {_LONGEST} {number}s {room}, separated by commas"

    def check(self, value: Any) -> None:
        """Raise InvalidValue if the value is not accepted."""
        if self.kind == "choice":
            good = value in self.choices
        elif self.kind in ("whole", "real"):
            good = self._is_number(value)
        else:
            good = isinstance(value, tuple) and 1 <= len(value) <= _LONGEST
            good = good and all(self._is_number(one) for one in value)
        if not good:
            shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
            raise InvalidValue(self.label.lower(), shown, self.accepted)

    def parse(self, text: str) -> Any:
        """Return the value of a text as people type it.

        Raises:
            InvalidValue: It is not accepted.
        """
        value: Any
        try:
            if self.kind == "choice":
                value = known_name(self.label, text, self.choices)
            else:
                value = _READERS[self.kind](text)
        except NumberInDoubt as doubt:
            raise InvalidValue(self.label.lower(), text, doubt.accepted) from None
        except InvalidValue:
            raise InvalidValue(self.label.lower(), text, self.accepted) from None
        self.check(value)
        return value

    def _is_number(self, value: Any) -> bool:
        kinds = int if self.kind in ("whole", "wholes") else (int, float)
        return (
            isinstance(value, kinds)
            and not isinstance(value, bool)
            and (self.low <= value <= self.high)
        )


def setting(default: Any, field: Field) -> Any:
    """Return a dataclass field with this default, checked by `field`."""
    return dataclasses.field(default=default, metadata={_KEY: field})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Base of every experiment's settings; checked when made.

    Attributes:
        seed: Reproduces the result on one machine.

    Raises:
        InvalidValue: A setting is not accepted.
    """

    seed: int = setting(
        1, Field("Seed", "whole", 0, 2**31 - 1, help="The same seed gives the same result.")
    )

    def __post_init__(self) -> None:
        for field in self.fields():
            field.check(getattr(self, field.name))

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return what the settings accept, the seed last."""
        found = [
            dataclasses.replace(own.metadata[_KEY], name=own.name, default=own.default)
            for own in dataclasses.fields(cls)
        ]
        return tuple(sorted(found, key=lambda field: field.name == "seed"))

    def changed(self, **values: Any) -> Self:
        """Return a copy with some settings changed; checked like any other."""
        return dataclasses.replace(self, **values)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, ready for JSON."""
        values = dataclasses.asdict(self)
        return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the settings of `to_dict`'s form; nothing in it is trusted.

        Raises:
            InvalidValue: A name, type or value is not accepted.
        """
        known: Sequence[str] = [field.name for field in cls.fields()]
        for name in values:
            if name not in known:
                raise InvalidValue("setting", name, f"one of: {', '.join(known)}")
        given: dict[str, Any] = {
            n: tuple(v) if isinstance(v, list) else v for n, v in values.items()
        }
        return cls(**given)
