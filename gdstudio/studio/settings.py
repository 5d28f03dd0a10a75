"""What the window remembers between sittings; every value read back is checked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

APPEARANCES: Final = ("system", "light", "dark")
# Raised when the layout changes so much that an old state makes no sense.
_LAYOUT_VERSION: Final = 1
_STATE_LIMIT: Final = 20_000  # bytes; a window state has a few hundred


class Settings:
    """A thin, typed wrapper of QSettings in the INI format; a read-only home is tolerated."""

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gdstudio", "gdstudio"
        )

    @property
    def are_kept(self) -> bool:
        """Whether the next sitting will find them; they hold for this one in any case."""
        return self._store.isWritable()

    @property
    def folder(self) -> Path:
        """Where they are kept."""
        return Path(self._store.fileName()).parent

    @property
    def appearance(self) -> str:
        """One of "system", "light" and "dark"."""
        value = self._store.value("appearance")
        return value if value in APPEARANCES else "system"

    @appearance.setter
    def appearance(self, value: str) -> None:
        assert value in APPEARANCES
        self._store.setValue("appearance", value)

    @property
    def brush_size(self) -> int:
        """Width of the pen, in percent of the canvas; 0 if none is remembered."""
        try:
            return max(0, min(30, int(str(self._store.value("brush_size", 0)))))
        except ValueError:
            return 0

    @brush_size.setter
    def brush_size(self, value: int) -> None:
        self._store.setValue("brush_size", value)

    def layout_state(self, name: str) -> QByteArray | None:
        """Return what `set_layout_state` kept, or None."""
        value = self._store.value(f"layout-{_LAYOUT_VERSION}/{name}")
        if isinstance(value, QByteArray) and 0 < value.size() <= _STATE_LIMIT:
            return value
        return None

    def set_layout_state(self, name: str, state: QByteArray) -> None:
        """Keep the state of a window."""
        self._store.setValue(f"layout-{_LAYOUT_VERSION}/{name}", state)

    def shares(self, name: str, count: int) -> list[float] | None:
        """Return the `count` shares of a splitter kept by `set_shares`, or None."""
        text = str(self._store.value(f"layout-{_LAYOUT_VERSION}/{name}", ""))
        try:
            shares = [float(part) for part in text.split("/")]
        except ValueError:
            return None
        sound = len(shares) == count and all(0.02 <= share <= 0.96 for share in shares)
        return shares if sound else None

    def set_shares(self, name: str, shares: list[float] | None) -> None:
        """Keep the shares of a splitter; None forgets them."""
        key = f"layout-{_LAYOUT_VERSION}/{name}"
        if shares is None:
            self._store.remove(key)
        else:
            self._store.setValue(key, "/".join(f"{share:.4f}" for share in shares))

    def forget_layout(self) -> None:
        """Forget every kept state."""
        self._store.remove(f"layout-{_LAYOUT_VERSION}")

    def save(self) -> None:
        """Write what was set."""
        self._store.sync()
