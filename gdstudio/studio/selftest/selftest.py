"""The real window, used from its start to its end, with every step looked at."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from gdstudio.studio.bench.bench_window import open_window
from gdstudio.studio.diagnostics import versions
from gdstudio.studio.selftest import steps
from gdstudio.studio.selftest.fault_watch import FaultWatch, Step, one_line
from gdstudio.studio.selftest.lesson_check import give_lessons
from gdstudio.studio.selftest.pictures import make_folder
from gdstudio.studio.selftest.steps import Stage

LONGEST_S: Final = 600  # it takes 15 s, and 130 s where eight programs share each core

Check = Callable[[], str]


def run_selftest(folder: Path | None, tell: Callable[[Step], None]) -> dict[str, Any]:
    """Use the window; nothing a user keeps is touched. The first step that fails is the last.

    Args:
        folder: Where one picture a workspace goes, made if it is not there; None for nowhere.
        tell: Is told of each step when it is over.

    Returns:
        "passed", "steps", "versions", "surface" and "platform", ready for JSON; the surface is
        "opengl", "software", or None if there was no window.

    Raises:
        FileError: The folder cannot be made.
    """
    if folder is not None:
        make_folder(folder)
    faults = FaultWatch()
    done = Notes(faults, tell)
    with time_limit(LONGEST_S, lambda: f"selftest: {done.doing}"), faults, ExitStack() as closing:
        stages: list[Stage] = []
        done.do("window", lambda: _open(closing, faults, stages))
        for stage in stages:
            for name, check in _checks(stage, folder):
                done.do(name, check)
        surface = steps.surface_drawn(stages[0]) if stages else None
        found = versions()
        done.do("end", lambda: _close(closing))
    return {
        "passed": all(step.passed for step in done.steps),
        "steps": [
            {"name": s.name, "seconds": s.seconds, "passed": s.passed, "detail": s.detail}
            for s in done.steps
        ],
        "versions": found,
        "surface": surface,
        "platform": steps.platform_name(),
    }


class Notes:
    """Does one step after the other, up to the first that fails.

    Attributes:
        steps: What came of them.
        doing: The name of the step that is being done.
    """

    def __init__(self, faults: FaultWatch, tell: Callable[[Step], None]) -> None:
        self.steps: list[Step] = []
        self.doing = ""
        self._faults, self._tell = faults, tell

    def do(self, name: str, check: Check) -> None:
        """Do a step, unless one before it has failed; whatever it raises is what it failed by."""
        if self.steps and not self.steps[-1].passed:
            return
        self.doing = name
        begun_s = time.perf_counter()
        try:
            passed, detail = True, check()
            self._faults.check()
        except Exception as error:
            passed, detail = False, one_line(error)
        self.steps.append(Step(name, time.perf_counter() - begun_s, passed, detail))
        self._tell(self.steps[-1])


def _open(closing: ExitStack, faults: FaultWatch, stages: list[Stage]) -> str:
    window = closing.enter_context(open_window())
    stages.append(Stage(window, faults))
    return f"{window.width()} x {window.height()} on {steps.platform_name()}"


def _close(closing: ExitStack) -> str:
    closing.close()
    return "the window is closed"


def _checks(stage: Stage, folder: Path | None) -> list[tuple[str, Check]]:
    checks: list[tuple[str, Check]] = [
        ("digits", partial(steps.load_digits, stage)),
        ("training", partial(steps.train, stage)),
        ("run file", partial(steps.save_and_open, stage)),
        ("report", partial(steps.report, stage)),
        ("drawing", partial(steps.draw_a_one, stage)),
        ("surface", partial(steps.turn_surface, stage)),
    ]
    tabs = stage.window.tabs
    for index in range(tabs.count()):
        check = partial(steps.paint_workspace, stage, index, folder)
        checks.append((f"workspace {tabs.tabText(index)}", check))
    return [*checks, ("lessons", partial(give_lessons, stage))]


_GRACE_S: Final = 30


@contextmanager
def time_limit(seconds: float, doing: Callable[[], str]) -> Iterator[None]:
    """End the process with code 1 and one line on standard error once the time is over.

    A thread watches the clock. Where native code holds Python's lock no thread gets a turn; then
    faulthandler, which needs none, ends the process half a minute later, with tracebacks.

    Args:
        seconds: The time for all that is done inside of this.
        doing: Says what is being done; called from another thread.
    """
    over = threading.Event()

    def watch() -> None:
        if not over.wait(seconds):
            line = f"gdstudio: error: {doing()}: not over after {seconds:g} s"
            print(line, file=sys.stderr, flush=True)
            os._exit(1)  # the thread that would end the program is the one that hangs

    if sys.__stderr__ is not None:
        faulthandler.dump_traceback_later(seconds + _GRACE_S, exit=True)
    threading.Thread(target=watch, name="time limit", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        faulthandler.cancel_dump_traceback_later()
