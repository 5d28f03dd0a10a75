"""The real window, used from its start to its end, with every step looked at."""

from __future__ import annotations

import faulthandler
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from gdstudio.errors import FileError, GdstudioError
from gdstudio.studio.bench.bench_window import open_window
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.selftest import steps
from gdstudio.studio.selftest.step import Step
from gdstudio.studio.views.dialogs.about_dialog import versions

LONGEST_S: Final = 600  # the process ends then, with a traceback of every thread

Deed = Callable[[MainWindow], str]


def run_selftest(folder: Path | None, tell: Callable[[Step], None]) -> dict[str, Any]:
    """Use the window; nothing a user keeps is touched.

    Args:
        folder: Where one picture a workspace goes, made if it is not there; None for nowhere.
        tell: Is told of each step when it is over.

    Returns:
        "passed", "steps", "versions", "surface" and "platform", ready for JSON.

    Raises:
        FileError: The folder cannot be made.
    """
    if folder is not None:
        _make(folder)
    if sys.__stderr__ is not None:
        faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    done: list[Step] = []
    begun_s = time.perf_counter()
    with open_window() as window:
        _note(done, tell, Step("window", time.perf_counter() - begun_s, True, _size(window)))
        for name, deed in _deeds(window, folder):
            _note(done, tell, _do(name, deed, window))
            if not done[-1].passed:
                break
        result = {
            "passed": all(step.passed for step in done),
            "steps": [
                {"name": s.name, "seconds": s.seconds, "passed": s.passed, "detail": s.detail}
                for s in done
            ],
            "versions": dict(line.split(" ", 1) for line in versions().splitlines()),
            "surface": steps.surface_drawn(window),
            "platform": steps.platform_name(),
        }
    faulthandler.cancel_dump_traceback_later()
    return result


def _deeds(window: MainWindow, folder: Path | None) -> list[tuple[str, Deed]]:
    deeds: list[tuple[str, Deed]] = [
        ("digits", steps.load_digits),
        ("training", steps.train),
        ("run file", steps.save_and_open),
        ("drawing", steps.draw_a_one),
        ("surface", steps.turn_surface),
    ]
    for index, room in enumerate(window.rooms):
        deed = partial(steps.paint_workspace, index=index, folder=folder)
        deeds.append((f"workspace {room.title}", deed))
    return deeds


def _do(name: str, deed: Deed, window: MainWindow) -> Step:
    begun_s = time.perf_counter()
    try:
        passed, detail = True, deed(window)
    except (GdstudioError, FileNotFoundError) as error:
        passed, detail = False, " ".join(str(error).split())
    return Step(name, time.perf_counter() - begun_s, passed, detail)


def _note(done: list[Step], tell: Callable[[Step], None], step: Step) -> None:
    done.append(step)
    tell(step)


def _size(window: MainWindow) -> str:
    return f"{window.width()} x {window.height()} on {steps.platform_name()}"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(folder, f"cannot be made: {(error.strerror or '').lower()}") from error
