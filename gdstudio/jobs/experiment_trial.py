"""How long an experiment takes here, measured on its beginning, in processor time as `timing`."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from typing import Final

from gdstudio.jobs.estimate import Estimator
from gdstudio.jobs.experiment_job import ExperimentJob
from gdstudio.jobs.timing import Measured, give_way

_TRIES_S: Final = 2.0
_SURE_AFTER: Final = 1e-3  # of an experiment: little, for some take an hour


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
