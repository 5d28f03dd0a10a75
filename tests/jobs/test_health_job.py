"""How well the layers of a run learn, on its own digits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from gdstudio.data.digits import DataSet
from gdstudio.data.opening import load_data_set
from gdstudio.jobs.health_job import (
    NetworkHealth,
    health_over_time,
    look_at_health,
    state_of,
)
from gdstudio.jobs.subject import Subject
from gdstudio.learning.moment import Kind
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import find_recipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.learning.training import Training
from tests.learning.conftest import made_up_digits

DATA = DataSet("made up", made_up_digits(103, 1), made_up_digits(50, 2))
SHAPE = PictureShape(1, 3, 4)
SMALL = Recipe(hidden=(6, 5), optimizer="adam", learning_rate=0.01, batch_size=7)


def subject_of(training, shape=SHAPE, n_out=3):
    parameters = training.network.parameters.copy()
    return Subject("a", "a", "a", training.recipe, shape, n_out, parameters, training.step)


def optimizer_of(training):
    state = training.state()
    return OptimizerState(0.01, state.optimizer_state, state.optimizer_steps)


def test_that_gradients_are_those_of_the_first_mini_batches():
    training = Training(SMALL, DATA)
    for _ in range(5):
        training.update()
    *shares, found = look_at_health(subject_of(training), DATA, optimizer_of(training))
    squares = []
    network = training.network.at(training.network.parameters.astype(np.float64))
    for k in range(10):
        batch = DATA.train.take(slice(7 * k, 7 * k + 7))
        X, T = batch.inputs(dtype=np.float64), batch.targets(dtype=np.float64)
        network.cost_and_gradient(X, T, training.cost)
        squares.append(network.part("W1", network.gradient) ** 2)
    assert found.layers[0].gradient_rms == pytest.approx(np.sqrt(np.mean(squares)), rel=1e-4)
    assert shares == sorted(shares)
    assert len(shares) == 10
    assert 0 < shares[0] < shares[-1] < 1
    assert found.layers[0].update_ratio > 0
    assert found.accuracy == training.evaluate(DATA.test).accuracy


def test_that_an_update_needs_what_the_optimiser_remembers():
    training = Training(SMALL, DATA)
    for nothing in (None, OptimizerState(0.01, {}, 0)):
        *_, found = look_at_health(subject_of(training), DATA, nothing)
        assert all(math.isnan(one.update_ratio) for one in found.layers)
    plain = Training(SMALL.changed(optimizer="sgd"), DATA)
    *_, found = look_at_health(subject_of(plain), DATA, OptimizerState(0.01, {}, 0))
    assert all(one.update_ratio > 0 for one in found.layers)


def test_that_a_large_mini_batch_and_few_digits_are_looked_at():
    training = Training(SMALL.changed(optimizer="gradient-descent"), DATA)
    *shares, found = look_at_health(subject_of(training), DATA, OptimizerState(1.0, {}, 0))
    assert shares == [0.5]
    assert isinstance(found, NetworkHealth)


def test_that_health_is_followed_through_a_run():
    training = Training(SMALL, DATA)
    moments = [training.moment(Kind.PASSED, exact=True)]
    for _ in range(4):
        training.update()
        moments.append(training.moment(Kind.PASSED, exact=training.step != 3))
    *shares, found = health_over_time(subject_of(training), moments, DATA)
    assert shares == sorted(shares)
    assert found.steps.tolist() == [0, 1, 2, 3, 4]
    assert found.layers.tolist() == [1, 2, 3]
    for k, moment in enumerate(moments):
        training.go_to(moment)
        *_, one = look_at_health(subject_of(training), DATA, state_of(moment))
        for j, layer in enumerate(one.layers):
            assert found.gradient_rms[k, j] == pytest.approx(layer.gradient_rms, rel=1e-6)
            assert found.idle[k, j] == layer.idle
            assert (found.weights[k, j] == layer.weights.quantiles).all()
            assert (found.activations[k, j] == layer.activations.quantiles).all()
            ratio = pytest.approx(layer.update_ratio, rel=1e-4, nan_ok=True)
            assert found.update_ratio[k, j] == ratio
    assert np.isnan(found.update_ratio).all(axis=1).tolist() == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("name", "changes", "updates", "said"),
    [
        ("lesson", {}, 300, ""),
        ("modern", {}, 300, ""),
        ("zeros", {}, 2, "the start values must differ"),
        ("lesson", {"learning_rate": 30.0}, 0, "the learning rate is too large"),
        ("lesson", {"learning_rate": 1e-4}, 3, "the learning rate is too small"),
        ("lesson", {"hidden": (20,) * 6}, 20, "it hardly learns"),
    ],
)
def test_that_runs_that_go_wrong_are_told_from_those_that_learn(name, changes, updates, said):
    data = load_data_set("mnist")
    training = Training(find_recipe(name).recipe.changed(**changes), data)
    for _ in range(updates):
        training.update()
    state = training.state()
    optimizer = OptimizerState(training.last_rate, state.optimizer_state, state.optimizer_steps)
    *_, found = look_at_health(subject_of(training, DIGIT, 10), data, optimizer)
    assert said in (found.sentence or "")
    assert bool(found.sentence) == bool(said)


def test_that_a_network_whose_numbers_overflow_is_looked_at_without_a_warning():
    data = load_data_set("mnist")
    training = Training(find_recipe("modern").recipe, data)
    training.update()
    subject = subject_of(training, DIGIT, 10)
    *_, found = look_at_health(replace(subject, parameters=subject.parameters * 1e30), data, None)
    assert 0 <= found.accuracy <= 1
