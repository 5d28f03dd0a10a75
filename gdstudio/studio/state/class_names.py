"""What the classes of the data set in use are called: 0 to 9, A to Z, a to z without one."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

_SPOKEN_WITH_A_VOWEL: Final = frozenset("AEFHILMNORSX")
_VOWELS: Final = frozenset("AEIOU")
_NAMES: Final = digits + ascii_uppercase + ascii_lowercase


_in_use: list[tuple[str, ...]] = [tuple(_NAMES)]  # of the one data set that the window has open


def use_class_names(names: Sequence[str]) -> None:
    """From now on call the classes so, in every view."""
    _in_use[0] = tuple(names)


def class_name(index: int) -> str:
    """Return the name of a class."""
    names = _in_use[0] if index < len(_in_use[0]) else _NAMES
    return names[index] if index < len(names) else str(index)


def with_article(name: str) -> str:
    """Return the name of a class with its spoken article: "a 5", "an 8", "an A", "a star"."""
    if name.isdecimal():
        is_vowel = name[0] == "8" or (name[:2] in ("11", "18") and len(name) % 3 == 2)
    else:
        is_vowel = name[:1].upper() in (_SPOKEN_WITH_A_VOWEL if len(name) == 1 else _VOWELS)
    return f"{'an' if is_vowel else 'a'} {name}"


def class_names(n: int) -> tuple[str, ...]:
    """Return the names of the first `n` classes."""
    return tuple(class_name(index) for index in range(n))
