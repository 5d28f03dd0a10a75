"""How long training takes here, measured on its first updates.

What is measured is the processor's time of the thread that works, so that neither other programs
nor the window, which goes first, make it longer than it is.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

_LEARNS_S: Final = 0.3  # long enough to tell, short enough that nobody notices
_NICE: Final = 10  # of 19: whatever else runs goes first


@dataclass(frozen=True, slots=True)
class Measured:
    """What something takes, in seconds of one processor."""

    seconds: float


def time_of_example(recipe: Recipe, data: DataSet) -> Iterator[float | Measured]:
    """Learn a little; yield shares of this trial, and last what one example takes on the average.

    It comes back after each update, so that whoever asked may leave.
    """
    give_way()
    yield 0.0
    training = Training(recipe, data)
    yield 0.0
    training.update()  # the first one makes what the others use
    began_s, seen = time.thread_time(), training.examples
    while True:
        training.update()
        took_s = time.thread_time() - began_s
        if took_s >= _LEARNS_S:
            yield Measured(took_s / (training.examples - seen))
            return
        yield took_s / _LEARNS_S


def give_way() -> None:
    """Let every other thread go first, where the system knows how; it holds until this one ends."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
