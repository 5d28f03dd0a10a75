"""How long the program takes to start, measured in processes of their own."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import Any, Final

from gdstudio.errors import GdstudioError

TIMES: Final = 3
_MODULE: Final = "gdstudio.studio.bench.start_probe"


def measure_start(times: int = TIMES) -> dict[str, Any]:
    """Return medians of the figures of `StartProbe`; empty in a frozen build, which has no Python.

    Raises:
        GdstudioError: The window did not come up.
    """
    if getattr(sys, "frozen", False):
        return {}
    starts = [_one_start() for _ in range(times)]
    return {name: _median([start[name] for start in starts]) for name in starts[0]}


def _one_start() -> dict[str, float | None]:
    command = [sys.executable, "-m", _MODULE, str(time.monotonic())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
        raise GdstudioError(f"bench: the window did not start: {last}")
    figures: dict[str, float | None] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
