"""An experiment from its settings to what is kept of it; window and command line drive it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment, Update
from gdstudio.experiments.workshop import (
    KeptInMemory,
    Piece,
    Pieces,
    ThisProcess,
    Workers,
    Workshop,
)
from gdstudio.files.experiment_manifest import SavedExperiment
from gdstudio.jobs.kept_networks import network_called
from gdstudio.learning.network import Network
from gdstudio.settings.settings import SeededSettings

NOTE_INTERVAL_S: Final = 0.1  # nobody reads faster


class SittingPieces:
    """Pieces in memory, and those beside results that were opened. One thread at a time."""

    def __init__(self) -> None:
        self._memory = KeptInMemory()
        self._folders: list[Pieces] = []

    def look_into(self, pieces: Pieces) -> None:
        """Find pieces there too. Thread-safe: appends to a list."""
        self._folders.append(pieces)

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""
        found = self._memory.get(name)
        for folder in tuple(self._folders):
            if found is None:
                found = folder.get(name)
        return found

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece in memory."""
        self._memory.put(name, piece)

    def in_memory(self) -> Mapping[str, Piece]:
        """Return the pieces that would end with the program, by name."""
        return self._memory.all()


class PiecesOfRun:
    """Passes on the pieces of a sitting and remembers which of them one run is made of.

    Attributes:
        is_all_new: Whether nothing was there before, so that its time is that of the whole work.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._used: dict[str, Piece] = {}
        self.is_all_new = True

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""
        found = self._pieces.get(name)
        if found is not None:
            self._used[name] = found
            self.is_all_new = False
        return found

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece."""
        self._pieces.put(name, piece)
        self._used[name] = piece

    def used(self) -> Mapping[str, Piece]:
        """Return the pieces that were found or made, by name."""
        return dict(self._used)


@dataclass(frozen=True, slots=True)
class ExperimentJob:
    """What is to be run.

    Attributes:
        experiment: Which one.
        settings: With these settings.
        data: On these digits.
        pieces: Where finished pieces lie; used from the thread that runs it.
        workers: Who makes the others.
        network: The one that Learn has, for this experiment alone; None for none.
    """

    experiment: Experiment
    settings: SeededSettings
    data: DataSet
    pieces: Pieces
    workers: Workers = field(default_factory=ThisProcess)
    network: Network | None = None

    def workshop(self) -> Workshop:
        """Return where it is done."""
        return Workshop(self.pieces, self.workers, partial(network_called, of_learn=self.network))


def run_experiment(job: ExperimentJob) -> Generator[Update, None, SavedExperiment]:
    """Run a job; yield what can be seen of it and return what came out."""
    begun = time.perf_counter()
    result = yield from job.experiment.run(job.settings, job.data, job.workshop())
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


def workers_here(n: int) -> Workers:
    """Return `n` processes of this machine; for 1 the program itself."""
    if n == 1:
        return ThisProcess()
    # joblib takes a tenth of a second to load, which the window does not need to open.
    from gdstudio.experiments.processes import Processes

    return Processes(n)
