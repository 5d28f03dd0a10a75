"""An epoch of each recipe is measured once, only while nothing else is done."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject

from gdstudio.files.speeds import Speeds
from gdstudio.jobs.timing import Measured
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.controllers import epoch_times_controller
from gdstudio.studio.controllers.epoch_times_controller import EpochTimesController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.training.recipe_box import RecipeBox
from gdstudio.studio.workers.background_job import BackgroundJob, once, shut_down
from tests.studio.controllers.mocked import is_busy
from tests.studio.small_experiment import few_digits

ONE, TWO = Recipe(name="one"), Recipe(name="two", train_size=5)


class Bench:
    """Two recipes, 20 digits; an example takes a tenth of a second."""

    def __init__(self, path, monkeypatch) -> None:
        self.measured = []

        def time_of_example(recipe, data):
            self.measured.append(recipe.name)
            yield 0.5
            yield Measured(0.1)

        monkeypatch.setattr(epoch_times_controller, "time_of_example", time_of_example)
        self.runs, self.window = RunModel(), QObject()
        self.box = MagicMock(spec=RecipeBox)
        speeds = Speeds(path / "speeds.json")
        self.times = EpochTimesController(self.runs, [ONE, TWO], self.box, speeds, self.window)

    def told(self):
        return self.box.set_epoch_times.call_args.args[0]


@pytest.fixture
def bench(qtbot, tmp_path, monkeypatch):
    bench = Bench(tmp_path, monkeypatch)
    bench.runs.set_data(few_digits(20))
    yield bench
    shut_down(bench.window)


def test_that_one_after_another_is_measured_and_told_for_all_its_digits(qtbot, bench):
    assert bench.told() == {}
    for known in ({"one": 2.0}, {"one": 2.0, "two": 0.5}):
        bench.times.measure_next()
        qtbot.waitUntil(lambda known=known: bench.told() == pytest.approx(known))
        qtbot.waitUntil(lambda: not is_busy(bench.times))
    bench.times.measure_next()
    assert not is_busy(bench.times)
    assert bench.measured == ["one", "two"]


def test_that_what_was_measured_is_told_at_once_in_the_next_sitting(qtbot, bench, tmp_path):
    bench.times.measure_next()
    qtbot.waitUntil(lambda: "one" in bench.told())
    speeds = Speeds(tmp_path / "speeds.json")
    box = MagicMock(spec=RecipeBox)
    EpochTimesController(bench.runs, [ONE], box, speeds, bench.window)
    bench.runs.set_data(few_digits(40))
    assert box.set_epoch_times.call_args.args == ({"one": pytest.approx(4.0)},)


def test_that_nothing_is_measured_while_the_network_learns(bench):
    bench.runs.set_running(True)
    bench.times.measure_next()
    assert not is_busy(bench.times)


def test_that_nothing_is_measured_while_anything_else_is_computed(qtbot, bench):
    other = BackgroundJob(bench.window)
    other.start(once(lambda: 1))
    bench.times.measure_next()
    assert not is_busy(bench.times)
    qtbot.waitUntil(lambda: not other.is_running)
    bench.times.measure_next()
    assert is_busy(bench.times)


def test_that_nothing_is_measured_while_the_mouse_moves(bench, monkeypatch):
    cursor = MagicMock()
    monkeypatch.setattr(epoch_times_controller, "QCursor", cursor)
    cursor.pos.side_effect = [(0, 0), (0, 0), (5, 5), (5, 5), (5, 5), (5, 5)]
    bench.times.measure_next()  # it was elsewhere before
    assert not is_busy(bench.times)
    bench.times.measure_next()
    assert not is_busy(bench.times)
    bench.times.measure_next()
    assert is_busy(bench.times)


def test_that_nothing_is_measured_while_pages_are_turned(qtbot, bench, monkeypatch):
    monkeypatch.setattr(epoch_times_controller, "_AFTER_MS", 50)
    bench.times.measure_next()
    assert is_busy(bench.times)
    bench.times.put_off()
    assert bench.told() == {}
    qtbot.waitUntil(lambda: not is_busy(bench.times))
    assert bench.told() == {}
    qtbot.waitUntil(lambda: "one" in bench.told())
