"""Names as people type them: in any case, with hyphens, spaces or neither."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gdstudio.errors import InvalidValue
from gdstudio.texts import Text


def known_name(kind: str, typed: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is meant: "Leaky ReLU" is "leaky-relu".

    Args:
        kind: What the name is that of, for the message, e.g. "activation".
        typed: The name as typed.
        names: The names there are; without regard to case and hyphens no two are the same.

    Raises:
        InvalidValue: None is meant.
    """
    names = tuple(names)
    if typed in names:
        return typed
    meant = _letters(typed) if isinstance(typed, str) else ""
    for name in names:
        if meant and _letters(name) == meant:
            return name
    raise InvalidValue(kind, typed, Text("one of: {0}", ", ".join(names)))


def _letters(name: str) -> str:
    """Return letters and digits alone; those that a Turkish keyboard writes for i are i, too."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("ı", "i")
    return "".join(one for one in plain if one.isalnum())
