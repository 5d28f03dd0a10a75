"""Which digits the next update of a run is of."""

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.learning.mini_batch import BatchPlace, examples_of
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.learning.conftest import made_up_digits

DATA = DataSet("made-up", made_up_digits(25, 4), made_up_digits(5, 5))


def recipe(**settings):
    return Recipe(**{"hidden": (5,), "batch_size": 10, "epochs": 3, "seed": 4, **settings})


def place_of(training):
    state = training.state()
    return BatchPlace(training.recipe, training.digits, state.epoch, state.position)


@pytest.mark.parametrize("augmentation", ["none", "shift-1"])
def test_that_the_gradient_over_the_mini_batch_is_that_of_the_runs_next_update(augmentation):
    training = Training(recipe(augmentation=augmentation, dtype="float64"), DATA)
    sizes = []
    for _ in range(7):
        batch, parameters = place_of(training).find(), training.network.parameters.copy()
        network = training.network.at(parameters)
        X, T = batch.digits.inputs(dtype=np.float64), batch.digits.targets(dtype=np.float64)
        cost = network.cost_and_gradient(X, T, training.cost)
        assert training.update() == pytest.approx(cost, rel=1e-12)
        assert np.allclose(training.network.gradient, network.gradient, rtol=1e-9, atol=1e-15)
        sizes.append(len(batch.which))
    assert sizes == [10, 10, 5, 10, 10, 5, 10]


def test_that_a_picture_that_the_recipe_changes_keeps_its_label_and_number():
    place = BatchPlace(recipe(augmentation="shift-1"), DATA.train)
    batch, plain = place.find(), BatchPlace(recipe(), DATA.train).find()
    assert batch.which.tolist() == plain.which.tolist()
    assert batch.digits.labels.tolist() == DATA.train.labels[plain.which].tolist()
    assert not np.array_equal(batch.digits.images, plain.digits.images)
    assert np.array_equal(plain.digits.images, DATA.train.images[plain.which])


def test_that_later_mini_batches_are_those_of_later_updates():
    training, first = Training(recipe(), DATA), BatchPlace(recipe(), DATA.train)
    for n in range(8):
        here = first.later(n)
        assert (here.epoch, here.position) == (training.state().epoch, training.state().position)
        training.update()


def test_that_digits_are_asked_as_they_are_and_a_place_for_its_mini_batch():
    assert examples_of(DATA.test) == (DATA.test, None)
    digits, batch = examples_of(BatchPlace(recipe(), DATA.train))
    assert digits is batch.digits
