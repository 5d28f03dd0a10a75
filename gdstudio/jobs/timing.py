"""How long training and experiments take here, measured on their first pieces.

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
from gdstudio.jobs.estimate import Estimator
from gdstudio.jobs.experiment_job import ExperimentJob
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

_LEARNS_S: Final = 0.3  # long enough to tell, short enough that nobody notices
_TRIES_S: Final = 2.0
_SURE_AFTER: Final = 1e-3  # of an experiment: little, for some take an hour
_NICE: Final = 10  # of 19: whatever else runs goes first


@dataclass(frozen=True, slots=True)
class Measured:
    """What something takes, in seconds of one processor."""

    seconds: float


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


def time_of_experiment(job: ExperimentJob) -> Iterator[float | Measured]:
    """Begin an experiment; yield shares of this trial, and last what all of it will take.

    What comes of it goes into the job's own pieces, which are thrown away.
    """
    give_way()
    began_s = time.thread_time()
    estimator = Estimator(time.thread_time, _SURE_AFTER)
    left_s: float | None = None
    with contextlib.closing(job.experiment.run(job.settings, job.data, job.workshop())) as updates:
        for update in updates:
            left_s = estimator.tell(update.share).seconds_left
            took_s = time.thread_time() - began_s
            yield min(took_s / _TRIES_S, 1.0)
            if took_s >= _TRIES_S and left_s is not None:
                yield Measured(took_s + left_s)
                return
    yield Measured(max(time.thread_time() - began_s, 1e-3))


def give_way() -> None:
    """Let every other thread go first, where the system knows how; it holds until this one ends."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
