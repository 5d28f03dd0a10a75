"""What happens to an exception nobody caught: logged whole, told in one line, once at a time."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from gdstudio.studio.user_folder import is_ordinary, user_folder

log = logging.getLogger("gdstudio")
_crash_file: TextIO | None = None


class FaultTeller(QObject):
    """Shows one dialog at a time, in the GUI thread, wherever the fault was.

    Signals:
        fault_caught: One line about it.
    """

    fault_caught = Signal(str)

    def __init__(self, window: QWidget, log_file: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._log_file = log_file
        self._open = False
        self.fault_caught.connect(self._on_fault_caught)

    @Slot(str)
    def _on_fault_caught(self, text: str) -> None:
        if self._open:
            return
        self._open = True
        box = QMessageBox(QMessageBox.Icon.Critical, self.tr("A fault in gdstudio"), text)
        box.setParent(self._window, box.windowFlags())
        if self._log_file is not None:
            box.setInformativeText(self.tr("The details are in {0}").format(self._log_file))
        box.finished.connect(self._on_box_finished)
        box.open()

    @Slot(int)
    def _on_box_finished(self, _result: int) -> None:
        self._open = False


def log_path() -> Path:
    """Return the file that is written to if the user's data folder can be."""
    return user_folder() / "logs" / "gdstudio.log"


def open_log() -> Path | None:
    """Log into the user's data folder; without one (read-only home) to standard error only."""
    global _crash_file
    handlers: list[logging.Handler] = []
    path: Path | None = log_path()
    try:
        assert path is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        crash_path = path.parent / "crash.log"
        if not (is_ordinary(path) and is_ordinary(crash_path)):
            raise OSError("a file of the log is no ordinary one")
        handlers.append(RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3))
        # Kept open for the whole run: faulthandler writes to the bare descriptor.
        _crash_file = crash_path.open("a")
        watch_for_crashes()
    except OSError:
        path = None
    if sys.stderr is not None:
        handlers.append(logging.StreamHandler())
        if path is None:
            faulthandler.enable()
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=handlers,
    )
    return path


def watch_for_crashes() -> None:
    """Let a crash write its traceback into the log's folder if that is open, else say nothing."""
    if _crash_file is not None:
        faulthandler.enable(_crash_file)
    else:
        faulthandler.disable()


def install_hooks(window: QWidget) -> None:
    """Send every uncaught exception, of any thread, to the log and to the user."""
    teller = FaultTeller(window, open_log())

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        teller.fault_caught.emit(f"{kind.__name__}: {error}")

    def tell_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            tell(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = tell
    threading.excepthook = tell_thread
