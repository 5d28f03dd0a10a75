"""The real window for measuring: started as the program starts it, on settings of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gdstudio.errors import GdstudioError
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.collector import GarbageCollector
from gdstudio.studio.end_signals import EndSignals
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.window_place import DEFAULT_SIZE

_LOOK_MS = 5
_signals: EndSignals | None = None


@contextmanager
def open_window(autosave_s: float = 0.0) -> Iterator[MainWindow]:
    """Show the window with default settings; nothing of what is kept for a user is touched.

    Args:
        autosave_s: How often its work is kept while it goes on, in seconds; 0 never.
    """
    global _signals
    app = QApplication.instance() or make_application(["gdstudio"])
    _signals = EndSignals(app)
    with tempfile.TemporaryDirectory("-gdstudio-bench") as folder:
        keep_everything_in(Path(folder))
        window = MainWindow(Preferences(), Appearance("light", app), autosave_s=autosave_s)
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*DEFAULT_SIZE)
        collector = GarbageCollector(app)
        window.completed.connect(collector.leave_out)
        window.show()
        try:
            yield window
        finally:
            window.close_at_once()
            collector.stop()
            keep_everything_in(None)
            _signals.stop()
            _signals = None


def run_for(seconds: float) -> None:
    """Let the window live for so long.

    Raises:
        KeyboardInterrupt: Somebody wants an end; raised here and never within a paint event.
    """
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    if _signals is not None:
        _signals.end_requested.connect(loop.quit)
    loop.exec()
    if _signals is not None:
        _signals.end_requested.disconnect(loop.quit)
        if _signals.were_heard:
            raise KeyboardInterrupt


def run_until(is_reached: Callable[[], bool], seconds: float, what: str) -> None:
    """Let the window live until something is reached.

    Raises:
        GdstudioError: It was not within so many seconds.
    """
    deadline = QDeadlineTimer(round(seconds * 1000))
    while not is_reached():
        if deadline.hasExpired():
            raise GdstudioError(f"{what} did not come within {seconds:g} s")
        run_for(_LOOK_MS / 1000)


def resident_mb() -> float | None:
    """Return the memory this process holds in MB (10^6 bytes); None where the system is silent."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
