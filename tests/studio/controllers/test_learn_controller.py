import math
from dataclasses import replace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import InvalidValue, TrainingDiverged
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers.learn_controller import LearnController
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.controllers.weights_controller import WeightsController
from gdstudio.studio.state.deeds import Deeds
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Past, Shown
from gdstudio.studio.views.cost_plot.cost_plot import CostPlot
from gdstudio.studio.views.training.not_applied_bar import NotAppliedBar
from gdstudio.studio.views.training.training_panel import TrainingPanel
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.studio.controllers.mocked import emit

RECIPE = Recipe(hidden=(4,), batch_size=10, epochs=1_000_000, learning_rate=0.1)


def random_digits(n):
    rng = np.random.default_rng(n)
    return Digits(rng.integers(0, 256, (n, 784), np.uint8), rng.integers(0, 10, n).astype(np.uint8))


class Desk:
    """The run with all that belongs to it, joined with views that only note what they are told."""

    def __init__(self):
        self.runs = RunModel()
        self.shown = Shown(self.runs)
        self.training = TrainingController(self.runs)
        self.runner = RunController(
            self.runs, self.shown, self.training, Messages(), Deeds(QCoreApplication.instance())
        )
        self.panel = MagicMock(spec=TrainingPanel)
        self.panel.not_applied = MagicMock(spec=NotAppliedBar)
        self.panel.recipe.return_value = self.panel.shown.return_value = RECIPE
        self.costs = MagicMock(spec=CostPlot)
        self.costs.footer = MagicMock()
        self.weights = MagicMock(spec=WeightsView)
        self.joiners = (
            LearnController(
                self.panel, self.costs, self.runs, self.shown, self.runner, self.training
            ),
            WeightsController(self.weights, self.runs, self.shown, self.training),
        )

    def painted(self):
        """How often costs and network were shown since last asked."""
        counts = self.costs.refresh.call_count, self.weights.set_tiles.call_count
        self.costs.refresh.reset_mock()
        self.weights.set_tiles.reset_mock()
        return counts


@pytest.fixture
def desk(qtbot):
    desk = Desk()
    desk.runner.set_data(DataSet("small", random_digits(100), random_digits(20)))
    qtbot.waitUntil(lambda: desk.runs.run.progress is not None)
    yield desk
    desk.runner.shutdown()


def run_for_messages(qtbot, desk, count):
    """Let it run; return the states of the messages that came."""
    states = []
    connection = desk.runs.progressed.connect(lambda: states.append(desk.runs.run.progress.state))
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: len(states) >= count)
    desk.runner.toggle_running()
    qtbot.waitUntil(lambda: states[-1] is RunState.PAUSED)
    desk.runs.progressed.disconnect(connection)
    return states


def test_that_costs_and_network_are_shown_in_turns_at_full_speed(qtbot, desk):
    desk.painted()
    states = run_for_messages(qtbot, desk, 6)
    costs, networks = desk.painted()
    running, resting = states.count(RunState.RUNNING), states.count(RunState.PAUSED)
    assert costs + networks == running + 2 * resting
    assert abs(costs - networks) <= 1


def test_that_a_run_at_rest_shows_costs_and_network(qtbot, desk):
    desk.painted()
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 1)
    assert desk.painted() == (1, 1)
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 2)
    assert desk.painted() == (1, 1)


def test_that_slow_motion_shows_everything_of_every_update(qtbot, desk):
    desk.painted()
    desk.training.set_speed(50.0)
    states = run_for_messages(qtbot, desk, 4)
    assert desk.painted() == (len(states), len(states))


def test_that_another_run_is_shown_from_its_beginning(desk):
    desk.costs.set_history.reset_mock()
    desk.panel.set_message.reset_mock()
    desk.panel.set_not_applied.reset_mock()
    desk.runner.reset()
    desk.costs.set_history.assert_called_once_with(desk.runs.run.history)
    desk.panel.set_message.assert_called_once_with("")
    desk.panel.set_not_applied.assert_called_once_with("")


def test_that_the_panel_knows_the_shape_of_the_digits(desk):
    desk.panel.set_data_shape.assert_called_once_with(DIGIT, 10)


def test_that_each_message_brings_the_rate_in_force(qtbot, desk):
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 1)
    desk.panel.set_rate_in_force.assert_called_with(0.1)


def test_that_of_a_moment_of_the_past_the_rate_of_its_own_update_is_told(qtbot, desk):
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 1)
    moment = replace(desk.runs.run.moments.at(0), rate=0.75)
    desk.shown.show(Past(desk.shown.subject, moment))
    desk.panel.set_rate_in_force.assert_called_with(0.75)
    desk.shown.leave()
    desk.panel.set_rate_in_force.assert_called_with(0.1)


def test_that_runs_before_are_shown_for_comparison_as_chosen_and_forgotten(qtbot, desk):
    desk.runner.step_batch()
    qtbot.waitUntil(lambda: desk.runs.run.step == 1)
    first = desk.runs.run
    desk.runner.reset()
    shown = (first.run_id, first.title, first.history, True)
    assert desk.costs.set_runs.call_args.args == ([shown],)
    emit(desk.costs.run_visibility_changed, first.run_id, False)
    assert not first.is_visible
    emit(desk.costs.footer.runs.cleared_requested)
    assert desk.runs.earlier == []
    assert desk.costs.set_runs.call_args.args == ([],)


def test_that_the_settings_of_a_run_that_is_taken_up_are_shown(desk):
    desk.runner.run_taken_up.emit(RECIPE)
    desk.panel.set_recipe.assert_called_once_with(RECIPE)


def test_that_settings_that_are_refused_are_shown_at_their_place(desk):
    error = InvalidValue("epochs", 0, "a whole number")
    desk.runner.settings_refused.emit(error)
    desk.panel.show_refused.assert_called_once_with(error)


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            TrainingDiverged(12, math.inf, 3.5),
            "Diverged at step 12, learning rate 3.5: the steps are too large. "
            "Lower the rate and press Reset.",
        ),
        (
            InvalidValue("train size", 9, "at most 8"),
            "train size: 9 is not accepted; give at most 8",
        ),
    ],
)
def test_that_it_is_said_why_a_run_has_broken_off(desk, error, message):
    desk.panel.set_not_applied.reset_mock()
    desk.training.run_failed.emit(error)
    assert desk.panel.set_message.call_args.args == (message,)
    desk.panel.set_not_applied.assert_called_once_with("")


def test_that_a_fault_of_the_program_is_not_told_as_one_of_the_settings(desk):
    desk.panel.set_message.reset_mock()
    desk.training.run_failed.emit(ZeroDivisionError("odd"))
    desk.panel.set_message.assert_not_called()
