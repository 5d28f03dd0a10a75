"""An experiment as the window runs it; without Qt."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment, Result, Update
from gdstudio.experiments.processes import Processes
from gdstudio.experiments.workshop import Pieces, ThisProcess, Workshop
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.files.kept_runs import kept_network
from gdstudio.settings.settings import SeededSettings

NOTE_INTERVAL_S: Final = 0.1  # nobody reads faster


@dataclass(frozen=True, slots=True)
class ExperimentJob:
    """What is to be run.

    Attributes:
        experiment: Which one.
        settings: With these settings.
        data: On these digits.
        pieces: Where finished pieces lie; used from the thread that runs it.
        workers: Number of processes; 1 is the program itself.
    """

    experiment: Experiment
    settings: SeededSettings
    data: DataSet
    pieces: Pieces
    workers: int = 1


def perform(job: ExperimentJob) -> Iterator[float | Update | SavedExperiment]:
    """Run a job; yield what can be seen of it and last what came out.

    Updates without charts that follow each other fast are bare shares in [0, 1].
    """
    begun, told_s = time.perf_counter(), 0.0
    workers = ThisProcess() if job.workers == 1 else Processes(job.workers)
    workshop = Workshop(job.pieces, workers, kept_network)
    results: list[Result] = []

    def updates() -> Generator[Update, None, None]:
        results.append((yield from job.experiment.run(job.settings, job.data, workshop)))

    with contextlib.closing(updates()) as steps:
        for update in steps:
            now = time.monotonic()
            if update.charts is None and now - told_s < NOTE_INTERVAL_S:
                yield update.share
                continue
            told_s = now
            yield update
    yield SavedExperiment(
        experiment=job.experiment,
        settings=job.settings,
        result=results[0],
        seconds=time.perf_counter() - begun,
        data_name=job.data.name,
        data_identity=job.data.identity(),
    )
