"""The actions on the run, where they mean something."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtCore import QObject

from gdstudio.studio.actions import Actions
from gdstudio.studio.controllers.run_actions import RunActions
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.state.run_model import RunModel
from tests.studio.small_runs import begin, left_state, move


@pytest.fixture
def runs(qapp):
    return RunModel()


@pytest.fixture
def owner(qapp):
    return QObject()


@pytest.fixture
def actions(owner):
    return Actions(owner)


@pytest.fixture
def runner():
    return MagicMock(spec=RunController)


@pytest.fixture
def run_actions(actions, runs, runner):
    return RunActions(actions, runs, runner)


def enabled(actions, *names):
    return [getattr(actions, name).isEnabled() for name in names]


def test_that_nothing_can_be_run_before_the_digits_are_there(runs, actions, run_actions):
    names = "run", "reset", "step_batch", "step_epoch", "step_example", "save_run", "new_run"
    assert enabled(actions, *names) == [False] * 7
    begin(runs)
    assert enabled(actions, *names) == [True] * 7


def test_that_steps_are_hidden_where_the_run_is_not_shown(runs, actions, run_actions):
    begin(runs)
    run_actions.set_in_sight(False)
    assert enabled(actions, "step_batch", "back") == [False, False]
    assert not actions.step_batch.isVisible()
    assert enabled(actions, "run", "reset", "save_run") == [True] * 3  # of another workspace
    run_actions.set_in_sight(True)
    assert actions.step_batch.isEnabled()
    assert actions.step_batch.isVisible()


def test_that_back_needs_a_run_that_can_go_on(runs, actions, run_actions):
    begin(runs)
    move(runs, 1)
    assert not actions.back.isEnabled()
    runs.end(left_state(1))
    begin(runs, 2)
    assert actions.back.isEnabled()
    runs.take_out(runs.earlier)
    assert not actions.back.isEnabled()


@pytest.mark.parametrize(
    ("action", "deed"),
    [
        ("new_run", "reset"),
        ("step_example", "step_example"),
        ("step_batch", "step_batch"),
        ("step_epoch", "step_epoch"),
        ("back", "back"),
    ],
)
def test_that_each_action_does_its_own_deed(runs, actions, runner, run_actions, action, deed):
    for number in (1, 2):
        begin(runs, number)
        move(runs, number)
        runs.end(left_state(number))
    begin(runs, 3)
    getattr(actions, action).trigger()
    assert [call[0] for call in runner.method_calls] == [deed]


def test_that_out_of_sight_run_and_reset_act_without_digits(actions, run_actions):
    run_actions.set_in_sight(False)
    assert enabled(actions, "run", "reset", "new_run", "random_digit") == [True, True, False, False]
    run_actions.set_in_sight(True)
    assert enabled(actions, "run", "reset", "step_batch") == [False] * 3


def test_that_all_that_needs_digits_waits_for_them(runs, actions, run_actions):
    names = "save_run_as", "random_digit", "step_example", "step_epoch"
    assert enabled(actions, *names) == [False] * 4
    begin(runs)
    assert enabled(actions, *names) == [True] * 4
    assert not actions.back.isEnabled()
    assert actions.back.isVisible()
    run_actions.set_in_sight(False)
    assert not any(action.isVisible() for action in (*actions.steps, actions.back))


def test_that_they_belong_to_their_owner(actions, runs, runner, owner):
    assert RunActions(actions, runs, runner, owner).parent() is owner
