"""Ctrl+C, a closed terminal and the end of a session: each asks the window to close, no more."""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

from gdstudio.ending import ending_signals


class EndSignals(QObject):
    """Turns signals of the system into one of Qt, heard when the event loop has its turn.

    Python would raise KeyboardInterrupt wherever it is, as within a paint event, which ends in a
    segmentation fault; or, for the others, end the process on the spot. Here the interpreter's own
    handler only writes a byte to a socket; nothing of the program runs before the event loop reads
    it. A signal that is ignored, as SIGHUP under nohup, stays ignored.

    After the first one, Ctrl+C ends the process at once. The others may come several times for one
    end, as SIGHUP of shell and terminal: they stay without effect.

    Attributes:
        were_heard: True once somebody wants an end.

    Signals:
        end_requested: Somebody wants an end.
    """

    end_requested = Signal()

    def __init__(self, parent: QObject) -> None:
        """Listen; to be made in the main thread."""
        super().__init__(parent)
        self.were_heard = False
        self._before: dict[int, Any] = {}
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)
        for number in ending_signals("SIGBREAK"):  # Ctrl+Break, on Windows
            self._before[number] = signal.signal(number, _do_nothing)

    def stop(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _on_notifier_activated(self) -> None:
        with contextlib.suppress(BlockingIOError):
            heard = self._reader.recv(4096)
            if self.were_heard or not any(number in self._before for number in heard):
                return
            self.were_heard = True
            if signal.SIGINT in self._before:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
            self.end_requested.emit()


def _do_nothing(number: int, frame: FrameType | None) -> None:
    """Stand for a handler: without one of Python's, nothing is written to the socket."""
