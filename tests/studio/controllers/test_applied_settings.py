"""Which settings shown are those of the run, and which wait for a new one."""

from unittest.mock import MagicMock

import pytest

from gdstudio.errors import InvalidValue
from gdstudio.studio.controllers.learn_controller import AppliedSettings
from gdstudio.studio.controllers.run_controller import RunController
from gdstudio.studio.controllers.run_deeds import RunDeeds
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.training.not_applied_bar import NotAppliedBar
from gdstudio.studio.views.training.training_panel import TrainingPanel
from tests.studio.small_runs import RECIPE, begin, move


class Desk:
    """A run that has learned something, and a panel that shows whatever a test wants."""

    def __init__(self, owner):
        self.runs = RunModel()
        begin(self.runs)
        move(self.runs, 3)
        self.panel = MagicMock(spec=TrainingPanel, is_held=False)
        self.panel.not_applied = MagicMock(spec=NotAppliedBar)
        self.training = MagicMock(spec=TrainingController, has_run=True)
        self.runner = MagicMock(spec=RunController, deeds=MagicMock(spec=RunDeeds))
        self.applied = AppliedSettings(self.panel, self.training, self.runs, self.runner, owner)

    def edit(self, **changes):
        for call in self.panel.edited.connect.call_args_list:
            call.args[0](RECIPE.changed(**changes))

    def revert(self):
        for call in self.panel.not_applied.revert_requested.connect.call_args_list:
            call.args[0]()

    @property
    def said(self):
        """What is said to go on, "" if the settings shown are those of the run."""
        return self.panel.set_not_applied.call_args.args[0]


@pytest.fixture
def desk(qapp):
    return Desk(qapp)


def test_that_the_rate_set_is_given_to_the_run_once(desk):
    for _ in range(2):
        desk.edit(learning_rate=0.3)
    desk.training.set_learning_rate.assert_called_once_with(0.3)
    assert desk.runs.run.rate == 0.3
    assert desk.said == ""


def test_that_a_rate_beside_other_settings_is_meant_for_the_next_run(desk):
    desk.edit(optimizer="adam", learning_rate=0.001)
    desk.training.set_learning_rate.assert_not_called()
    assert desk.runs.run.rate == RECIPE.learning_rate
    assert desk.said == "784-4-10"
    desk.edit(learning_rate=0.7)
    desk.training.set_learning_rate.assert_called_once_with(0.7)
    assert desk.said == ""


def test_that_frozen_layers_are_given_to_the_run_once(desk):
    for _ in range(2):
        desk.edit(frozen_layers=(1,))
    desk.training.set_frozen_layers.assert_called_once_with((1,))
    assert desk.runs.run.recipe == RECIPE.changed(frozen_layers=(1,))
    assert desk.said == ""
    desk.revert()
    desk.panel.set_recipe.assert_called_once_with(RECIPE.changed(frozen_layers=(1,)))


def test_that_frozen_layers_beside_other_settings_are_meant_for_the_next_run(desk):
    desk.edit(seed=5, frozen_layers=(1,))
    desk.training.set_frozen_layers.assert_not_called()
    assert desk.runs.run.recipe == RECIPE
    assert desk.said == "784-4-10"


def test_that_a_run_that_has_not_begun_takes_frozen_layers_and_stays(desk):
    begin(desk.runs, 2)
    desk.edit(frozen_layers=(2,))
    desk.runner.begin_afresh.assert_not_called()
    desk.training.set_frozen_layers.assert_called_once_with((2,))


def test_that_a_run_that_has_broken_off_waits_for_nothing(desk):
    desk.training.has_run = False
    desk.edit(seed=5)
    assert desk.said == ""


def test_that_going_back_to_the_runs_settings_keeps_the_rate_it_has(desk):
    desk.runs.run.rate = 0.25
    desk.revert()
    desk.panel.set_recipe.assert_called_once_with(RECIPE.changed(learning_rate=0.25))
    assert desk.said == ""


def test_that_a_run_that_has_not_begun_is_replaced_at_once(desk):
    begin(desk.runs, 2)
    desk.edit(seed=5)
    desk.runner.begin_afresh.assert_called_once_with()


def test_that_a_rate_being_moved_replaces_a_run_only_at_its_end(desk):
    begin(desk.runs, 2)
    desk.panel.is_held = True
    desk.edit(learning_rate=0.4)
    desk.training.set_learning_rate.assert_called_once_with(0.4)
    desk.runner.begin_afresh.assert_not_called()
    desk.panel.is_held = False
    desk.edit(learning_rate=0.4)
    desk.runner.begin_afresh.assert_called_once_with()


def test_that_settings_that_are_not_accepted_replace_nothing(desk):
    begin(desk.runs, 2)
    desk.panel.recipe.side_effect = InvalidValue("batch size", 0, "1 or more")
    desk.edit(seed=5)
    desk.runner.begin_afresh.assert_not_called()


def test_that_without_a_run_the_settings_begin_one(desk):
    desk.runs.end(None)
    desk.edit(seed=5)
    desk.runner.begin_afresh.assert_called_once_with()
    desk.revert()
    desk.panel.set_recipe.assert_not_called()
    assert desk.said == ""


@pytest.mark.parametrize(
    ("rate", "runs_on", "count"), [(0.4, True, 0), (0.4, False, 1), (0.1, False, 0)]
)
def test_that_a_rate_begins_a_new_run_only_at_rest_and_if_it_is_another_one(
    desk, rate, runs_on, count
):
    begin(desk.runs, 2)
    desk.runs.set_running(runs_on)
    desk.edit(learning_rate=rate)
    assert desk.runner.begin_afresh.call_count == count
    assert desk.runs.run.rate == rate


def test_that_name_and_digits_are_no_settings_of_a_run(desk):
    desk.edit(name="another", data="elsewhere")
    assert desk.said == ""
    desk.runner.begin_afresh.assert_not_called()


def test_that_the_bar_begins_a_new_run(desk):
    desk.panel.not_applied.new_run_requested.connect.assert_called_once_with(desk.runner.reset)
