"""Times are those of the work, whatever the machine: a clock is handed in that tells them."""

from types import SimpleNamespace

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.experiments.experiment import Experiment, Result, Update
from gdstudio.experiments.workshop import KeptInMemory
from gdstudio.jobs import timing
from gdstudio.jobs.experiment_job import ExperimentJob
from gdstudio.jobs.experiment_trial import time_of_experiment
from gdstudio.jobs.timing import Measured, time_of_example
from gdstudio.learning.recipe import Recipe
from tests.studio.small_experiment import COUNT, CountSettings


@pytest.fixture
def data() -> DataSet:
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (500, 784), dtype=np.uint8)
    digits = Digits(images, (np.arange(500) % 10).astype(np.uint8))
    return DataSet("random", digits, digits)


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """A processor's time that only the test moves on."""
    clock = SimpleNamespace(now=100.0, step=0.0)

    def thread_time() -> float:
        clock.now += clock.step
        return clock.now

    monkeypatch.setattr(timing.time, "thread_time", thread_time)
    return clock


def test_that_an_example_takes_its_share_of_the_updates_that_were_timed(data, clock):
    clock.step = 0.16  # the second look at the clock is beyond 0.3 s: two updates of ten
    *shares, last = time_of_example(Recipe(), data)
    assert last.seconds == pytest.approx(2 * 0.16 / 20)
    assert shares == pytest.approx([0, 0, 0.16 / 0.3])


def slow(n: int, clock) -> Experiment:
    """Return an experiment of `n` equal pieces of half a second each."""

    def run(settings, data, workshop):
        for k in range(n):
            clock.now += 0.5
            yield Update((k + 1) / n, "")
        return Result((), (), ())

    return Experiment("slow", "", "", "", "", (), {"default": CountSettings()}, run)


def measured(experiment: Experiment, data: DataSet) -> tuple[list[float], float]:
    job = ExperimentJob(experiment, CountSettings(), data, KeptInMemory())
    *shares, last = time_of_experiment(job)
    assert isinstance(last, Measured)
    return shares, last.seconds


def test_that_a_long_experiment_is_left_soon_and_told_from_its_beginning(data, clock):
    shares, seconds = measured(slow(200, clock), data)
    assert seconds == pytest.approx(100)
    assert shares == [0.25, 0.5, 0.75, 1.0]


def test_that_a_short_experiment_takes_as_long_as_it_took(data, clock):
    _, seconds = measured(slow(3, clock), data)
    assert seconds == pytest.approx(1.5)


def test_that_what_comes_of_the_trial_is_in_its_own_pieces(data):
    pieces = KeptInMemory()
    list(time_of_experiment(ExperimentJob(COUNT, CountSettings(up_to=3), data, pieces)))
    assert set(pieces.all()) == {"number-0", "number-1", "number-2"}
