"""Plain values written as TOML, which the standard library only reads."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_DELETE: Final = "\x7f"  # the one control character that JSON leaves as it is


def toml_lines(values: Mapping[str, Any]) -> list[str]:
    """Return a line for each value; None, which TOML has no word for, is left out.

    Args:
        values: Of text, numbers, truth values, and of lists and tables of such, by their names.
    """
    return [f"{_key(name)} = {_value(one)}" for name, one in values.items() if one is not None]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(toml_lines(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    assert isinstance(value, int | float)
    return repr(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007f")
