from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.learning.recipe import Recipe
from gdstudio.studio.controllers.drawing_controller import DrawingController
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import WeightsView
from gdstudio.studio.workers.progress import RunState

RECIPE = Recipe(hidden=(4,), batch_size=10, epochs=1_000_000, learning_rate=0.1)


def random_digits(n):
    rng = np.random.default_rng(n)
    return Digits(rng.integers(0, 256, (n, 784), np.uint8), rng.integers(0, 10, n).astype(np.uint8))


class Views:
    def __init__(self):
        self.panel = MagicMock(spec=TrainingPanel)
        self.panel.recipe.return_value = RECIPE
        self.metrics = MagicMock(spec=MetricsStrip)
        self.costs = MagicMock(spec=CostPlot)
        self.weights = MagicMock(spec=WeightsView)
        self.drawing = MagicMock(spec=DrawingController)

    def painted(self):
        """How often costs and network were shown since last asked."""
        counts = self.costs.refresh.call_count, self.weights.set_mosaic.call_count
        self.costs.refresh.reset_mock()
        self.weights.set_mosaic.reset_mock()
        return counts


@pytest.fixture
def views():
    return Views()


@pytest.fixture
def learn(qtbot, views):
    controller = LearnController(
        views.panel, views.metrics, views.costs, views.weights, views.drawing
    )
    controller.set_data(DataSet("small", random_digits(100), random_digits(20)))
    qtbot.waitUntil(lambda: controller.run.progress is not None)
    yield controller
    controller.shutdown()


def run_for_messages(qtbot, learn, count):
    """Let it run; return the states of the messages that came."""
    states = []
    connection = learn.training.progress_changed.connect(lambda p: states.append(p.state))
    learn.toggle_running()
    qtbot.waitUntil(lambda: len(states) >= count)
    learn.toggle_running()
    qtbot.waitUntil(lambda: states[-1] is RunState.PAUSED)
    learn.training.progress_changed.disconnect(connection)
    return states


def test_that_costs_and_network_are_shown_in_turns_at_full_speed(qtbot, learn, views):
    views.painted()
    states = run_for_messages(qtbot, learn, 6)
    costs, networks = views.painted()
    running, resting = states.count(RunState.RUNNING), states.count(RunState.PAUSED)
    assert costs + networks == running + 2 * resting
    assert abs(costs - networks) <= 1


def test_that_a_run_at_rest_shows_costs_and_network(qtbot, learn, views):
    views.painted()
    learn.step_batch()
    qtbot.waitUntil(lambda: learn.run.step == 1)
    assert views.painted() == (1, 1)
    learn.step_batch()
    qtbot.waitUntil(lambda: learn.run.step == 2)
    assert views.painted() == (1, 1)


def test_that_slow_motion_shows_everything_of_every_update(qtbot, learn, views):
    views.painted()
    learn.set_speed(50.0)
    states = run_for_messages(qtbot, learn, 4)
    assert views.painted() == (len(states), len(states))
