"""What the window tells: a sentence for the status bar, or what could not be done."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot


class Messages(QObject):
    """Handed to whoever has something to tell; owned by the window, lives in the GUI thread.

    Signals:
        said: One sentence for the status bar.
        fault_met: The exception of something that could not be done.
    """

    said = Signal(str)
    fault_met = Signal(object)

    @Slot(str)
    def say(self, text: str) -> None:
        """Show one sentence in the status bar."""
        self.said.emit(text)

    @Slot(object)
    def report(self, error: Exception) -> None:
        """Tell of what could not be done; a fault of the program is handed on as one."""
        self.fault_met.emit(error)
