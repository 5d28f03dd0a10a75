"""What the classes of a data set are called: 0 to 9, then A to Z, then a to z."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

_NAMES: Final = digits + ascii_uppercase + ascii_lowercase


def class_name(index: int) -> str:
    """Return the name of a class."""
    return _NAMES[index] if index < len(_NAMES) else str(index)


def class_names(n: int) -> tuple[str, ...]:
    """Return the names of the first `n` classes."""
    return tuple(class_name(index) for index in range(n))
