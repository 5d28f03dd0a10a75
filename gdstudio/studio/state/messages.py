"""What the window tells: a sentence for the status bar, or what could not be done."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.studio.translation import told

_MOST: Final = 50


class Messages(QObject):
    """Handed to whoever has something to tell; owned by the window, lives in the GUI thread.

    Attributes:
        past: When each of the last messages was told, and its words; the newest last.

    Signals:
        said: One sentence for the status bar.
        fault_met: The exception of something that could not be done.
    """

    said = Signal(str)
    fault_met = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.past: deque[tuple[datetime, str]] = deque(maxlen=_MOST)

    @Slot(str)
    def say(self, text: str) -> None:
        """Show one sentence in the status bar."""
        self.note(text)
        self.said.emit(text)

    @Slot(object)
    def tell_saved(self, path: Path) -> None:
        """Tell that a file is there."""
        self.say(self.tr("Saved {0}").format(path))

    def note(self, text: str) -> None:
        """Keep a sentence among the past ones, however it is told."""
        self.past.append((datetime.now().astimezone(), text))

    @Slot(object)
    def report(self, error: Exception) -> None:
        """Tell of what could not be done; a fault of the program is handed on as one."""
        self.note(told(error))
        self.fault_met.emit(error)
