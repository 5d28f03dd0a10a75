"""Text and bytes under names, in the INI form of Qt's QSettings, read without Qt.

QSettings makes an object of a value such as `@Variant(...)`, and objects of Python are unpickled,
which runs whatever code the file holds. Here a value is text or bytes, or it is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

Value = str | bytes

_GENERAL: Final = "General"
_BYTES: Final = "@ByteArray("
# Characters of a name and of a value as they stand in the file: the window waits for it, so what
# is longer is not looked into.
_LONGEST_KEY: Final = 300
_LONGEST_VALUE: Final = 1 << 18
_MOST_LINES: Final = 5000
_NAME: Final = re.compile(r"[A-Za-z0-9_.\-/]{1,100}")
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]+)|([0-7]+)|(.)|$)", re.DOTALL)
_LETTERS: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def parse_preferences(text: str) -> dict[str, Value]:
    """Return every value under its full name, e.g. "layout-1/window".

    What is no line of settings is passed over; so is every value that stands for an object.
    """
    found: dict[str, Value] = {}
    for name, raw in _lines(text):
        value = _value(raw)
        if value is not None and _NAME.fullmatch(name):
            found[name] = value
    return found


def preferences_text(values: Mapping[str, Value]) -> str:
    """Return the text that `parse_preferences`, and QSettings of earlier versions, reads so."""
    sections: dict[str, list[str]] = {}
    for name, value in sorted(values.items()):
        section, _, key = name.rpartition("/") if "/" in name else (_GENERAL, "", name)
        head, _, rest = section.partition("/")
        key = f"{rest}/{key}" if rest else key
        sections.setdefault(head, []).append(f"{key.replace('/', chr(92))}={_written(value)}\n")
    return "\n".join(f"[{section}]\n{''.join(lines)}" for section, lines in sections.items())


def _lines(text: str) -> Iterator[tuple[str, str]]:
    section = ""
    for line in text.splitlines()[:_MOST_LINES]:
        line = line.strip()
        key, equals, raw = line.partition("=")
        if len(key) > _LONGEST_KEY or len(raw) > _LONGEST_VALUE:
            continue
        if line.startswith("[") and line.endswith("]"):
            section = "" if line == f"[{_GENERAL}]" else f"{unquote(line[1:-1].strip())}/"
        elif equals and not line.startswith(";"):
            yield section + unquote(key.strip()).replace("\\", "/"), raw.strip()


def _value(raw: str) -> Value | None:
    if len(raw) >= 2 and raw[0] == raw[-1] == '"':
        raw = raw[1:-1]
    text = _ESCAPE.sub(_unescaped, raw)
    if text.startswith(_BYTES) and text.endswith(")"):
        try:
            return text[len(_BYTES) : -1].encode("latin-1")
        except UnicodeEncodeError:
            return None
    if text.startswith("@"):  # the mark of whatever is not text; a text begins with two of them
        return text[1:] if text.startswith("@@") else None
    return text


def _unescaped(match: re.Match[str]) -> str:
    hexadecimal, octal, letter = match.groups()
    if hexadecimal or octal:
        digits, base = (hexadecimal, 16) if hexadecimal else (octal, 8)
        return chr(int(digits[-8:], base) & 0xFF)
    return _LETTERS.get(letter, letter or "")


def _written(value: Value) -> str:
    if isinstance(value, bytes):
        return f"{_BYTES}{''.join(f'{chr(92)}x{byte:02x}' for byte in value)})"
    text = f"@{value}" if value.startswith("@") else value
    shown = "".join(
        character
        if character.isascii() and character.isprintable() and character not in '"\\'
        else "".join(f"\\x{byte:02x}" for byte in character.encode("latin-1", "replace"))
        for character in text
    )
    return f'"{shown}"'
