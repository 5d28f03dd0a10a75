"""What the window remembers between sittings; every value read back is checked."""

from __future__ import annotations

import logging
import os
import re
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, QSettings

from gdstudio.errors import FileError, InvalidValue
from gdstudio.files.atomic import write_file
from gdstudio.reading import read_whole
from gdstudio.studio.ini_text import Value, parse_preferences, preferences_text
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.window_settings import APPEARANCES, WindowSettings

log = logging.getLogger(__name__)

# Raised when the layout changes so much that an old state makes no sense.
_LAYOUT_VERSION: Final = 1
_STATE_LIMIT: Final = 20_000  # bytes; a window state has a few hundred
_FILE_LIMIT: Final = 1 << 20  # bytes; an ordinary file has a few thousand
_FOLDERS_LIMIT: Final = 20
LEAST_SHARE: Final = 0.02  # of a splitter, for one of its widgets
LARGEST_SHARE: Final = 0.96
_LAYOUT: Final = f"layout-{_LAYOUT_VERSION}/"
_TEXT_SIZE: Final = "text-size/"
_RECENT: Final = "recent/"
_MOST_RECENT: Final = 8  # of a kind
_FARTHEST: Final = 100.0  # of a place on an axis of shares or their logits
_LONGEST_SCREEN: Final = 80  # characters of a name
_CHOSEN: Final = tuple(one for one in WindowSettings.fields() if one.name != "text_size")


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
        return self.chosen.appearance

    @appearance.setter
    def appearance(self, value: str) -> None:
        assert value in APPEARANCES
        self._set("appearance", value)

    @property
    def chosen(self) -> WindowSettings:
        """What the dialog of preferences shows, but the text size, which belongs to a screen."""
        found: dict[str, Any] = {}
        for field in _CHOSEN:
            value = self._values.get(field.name)
            text = value.decode(errors="replace") if isinstance(value, bytes) else value
            with suppress(InvalidValue):  # nobody could have chosen it
                found |= {} if text is None else {field.name: field.parse(text)}
        return WindowSettings(**found)

    def choose(self, settings: WindowSettings) -> None:
        """Keep what was chosen, but the text size; what is as usual takes no place."""
        for field in _CHOSEN:
            value = getattr(settings, field.name)
            text = field.write(value)
            kept = text.encode(errors="replace") if field.kind == "text" else text  # of any script
            self._set(field.name, None if value == field.default else kept)

    @property
    def moments(self) -> int:
        """How much memory the moments of a run may take, in bytes."""
        return self.chosen.moments << 20

    @property
    def run_folder(self) -> Path | None:
        """Where dialogs about runs begin, if one was chosen and is there."""
        return _folder(self.chosen.run_folder)

    @property
    def picture_folder(self) -> Path | None:
        """Where dialogs about pictures and tables begin, if one was chosen and is there."""
        return _folder(self.chosen.picture_folder)

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
        """Return files or folders of a kind used last, newest first: "sessions", "runs", "data"."""
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

    @property
    def accuracy_axis(self) -> tuple[bool, tuple[float, float] | None]:
        """Whether it is a logit axis, and the lowest and highest place shown; None for all."""
        kind, *texts = str(self._values.get("accuracy_axis", "")).split("/")
        try:
            low, high = (float(text) for text in texts)
        except ValueError:
            low = high = 0.0
        return kind == "logit", (low, high) if -_FARTHEST < low < high < _FARTHEST else None

    @accuracy_axis.setter
    def accuracy_axis(self, value: tuple[bool, tuple[float, float] | None]) -> None:
        is_logit, ends = value
        places = (f"/{end:.6f}" for end in ends or ())
        text = "".join(("logit" if is_logit else "even", *places))
        self._set("accuracy_axis", None if text == "even" else text)

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
        return shares if are_shares(shares, count) else None

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


def are_shares(shares: Sequence[float], count: int) -> bool:
    """Tell whether a splitter of that many widgets can be shared so."""
    return len(shares) == count and all(LEAST_SHARE <= share <= LARGEST_SHARE for share in shares)


def _folder(name: str) -> Path | None:
    try:
        return Path(name) if name and Path(name).is_dir() else None
    except (OSError, ValueError):
        return None


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
