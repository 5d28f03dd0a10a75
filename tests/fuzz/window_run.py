"""The real window in the hands of a `RandomUser`, with an ear for everything that goes wrong."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices

from gdstudio.resources import resource
from gdstudio.studio.main_window import MainWindow
from tests.fuzz.one import LONGEST_S, SAID_OFFSCREEN
from tests.fuzz.random_user import RandomUser


class Faults(logging.Handler):
    """While entered, notes exceptions nobody caught, warnings of Qt and errors in the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []
        self.doing: Callable[[], str] = str

    def __enter__(self) -> Faults:
        self._before = sys.excepthook, threading.excepthook, qInstallMessageHandler(self._on_qt)
        sys.excepthook = lambda *raised: self.note(_told(*raised))
        threading.excepthook = lambda args: self.note(_told(*args[:3]))
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
        sys.excepthook, threading.excepthook, handler = self._before
        qInstallMessageHandler(handler)

    def note(self, text: str) -> None:
        """Note one fault, with what was being done."""
        self.seen.append(f"{text} ({self.doing()})")

    def emit(self, record: logging.LogRecord) -> None:
        self.note(record.getMessage())

    def _on_qt(self, kind: QtMsgType, _context: Any, text: str) -> None:
        grave = kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if grave and SAID_OFFSCREEN not in text:
            self.note(f"Qt: {text}")


def _told(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> str:
    places = traceback.extract_tb(trace)[-3:]
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(places))
    return f"{kind.__name__}: {error} at {where}"


def use_at_random(window: MainWindow, folder: Path, seed: int, count: int) -> list[str]:
    """Do `count` random things with a window that is shown; return what went wrong.

    Args:
        window: Loaded or still loading; left as the user left it.
        folder: For the files that are dropped.
        seed: Decides what is done; when things happen in the window decides, too.
        count: How many.
    """
    QDesktopServices.setUrlHandler("https", window, "ignore_address")  # nothing is opened
    rng = np.random.default_rng(seed)
    with Faults() as faults:
        user = RandomUser(window, made_files(folder), rng)
        faults.doing = lambda: user.did
        for number in range(count):
            begun_s = time.thread_time()  # others may use the machine
            user.do_something()
            took_s = time.thread_time() - begun_s
            if took_s > LONGEST_S:
                faults.note(f"action {number} took {took_s:.1f} s")
        user.stop()
    return faults.seen


def made_files(folder: Path) -> list[Path]:
    """Return files to drop: sound ones, damaged ones, and none."""
    run = resource("runs/lesson-best.gdrun")
    (folder / "damaged.gdrun").write_bytes(run.read_bytes()[:5000])
    (folder / "text.txt").write_text("not a picture")
    grey = np.full((90, 60), 250, np.uint8)
    grey[10:80, 27:34] = 20
    Image.fromarray(grey).save(folder / "one.png")
    (folder / "damaged.png").write_bytes((folder / "one.png").read_bytes()[:60])
    return [*sorted(folder.glob("*.*")), run, resource("runs/cnn-small.gdrun"), folder / "none.png"]
