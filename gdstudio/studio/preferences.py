"""What the window remembers between sittings; every value read back is checked.

The file has the INI form of Qt's QSettings, which earlier versions wrote, but Qt does not read it:
QSettings makes an object of a value such as `@Variant(...)`, and objects of Python are unpickled,
which runs whatever code the file holds. Here a value is text or bytes, or it is not there.
"""

from __future__ import annotations

import logging
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from PySide6.QtCore import QByteArray, QSettings

from gdstudio.errors import FileError
from gdstudio.files.atomic import write_file
from gdstudio.files.reading import read_whole
from gdstudio.studio.text_size import TEXT_SIZES

log = logging.getLogger(__name__)

APPEARANCES: Final = ("system", "light", "dark", "light-contrast", "dark-contrast")
# Raised when the layout changes so much that an old state makes no sense.
_LAYOUT_VERSION: Final = 1
_STATE_LIMIT: Final = 20_000  # bytes; a window state has a few hundred
_FILE_LIMIT: Final = 1 << 20  # bytes; an ordinary file has a few thousand
_FOLDERS_LIMIT: Final = 20
_LAYOUT: Final = f"layout-{_LAYOUT_VERSION}/"
_TEXT_SIZE: Final = "text-size/"
_RECENT: Final = "recent/"
_MOST_RECENT: Final = 8  # of a kind
_LONGEST_SCREEN: Final = 80  # characters of a name


class Preferences:
    """Values in a text file, read once and checked one by one; a read-only home is tolerated.

    A file that cannot be read, or is none, counts as an empty one.
    """

    def __init__(self) -> None:
        self._path = _settings_file()
        self._values = self._read()
        self._changes: dict[str, Value | None] = {}  # None: taken away

    @property
    def are_kept(self) -> bool:
        """Whether the next sitting will find them; they hold for this one in any case."""
        if os.path.lexists(self._path):
            writable = self._path.is_file() and os.access(self._path, os.W_OK)
            return writable and os.access(self._path.resolve().parent, os.W_OK | os.X_OK)
        place = next(p for p in self._path.parents if p == p.parent or os.path.lexists(p))
        return place.is_dir() and os.access(place, os.W_OK | os.X_OK)

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return self._path.parent

    @property
    def appearance(self) -> str:
        """One of `APPEARANCES`."""
        value = self._values.get("appearance")
        return value if isinstance(value, str) and value in APPEARANCES else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        assert value in APPEARANCES
        self._set("appearance", value)

    @property
    def brush_size(self) -> int:
        """Width of the pen, in percent of the canvas; 0 if none is remembered."""
        try:
            return max(0, min(30, int(str(self._values.get("brush_size", 0)))))
        except ValueError:
            return 0

    @brush_size.setter
    def brush_size(self, value: int) -> None:
        self._set("brush_size", str(value))

    @property
    def draws_out_beginning(self) -> bool:
        """Whether the line of a run's time gives its first steps more room."""
        return str(self._values.get("draws_out_beginning", "")) == "1"

    @draws_out_beginning.setter
    def draws_out_beginning(self, value: bool) -> None:
        self._set("draws_out_beginning", "1" if value else "")

    @property
    def data_folders(self) -> tuple[str, ...]:
        """Folders of digits that the user has opened, the newest last."""
        value = self._values.get("data_folders")
        names = value.decode(errors="replace").split("\0") if isinstance(value, bytes) else []
        return tuple(name for name in names if name)[-_FOLDERS_LIMIT:]

    def add_data_folder(self, name: str) -> None:
        """Remember a folder of digits that the user has opened."""
        names = [known for known in self.data_folders if known != name]
        kept = [*names, name][-_FOLDERS_LIMIT:]
        self._set("data_folders", "\0".join(kept).encode(errors="replace"))

    def recent(self, kind: str) -> tuple[str, ...]:
        """Return files or folders used last, the newest first; `kind` is "runs" or "data"."""
        value = self._values.get(_RECENT + kind)
        names = value.decode(errors="replace").split("\0") if isinstance(value, bytes) else []
        return tuple(name for name in names if name)[:_MOST_RECENT]

    def add_recent(self, kind: str, name: str) -> None:
        """Remember a file or folder as the one used last."""
        names = [name, *(known for known in self.recent(kind) if known != name)]
        kept = "\0".join(names[:_MOST_RECENT])
        self._set(_RECENT + kind, kept.encode(errors="replace"))

    def forget_recent(self) -> None:
        """Forget all of them."""
        for name in [name for name in self._values if name.startswith(_RECENT)]:
            self._set(name, None)

    def text_size(self, screen: str) -> int:
        """Return the text size chosen for a screen, in percent; 100 if none was."""
        text = str(self._values.get(_TEXT_SIZE + _plain(screen), ""))
        return int(text) if text in map(str, TEXT_SIZES) else 100

    def set_text_size(self, screen: str, percent: int) -> None:
        """Keep the text size of a screen, one of `TEXT_SIZES`."""
        assert percent in TEXT_SIZES
        self._set(_TEXT_SIZE + _plain(screen), str(percent))

    def layout_state(self, name: str) -> QByteArray | None:
        """Return what `set_layout_state` kept, or None."""
        value = self._values.get(_LAYOUT + name)
        if isinstance(value, bytes) and 0 < len(value) <= _STATE_LIMIT:
            return QByteArray(value)
        return None

    def set_layout_state(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window."""
        self._set(_LAYOUT + name, bytes(state.data()))

    def shares(self, name: str, count: int) -> list[float] | None:
        """Return the `count` shares of a splitter kept by `set_shares`, or None."""
        text = str(self._values.get(_LAYOUT + name, ""))
        try:
            shares = [float(part) for part in text.split("/")]
        except ValueError:
            return None
        sound = len(shares) == count and all(0.02 <= share <= 0.96 for share in shares)
        return shares if sound else None

    def set_shares(self, name: str, shares: list[float] | None) -> None:
        """Keep the shares of a splitter; None forgets them."""
        text = None if shares is None else "/".join(f"{share:.4f}" for share in shares)
        self._set(_LAYOUT + name, text)

    def forget_layout(self) -> None:
        """Forget every kept state."""
        for name in [name for name in self._values if name.startswith(_LAYOUT)]:
            self._set(name, None)

    def save(self) -> None:
        """Write what was set into the file as it is now; another window may have written it."""
        if not self._changes or not self.are_kept:
            return
        kept = self._read()
        _apply(self._changes, kept)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._path, preferences_text(kept).encode())
        except (OSError, FileError) as error:
            log.warning("the settings are not kept: %s", error)
            return
        self._changes.clear()

    def _set(self, name: str, value: Value | None) -> None:
        if self._values.get(name) != value:
            self._changes[name] = value
            _apply({name: value}, self._values)

    def _read(self) -> dict[str, Value]:
        try:
            data = read_whole(self._path, _FILE_LIMIT)
        except FileError as error:
            if os.path.lexists(self._path):
                log.warning("settings: %s", error)
            return {}
        return parse_preferences(data.decode(errors="replace"))


def _plain(screen: str) -> str:
    """Return the name of a screen in letters that a name in the file may have."""
    return re.sub(r"[^A-Za-z0-9_.\-]+", "-", screen)[:_LONGEST_SCREEN] or "-"


def _apply(changes: dict[str, Value | None], values: dict[str, Value]) -> None:
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value


def _settings_file() -> Path:
    """Return the file that QSettings would take, which alone knows the system's folder for it.

    It is asked about names that no file has: the moment it is asked it reads the file.
    """
    nobody = uuid.uuid4().hex
    probe = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, nobody, nobody)
    return Path(probe.fileName()).parents[1] / "gdstudio" / "gdstudio.ini"


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
