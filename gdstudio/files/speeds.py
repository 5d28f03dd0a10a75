"""How long things have taken on this machine, kept from one sitting to the next."""

from __future__ import annotations

import json
import math
import os
import platform
import threading
from pathlib import Path
from typing import Final

import gdstudio
from gdstudio.errors import FileError
from gdstudio.files.atomic import write_file
from gdstudio.reading import read_json

FORMAT: Final = "gdstudio speeds"
_MAX_BYTES: Final = 1 << 20
_MOST: Final = 2000  # names


class Speeds:
    """Seconds by name, in a small JSON file; thread-safe.

    What another machine or another version of the program has measured counts for nothing, and a
    file that cannot be read or written does no harm: it is measured again.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read before something is asked for."""
        self._path = path
        self._lock = threading.Lock()
        self._seconds: dict[str, float] | None = None

    def seconds(self, name: str) -> float | None:
        """Return what was measured, above 0; None if nothing was."""
        with self._lock:
            return self._known().get(name)

    def note(self, name: str, seconds: float) -> None:
        """Keep what was measured, in place of what was before; `seconds` are above 0."""
        with self._lock:
            known = self._known()
            known.pop(name, None)
            known[name] = seconds
            for oldest in list(known)[:-_MOST]:
                del known[oldest]
            content = {"format": FORMAT, "machine": _machine(), "seconds": known}
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_file(self._path, json.dumps(content, indent=1).encode())
            except (FileError, OSError):
                return  # it holds for this sitting

    def _known(self) -> dict[str, float]:
        if self._seconds is None:
            self._seconds = self._read()
        return self._seconds

    def _read(self) -> dict[str, float]:
        try:
            content = read_json(self._path, _MAX_BYTES)
        except FileError:
            return {}
        found = content.get("seconds")
        if content.get("machine") != _machine() or not isinstance(found, dict):
            return {}
        return {
            name: float(value)
            for name, value in found.items()
            if isinstance(value, int | float) and math.isfinite(value) and value > 0
        }


def _machine() -> str:
    """Return what tells this machine, with this program, from others."""
    parts = gdstudio.__version__, platform.node(), platform.machine(), os.cpu_count()
    return ", ".join(map(str, parts))
