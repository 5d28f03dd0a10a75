"""How long an experiment takes here: as it took last time, or as its beginning says."""

from pathlib import Path

import pytest

from gdstudio.files.speeds import Speeds
from gdstudio.studio.controllers.experiment_times import ExperimentTimes
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.workers.background_job import shut_down
from tests.studio.controllers.mocked import is_busy
from tests.studio.small_experiment import COUNT, CountSettings, few_digits

UNKNOWN = "How long it takes here is not measured yet."


class Bench:
    """Times of small experiments, in a file of their own."""

    def __init__(self, path: Path) -> None:
        self.runs = RunModel()
        self.speeds = Speeds(path / "speeds.json")
        self.times = ExperimentTimes(self.runs, self.speeds, lambda: None)

    def look_at(self, up_to: int, workers: int = 1) -> None:
        self.times.look_at(COUNT, CountSettings(up_to=up_to), workers)


@pytest.fixture
def bench(qtbot, tmp_path):
    bench = Bench(tmp_path)
    yield bench
    shut_down(bench.times)


def test_that_nothing_is_told_before_there_are_digits(bench):
    bench.look_at(3)
    bench.times.set_in_sight(True)
    assert bench.times.words() == ""


def test_that_what_is_looked_at_is_measured_once(qtbot, bench):
    bench.runs.set_data(few_digits())
    bench.look_at(3)
    assert bench.times.words() == UNKNOWN
    bench.times.set_in_sight(True)
    qtbot.waitUntil(lambda: bench.times.words().startswith("Takes about 0.1 s"))
    qtbot.waitUntil(lambda: not is_busy(bench.times))
    bench.look_at(4)
    assert bench.times.words() == UNKNOWN
    bench.look_at(3)
    assert bench.times.words() == "Takes about 0.1 s on this computer."


def test_that_nothing_is_measured_out_of_sight_or_while_the_network_learns(qtbot, bench):
    bench.runs.set_data(few_digits())
    bench.runs.set_running(True)
    bench.look_at(3)
    bench.times.set_in_sight(True)
    qtbot.wait(1000)  # longer than settings settle
    assert not is_busy(bench.times)
    assert bench.times.words() == UNKNOWN
    bench.runs.set_running(False)
    qtbot.waitUntil(lambda: bench.times.words().startswith("Takes about"))


def test_that_the_last_run_counts_more_than_a_trial(qtbot, bench):
    bench.runs.set_data(few_digits())
    bench.look_at(3)
    with qtbot.waitSignal(bench.times.changed):
        bench.times.note(COUNT, CountSettings(up_to=3, seed=9), 1, 250.0)
    qtbot.waitUntil(lambda: bench.times.words() == "Takes about 4 min on this computer.")


def test_that_processes_share_the_work_of_a_trial(qtbot, bench):
    bench.runs.set_data(few_digits())
    bench.look_at(3)
    bench.times.set_in_sight(True)
    qtbot.waitUntil(lambda: bench.times.words().startswith("Takes about"))
    bench.look_at(3, workers=4)
    assert bench.times.words() == "Takes about 0.1 s on this computer."
