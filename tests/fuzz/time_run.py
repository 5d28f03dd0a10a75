"""The real window in the hands of a `TimeUser`; after each action what must hold is looked at."""

from __future__ import annotations

import struct
import time
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QDesktopServices, QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.studio.bench.bench_window import open_window
from gdstudio.studio.main_window import MainWindow
from tests.fuzz.one import LONGEST_S
from tests.fuzz.time_checks import Watched, left_files, n_threads
from tests.fuzz.time_user import TimeUser
from tests.fuzz.window_run import Faults, made_files

_AUTOSAVE_S: Final = 3.0
_PATIENCE_S: Final = 20.0  # until what rests agrees
_MORE_THREADS: Final = 3  # at the end than at the beginning
_COMPARE: Final = 7  # one action in so many is undone and done again


class TimeRun:
    """One window, one user, and all that went wrong."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._files = [*made_files(folder), _data_set(folder / "data", seed)]
        self._rng = np.random.default_rng(seed)
        self._faults = Faults()

    def use(self, count: int) -> list[str]:
        """Do `count` things in a window and close it; return what went wrong."""
        with open_window(autosave_s=_AUTOSAVE_S) as window, self._faults:
            QDesktopServices.setUrlHandler("https", window, "ignore_address")
            self._watched = Watched(window)  # makes all workspaces
            window.landscape.panel.set_request(PlaneRequest(kind="random", size=11, examples=100))
            window.runs.set_moments_budget(16 << 20)  # there may be some dozens of runs
            window.shared.files.load_data(str(self._files[-1]))
            self._wait(lambda: self._watched.is_at_rest, "the window to be ready")
            self._user = user = TimeUser(window, self._files, self._rng)
            self._faults.doing = lambda: f"{number}: {user.did}"
            threads = n_threads()
            for number in range(count):
                began_s = time.thread_time()  # others may use the machine
                user.do_something()
                took_s = time.thread_time() - began_s
                if took_s > LONGEST_S:
                    self._faults.note(f"took {took_s:.1f} s")
                self._look(compares=number % _COMPARE == 0)
            user.did = "the end"
            self._rest()
            user.stop()
            self._wait(lambda: not self._watched.is_working, "jobs to end")
            if left := left_files(closed=False):
                self._faults.note(f"left: {left}")
            if n_threads() > threads + _MORE_THREADS:
                self._faults.note(f"{threads} threads at the beginning, {n_threads()} at the end")
            window.close_at_once()
            if left := left_files(closed=True):
                self._faults.note(f"left after closing: {left}")
        return self._faults.seen

    def _look(self, *, compares: bool) -> None:
        """Note what does not hold; now and then undo what was done last and do it again."""
        for what in self._watched.always():
            self._faults.note(what)
        if compares:
            self._rest()
        if self._watched.is_at_rest:
            self._agree()
            if compares:
                self._undo_and_redo()

    def _agree(self) -> None:
        end = QDeadlineTimer(round(1000 * _PATIENCE_S))
        while self._watched.is_at_rest and (wrong := self._watched.at_rest()):
            if end.hasExpired():
                self._faults.note("; ".join(wrong))
                return
            QTest.qWait(10)

    def _undo_and_redo(self) -> None:
        window, stack = self._watched.window, self._watched.window.shared.deeds.stack
        window.shared.time.play(0)
        self._wait(lambda: not self._watched.is_working, "jobs to end")
        self._rest()  # another data set or run may have come meanwhile
        window.shared.deeds.drop_untrue()
        if not stack.canUndo():
            return
        deed, name, before = _next_undone(stack), stack.undoText(), self._watched.stands()
        window.actions_.undo.trigger()
        self._rest()
        if stack.command(stack.index()) is not deed:
            self._faults.note(f"“{name}” was offered and not undone: {_names(stack)}")
            return
        self._agree()
        window.actions_.redo.trigger()
        self._rest()
        after = self._watched.stands()
        differs = [key for key, one in before.items() if one is not None and after[key] != one]
        short = {key: (str(before[key])[:300], str(after[key])[:300]) for key in differs}
        if _next_undone(stack) is not deed or differs:
            self._faults.note(f"“{name}” undone and done again: {_names(stack)} {short}")
        self._agree()

    def _rest(self) -> None:
        """Let the run rest."""
        window = self._watched.window
        if window.runs.is_running:
            window.runner.toggle_running()
        self._wait(lambda: self._watched.is_at_rest or _has_diverged(window), "the run to rest")
        training, run, answers = window.shared.training, window.runs.run, []
        if training.has_run:
            heard = training.state_taken.connect(answers.append)
            training.take_state()  # answered after the steps asked for before
            is_over = lambda: not training.has_run or window.runs.run is not run  # noqa: E731
            self._wait(lambda: answers or is_over(), "steps to end")
            training.state_taken.disconnect(heard)

    def _wait(self, is_reached, what: str) -> None:
        end = QDeadlineTimer(round(10_000 * _PATIENCE_S))  # a surface takes long on a busy machine
        while not is_reached():
            if end.hasExpired():
                self._faults.note(f"{what} did not come: {_told(self._watched.window)}")
                return
            QTest.qWait(10)
        QApplication.processEvents()


def _next_undone(stack: QUndoStack) -> QUndoCommand:
    return stack.command(stack.index() - 1)


def _names(stack: QUndoStack) -> str:
    texts = [stack.text(k) for k in range(stack.count())]
    return f"at {stack.index()} of {texts[-8:]}"


def _told(window: MainWindow) -> str:
    run, past = window.runs.run, [text for _, text in window.shared.messages.past][-3:]
    if run is None:
        return f"no run; {past}"
    begun = run.progress is not None
    return f"{run.title} begun {begun} running {window.runs.is_running} step {run.step}; {past}"


def _has_diverged(window: MainWindow) -> bool:
    run = window.runs.run
    return run is not None and run.history.diverged_at is not None and not window.runs.is_running


def _data_set(folder: Path, seed: int) -> Path:
    """Write another data set, small and meaningless, and return its folder."""
    folder.mkdir()
    rng = np.random.default_rng(seed)
    for part, n in (("train", 300), ("t10k", 100)):
        images, labels = rng.integers(0, 256, (n, 784)), rng.integers(0, 10, n)
        head = struct.pack(">4I", 0x803, n, 28, 28)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(head + images.astype(np.uint8).tobytes())
        head = struct.pack(">2I", 0x801, n)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(head + labels.astype(np.uint8).tobytes())
    return folder
