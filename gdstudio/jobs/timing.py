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
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

_LEARNS_S: Final = 0.3  # long enough to tell, short enough that nobody notices
_NICE: Final = 10  # of 19: whatever else runs goes first


def time_of_example(recipe: Recipe, data: DataSet) -> float:
    """Return the seconds in which a recipe learns from one example, on the average."""
    give_way()
    training = Training(recipe, data)
    training.update()  # the first one makes what the others use
    began_s, seen = time.thread_time(), training.examples
    while True:
        training.update()
        took_s = time.thread_time() - began_s
        if took_s >= _LEARNS_S:
            return took_s / (training.examples - seen)


def give_way() -> None:
    """Let every other thread go first, where the system knows how; it holds until this one ends."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
