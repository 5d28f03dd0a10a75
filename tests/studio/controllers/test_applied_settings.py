"""Which settings shown are those of the run, and which wait for a new one."""

from unittest.mock import MagicMock

import pytest

from gdstudio.studio.controllers.applied_settings import AppliedSettings
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.training.training_panel import TrainingPanel
from tests.studio.small_runs import RECIPE, begin, move


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    begin(runs)
    move(runs, 3)
    return runs


@pytest.fixture
def panel():
    panel = MagicMock(spec=TrainingPanel)
    panel.shown.return_value = RECIPE
    return panel


@pytest.fixture
def training():
    return MagicMock(spec=TrainingController, has_run=True)


@pytest.fixture
def applied(panel, training, runs):
    return AppliedSettings(panel, training, runs, runs)


def emit(signal, *args):
    for call in signal.connect.call_args_list:
        call.args[0](*args)


def test_that_the_rate_set_is_given_to_the_run_once(runs, panel, training, applied):
    for _ in range(2):
        emit(panel.learning_rate_edited, 0.3)
    training.set_learning_rate.assert_called_once_with(0.3)
    assert runs.run.rate == 0.3


def test_that_a_rate_beside_other_settings_is_meant_for_the_next_run(
    runs, panel, training, applied
):
    panel.shown.return_value = RECIPE.changed(optimizer="adam", learning_rate=0.001)
    emit(panel.learning_rate_edited, 0.001)
    applied.review(runs.run)
    training.set_learning_rate.assert_not_called()
    assert panel.set_not_applied.call_args.args == ("784-4-10",)


def test_that_the_rate_is_given_when_the_other_settings_are_the_runs_again(
    runs, panel, training, applied
):
    panel.shown.return_value = RECIPE.changed(learning_rate=0.7)
    applied.review(runs.run)
    training.set_learning_rate.assert_called_once_with(0.7)
    assert panel.set_not_applied.call_args.args == ("",)


def test_that_a_run_that_has_broken_off_waits_for_nothing(runs, panel, training, applied):
    training.has_run = False
    panel.shown.return_value = RECIPE.changed(seed=5)
    applied.review(runs.run)
    assert panel.set_not_applied.call_args.args == ("",)
    panel.set_not_applied.reset_mock()
    applied.forget()
    panel.set_not_applied.assert_called_once_with("")


def test_that_going_back_to_the_runs_settings_keeps_the_rate_it_has(runs, panel, applied):
    runs.run.rate = 0.25
    emit(panel.revert_requested)
    panel.set_recipe.assert_called_once_with(RECIPE.changed(learning_rate=0.25))
    assert panel.set_not_applied.call_args.args == ("",)


def test_that_nothing_is_told_to_a_run_that_is_not_there(panel, training, qapp):
    AppliedSettings(panel, training, RunModel(), qapp)
    emit(panel.learning_rate_edited, 0.3)
    emit(panel.revert_requested)
    training.set_learning_rate.assert_not_called()
    panel.set_recipe.assert_not_called()
