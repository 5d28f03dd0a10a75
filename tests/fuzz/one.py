"""One target, or one window, in a process of its own: `python -m tests.fuzz.one NAME SEED COUNT`.

Prints one line of JSON: what was tried, what went wrong, the slowest in seconds, the most memory in
MB, and how many bytes others than Python wrote on standard error.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource as system
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np

LONGEST_S: Final = 10.0  # of processor time, for one input or action: what takes more hangs
_SHOWN: Final = 8
SAID_OFFSCREEN: Final = "This plugin does not support"  # by the platform, of any window


class Hang(BaseException):
    """Something took more than `LONGEST_S`."""


def try_target(name: str, seed: int, count: int, folder: Path) -> list[str]:
    """Give damaged input to one target; return what went wrong."""
    from tests.fuzz.targets import TARGETS

    target, rng, wrong = TARGETS[name](folder), np.random.default_rng(seed), []
    signal.signal(signal.SIGPROF, _on_alarm)
    for number in range(count):
        given = target.damaged(rng)
        signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
        try:
            said = target.check(given)
        except Hang:
            said = f"took longer than {LONGEST_S:g} s"
        except Exception:
            said = traceback.format_exc(limit=-3)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        if said:
            wrong.append(f"{number}: {said} given {str(given)[:400]}")
    return wrong


def use_window(seed: int, count: int, folder: Path) -> list[str]:
    """Do random things with the real window; return what went wrong."""
    from PySide6.QtTest import QTest

    from gdstudio.studio.bench.bench_window import open_window
    from tests.fuzz.window_run import use_at_random

    faulthandler.dump_traceback_later(240 + 4 * count, exit=True)
    os.chdir(folder)
    with open_window() as window:
        window.load()
        QTest.qWait(500)
        return use_at_random(window, folder, seed, count)


def use_time(seed: int, count: int, folder: Path) -> list[str]:
    """Go back and forth in time in the real window; return what went wrong."""
    from tests.fuzz.time_run import TimeRun

    faulthandler.dump_traceback_later(120 + 10 * count, exit=True)
    os.chdir(folder)
    return TimeRun(folder, seed).use(count)


def _on_alarm(_number: int, _frame: FrameType | None) -> None:
    raise Hang


def main(name: str, seed: int, count: int) -> dict[str, Any]:
    """Return what came of it, ready for JSON."""
    begun_s = time.monotonic()
    with tempfile.TemporaryDirectory("-gdstudio-fuzz") as place:
        os.environ |= {"HOME": place, "XDG_CONFIG_HOME": place, "XDG_DATA_HOME": place}
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        folder = Path(place) / "here"
        folder.mkdir()
        with (Path(place) / "said").open("w+b") as said:
            kept = os.dup(2)
            os.dup2(said.fileno(), 2)
            try:
                uses = {"window": use_window, "time": use_time}
                work = uses.get(name, lambda *a: try_target(name, *a))
                wrong = work(seed, count, folder)
            finally:
                os.dup2(kept, 2)
            said.seek(0)
            lines = said.read().splitlines(keepends=True)
            noise = b"".join(line for line in lines if SAID_OFFSCREEN.encode() not in line)
    return {
        "name": name,
        "seed": seed,
        "tried": count,
        "wrong": len(wrong),
        "examples": wrong[:_SHOWN],
        "seconds": time.monotonic() - begun_s,
        "peak_mb": system.getrusage(system.RUSAGE_SELF).ru_maxrss / 1000,
        "noise": len(noise),
        "said": noise[-600:].decode(errors="replace"),
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
