"""The first layer of the network shown."""

from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.jobs.subject import Subject
from gdstudio.learning.costs import find_cost
from gdstudio.learning.shapes import DIGIT
from gdstudio.learning.training import Training
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.controllers.weights_controller import WeightsController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Walk
from gdstudio.studio.views.common.segmented_switch import SegmentedSwitch
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.studio.small_runs import DATA, RECIPE, begin, move, parameters_at


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    runs.shown = Shown(runs)
    return runs


@pytest.fixture
def view():
    view = MagicMock(spec=WeightsView)
    view.quantity.return_value = "weights"
    return view


@pytest.fixture
def training():
    return MagicMock(spec=TrainingController)


@pytest.fixture(autouse=True)
def weights(runs, view, training):
    return WeightsController(view, runs, runs.shown, training)


def shown(view):
    """The numbers and the tiles shown last."""
    return view.set_values.call_args.args[0], view.set_tiles.call_args.args[0]


def a_walk(parameters):
    return Walk(Subject("walk", "a walk", "a walk", RECIPE, DIGIT, 10, parameters, 3))


def test_that_of_the_run_what_the_worker_made_ready_is_shown(runs, view):
    begin(runs)
    view.set_tiles.assert_not_called()
    for step in (0, 4):
        move(runs, step)
        assert shown(view) == (runs.run.progress.values, runs.run.progress.tiles)


def test_that_of_another_network_its_weights_are_shown_and_then_the_run_again(runs, view):
    begin(runs)
    move(runs, 0)
    there = parameters_at(9)
    runs.shown.show(a_walk(there))
    values, tiles = shown(view)
    assert np.array_equal(values, there[: 784 * 4].reshape(4, 784))
    assert tiles.indices.shape == (4, 28, 28)
    move(runs, 1)
    assert shown(view)[0] is values
    runs.shown.leave()
    assert shown(view) == (runs.run.progress.values, runs.run.progress.tiles)


def test_that_the_colours_hold_still_during_a_walk_and_are_chosen_anew_for_the_next(runs, view):
    begin(runs)
    move(runs, 0)
    large, small = 100 * parameters_at(9), parameters_at(9)
    runs.shown.show(a_walk(large))
    limit = shown(view)[1].limit
    runs.shown.show(a_walk(small))
    assert shown(view)[1].limit == limit
    runs.shown.leave()
    runs.shown.show(a_walk(small))
    assert shown(view)[1].limit < limit


def test_that_the_quantity_chosen_is_told_to_the_thread_of_the_run(qtbot, runs, training):
    view = WeightsView()
    qtbot.addWidget(view)
    weights = WeightsController(view, runs, runs.shown, training)
    view.quantity_chosen.emit("nudges")
    training.set_quantity.assert_called_once_with("nudges")
    del weights


def test_that_the_change_of_another_network_is_that_since_the_start_of_its_recipe(runs, view):
    begin(runs)
    move(runs, 0)
    view.quantity.return_value = "change"
    there = parameters_at(9)
    runs.shown.show(a_walk(there))
    start = Training(RECIPE, DATA).initial_parameters
    assert np.array_equal(shown(view)[0].ravel(), (there - start)[: 784 * 4])


def test_that_the_nudges_of_another_network_are_those_of_the_first_training_examples(runs, view):
    begin(runs)
    move(runs, 0)
    view.quantity.return_value = "nudges"
    there = parameters_at(9)
    runs.shown.show(a_walk(there))
    network = RECIPE.make_network().at(there.copy())
    cost = find_cost(RECIPE.cost, RECIPE.output_activation)
    network.cost_and_gradient(DATA.train.inputs(), DATA.train.targets(), cost)
    assert shown(view)[0].ravel() == pytest.approx(-network.gradient[: 784 * 4], abs=1e-7)
    assert shown(view)[0].any()


def test_that_another_quantity_is_shown_of_the_network_that_is_shown(qtbot, runs, training):
    view = WeightsView()
    qtbot.addWidget(view)
    weights = WeightsController(view, runs, runs.shown, training)
    begin(runs)
    move(runs, 0)
    runs.shown.show(a_walk(parameters_at(9)))
    seen = []
    view.set_values = seen.append
    switch = view.findChild(SegmentedSwitch)
    for quantity in ("nudges", "change", "weights"):
        qtbot.mouseClick(switch.button(quantity), Qt.MouseButton.LeftButton)
    assert len(seen) == 3
    assert np.array_equal(seen[-1].ravel(), parameters_at(9)[: 784 * 4])
    assert not np.array_equal(seen[0], seen[1])
    del weights
