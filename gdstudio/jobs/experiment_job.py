"""An experiment from its settings to what is kept of it; window and command line drive it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment, Update
from gdstudio.experiments.workshop import Pieces, ThisProcess, Workers, Workshop
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
        workers: Who makes the others.
    """

    experiment: Experiment
    settings: SeededSettings
    data: DataSet
    pieces: Pieces
    workers: Workers = field(default_factory=ThisProcess)


def run_experiment(job: ExperimentJob) -> Generator[Update, None, SavedExperiment]:
    """Run a job; yield what can be seen of it and return what came out."""
    begun = time.perf_counter()
    workshop = Workshop(job.pieces, job.workers, kept_network)
    result = yield from job.experiment.run(job.settings, job.data, workshop)
    return SavedExperiment(
        experiment=job.experiment,
        settings=job.settings,
        result=result,
        seconds=time.perf_counter() - begun,
        data_name=job.data.name,
        data_identity=job.data.identity(),
    )


def perform(job: ExperimentJob) -> Iterator[float | Update | SavedExperiment]:
    """Run a job as the window does; yield what can be seen of it and last what came out.

    Updates without charts that follow each other fast are bare shares in [0, 1].
    """
    told_s = 0.0
    results: list[SavedExperiment] = []

    def updates() -> Generator[Update, None, None]:
        results.append((yield from run_experiment(job)))

    with contextlib.closing(updates()) as steps:
        for update in steps:
            now = time.monotonic()
            if update.charts is None and now - told_s < NOTE_INTERVAL_S:
                yield update.share
                continue
            told_s = now
            yield update
    yield results[0]
