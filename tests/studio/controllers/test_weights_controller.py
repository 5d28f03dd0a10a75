"""The first layer of the network shown."""

from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.jobs.subject import Subject
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.controllers.training_controller import TrainingController
from gdstudio.studio.controllers.weights_controller import WeightsController
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.state.shown import Shown, Walk
from gdstudio.studio.views.weights.weights_view import WeightsView
from tests.studio.small_runs import RECIPE, begin, move, parameters_at


@pytest.fixture
def runs(qapp):
    runs = RunModel()
    runs.shown = Shown(runs)
    return runs


@pytest.fixture
def view():
    return MagicMock(spec=WeightsView)


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


def test_that_the_quantity_chosen_is_told_to_the_thread_of_the_run(view, training):
    view.quantity_chosen.connect.assert_called_once_with(training.set_quantity)
