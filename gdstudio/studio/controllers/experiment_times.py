"""How long the experiment looked at will take here: as last time, or measured on its beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from gdstudio.data.digits import DataSet
from gdstudio.experiments.experiment import Experiment
from gdstudio.experiments.workshop import KeptInMemory, piece_name
from gdstudio.files.speeds import Speeds
from gdstudio.jobs.experiment_job import ExperimentJob
from gdstudio.jobs.experiment_trial import time_of_experiment
from gdstudio.jobs.timing import Measured
from gdstudio.learning.network import Network
from gdstudio.numerals import rough_time
from gdstudio.settings.settings import SeededSettings
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers.background_job import BackgroundJob, MakeItems, once
from gdstudio.studio.workers.pace import Policy, WhenBusy

_SETTLES_S = 0.6  # settings that are being changed are not measured


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked at."""

    experiment: Experiment
    settings: SeededSettings
    workers: int

    def name(self, data: DataSet, *, alone: bool = False) -> str:
        """Return the name of its time: that of a run, or of what one processor needs for it."""
        settings = self.settings.to_dict() | {"seed": 0}
        workers = 0 if alone else self.workers
        contents = {"settings": settings, "digits": len(data.train), "workers": workers}
        return piece_name(f"experiment-{self.experiment.name}", **contents)


class ExperimentTimes(QObject):
    """Measures in the background, while the network does not learn and the page is in sight.

    Signals:
        changed: What `words` returns is another.
    """

    changed = Signal()

    def __init__(
        self,
        runs: RunModel,
        speeds: Speeds,
        network: Callable[[], Network | None],
        parent: QObject | None = None,
    ) -> None:
        """Know nothing yet; `network` returns that of Learn, or None."""
        super().__init__(parent)
        self._runs, self._speeds, self._network = runs, speeds, network
        self._asked: _Asked | None = None
        policy = Policy(settle_s=_SETTLES_S)
        self._trial = BackgroundJob(self, self._make, policy, in_sight=False)
        self._noting = BackgroundJob(self, policy=Policy(WhenBusy.QUEUE))
        for job in (self._trial, self._noting):
            job.progress_changed.connect(self._on_jobs_progress_changed)
        runs.running_changed.connect(self._on_runs_changed)
        runs.data_changed.connect(self._on_runs_changed)

    def look_at(self, experiment: Experiment, settings: SeededSettings, workers: int) -> None:
        """Tell what would be run."""
        asked = _Asked(experiment, settings, workers)
        if asked != self._asked:
            self._asked = asked
            self._trial.forget()
            self._trial.request()

    def set_in_sight(self, in_sight: bool) -> None:
        """Tell whether somebody looks, and no experiment runs."""
        self._trial.set_in_sight(in_sight)

    def note(
        self, experiment: Experiment, settings: SeededSettings, workers: int, seconds: float
    ) -> None:
        """Keep that this has taken so long, from its beginning to its end."""
        if self._runs.data is not None:
            name = _Asked(experiment, settings, workers).name(self._runs.data)
            self._noting.start(once(self._speeds.note, name, seconds))

    def words(self) -> str:
        """Return in one sentence how long it will take; "" before there are digits."""
        if self._asked is None or self._runs.data is None:
            return ""
        seconds = self._seconds(self._asked, self._runs.data)
        if seconds is not None:
            return self.tr("Takes about {0} on this computer.").format(rough_time(seconds))
        if self._trial.is_running:
            return self.tr("Measuring how long it takes here…")
        return self.tr("How long it takes here is not measured yet.")

    def _seconds(self, asked: _Asked, data: DataSet) -> float | None:
        last = self._speeds.seconds(asked.name(data))
        alone = self._speeds.seconds(asked.name(data, alone=True))
        return alone / asked.workers if last is None and alone is not None else last

    def _make(self) -> MakeItems | None:
        """Return the trial of what is looked at, if it is wanted and nothing learns."""
        asked, data = self._asked, self._runs.data
        if asked is None or data is None or self._runs.is_running:
            return None
        if self._seconds(asked, data) is not None:
            return None
        job = ExperimentJob(
            asked.experiment, asked.settings, data, KeptInMemory(), network=self._network()
        )
        return partial(_trial, job, self._speeds, asked.name(data, alone=True))

    @Slot()
    def _on_jobs_progress_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_runs_changed(self) -> None:
        if self._runs.is_running:
            self._trial.forget()
        else:
            self._trial.request()
        self.changed.emit()


def _trial(job: ExperimentJob, speeds: Speeds, name: str) -> Iterator[float]:
    """Measure an experiment and keep its time; yield how far this is."""
    for item in time_of_experiment(job):
        if isinstance(item, Measured):
            speeds.note(name, item.seconds)
        else:
            yield item
